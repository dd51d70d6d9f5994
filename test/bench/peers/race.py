"""Twelve methods on Rosenbrock's function. Seconds of each repetition, as JSON.

    race.py pytorch|numpy STEPS REPETITIONS
"""
import json
import sys
import time


def pytorch():
    """The methods of torch.optim."""
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

    return race


def vectors():
    """The same rules, written as a reader of the chapter would with numpy."""
    import numpy as np

    def evaluate(theta):
        x, y = theta
        across = y - x * x
        loss = (1 - x) ** 2 + 100 * across**2
        return loss, np.array([-2 * (1 - x) - 400 * x * across, 200 * across])

    def gd(lr=1e-3, beta=0.0, nesterov=False):
        buffer = np.zeros(2)

        def step(theta, g, t):
            nonlocal buffer
            buffer = beta * buffer + g
            return theta - lr * (g + beta * buffer if nesterov else buffer)

        return step

    def adagrad(lr=0.1):
        total = np.zeros(2)

        def step(theta, g, t):
            nonlocal total
            total = total + g**2
            return theta - lr * g / (np.sqrt(total) + 1e-10)

        return step

    def adadelta(rho=0.9, eps=1e-6):
        squares, steps = np.zeros(2), np.zeros(2)

        def step(theta, g, t):
            nonlocal squares, steps
            squares = rho * squares + (1 - rho) * g**2
            d = np.sqrt(steps + eps) / np.sqrt(squares + eps) * g
            steps = rho * steps + (1 - rho) * d**2
            return theta - d

        return step

    def rmsprop(lr=1e-3, alpha=0.99):
        squares = np.zeros(2)

        def step(theta, g, t):
            nonlocal squares
            squares = alpha * squares + (1 - alpha) * g**2
            return theta - lr * g / (np.sqrt(squares) + 1e-8)

        return step

    def adam(kind="adam", lr=1e-2, b1=0.9, b2=0.999, eps=1e-8):
        m, v, highest = np.zeros(2), np.zeros(2), np.zeros(2)
        product = 1.0

        def step(theta, g, t):
            nonlocal m, v, highest, product
            m = b1 * m + (1 - b1) * g
            if kind == "adamax":
                v = np.maximum(b2 * v, np.abs(g) + eps)
                return theta - lr / (1 - b1**t) * m / v
            v = b2 * v + (1 - b2) * g**2
            if kind == "amsgrad":
                highest = np.maximum(highest, v)
            corrected = np.sqrt((highest if kind == "amsgrad" else v) / (1 - b2**t)) + eps
            if kind == "adamw":
                theta = theta * (1 - lr * 0.01)
            if kind == "nadam":
                mu = b1 * (1 - 0.5 * 0.96 ** (t * 0.004))
                after = b1 * (1 - 0.5 * 0.96 ** ((t + 1) * 0.004))
                product *= mu
                ahead = after / (1 - product * after) * m
                return theta - lr * ((1 - mu) / (1 - product) * g + ahead) / corrected
            if kind == "radam":
                limit = 2 / (1 - b2) - 1
                length = limit - 2 * t * b2**t / (1 - b2**t)
                if length <= 5:
                    return theta - lr * m / (1 - b1**t)
                above = (length - 4) * (length - 2) * limit
                below = (limit - 4) * (limit - 2) * length
                return theta - lr * m / (1 - b1**t) * np.sqrt(above / below) / corrected
            return theta - lr * m / (1 - b1**t) / corrected

        return step

    methods = [
        lambda: gd(),
        lambda: gd(1e-4, 0.9),
        lambda: gd(1e-4, 0.9, True),
        adagrad,
        adadelta,
        rmsprop,
        adam,
        *[lambda kind=kind: adam(kind) for kind in ("adamax", "amsgrad", "nadam", "adamw", "radam")],
    ]

    def race(steps):
        for method in methods:
            theta, step, losses = np.array([-1.2, 1.0]), method(), []
            for t in range(1, steps + 1):
                loss, g = evaluate(theta)
                losses.append(loss)
                theta = step(theta, g, t)

    return race


race = {"pytorch": pytorch, "numpy": vectors}[sys.argv[1]]()
steps, repetitions = map(int, sys.argv[2:4])
race(5)
seconds = []
for _ in range(repetitions):
    begun = time.perf_counter()
    race(steps)
    seconds.append(time.perf_counter() - begun)
print(json.dumps(seconds))
