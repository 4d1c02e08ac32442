"""Many tests at once: which count, and how wide their intervals must be (pure).

There are two families, the same day and the day after, and one promise to the person: not more
than one look in twenty may say something false. So they share 0.05, and each is held at 0.025. At
0.05 each, a person without any effect had a false insight at one look in fifteen to twelve (0.067
and 0.084 of simulated people), and one year showed a false one to 13 in 100.
"""

import numpy as np

from backend.trends.regression import Floats

Q = 0.025


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
