"""
Makes the golden trajectories that carry a `provenance`. Needed only to make them: the tests read the JSON.

    python -m venv py
    py/bin/pip install numpy torch optax keras adabelief-pytorch lion-pytorch torch-optimizer
    py/bin/python test/golden/make.py [PATTERN ...]

Until 1.13 torch took Nadam's momentum twice into a product, and that is the lab's `pytorch-1.13` dialect
of it. Its cases come from the same script in a second environment, with `torch==1.13.1 "numpy<2"` alone: the
script makes what the torch that it finds can make.

Everything is float64, torch's default type included: its optimizers keep scalars such as ASGD's rate and
Nadam's product of momenta in that type. A trajectory that amplifies rounding proves nothing about a
method, so each is made again with 1e-13 of noise in every gradient, and one that then moves by more than
1e-10 is refused.
"""
import json
import platform
import sys
from dataclasses import dataclass, field
from fnmatch import fnmatch
from importlib.metadata import version
from itertools import islice
from pathlib import Path

import numpy as np
import torch

from problems import DATA, ROWS, Problem
from sources import DecayedRprop, Equations, Keras, Optax, OwnRate, Torch, Yogi

torch.set_default_dtype(torch.float64)


@dataclass
class Case:
    """`name` goes behind dialect and method; `run` has what a run may have beside its method."""

    name: str
    source: object
    optimizer: str
    dialect: str
    hyper: dict
    objective: str
    start: list
    iterations: int = 120
    run: dict = field(default_factory=dict)
    memory: list = field(default_factory=list)


def walk(case, objective, run, noise=0.0):
    """Parameters and loss after every update, the start included, and the memory that was asked for."""
    f = Problem(objective, run, isinstance(case.source, Equations), noise)
    memory = dict.fromkeys(case.memory)
    start = np.array(case.start, dtype=np.float64)
    path = case.source.path(start, f, run, case.iterations, memory)
    points = [start, *islice(path, case.iterations)]
    return np.array(points), np.array([f.value(point) for point in points]), memory


def distance(some, others):
    """In the measure of the tests, which is relative above a thousandth."""
    return max(np.max(np.abs(a - b) / np.maximum(np.abs(a), 1e-3)) for a, b in zip(some, others))


def make(case, name):
    objective = {"id": case.objective}
    if case.objective == "linear-regression":
        objective["data"] = ROWS
    elif len(case.start) > 2:
        objective["dimension"] = len(case.start)
    method = {"optimizer": case.optimizer, "dialect": case.dialect, "hyper": case.hyper}
    run = {**method, "batch": "full", **case.run}
    theta, loss, memory = walk(case, objective, run)
    moved = distance((theta, loss), walk(case, objective, run, noise=1e-13)[:2])
    print(f"{name:36} loss {loss[0]:8.3g} to {loss[-1]:8.3g}, moves by {moved:.1e}")
    if not moved <= 1e-10:
        return f"{name} amplifies rounding, or diverges: it moves by {moved}"
    packages = dict.fromkeys([case.source.package, "torch", "numpy"])
    provenance = {
        "script": "test/golden/make.py",
        "call": case.source.call(run),
        **({"note": case.source.note} if case.source.note else {}),
        "versions": {"python": platform.python_version(), **{each: version(each) for each in packages}},
    }
    golden = {
        "name": name,
        "source": case.source.label,
        "provenance": provenance,
        "objective": objective,
        "run": run,
        "start": case.start,
        "iterations": case.iterations,
        "theta": theta.tolist(),
        "loss": loss.tolist(),
        **({"state": memory} if memory else {}),
        **({"data": DATA[:5].tolist()} if case.objective == "linear-regression" else {}),
    }
    Path(__file__).with_name(f"{name}.json").write_text(json.dumps(golden) + "\n")
    return None


# Cases -----------------------------------------------------------------------------------------------

LINE = "linear-regression", [2.0, -1.0]
BEALE = "beale", [2.0, -0.5]
VALLEY = "rosenbrock", [-1.5, 2.0]

optim = torch.optim
TORCH = {
    "gd": Torch(optim.SGD, "torch.optim.SGD"),
    "momentum": Torch(optim.SGD, "torch.optim.SGD", momentum=0.9),
    "nag": Torch(optim.SGD, "torch.optim.SGD", momentum=0.9, nesterov=True),
    "adagrad": Torch(optim.Adagrad, "torch.optim.Adagrad"),
    "adadelta": Torch(optim.Adadelta, "torch.optim.Adadelta"),
    "rmsprop": Torch(optim.RMSprop, "torch.optim.RMSprop"),
    "adam": Torch(optim.Adam, "torch.optim.Adam"),
    "amsgrad": Torch(optim.Adam, "torch.optim.Adam", amsgrad=True),
    "adamw": Torch(optim.AdamW, "torch.optim.AdamW"),
    "adamax": Torch(optim.Adamax, "torch.optim.Adamax"),
    "nadam": Torch(optim.NAdam, "torch.optim.NAdam"),
    "radam": Torch(optim.RAdam, "torch.optim.RAdam"),
    "rprop": Torch(optim.Rprop, "torch.optim.Rprop"),
    "asgd": Torch(optim.ASGD, "torch.optim.ASGD"),
}

# Hyper-parameters on the regression, most at their defaults; and on Beale's function, none at its default.
BETAS = {"beta1": 0.8, "beta2": 0.99, "eps": 1e-3, "weightDecay": 0.05}
SETTINGS = {
    "gd": ({"lr": 0.05}, {"lr": 0.01, "weightDecay": 0.1}),
    "momentum": (
        {"lr": 0.02},
        {"lr": 0.01, "momentum": 0.8, "dampening": 0.3, "weightDecay": 0.05},
    ),
    "nag": ({"lr": 0.02}, {"lr": 0.005, "momentum": 0.8, "weightDecay": 0.05}),
    "adagrad": (
        {"lr": 0.1},
        {"lr": 0.3, "lrDecay": 0.02, "initialAccumulator": 0.5, "eps": 1e-3, "weightDecay": 0.05},
    ),
    "adadelta": ({}, {"lr": 0.5, "rho": 0.95, "eps": 1e-4, "weightDecay": 0.05}),
    "rmsprop": (
        {"lr": 0.002},
        {"lr": 0.002, "alpha": 0.9, "eps": 1e-2, "momentum": 0.6, "centered": True, "weightDecay": 0.05},
    ),
    "adam": ({"lr": 0.02}, {"lr": 0.05, **BETAS}),
    "amsgrad": ({"lr": 0.02}, {"lr": 0.05, **BETAS}),
    "adamw": ({"lr": 0.02}, {"lr": 0.05, **BETAS, "weightDecay": 0.2}),
    "adamax": ({"lr": 0.02}, {"lr": 0.05, **BETAS}),
    "nadam": ({"lr": 0.02}, {"lr": 0.05, **BETAS, "momentumDecay": 0.05}),
    "radam": ({"lr": 0.02}, {"lr": 0.01, **BETAS, "beta2": 0.95}),
    "rprop": ({}, {"lr": 0.02, "etaMinus": 0.6, "etaPlus": 1.1, "stepMin": 1e-3, "stepMax": 0.05}),
    "asgd": ({"lr": 0.05}, {"lr": 0.02, "lambd": 0.02, "alpha": 0.9, "t0": 40.0, "weightDecay": 0.05}),
}


def both(method, dialect="pytorch"):
    plain, unusual = SETTINGS[method]
    memory = ["ax"] if method == "asgd" else []
    yield Case("regression", TORCH[method], method, dialect, plain, *LINE, memory=memory)
    yield Case("beale", TORCH[method], method, dialect, unusual, *BEALE, memory=memory)


def torch_cases():
    for method in TORCH:
        yield from both(method)
    for dialect in ["pytorch", "paper"]:
        yield Case("rosenbrock", TORCH["nadam"], "nadam", dialect, {"lr": 0.01}, *VALLEY)
    yield from both("nadam", "paper")
    for method in ["adam", "nadam", "radam"]:
        yield Case("decoupled", TORCH[method], method, "pytorch", {**SETTINGS[method][1], "decoupled": True}, *BEALE)
    largest = {**SETTINGS["adamw"][1], "amsgrad": True}
    yield Case("amsgrad", TORCH["adamw"], "adamw", "pytorch", largest, *BEALE)
    yield Case("rosenbrock", TORCH["asgd"], "asgd", "pytorch", {"lr": 5e-4}, *VALLEY, memory=["ax"])
    for name, schedule in [
        ("exponential", {"id": "exponential", "gamma": 0.95}),
        ("warm-up-constant", {"id": "constant", "warmup": 20}),
    ]:
        lagging = {"lr": 0.05, "lambd": 0.02, "alpha": 0.9}
        yield Case(name, TORCH["asgd"], "asgd", "pytorch", lagging, *LINE, run={"schedule": schedule}, memory=["ax"])

    for method, schedule, hyper in [
        ("gd", {"id": "step", "every": 25, "gamma": 0.5}, {"lr": 0.1}),
        ("momentum", {"id": "cosine", "final": 0.1}, {"lr": 0.02}),
        ("nag", {"id": "inverse-time", "decay": 0.05}, {"lr": 0.02}),
        ("adam", {"id": "exponential", "gamma": 0.98}, {"lr": 0.05}),
        ("adamw", {"id": "cosine", "final": 0, "warmup": 15}, {"lr": 0.03}),
        ("radam", {"id": "constant", "warmup": 20}, {"lr": 0.01}),
    ]:
        name = "-".join(["warm-up"] * ("warmup" in schedule) + [schedule["id"]])
        yield Case(name, TORCH[method], method, "pytorch", hyper, *LINE, run={"schedule": schedule})

    for method, lr in [("gd", 0.05), ("momentum", 0.01), ("nag", 0.01), ("adam", 0.02)]:
        run = {"batch": 7, "seed": 3}
        yield Case("batches", TORCH[method], method, "pytorch", {"lr": lr}, *LINE, run=run)
    yield from maximize_cases()


def lab_cases():
    """What no library has, of libraries all the same: where they differ is said in a note."""
    own = OwnRate(optim.ASGD, "torch.optim.ASGD")
    plain, unusual = SETTINGS["asgd"]
    falling = {"schedule": {"id": "exponential", "gamma": 0.95}}
    yield Case("regression", own, "asgd", "lab", plain, *LINE, memory=["ax"])
    yield Case("exponential", own, "asgd", "lab", unusual, *BEALE, run=falling, memory=["ax"])
    decayed = DecayedRprop(optim.Rprop, "torch.optim.Rprop")
    plain, unusual = SETTINGS["rprop"]
    yield Case("regression", decayed, "rprop", "lab", plain, *LINE)
    yield Case("beale", decayed, "rprop", "lab", {**unusual, "weightDecay": 0.05}, *BEALE)


def maximize_cases():
    """Weight decay tells -(g + wd theta) from -g + wd theta, which is torch's."""
    for method, hyper in [
        ("gd", {"lr": 0.01, "weightDecay": 0.1}),
        ("momentum", {"lr": 0.002, "momentum": 0.8, "dampening": 0.3, "weightDecay": 0.05}),
        ("adam", {"lr": 0.02, "weightDecay": 0.05}),
    ]:
        yield Case("maximize", TORCH[method], method, "pytorch", hyper, *LINE, run={"maximize": True})


# On Rosenbrock's function, none at its default.
CHAPTER = {
    "gd": {"lr": 5e-4},
    "momentum": {"lr": 2e-4, "gamma": 0.8},
    "nag": {"lr": 2e-4, "gamma": 0.8},
    "adagrad": {"lr": 0.3, "eps": 1e-2},
    "adadelta": {"gamma": 0.95, "eps": 1e-6},
    "rmsprop": {"lr": 0.001, "gamma": 0.8, "eps": 1.0},
    "adam": {"lr": 0.02, "beta1": 0.8, "beta2": 0.99, "eps": 1e-3},
    "adamax": {"lr": 0.005, "beta1": 0.8, "beta2": 0.9, "eps": 1e-3},
    "amsgrad": {"lr": 0.02, "beta1": 0.8, "beta2": 0.99, "eps": 1e-3},
    "nadam": {"lr": 0.02, "beta1": 0.8, "beta2": 0.99, "eps": 1e-3},
}


def chapter_cases():
    for method, hyper in CHAPTER.items():
        yield Case("rosenbrock", Equations(method, "chapter equations"), method, "chapter", hyper, *VALLEY)
    gd = Equations("gd", "chapter equations")
    for name, run in [
        ("stochastic", {"batch": 1, "seed": 5}),
        ("batches", {"batch": 8}),
        ("replacement", {"batch": 6, "sampling": "replacement", "seed": 11}),
    ]:
        yield Case(name, gd, "gd", "chapter", {"lr": 0.03}, *LINE, run=run)
    plus = Equations("gd_plus", "chapter equations")
    yield Case("maximize", plus, "gd", "chapter", {"lr": 0.01}, *LINE, run={"maximize": True})


def paper_cases():
    from adabelief_pytorch import AdaBelief
    from lion_pytorch import Lion
    from torch_optimizer import Yogi as TorchYogi

    plain_belief = {"rectify": False, "weight_decouple": False, "print_change_log": False}
    belief = Torch(AdaBelief, "adabelief_pytorch.AdaBelief", package="adabelief-pytorch", **plain_belief)
    lion = Torch(Lion, "lion_pytorch.Lion", package="lion-pytorch")
    yogi = Yogi(TorchYogi, "torch_optimizer.Yogi", package="torch-optimizer")
    betas = {"lr": ["learning_rate"], "beta1": ["b1"], "beta2": ["b2"]}
    optax_belief = Optax("adabelief", {**betas, "eps": ["eps", "eps_root"]})
    optax_lion = Optax("lion", {**betas, "weightDecay": ["weight_decay"]})
    printed_yogi = Equations("yogi", "paper's equations")

    usual = {"lr": 0.02, "beta1": 0.9, "beta2": 0.999}
    unusual = {"lr": 0.02, "beta1": 0.8, "beta2": 0.99}
    usual_yogi = {"eps": 1e-3, "initialAccumulator": 0}
    unusual_yogi = {"eps": 1e-2, "initialAccumulator": 0.1}
    for method, first, second, tag, some, other in [
        ("adabelief", belief, optax_belief, "optax", {"eps": 1e-8}, {"eps": 1e-4}),
        ("lion", lion, optax_lion, "optax", {"weightDecay": 0}, {"weightDecay": 0.1}),
        ("yogi", yogi, printed_yogi, "printed", usual_yogi, unusual_yogi),
    ]:
        yield Case("regression", first, method, "paper", {**usual, **some}, *LINE)
        yield Case("beale", first, method, "paper", {**unusual, **other}, *BEALE)
        yield Case(f"{tag}-regression", second, method, "paper", {**unusual, **other}, *LINE)
        yield Case(f"{tag}-rosenbrock", second, method, "paper", {**usual, **some}, *VALLEY)


# Our names of hyper-parameters in optax, on the regression and on Beale's function, as SETTINGS.
BETAS_OPTAX = {"lr": ["learning_rate"], "beta1": ["b1"], "beta2": ["b2"], "eps": ["eps"]}
ROOTED = {**BETAS_OPTAX, "epsRoot": ["eps_root"]}
OPTAX_UNUSUAL = {"lr": 0.05, "beta1": 0.8, "beta2": 0.99, "eps": 1e-3}
OPTAX_ROOTED = {**OPTAX_UNUSUAL, "epsRoot": 1e-4}
OPTAX = {
    "gd": ("sgd", {"lr": ["learning_rate"]}, {"lr": 0.05}, {"lr": 0.005}, {}),
    "momentum": (
        "sgd",
        {"lr": ["learning_rate"], "momentum": ["momentum"]},
        {"lr": 0.02},
        {"lr": 0.01, "momentum": 0.8},
        {"momentum": 0.9},
    ),
    "nag": (
        "sgd",
        {"lr": ["learning_rate"], "momentum": ["momentum"]},
        {"lr": 0.02},
        {"lr": 0.005, "momentum": 0.8},
        {"momentum": 0.9, "nesterov": True},
    ),
    "adagrad": (
        "adagrad",
        {"lr": ["learning_rate"], "initialAccumulator": ["initial_accumulator_value"], "eps": ["eps"]},
        {"lr": 0.1},
        {"lr": 0.3, "initialAccumulator": 0.5, "eps": 1e-2},
        {},
    ),
    "adadelta": (
        "adadelta",
        {"lr": ["learning_rate"], "rho": ["rho"], "eps": ["eps"], "weightDecay": ["weight_decay"]},
        {"lr": 1.0},
        {"lr": 0.5, "rho": 0.95, "eps": 1e-4, "weightDecay": 0.05},
        {},
    ),
    "rmsprop": (
        "rmsprop",
        {
            "lr": ["learning_rate"],
            "alpha": ["decay"],
            "eps": ["eps"],
            "initialAccumulator": ["initial_scale"],
            "momentum": ["momentum"],
            "centered": ["centered"],
            "epsInRoot": ["eps_in_sqrt"],
            "nesterov": ["nesterov"],
            "biasCorrection": ["bias_correction"],
        },
        {"lr": 0.002},
        {
            "lr": 0.002,
            "alpha": 0.95,
            "eps": 1e-2,
            "initialAccumulator": 0.5,
            "momentum": 0.6,
            "centered": True,
        },
        {},
    ),
    "adam": ("adam", ROOTED, {"lr": 0.02}, OPTAX_ROOTED, {}),
    "adamw": (
        "adamw",
        {**ROOTED, "weightDecay": ["weight_decay"]},
        {"lr": 0.02},
        {**OPTAX_ROOTED, "weightDecay": 0.2},
        {},
    ),
    "adamax": ("adamax", BETAS_OPTAX, {"lr": 0.02}, OPTAX_UNUSUAL, {}),
    "amsgrad": ("amsgrad", ROOTED, {"lr": 0.02}, OPTAX_ROOTED, {}),
    "nadam": (
        "nadamw",
        {**ROOTED, "weightDecay": ["weight_decay"]},
        {"lr": 0.02, "weightDecay": 0},
        {**OPTAX_ROOTED, "weightDecay": 0.2},
        {},
    ),
    "radam": (
        "radam",
        {**ROOTED, "threshold": ["threshold"], "nesterov": ["nesterov"]},
        {"lr": 0.02},
        {**OPTAX_ROOTED, "lr": 0.01, "beta2": 0.95, "threshold": 7.0},
        {},
    ),
    "rprop": (
        "rprop",
        {
            "lr": ["learning_rate"],
            "etaMinus": ["eta_minus"],
            "etaPlus": ["eta_plus"],
            "stepMin": ["min_step_size"],
            "stepMax": ["max_step_size"],
        },
        {"lr": 0.01},
        {"lr": 0.02, "etaMinus": 0.6, "etaPlus": 1.1, "stepMin": 1e-3, "stepMax": 0.05},
        {},
    ),
    "lion": (
        "lion",
        {"lr": ["learning_rate"], "beta1": ["b1"], "beta2": ["b2"], "weightDecay": ["weight_decay"]},
        {"lr": 0.02},
        {"lr": 0.02, "beta1": 0.8, "beta2": 0.95, "weightDecay": 0.1},
        {},
    ),
    "adabelief": (
        "adabelief",
        {**ROOTED, "nesterov": ["nesterov"]},
        {"lr": 0.02},
        {**OPTAX_ROOTED, "eps": 1e-4},
        {},
    ),
    "yogi": ("yogi", BETAS_OPTAX, {"lr": 0.02}, {**OPTAX_UNUSUAL, "eps": 1e-2}, {}),
}

# The same of Keras, whose weight decay every method takes.
KERAS_UNUSUAL = {"lr": 0.05, "beta1": 0.8, "beta2": 0.99, "eps": 1e-3, "weightDecay": 0.2}
KERAS = {
    "gd": ("SGD", {"lr": 0.05}, {"lr": 0.005, "weightDecay": 0.1}, {}),
    "momentum": ("SGD", {"lr": 0.02}, {"lr": 0.01, "momentum": 0.8, "weightDecay": 0.1}, {"momentum": 0.9}),
    "nag": (
        "SGD",
        {"lr": 0.02},
        {"lr": 0.005, "momentum": 0.8, "weightDecay": 0.1},
        {"momentum": 0.9, "nesterov": True},
    ),
    "adagrad": (
        "Adagrad",
        {"lr": 0.1},
        {"lr": 0.3, "initialAccumulator": 0.5, "eps": 1e-2, "weightDecay": 0.1},
        {},
    ),
    "adadelta": ("Adadelta", {"lr": 1.0}, {"lr": 0.5, "rho": 0.9, "eps": 1e-4, "weightDecay": 0.1}, {}),
    "rmsprop": (
        "RMSprop",
        {"lr": 0.002},
        {"lr": 0.002, "alpha": 0.95, "eps": 1e-2, "momentum": 0.6, "centered": True, "weightDecay": 0.2},
        {},
    ),
    "adam": ("Adam", {"lr": 0.02}, KERAS_UNUSUAL, {}),
    "adamw": ("AdamW", {"lr": 0.02}, KERAS_UNUSUAL, {}),
    "adamax": ("Adamax", {"lr": 0.02}, KERAS_UNUSUAL, {}),
    "amsgrad": ("Adam", {"lr": 0.02}, KERAS_UNUSUAL, {"amsgrad": True}),
    "nadam": ("Nadam", {"lr": 0.02}, KERAS_UNUSUAL, {}),
    "lion": (
        "Lion",
        {"lr": 0.02},
        {"lr": 0.02, "beta1": 0.8, "beta2": 0.95, "weightDecay": 0.1},
        {},
    ),
}


def library_cases():
    """A case of each dialect under a schedule as well, where the rate's place in the arithmetic shows."""
    falling = {"schedule": {"id": "step", "every": 25, "gamma": 0.5}}
    for method, (name, renamed, plain, unusual, fixed) in OPTAX.items():
        source = Optax(name, renamed, **fixed)
        yield Case("regression", source, method, "optax", plain, *LINE)
        yield Case("beale", source, method, "optax", unusual, *BEALE)
        if method in ("rmsprop", "radam", "adabelief"):
            forms = {"biasCorrection": True, "epsInRoot": False} if method == "rmsprop" else {}
            yield Case("nesterov", source, method, "optax", {**unusual, **forms, "nesterov": True}, *BEALE)
        if method in ("momentum", "nag"):
            yield Case("step", source, method, "optax", plain, *LINE, run=falling)
        if method == "amsgrad":
            # Where the gradient grows: elsewhere the first update sets the maximum, whatever beta2 is.
            yield Case("rosenbrock", source, method, "optax", unusual, "rosenbrock", [0.0, 0.0])
    polyak = Optax("polyak_sgd", {"maxRate": ["max_learning_rate"], "scaling": ["scaling"], "eps": ["eps"]})
    capped = {"maxRate": 0.02, "scaling": 1.5, "eps": 1e-2}
    yield Case("rosenbrock", polyak, "polyak", "optax", {}, *VALLEY, iterations=8)
    yield Case("beale", polyak, "polyak", "optax", capped, *BEALE, iterations=40)
    largest = {**KERAS_UNUSUAL, "amsgrad": True}
    yield Case("amsgrad", Keras("AdamW"), "adamw", "keras", largest, *BEALE)
    for method, (name, plain, unusual, fixed) in KERAS.items():
        source = Keras(name, **fixed)
        yield Case("regression", source, method, "keras", plain, *LINE)
        yield Case("beale", source, method, "keras", unusual, *BEALE)
        if method in ("momentum", "nag"):
            yield Case("step", source, method, "keras", plain, *LINE, run=falling)


def yardstick_cases():
    """
    No library walks these paths: torch's and SciPy's L-BFGS search along their lines in other ways, SciPy's
    Newton solves its systems inexactly, and neither has gradient descent with backtracking or Polyak's step.
    """
    for method, hyper, start, iterations in [
        ("polyak", {}, [-1.5, 2.0], 8),
        ("armijo", {"lr": 0.5, "c1": 0.4, "shrink": 0.6}, [0.5, 0.5], 40),
        ("newton", {"lr": 0.8, "damping": 2.0}, [-1.5, 2.0], 40),
        ("lbfgs", {"lr": 0.9}, [0.5, 0.5, 0.5, 0.5], 16),
    ]:
        source = Equations(method, "paper's equations")
        yield Case("rosenbrock", source, method, "paper", hyper, "rosenbrock", start, iterations)


def all_cases():
    if torch.__version__.startswith("1."):
        return list(both("nadam", "pytorch-1.13"))
    return [*torch_cases(), *lab_cases(), *chapter_cases(), *paper_cases(), *library_cases(), *yardstick_cases()]


if __name__ == "__main__":
    faults = []
    for case in all_cases():
        name = f"{case.dialect}-{case.optimizer}-{case.name}"
        if len(sys.argv) == 1 or any(fnmatch(name, pattern) for pattern in sys.argv[1:]):
            faults.append(make(case, name))
    sys.exit("\n".join(filter(None, faults)) or 0)
