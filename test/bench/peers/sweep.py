"""Many runs of Adam on Rosenbrock, at rates and from starts of their own, in 64-bit floats.
Seconds of each repetition, as JSON.

    sweep.py LIBRARY RUNS UPDATES REPETITIONS

As the lab's own it finds of every run its last and its best loss. numpy and jax make all at once;
optuna proposes each rate, in memory, and a plain loop makes the run.
"""
import json
import math
import sys
import time

import numpy

library = sys.argv[1]
runs, updates, repetitions = map(int, sys.argv[2:5])
random = numpy.random.RandomState(0)
rates = 1e-4 * 1e3 ** random.random_sample(runs)
starts = random.uniform(-2, 2, (2, runs))


def adam(rate, start, sqrt, minimum, loop):
    def step(t, state):
        x, y, m1, m2, v1, v2, best = state
        across, along = y - x * x, 1 - x
        g1, g2 = -400 * x * across - 2 * along, 200 * across
        m1, m2 = 0.9 * m1 + 0.1 * g1, 0.9 * m2 + 0.1 * g2
        v1, v2 = 0.999 * v1 + 0.001 * g1 * g1, 0.999 * v2 + 0.001 * g2 * g2
        a, b = 1 - 0.9 ** (t + 1.0), 1 - 0.999 ** (t + 1.0)
        x = x - rate * (m1 / a) / (sqrt(v1 / b) + 1e-8)
        y = y - rate * (m2 / a) / (sqrt(v2 / b) + 1e-8)
        across, along = y - x * x, 1 - x
        return x, y, m1, m2, v1, v2, minimum(best, 100 * across * across + along * along)

    zero = 0.0 * rate
    return loop(step, (start[0], start[1], zero, zero, zero, zero, zero + math.inf))


def plainly(step, state):
    for t in range(updates):
        state = step(t, state)
    return state


if library == "numpy":

    def work():
        return adam(rates, starts, numpy.sqrt, numpy.minimum, plainly)

elif library == "jax":
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)

    def jitted(step, state):
        return jax.lax.fori_loop(0, updates, step, state)

    whole = jax.jit(jax.vmap(lambda rate, start: adam(rate, start, jnp.sqrt, jnp.minimum, jitted)))
    where = jnp.asarray(starts.T)

    def work():
        return jax.block_until_ready(whole(jnp.asarray(rates), where))

else:
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)

    def work():
        study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=0))

        def objective(trial):
            rate = trial.suggest_float("lr", 1e-4, 0.1, log=True)
            start = starts[:, trial.number].tolist()
            return adam(rate, start, math.sqrt, min, plainly)[-1]

        study.optimize(objective, n_trials=runs)


work()
seconds = []
for _ in range(repetitions):
    begun = time.perf_counter()
    work()
    seconds.append(time.perf_counter() - begun)
print(json.dumps(seconds))
