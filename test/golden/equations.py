"""
Methods as their sources print them, in numpy: the chapter's from its equations and printed code, the
others from their papers. Each is a generator of the parameters after every update, t counting from 1.
Written to read like the source, not like the lab: nothing here is shared with it.
"""
from itertools import count

import numpy as np


def gd(theta, f, lr):
    while True:
        theta = theta - lr * f.gradient(theta)
        yield theta


def gd_plus(theta, f, lr):
    """With the chapter's plus in the minus's place: it climbs."""
    while True:
        theta = theta + lr * f.gradient(theta)
        yield theta


def momentum(theta, f, lr, gamma):
    v = np.zeros_like(theta)
    while True:
        v = gamma * v + lr * f.gradient(theta)
        theta = theta - v
        yield theta


def nag(theta, f, lr, gamma):
    v = np.zeros_like(theta)
    while True:
        v = gamma * v + lr * f.gradient(theta - gamma * v)
        theta = theta - v
        yield theta


def adagrad(theta, f, lr, eps):
    total = np.zeros_like(theta)
    while True:
        g = f.gradient(theta)
        total = total + g**2
        theta = theta - lr * g / np.sqrt(total + eps)
        yield theta


def adadelta(theta, f, gamma, eps):
    gradients = steps = np.zeros_like(theta)
    while True:
        g = f.gradient(theta)
        gradients = gamma * gradients + (1 - gamma) * g**2
        step = -np.sqrt(steps + eps) / np.sqrt(gradients + eps) * g
        steps = gamma * steps + (1 - gamma) * step**2
        theta = theta + step
        yield theta


def rmsprop(theta, f, lr, gamma, eps):
    squares = np.zeros_like(theta)
    while True:
        g = f.gradient(theta)
        squares = gamma * squares + (1 - gamma) * g**2
        theta = theta - lr * g / np.sqrt(squares + eps)
        yield theta


def moments(theta, f, beta1, beta2):
    """Adam's two, before their corrections: (t, g, m, v) at the parameters that are sent in."""
    m = v = np.zeros_like(theta)
    for t in count(1):
        g = f.gradient(theta)
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        theta = yield t, g, m, v


def adam(theta, f, lr, beta1, beta2, eps):
    both = moments(theta, f, beta1, beta2)
    t, _, m, v = next(both)
    while True:
        theta = theta - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
        yield theta
        t, _, m, v = both.send(theta)


def amsgrad(theta, f, lr, beta1, beta2, eps):
    both = moments(theta, f, beta1, beta2)
    largest = np.zeros_like(theta)
    t, _, m, v = next(both)
    while True:
        largest = np.maximum(largest, v)
        theta = theta - lr * (m / (1 - beta1**t)) / (np.sqrt(largest) + eps)
        yield theta
        t, _, m, v = both.send(theta)


def nadam(theta, f, lr, beta1, beta2, eps):
    both = moments(theta, f, beta1, beta2)
    t, g, m, v = next(both)
    while True:
        bar = beta1 * m / (1 - beta1 ** (t + 1)) + (1 - beta1) * g / (1 - beta1**t)
        theta = theta - lr * bar / (np.sqrt(v / (1 - beta2**t)) + eps)
        yield theta
        t, g, m, v = both.send(theta)


def adamax(theta, f, lr, beta1, beta2, eps):
    m = u = np.zeros_like(theta)
    for t in count(1):
        g = f.gradient(theta)
        m = beta1 * m + (1 - beta1) * g
        u = np.maximum(beta2 * u, np.abs(g))
        theta = theta - lr * (m / (1 - beta1**t)) / (u + eps)
        yield theta


def yogi(theta, f, lr, beta1, beta2, eps, initialAccumulator):
    """Zaheer et al. 2018, algorithm 2, which corrects no bias."""
    m = np.zeros_like(theta)
    v = np.full_like(theta, initialAccumulator)
    while True:
        g = f.gradient(theta)
        m = beta1 * m + (1 - beta1) * g
        v = v - (1 - beta2) * np.sign(v - g**2) * g**2
        theta = theta - lr * m / (np.sqrt(v) + eps)
        yield theta


def polyak(theta, f):
    """Polyak 1969; the objectives here have 0 as their lowest value."""
    while True:
        g = f.gradient(theta)
        theta = theta - f.value(theta) / (g @ g) * g
        yield theta


def armijo(theta, f, lr, c1, shrink):
    """Nocedal and Wright 2006, algorithm 3.1, along the gradient and from lr every time."""
    while True:
        g, value, step = f.gradient(theta), f.value(theta), lr
        while f.value(theta - step * g) > value - c1 * step * (g @ g):
            step *= shrink
        theta = theta - step * g
        yield theta


def newton(theta, f, lr, damping):
    while True:
        hessian = f.hessian(theta) + damping * np.eye(len(theta))
        theta = theta - lr * np.linalg.solve(hessian, f.gradient(theta))
        yield theta


def lbfgs(theta, f, lr):
    """
    BFGS over the last ten pairs with its matrix written out (Nocedal and Wright 2006, equation 7.16), not
    by the two loops; line search by Lewis and Overton 2013, algorithm 4.6. The first step along the bare
    gradient is at most 1 long in the sum norm, as torch's.
    """
    pairs = []
    g = f.gradient(theta)
    while True:
        identity = np.eye(len(theta))
        inverse = identity
        if pairs:
            s, y = pairs[-1]
            inverse = (s @ y) / (y @ y) * identity
        for s, y in pairs[-10:]:
            reduce = identity - np.outer(y, s) / (s @ y)
            inverse = reduce.T @ inverse @ reduce + np.outer(s, s) / (s @ y)
        direction = -inverse @ g

        value, slope = f.value(theta), g @ direction
        low, high = 0.0, np.inf
        step = lr if pairs else lr * min(1, 1 / np.abs(g).sum())
        while True:
            trial = theta + step * direction
            if f.value(trial) > value + 1e-4 * step * slope:
                high = step
            elif f.gradient(trial) @ direction < 0.9 * slope:
                low = step
            else:
                break
            step = 2 * low if high == np.inf else (low + high) / 2

        following = f.gradient(trial)
        pairs.append((trial - theta, following - g))
        theta, g = trial, following
        yield theta
