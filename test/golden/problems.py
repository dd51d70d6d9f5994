"""The objectives and data of the golden cases, and the order in which batches of rows are drawn."""
import numpy as np
import torch

ROWS = {"source": "normal", "rows": 40, "seed": 7}
DATA = np.random.RandomState(ROWS["seed"]).randn(ROWS["rows"], 2)


def rosenbrock(theta, rows):
    across, along = theta[1:] - theta[:-1] ** 2, 1 - theta[:-1]
    return (100 * across**2 + along**2).sum()


def beale(theta, rows):
    x, y = theta
    return (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2


def regression(theta, rows):
    x, y = DATA[rows].T
    if isinstance(theta, torch.Tensor):
        x, y = torch.tensor(x), torch.tensor(y)
    return ((theta[0] * x + theta[1] - y) ** 2).mean()


def rosenbrock_slope(theta, rows):
    across = theta[1:] - theta[:-1] ** 2
    slope = np.zeros_like(theta)
    slope[:-1] = -400 * theta[:-1] * across - 2 * (1 - theta[:-1])
    slope[1:] += 200 * across
    return slope


def regression_slope(theta, rows):
    x, y = DATA[rows].T
    residual = theta[0] * x + theta[1] - y
    return 2 * np.array([(residual * x).mean(), residual.mean()])


OBJECTIVES = {"rosenbrock": rosenbrock, "beale": beale, "linear-regression": regression}
BY_HAND = {"rosenbrock": rosenbrock_slope, "linear-regression": regression_slope}
ALL = np.arange(len(DATA))


class Problem:
    """An objective as a method sees it; asking for a gradient draws the next batch."""

    def __init__(self, objective, run, by_hand, noise):
        self.of = OBJECTIVES[objective["id"]]
        self.slope = BY_HAND[objective["id"]] if by_hand else None
        self.batches = batches(run)
        self.noise = noise
        self.random = np.random.RandomState(0)

    def value(self, theta):
        return float(self.of(theta, ALL))

    def gradient(self, theta):
        rows = next(self.batches)
        g = self.slope(theta, rows) if self.slope else self.autograd(theta, rows)
        return g * (1 + self.noise * self.random.randn(len(g))) if self.noise else g

    def autograd(self, theta, rows):
        leaf = torch.tensor(theta, requires_grad=True)
        self.of(leaf, rows).backward()
        return leaf.grad.numpy()

    def hessian(self, theta):
        return torch.autograd.functional.hessian(lambda at: self.of(at, ALL), torch.tensor(theta)).numpy()


def batches(run):
    """The rows of each update: the lab draws them from numpy's generator, on the seed's stream 2."""
    size = run["batch"]
    random = np.random.RandomState([run.get("seed", 0), 2])
    order = ALL.copy()
    while True:
        if size == "full":
            yield ALL
        elif run.get("sampling") == "replacement":
            yield random.randint(0, len(ALL), size=size)
        else:
            random.shuffle(order)
            for start in range(0, len(order), size):
                yield order[start : start + size].copy()
