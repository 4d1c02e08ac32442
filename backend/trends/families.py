"""Many tests at once: which count, and how wide their intervals must be (pure)."""

import numpy as np

from backend.trends.regression import Floats

Q = 0.05


def adjusted(p: Floats) -> Floats:
    """Benjamini-Hochberg p values, (tests,): those up to q hold at a false discovery rate of q.

    Benjamini & Hochberg 1995, "Controlling the false discovery rate".
    """
    count = len(p)
    order = np.argsort(p)[::-1]
    scaled = p[order] * count / np.arange(count, 0, -1)
    found = np.empty(count)
    found[order] = np.minimum(1.0, np.minimum.accumulate(scaled))
    return found


def level(found: int, tested: int, q: float = Q) -> float:
    """The level (0 to 1) of intervals when so many of the tests were found: 1 - found q / tested.

    The false coverage rate of those found is then at most q (Benjamini & Yekutieli 2005, "False
    discovery rate-adjusted multiple confidence intervals"). When nothing was found the level is
    that of a first one, so that an interval leaves out 0 exactly where its test was found.
    """
    return 1.0 - q * max(1, found) / max(1, tested)
