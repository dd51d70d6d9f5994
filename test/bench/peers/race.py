"""Twelve methods of torch.optim on Rosenbrock's function. Seconds of each repetition, as JSON.

    race.py STEPS REPETITIONS
"""
import json
import sys
import time

import torch

torch.set_num_threads(1)
optim = torch.optim
methods = [
    lambda p: optim.SGD(p, lr=1e-3),
    lambda p: optim.SGD(p, lr=1e-4, momentum=0.9),
    lambda p: optim.SGD(p, lr=1e-4, momentum=0.9, nesterov=True),
    lambda p: optim.Adagrad(p, lr=0.1),
    lambda p: optim.Adadelta(p, lr=1),
    lambda p: optim.RMSprop(p, lr=1e-3),
    lambda p: optim.Adam(p, lr=1e-2),
    lambda p: optim.Adamax(p, lr=1e-2),
    lambda p: optim.Adam(p, lr=1e-2, amsgrad=True),
    lambda p: optim.NAdam(p, lr=1e-2),
    lambda p: optim.AdamW(p, lr=1e-2),
    lambda p: optim.RAdam(p, lr=1e-2),
]


def race(steps):
    for method in methods:
        theta = torch.tensor([-1.2, 1.0], dtype=torch.float64, requires_grad=True)
        optimizer = method([theta])
        losses = []
        for _ in range(steps):
            optimizer.zero_grad()
            x, y = theta
            loss = (1 - x) ** 2 + 100 * (y - x**2) ** 2
            loss.backward()
            losses.append(loss.item())
            optimizer.step()


steps, repetitions = map(int, sys.argv[1:3])
race(5)
seconds = []
for _ in range(repetitions):
    begun = time.perf_counter()
    race(steps)
    seconds.append(time.perf_counter() - begun)
print(json.dumps(seconds))
