"""
Makes profiles.json: running times and profiles as cocopp and optimagic work them out. Needed only to make
it: the tests read the JSON.

    python -m venv py
    py/bin/pip install cocopp optimagic
    py/bin/python test/golden/statistics/profiles.py
"""
import itertools
import json
from pathlib import Path

import cocopp
import numpy as np
import optimagic
import pandas as pd
from cocopp import toolsstats
from optimagic.visualization.profile_plot import _extract_profile_plot_lines

rng = np.random.RandomState(17)


def running_time(spent, reached):
    """ERT, success rate and successes; quantiles of simulated restarts over many draws."""
    ert, rate, successes = toolsstats.sp(spent, issuccessful=reached)
    out = {"spent": spent, "reached": reached, "ert": float(ert) if np.isfinite(ert) else None, "successes": int(successes)}
    if successes:
        order = np.argsort(~np.array(reached), kind="stable")
        np.random.seed(1)
        drawn = toolsstats.simulated_evals(np.array(spent, float)[order], len(spent) - int(successes), 200_000)
        out["mean"] = float(np.mean(drawn))
        out["quantiles"] = {str(q): float(np.quantile(drawn, q)) for q in (0.1, 0.25, 0.5, 0.75, 0.9)}
    return out


def lines(times, normalize):
    """Of each method the profile at every place where any changes; optimagic's places are 1e-10 above."""
    frame = pd.DataFrame(times)
    frame.index.name, frame.columns.name = "problem", "algorithm"
    made = _extract_profile_plot_lines(frame, normalize, np.isfinite(frame), itertools.cycle(["black"]))
    return [{"x": np.asarray(line.x, float).tolist(), "share": np.asarray(line.y, float).tolist()} for line in made]


if __name__ == "__main__":
    costs = rng.randint(1, 40, (12, 3)) * 10.0
    costs[rng.uniform(size=costs.shape) < 0.2] = np.inf
    costs[3] = np.inf  # a problem that no method solves
    dimensions = rng.randint(2, 8, 12)
    assert np.isinf(costs).sum() >= 6
    solved = costs[np.isfinite(costs).any(axis=1)]
    made = {
        "provenance": {"cocopp": cocopp.__version__, "optimagic": optimagic.__version__},
        "running": [
            running_time([120, 340, 90, 1000, 1000, 410], [True, True, True, False, False, True]),
            running_time([5, 6, 7], [True, True, True]),
            running_time([800, 700, 20, 900, 650], [False, False, True, False, False]),
            running_time([10, 20], [False, False]),
        ],
        "costs": [[None if np.isinf(c) else c for c in row] for row in costs.tolist()],
        "dimensions": dimensions.tolist(),
        # optimagic's not normalized profile of costs that are divided by n + 1 is More and Wild's data profile.
        "data": lines(costs / (dimensions[:, None] + 1), False),
        # It divides by the best of a problem; 0 of those that nobody solved is put back in the test.
        "performance": lines(solved, True),
        "solved": len(solved),
    }
    path = Path(__file__).with_name("profiles.json")
    path.write_text(json.dumps(made) + "\n")
    print(made["running"], len(made["data"][0]["x"]))
