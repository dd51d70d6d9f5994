"""
Makes formulas.json: typed functions with their values, gradients and Hessians at a point, worked out with
mpmath at 60 digits. Needed only to make it: the tests read the JSON.

    python -m venv py
    py/bin/pip install mpmath
    py/bin/python test/golden/formulas/formulas.py
"""
import json
from pathlib import Path

import mpmath as mp

mp.mp.dps = 60
pi, e = mp.pi, mp.e
sq = lambda u: u * u

# text, the same in Python, a point; edges of domains and kinks are approached, not stood on.
CASES = [
    ("x^4 - 3x^2 + x", lambda x: x**4 - 3 * x**2 + x, [0.7]),
    ("x^2", lambda x: x**2, [-3.0]),
    ("(x^2)^0.5", lambda x: mp.sqrt(x**2), [-3.0]),
    ("sqrt(x^2)", lambda x: mp.sqrt(x**2), [-0.001]),
    ("abs(x)", lambda x: abs(x), [-1e-9]),
    ("abs(x)^3", lambda x: abs(x) ** 3, [-0.4]),
    ("x abs(x)", lambda x: x * abs(x), [-2.5]),
    ("log(x)", lambda x: mp.log(x), [1e-8]),
    ("ln(1 + x^2)", lambda x: mp.log(1 + x**2), [1.5]),
    ("log2(x) + log10(x)", lambda x: mp.log(x, 2) + mp.log(x, 10), [3.25]),
    ("sqrt(x)", lambda x: mp.sqrt(x), [1e-10]),
    ("cbrt(x)", lambda x: mp.sign(x) * mp.cbrt(abs(x)), [-0.3]),
    ("x^(1/3)", lambda x: x ** (mp.mpf(1) / 3), [0.2]),
    ("x^-2", lambda x: x**-2, [-0.7]),
    ("x^7 - x^-3", lambda x: x**7 - x**-3, [1.1]),
    ("x^2.5", lambda x: x ** mp.mpf(2.5), [0.9]),
    ("2^x", lambda x: mp.mpf(2) ** x, [-1.25]),
    ("x^x", lambda x: x**x, [0.6]),
    ("exp(-x^2)", lambda x: mp.exp(-(x**2)), [0.8]),
    ("e^x - e x", lambda x: mp.mpf(float(e)) ** x - mp.mpf(float(e)) * x, [0.3]),
    ("sin(x)", lambda x: mp.sin(x), [2.0]),
    ("cos(pi x)", lambda x: mp.cos(mp.mpf(float(pi)) * x), [0.3]),
    ("tan(x)", lambda x: mp.tan(x), [1.2]),
    ("asin(x)", lambda x: mp.asin(x), [0.999]),
    ("acos(x)", lambda x: mp.acos(x), [-0.999]),
    ("atan(3x)", lambda x: mp.atan(3 * x), [0.5]),
    ("sinh(x) - cosh(x)/2", lambda x: mp.sinh(x) - mp.cosh(x) / 2, [0.7]),
    ("tanh(x)^2", lambda x: mp.tanh(x) ** 2, [1.4]),
    ("1/(1 + exp(-x))", lambda x: 1 / (1 + mp.exp(-x)), [-2.0]),
    ("(x^3 - 1)/(x^2 + 2)", lambda x: (x**3 - 1) / (x**2 + 2), [1.7]),
    ("1/2x^2 + 3(x-1)", lambda x: x**2 / 2 + 3 * (x - 1), [0.25]),
    ("x(x-1)^2", lambda x: x * (x - 1) ** 2, [0.35]),
    ("-x^2^0.5", lambda x: -(x ** mp.sqrt(2)), [1.9]),
    ("max(x, 0)^2", lambda x: max(x, 0) ** 2, [0.01]),
    ("max(0, x - 1, -x)", lambda x: max(0, x - 1, -x), [-0.5]),
    ("min(x^2, 2 - x)", lambda x: min(x**2, 2 - x), [0.99]),
    ("piecewise(x < 0, -x, x^2)", lambda x: -x if x < 0 else x**2, [1e-6]),
    ("if(x >= 1 or x < -1, x^3, x)", lambda x: x**3 if x >= 1 or x < -1 else x, [-1.5]),
    ("piecewise(0 < x < 1, log(x), x <= 0, 0, (x-1)^2)", lambda x: mp.log(x) if 0 < x < 1 else (0 if x <= 0 else (x - 1) ** 2), [0.5]),
    ("sign(x) x^2", lambda x: mp.sign(x) * x**2, [-0.8]),
    ("f(x, y) = sin(x) y^2", lambda x, y: mp.sin(x) * y**2, [0.7, -1.3]),
    ("100(y - x^2)^2 + (1 - x)^2", lambda x, y: 100 * (y - x**2) ** 2 + (1 - x) ** 2, [-1.2, 1.0]),
    ("(x^2 + y - 11)^2 + (x + y^2 - 7)^2", lambda x, y: (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2, [1.5, -2.5]),
    ("(1.5 - x + x y)^2 + (2.25 - x + x y^2)^2 + (2.625 - x + x y^3)^2", lambda x, y: sq(mp.mpf(1.5) - x + x * y) + sq(mp.mpf(2.25) - x + x * y**2) + sq(mp.mpf(2.625) - x + x * y**3), [1.0, 1.5]),
    ("x^y", lambda x, y: x**y, [1.7, -0.6]),
    ("sqrt(x^2 + y^2)", lambda x, y: mp.sqrt(x**2 + y**2), [1e-5, 2e-5]),
    ("abs(x - y) + abs(x + y)", lambda x, y: abs(x - y) + abs(x + y), [0.3, 0.4]),
    ("max(x, y) min(x, y)", lambda x, y: max(x, y) * min(x, y), [0.3, -0.4]),
    ("log(x + y) / (x y)", lambda x, y: mp.log(x + y) / (x * y), [0.9, 0.2]),
    ("x/y - y/x", lambda x, y: x / y - y / x, [-1.4, 0.3]),
    ("f(y, x) = x^2 y", lambda y, x: x**2 * y, [2.0, 3.0]),
    ("exp(-(x^2 + y^2)) cos(3 x) tanh(y)", lambda x, y: mp.exp(-(x**2 + y**2)) * mp.cos(3 * x) * mp.tanh(y), [0.4, 0.5]),
    ("log(1 + exp(x y)) - x/3", lambda x, y: mp.log(1 + mp.exp(x * y)) - x / 3, [1.2, -0.7]),
    ("piecewise(x > y, (x - y)^2, x <= y and y < 0, y, 0)", lambda x, y: sq(x - y) if x > y else (y if y < 0 else mp.mpf(0)), [0.5, -0.1]),
    ("x y z + z^3/x", lambda x, y, z: x * y * z + z**3 / x, [1.1, -0.4, 0.8]),
    ("x_1^2 + alpha x_2 + alpha^3", lambda alpha, a, b: a**2 + alpha * b + alpha**3, [0.5, 1.5, -2.0]),
    ("sum(100(x[i+1] - x[i]^2)^2 + (1 - x[i])^2, i, 1, n-1)", lambda *x: sum(100 * (x[i + 1] - x[i] ** 2) ** 2 + (1 - x[i]) ** 2 for i in range(len(x) - 1)), [-1.2, 1.0, 0.7, 2.0]),
    ("sum(i x[i]^2, i, 1, n) / 2", lambda *x: sum((i + 1) * x[i] ** 2 for i in range(len(x))) / 2, [1.0, -2.0, 0.5]),
    ("sum(sum(x[i] x[j] / (i + j - 1), j, 1, n), i, 1, n)", lambda *x: sum(x[i] * x[j] / mp.mpf(i + j + 1) for i in range(len(x)) for j in range(len(x))), [0.3, -0.2, 0.9]),
    ("exp(sum(x[i]^2, i, 1, n) / 10) + sum(sum(abs(x[j]), j, 1, i)^2, i, 1, n)", lambda *x: mp.exp(sum(a**2 for a in x) / 10) + sum(sum(abs(a) for a in x[: i + 1]) ** 2 for i in range(len(x))), [0.6, -0.4, 0.2]),
    ("10 n + sum(x[i]^2 - 10 cos(2 pi x[i]), i, 1, n)", lambda *x: 10 * len(x) + sum(a**2 - 10 * mp.cos(2 * mp.mpf(float(pi)) * a) for a in x), [0.3, -1.1]),
    ("sum(max(x[2 i - 1], x[2 i])^2, i, 1, n/2)", lambda *x: sum(max(x[2 * i], x[2 * i + 1]) ** 2 for i in range(len(x) // 2)), [0.2, 0.5, -0.3, -0.7]),
]


def derivative(f, point, orders):
    # The step has to stay on one side of a kink that the point is close to.
    return mp.diff(f, tuple(point), orders, h=mp.mpf(10) ** -25)


def case(text, f, point):
    at = [mp.mpf(x) for x in point]
    n = len(at)
    unit = lambda *indices: tuple(sum(1 for k in indices if k == i) for i in range(n))
    return {
        "text": text,
        "point": point,
        "value": float(f(*at)),
        "gradient": [float(derivative(f, at, unit(i))) for i in range(n)],
        "hessian": [float(derivative(f, at, unit(i, j))) for i in range(n) for j in range(n)],
    }


if __name__ == "__main__":
    made = {"provenance": {"mpmath": mp.__version__, "digits": mp.mp.dps}, "cases": [case(*each) for each in CASES]}
    path = Path(__file__).with_name("formulas.json")
    path.write_text(json.dumps(made, indent=1) + "\n")
    print(len(made["cases"]), "formulas")
