"""
Where the golden trajectories come from: optimizers of torch and optax, or built like torch's, and the
methods of `equations.py`. Each source has a `label`, the `package` that it comes in, `call(run)` for the
record, and `path(...)`, a generator of the parameters after every update.
"""
import os
from importlib.metadata import version

import numpy as np
import torch
from torch.optim import lr_scheduler

import equations

RENAMED = {
    "weightDecay": "weight_decay",
    "lrDecay": "lr_decay",
    "initialAccumulator": "initial_accumulator_value",
    "momentumDecay": "momentum_decay",
    "decoupled": "decoupled_weight_decay",
}
# torch takes these in pairs: the names in the lab, and what stands in where one is left out.
PAIRS = {
    "betas": {"beta1": 0.9, "beta2": 0.999},
    "etas": {"etaMinus": 0.5, "etaPlus": 1.2},
    "step_sizes": {"stepMin": 1e-6, "stepMax": 50},
}


def keywords(hyper):
    """The lab's hyper-parameters as torch calls them."""
    paired = {name for members in PAIRS.values() for name in members}
    return {
        **{RENAMED.get(name, name): value for name, value in hyper.items() if name not in paired},
        **{
            pair: tuple(hyper.get(name, default) for name, default in members.items())
            for pair, members in PAIRS.items()
            if members.keys() & hyper.keys()
        },
    }


def without(hyper, name):
    return {each: value for each, value in hyper.items() if each != name}


def maximized(run):
    return {"maximize": True} if run.get("maximize") else {}


def called(name, arguments):
    return f"{name}({', '.join(f'{key}={value}' for key, value in arguments.items())})"


class Torch:
    """An optimizer of torch, or one that is built like them, driven by handing it gradients."""

    note = None

    def __init__(self, make, name, package="torch", **fixed):
        self.make, self.name, self.package, self.fixed = make, name, package, fixed
        family = "torch.optim" if package == "torch" else package
        self.label = f"{family} {version(package)}, float64"

    def arguments(self, hyper):
        return {**self.fixed, **keywords(hyper)}

    def before(self, optimizer, parameter, hyper, t):
        """What has to be done to a foreign optimizer before update t."""

    def penalty(self, hyper):
        """Weight decay that the optimizer itself does not have."""
        return 0.0

    def call(self, run):
        schedule = run.get("schedule")
        return called(self.name, {**self.arguments(run["hyper"]), **maximized(run)}) + (f" under {schedule}" if schedule else "")

    def path(self, theta, f, run, iterations, memory):
        hyper = run["hyper"]
        parameter = torch.nn.Parameter(torch.tensor(theta))
        optimizer = self.make([parameter], **self.arguments(hyper), **maximized(run))
        scheduler = schedule_of(optimizer, run, iterations)
        for t in range(1, iterations + 1):
            self.before(optimizer, parameter, hyper, t)
            at = parameter.detach().numpy().copy()
            parameter.grad = torch.tensor(f.gradient(at) + self.penalty(hyper) * at)
            optimizer.step()
            if scheduler:
                scheduler.step()
            for name in memory:
                memory[name] = optimizer.state[parameter][name].tolist()
            yield parameter.detach().numpy().copy()


class DecayedRprop(Torch):
    note = "torch.optim.Rprop has no weight decay: the script adds it to the gradient"

    def arguments(self, hyper):
        return keywords(without(hyper, "weightDecay"))

    def penalty(self, hyper):
        return hyper.get("weightDecay", 0.0)


class OwnRate(Torch):
    note = "torch.optim.ASGD works out its rate an update early: the script has it worked out anew, by the rate of its update"

    def before(self, optimizer, parameter, hyper, t):
        (group,) = optimizer.param_groups
        if t > 1:
            rate = group["lr"] / (1 + group["lambd"] * group["lr"] * (t - 1)) ** group["alpha"]
            optimizer.state[parameter]["eta"] = torch.as_tensor(rate)


class Yogi(Torch):
    note = (
        "the paper corrects no bias: the script sets rate and epsilon before every update so that the two "
        "corrections cancel, and starts the first moment at 0, the second at initialAccumulator"
    )

    def arguments(self, hyper):
        return keywords(without(hyper, "initialAccumulator"))

    def before(self, optimizer, parameter, hyper, t):
        (group,) = optimizer.param_groups
        beta1, beta2 = group["betas"]
        root2 = np.sqrt(1 - beta2**t)
        group["lr"] = hyper["lr"] * (1 - beta1**t) / root2
        group["eps"] = hyper["eps"] / root2
        if t == 1:
            optimizer.state[parameter] = {
                "step": 0,
                "exp_avg": torch.zeros_like(parameter),
                "exp_avg_sq": torch.full_like(parameter, hyper["initialAccumulator"]),
            }


def schedule_of(optimizer, run, iterations):
    """The lab's schedule as torch has it, stepped after every update."""
    asked = run.get("schedule")
    if not asked:
        return None
    warmup = asked.get("warmup", 0)
    lowest = asked.get("final", 0) * run["hyper"]["lr"]
    main = {
        "constant": lambda: lr_scheduler.LambdaLR(optimizer, lambda _: 1),
        "step": lambda: lr_scheduler.StepLR(optimizer, asked["every"], asked["gamma"]),
        "exponential": lambda: lr_scheduler.ExponentialLR(optimizer, asked["gamma"]),
        "inverse-time": lambda: lr_scheduler.LambdaLR(optimizer, lambda u: 1 / (1 + asked["decay"] * u)),
        "cosine": lambda: lr_scheduler.CosineAnnealingLR(optimizer, iterations - warmup, lowest),
    }[asked["id"]]
    if not warmup:
        return main()
    ramp = lr_scheduler.LinearLR(optimizer, start_factor=1 / (warmup + 1), total_iters=warmup)
    return lr_scheduler.SequentialLR(optimizer, [ramp, main()], milestones=[warmup])


class Optax:
    """A transformation of optax, driven likewise; `renamed` has the names that optax has for ours."""

    note = None
    package = "optax"

    def __init__(self, name, renamed, **fixed):
        self.name, self.renamed, self.fixed = name, renamed, fixed
        self.label = f"optax {version('optax')}, float64"

    def arguments(self, hyper):
        return self.fixed | {
            theirs: hyper[ours] for ours, names in self.renamed.items() if ours in hyper for theirs in names
        }

    def call(self, run):
        return called(f"optax.{self.name}", self.arguments(run["hyper"]))

    def beside(self, f, at):
        """What Polyak's step asks for besides the gradient."""
        return {"value": f.value(np.array(at))} if self.name == "polyak_sgd" else {}

    def path(self, theta, f, run, iterations, memory):
        import jax
        import optax

        jax.config.update("jax_enable_x64", True)
        arguments = self.arguments(run["hyper"])
        rate = rates(run, iterations)
        if rate:
            arguments["learning_rate"] = lambda count: jax.numpy.asarray(rate)[count]
        transformation = getattr(optax, self.name)(**arguments)
        at = jax.numpy.asarray(theta)
        state = transformation.init(at)
        while True:
            g = jax.numpy.asarray(f.gradient(np.array(at)))
            updates, state = transformation.update(g, state, at, **self.beside(f, at))
            at = optax.apply_updates(at, updates)
            yield np.array(at)


class Keras:
    """An optimizer of Keras on its JAX backend, driven likewise."""

    note = None
    package = "keras"
    RENAMED = {
        "lr": "learning_rate",
        "beta1": "beta_1",
        "beta2": "beta_2",
        "eps": "epsilon",
        "alpha": "rho",
        "weightDecay": "weight_decay",
        "initialAccumulator": "initial_accumulator_value",
    }

    def __init__(self, name, **fixed):
        self.name, self.fixed = name, fixed
        self.label = f"keras {version('keras')}, float64"

    def arguments(self, hyper):
        return self.fixed | {self.RENAMED.get(name, name): value for name, value in hyper.items()}

    def call(self, run):
        return called(f"keras.optimizers.{self.name}", self.arguments(run["hyper"]))

    def path(self, theta, f, run, iterations, memory):
        os.environ["KERAS_BACKEND"] = "jax"
        import jax

        jax.config.update("jax_enable_x64", True)
        import keras

        keras.backend.set_floatx("float64")
        variable = keras.Variable(theta, dtype="float64")
        optimizer = getattr(keras.optimizers, self.name)(**self.arguments(run["hyper"]))
        rate = rates(run, iterations)
        for t in range(iterations):
            if rate:
                optimizer.learning_rate = rate[t]
            optimizer.apply([jax.numpy.asarray(f.gradient(np.array(variable)))], [variable])
            yield np.array(variable)


def rates(run, iterations):
    """The lab's step schedule, the only one that these sources are tried under; undefined without one."""
    asked = run.get("schedule")
    return asked and [run["hyper"]["lr"] * asked["gamma"] ** (t // asked["every"]) for t in range(iterations)]


class Equations:
    """A method of `equations.py`."""

    note = None
    package = "numpy"

    def __init__(self, name, source):
        self.name = name
        self.label = f"{source}, numpy"

    def call(self, run):
        return called(f"equations.{self.name}", run["hyper"])

    def path(self, theta, f, run, iterations, memory):
        assert not run.get("maximize") or self.name == "gd_plus", "its equations descend"
        return getattr(equations, self.name)(theta, f, **run["hyper"])
