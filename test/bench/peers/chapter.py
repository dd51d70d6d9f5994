"""The chapter's regression as printed, vectorised, and in PyTorch. Seconds of each repetition, as JSON.

    chapter.py WAY ROWS ITERATIONS REPETITIONS
"""
import json
import sys
import time

import numpy


def gradient(theta, data):
    """Row by row; divides by the number of rows twice, as printed."""
    total = numpy.zeros(2)
    for i in range(len(data)):
        x, y = data[i, 0], data[i, 1]
        residual = theta[0] * x + theta[1] - y
        total[0] += 2 / len(data) * x * residual
        total[1] += 2 / len(data) * residual
    return total / (len(data) + 1e-6)


def loss(theta, data):
    total = 0.0
    for i in range(len(data)):
        total += (theta[0] * data[i, 0] + theta[1] - data[i, 1]) ** 2
    return total / len(data)


def printed(data, iterations):
    theta = numpy.zeros(2)
    losses = []
    for _ in range(iterations):
        losses.append(loss(theta, data))
        theta = theta - 0.01 * gradient(theta, data)
    return losses


def columns(data):
    return numpy.ascontiguousarray(data[:, 0]), numpy.ascontiguousarray(data[:, 1])


def vectorised(data, iterations):
    x, y = columns(data)
    rows = len(x)
    w = b = 0.0
    losses = []
    for _ in range(iterations):
        residual = w * x + b - y
        losses.append(residual @ residual / rows)
        w -= 0.01 * 2 / rows * (x @ residual)
        b -= 0.01 * 2 / rows * residual.sum()
    return losses


def pytorch(data, iterations):
    import torch

    torch.set_num_threads(1)
    x, y = map(torch.from_numpy, columns(data))
    w = torch.zeros((), dtype=torch.float64, requires_grad=True)
    b = torch.zeros((), dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([w, b], lr=0.01)
    losses = []
    for _ in range(iterations):
        optimizer.zero_grad()
        loss = ((w * x + b - y) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
        optimizer.step()
    return losses


way, rows, iterations, repetitions = sys.argv[1], *map(int, sys.argv[2:5])
data = numpy.random.RandomState(0).randn(rows, 2)
work = {"printed": printed, "numpy": vectorised, "pytorch": pytorch}[way]
work(data, 2)
seconds = []
for _ in range(repetitions):
    begun = time.perf_counter()
    work(data, iterations)
    seconds.append(time.perf_counter() - begun)
print(json.dumps(seconds))
