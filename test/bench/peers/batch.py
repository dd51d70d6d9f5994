"""Many runs of Adam on Rosenbrock that differ in their learning rate, with their final and best losses.
Seconds of each repetition, as JSON.

    batch.py LIBRARY RUNS UPDATES REPETITIONS

numpy and jax make all runs at once in an array program; optuna asks for one after the other, in memory,
each of them in plain Python.
"""
import json
import math
import sys
import time

import numpy

library = sys.argv[1]
runs, updates, repetitions = map(int, sys.argv[2:5])
rates = 10 ** (-4 + 3 * numpy.arange(runs) / runs)
beta1, beta2, eps = 0.9, 0.999, 1e-8


def step(sqrt, minimum, rate, t, state):
    x, y, m, n, v, w, best = state
    across, along = y - x * x, 1 - x
    gx, gy = -400 * x * across - 2 * along, 200 * across
    best = minimum(best, 100 * across * across + along * along)
    m, n = beta1 * m + (1 - beta1) * gx, beta1 * n + (1 - beta1) * gy
    v, w = beta2 * v + (1 - beta2) * gx * gx, beta2 * w + (1 - beta2) * gy * gy
    c1, c2 = 1 - beta1 ** (t + 1), 1 - beta2 ** (t + 1)
    x = x - rate * (m / c1) / (sqrt(v / c2) + eps)
    y = y - rate * (n / c1) / (sqrt(w / c2) + eps)
    return x, y, m, n, v, w, best


if library == "numpy":

    def work():
        state = (numpy.full(runs, -1.2), numpy.full(runs, 1.0), *numpy.zeros((4, runs)), numpy.full(runs, numpy.inf))
        for t in range(updates):
            state = step(numpy.sqrt, numpy.minimum, rates, t, state)
        return state

elif library == "jax":
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)

    def run(rate):
        start = (-1.2, 1.0, 0.0, 0.0, 0.0, 0.0, jnp.inf)
        return jax.lax.fori_loop(
            0, updates, lambda t, state: step(jnp.sqrt, jnp.minimum, rate, jnp.float64(t), state), start
        )

    whole = jax.jit(jax.vmap(run))
    given = jnp.asarray(rates)

    def work():
        return jax.block_until_ready(whole(given))

else:
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)

    def objective(trial):
        rate = trial.suggest_float("rate", 1e-4, 1e-1, log=True)
        state = (-1.2, 1.0, 0.0, 0.0, 0.0, 0.0, math.inf)
        for t in range(updates):
            state = step(math.sqrt, min, rate, t, state)
        return state[-1]

    def work():
        study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=1))
        study.optimize(objective, n_trials=runs)


work()
seconds = []
for _ in range(repetitions):
    begun = time.perf_counter()
    work()
    seconds.append(time.perf_counter() - begun)
print(json.dumps(seconds))
