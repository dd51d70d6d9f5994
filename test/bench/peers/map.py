"""A map of momentum on Rosenbrock, learning rate by decay, every run at once in an array program.
Seconds of each repetition, as JSON.

    map.py LIBRARY SIZE UPDATES REPETITIONS

As the lab's own it finds for every run the update at which it reached the target, how often its steps
turned back, and its last loss; it can't stop a run that has diverged.
"""
import json
import sys
import time

import numpy

library = sys.argv[1]
size, updates, repetitions = map(int, sys.argv[2:5])
target = 24.2e-3

share = (numpy.arange(size) + 0.5) / size
rate = numpy.tile(1e-5 * 1e4**share, size)
decay = numpy.repeat(share, size)


def step(where, t, state):
    x, y, v, w, reached, turns = state
    across, along = y - x * x, 1 - x
    loss = 100 * across * across + along * along
    reached = where((reached < 0) & (loss <= target), t, reached)
    v_new = decay_here * v + rate_here * (-400 * x * across - 2 * along)
    w_new = decay_here * w + rate_here * (200 * across)
    turns = turns + (v * v_new + w * w_new < 0)
    return x - v_new, y - w_new, v_new, w_new, reached, turns


if library == "numpy":
    rate_here, decay_here = rate, decay

    def work():
        count = size * size
        state = (
            numpy.full(count, -1.2),
            numpy.full(count, 1.0),
            numpy.zeros(count),
            numpy.zeros(count),
            numpy.full(count, -1),
            numpy.zeros(count, int),
        )
        with numpy.errstate(all="ignore"):
            for t in range(updates):
                state = step(numpy.where, t, state)
        return state

else:
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)

    def run(rate, decay):
        global rate_here, decay_here
        rate_here, decay_here = rate, decay
        start = (-1.2, 1.0, 0.0, 0.0, -1, 0)
        return jax.lax.fori_loop(0, updates, lambda t, state: step(jnp.where, t, state), start)

    whole = jax.jit(jax.vmap(run))
    rates, decays = jnp.asarray(rate), jnp.asarray(decay)

    def work():
        return jax.block_until_ready(whole(rates, decays))


work()
seconds = []
for _ in range(repetitions):
    begun = time.perf_counter()
    work()
    seconds.append(time.perf_counter() - begun)
print(json.dumps(seconds))
