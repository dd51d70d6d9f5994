"""A dense kernel of linear regression in numpy. Seconds of each repetition, as JSON.

    kernels.py KERNEL ROWS FEATURES CALLS REPETITIONS
"""
import json
import sys
import time

import numpy as np

kernel = sys.argv[1]
rows, features, calls, repetitions = map(int, sys.argv[2:6])
random = np.random.default_rng(0)
x = random.standard_normal((rows, features))
y = random.standard_normal(rows)
w = random.standard_normal(features) / features
b = 0.3


def loss_and_gradient():
    r = x @ w + b - y
    return (r @ r) / rows, 2 / rows * (x.T @ r), 2 / rows * r.sum()


work = {
    "matrix": lambda: x @ w,
    "transpose": lambda: x.T @ y,
    "gradient": loss_and_gradient,
    "products": lambda: x.T @ x,
}[kernel]
work()
seconds = []
for _ in range(repetitions):
    begun = time.perf_counter()
    for _ in range(calls):
        work()
    seconds.append(time.perf_counter() - begun)
print(json.dumps(seconds))
