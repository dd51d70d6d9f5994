"""
Makes designs.json: points of Sobol's sequence as scipy has them, unscrambled. Needed only to make it: the
tests read the JSON.

    python -m venv py
    py/bin/pip install scipy
    py/bin/python test/golden/statistics/designs.py
"""
import json
from pathlib import Path

import scipy
from scipy.stats import qmc

DIMENSION = 20

if __name__ == "__main__":
    words = (qmc.Sobol(DIMENSION, scramble=False, bits=32).random(128) * 2**32).astype(int)
    far = qmc.Sobol(DIMENSION, scramble=False, bits=32)
    far.fast_forward(123_456_789)
    made = {
        "provenance": {"scipy": scipy.__version__, "call": "qmc.Sobol(20, scramble=False, bits=32)"},
        "words": words.tolist(),
        "far": {"index": 123_456_789, "words": (far.random(1)[0] * 2**32).astype(int).tolist()},
    }
    path = Path(__file__).with_name("designs.json")
    path.write_text(json.dumps(made) + "\n")
    print(len(made["words"]), "points")
