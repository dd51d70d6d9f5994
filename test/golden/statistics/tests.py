"""
Makes tests.json: what scipy, statsmodels and scikit-posthocs say of a few samples. Needed only to make it:
the tests read the JSON; `--print` prints it instead, for the test that compares it where Python is there.

    python -m venv py
    py/bin/pip install scipy statsmodels scikit-posthocs
    py/bin/python test/golden/statistics/tests.py
"""
import itertools
import json
import sys
from pathlib import Path

import numpy as np
import scikit_posthocs
import scipy
import statsmodels
from scipy import stats
from statsmodels.stats.multitest import multipletests

rng = np.random.RandomState(17)

# Hollander & Wolfe 1973, p. 29: Hamilton's depression scale before and after (in R's help of wilcox.test).
BEFORE = [1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30]
AFTER = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29]
DEPRESSION = [round(x - y, 3) for x, y in zip(BEFORE, AFTER)]
# Hollander & Wolfe 1973, p. 69: permeability of the human placenta at term and earlier (the same help).
TERM = [0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46]
EARLIER = [1.15, 0.88, 0.90, 0.74, 1.21]

PAIRED = {
    "depression": DEPRESSION,
    "six of one sign": [1, 2, 3, 4, 5, 6],
    "twenty": rng.normal(0.4, 1, 20).round(4).tolist(),
    "fifty": rng.normal(0.3, 1, 50).round(5).tolist(),
    "ties": [1, 1, 2, -2, 3, 3, 4, -1, 5, 6],
    "ties and zeros": [0, 0, 1, 1, -2, 3, 3, 0, 4, -1, 5, 6],
    "eighty with ties": rng.randint(-5, 8, 80).tolist(),
}
GROUPS = {
    "placenta": [TERM, EARLIER],
    "apart": [[1, 2, 3, 4], [5, 6, 7, 8, 9]],
    "ties": [[1, 2, 2, 3, 5, 5], [2, 4, 5, 6, 6]],
    "forty": [rng.normal(0, 1, 18).round(4).tolist(), rng.normal(0.7, 1, 22).round(4).tolist()],
    "large with ties": [rng.randint(0, 12, 45).tolist(), rng.randint(2, 14, 60).tolist()],
}
# Demsar 2006, table 6: AUC of C4.5, and with the parameters m, cf and both tuned, on 14 data sets.
DEMSAR = [
    [0.763, 0.768, 0.771, 0.798], [0.599, 0.591, 0.590, 0.569], [0.954, 0.971, 0.968, 0.967],
    [0.628, 0.661, 0.654, 0.657], [0.882, 0.888, 0.886, 0.898], [0.936, 0.931, 0.916, 0.931],
    [0.661, 0.668, 0.609, 0.685], [0.583, 0.583, 0.563, 0.625], [0.775, 0.838, 0.866, 0.875],
    [1.000, 1.000, 1.000, 1.000], [0.940, 0.962, 0.965, 0.962], [0.619, 0.666, 0.614, 0.669],
    [0.972, 0.981, 0.9751, 0.975], [0.957, 0.978, 0.946, 0.970],
]


def signed_rank(d):
    d = np.array(d, float)
    ties = len(np.unique(np.abs(d))) < len(d) or (d == 0).any()
    out = {}
    for zeros in ("wilcox", "pratt"):
        kept = d if zeros == "pratt" else d[d != 0]
        out[zeros] = {"approx": stats.wilcoxon(d, zero_method=zeros, method="approx").pvalue}
        out[zeros]["positive"] = stats.wilcoxon(d, zero_method=zeros, method="approx", alternative="greater").statistic
        if not ties and len(d) <= 50:
            out[zeros]["exact"] = stats.wilcoxon(d, zero_method=zeros, method="exact").pvalue
        elif len(kept) <= 13:
            method = stats.PermutationMethod(n_resamples=np.inf)
            out[zeros]["exact"] = stats.wilcoxon(d, zero_method=zeros, method=method).pvalue
    return out


def inverted(candidates, p_at, level=0.05):
    """The closed interval of shifts that a test does not refuse, found by trying every point where it can change."""
    kept = [c for c in candidates if p_at(c) > level]
    return [min(kept), max(kept)]


def signed_shift(d):
    d = np.array(d, float)
    walsh = sorted((a + b) / 2 for i, a in enumerate(d) for b in d[i:])
    out = {"value": float(np.median(walsh))}
    if len(d) <= 20 and len(set(np.abs(d))) == len(d):
        # Between Walsh averages, so that no shifted difference is zero or tied.
        between = [(a + b) / 2 for a, b in zip(walsh, walsh[1:])]
        low, high = inverted(between, lambda c: stats.wilcoxon(d - c, method="exact").pvalue)
        out["interval"] = [max(w for w in walsh if w <= low), min(w for w in walsh if w >= high)]
    return out


def group_shift(a, b):
    differences = sorted(x - y for x in a for y in b)
    out = {"value": float(np.median(differences))}
    if len(set(a + b)) == len(a + b):
        between = [(x + y) / 2 for x, y in zip(differences, differences[1:]) if y - x > 1e-9]
        p_at = lambda c: stats.mannwhitneyu(np.array(a) - c, b, method="exact").pvalue
        low, high = inverted(between, p_at)
        out["interval"] = [max(w for w in differences if w <= low), min(w for w in differences if w >= high)]
    return out


def rank_sum(a, b):
    out = {"u": stats.mannwhitneyu(a, b).statistic, "approx": stats.mannwhitneyu(a, b, method="asymptotic").pvalue}
    ties = len(set(a + b)) < len(a + b)
    if len(a) + len(b) <= 50 and not ties:
        out["exact"] = stats.mannwhitneyu(a, b, method="exact").pvalue
    elif len(a) + len(b) <= 12:
        method = stats.PermutationMethod(n_resamples=np.inf)
        out["exact"] = stats.mannwhitneyu(a, b, method=method).pvalue
    return out


def boot(sample, statistic, method, seed):
    found = stats.bootstrap(
        (np.array(sample),), statistic, method=method, n_resamples=999, random_state=np.random.RandomState([seed, 6])
    )
    return [found.confidence_interval.low, found.confidence_interval.high]


def friedman(table):
    columns = np.array(table).T
    test = stats.friedmanchisquare(*columns)
    lower = -np.array(table)  # AUC: the higher is the better
    ranks = np.array([stats.rankdata(row) for row in lower]).mean(0)
    return {"table": lower.tolist(), "p": test.pvalue, "statistic": test.statistic, "meanRanks": ranks.tolist(),
            "nemenyi": scikit_posthocs.posthoc_nemenyi_friedman(lower).values.tolist()}


def simulated_power(shift, pairs):
    draws = np.random.RandomState(pairs).normal(shift, 1, (4000, pairs))
    return float((stats.wilcoxon(draws, axis=1, method="approx").pvalue <= 0.05).mean())


def noether(shift):
    """Of normal differences: P(D + D' > 0) is known."""
    chance = stats.norm.cdf(np.sqrt(2) * shift)
    w = (stats.norm.isf(0.025) + stats.norm.ppf(0.8)) ** 2
    pairs = int(np.ceil(w / (3 * (chance - 0.5) ** 2)))
    return {"shift": shift, "chance": chance, "pairs": pairs, "power": simulated_power(shift, pairs)}


def made():
    ps = [0.01, 0.04, 0.03, 0.005, 0.5, 0.04]
    zs = [-37.0, -8.0, -3.0, -1.0, -0.1, 0.0, 0.3, 1.0, 2.0, 6.0]
    shares = [1e-300, 1e-10, 0.001, 0.0749, 0.0751, 0.3, 0.5, 0.7, 0.93, 0.999]
    return {
        "provenance": {"scipy": scipy.__version__, "numpy": np.__version__, "statsmodels": statsmodels.__version__,
                       "scikit-posthocs": scikit_posthocs.__version__},
        "normal": {"z": zs, "cdf": stats.norm.cdf(zs).tolist(), "share": shares, "quantile": stats.norm.ppf(shares).tolist()},
        "sign": [{"wins": k, "losses": n - k, "p": stats.binomtest(k, n).pvalue} for k, n in [(18, 20), (5, 5), (6, 6), (3, 10), (5, 10), (1030, 2000)]],
        "signedRank": [{"name": name, "differences": d, **signed_rank(d)} for name, d in PAIRED.items()],
        "signedShift": [{"name": name, "differences": PAIRED[name], **signed_shift(PAIRED[name])} for name in PAIRED],
        "rankSum": [{"name": name, "a": a, "b": b, **rank_sum(a, b)} for name, (a, b) in GROUPS.items()],
        "groupShift": [{"name": name, "a": a, "b": b, **group_shift(a, b)} for name, (a, b) in GROUPS.items()],
        "holm": {"ps": ps, "adjusted": multipletests(ps, method="holm")[1].tolist()},
        "chiSquare": [{"x": x, "degrees": k, "tail": stats.chi2.sf(x, k)} for x, k in itertools.product([0.1, 2.0, 9.5, 60.0], [1, 2, 3, 4, 7, 10])],
        "range": [{"q": q, "count": k, "tail": stats.studentized_range.sf(q, k, np.inf)} for q, k in itertools.product([0.5, 2.0, 3.5, 5.0], [2, 3, 5, 10, 20])],
        "critical": [{"methods": k, "blocks": n, "alpha": a, "difference": stats.studentized_range.isf(a, k, np.inf) / np.sqrt(2) * np.sqrt(k * (k + 1) / (6 * n))} for k, n, a in [(4, 14, 0.1), (4, 14, 0.05), (10, 30, 0.05), (2, 12, 0.05)]],
        "friedman": friedman(DEMSAR),
        "bootstrap": [{"sample": s, "statistic": f.__name__, "method": m, "seed": seed, "interval": boot(s, f, m, seed)}
                      for s, seed in [(PAIRED["twenty"], 3), (BEFORE, 11)] for f in (np.mean, np.median) for m in ("percentile", "BCa")],
        "noether": [noether(shift) for shift in (0.4, 0.6, 0.9)],
    }


if __name__ == "__main__":
    text = json.dumps(made(), indent=1)
    if "--print" in sys.argv:
        print(text)
    else:
        Path(__file__).with_name("tests.json").write_text(text + "\n")
