"""Ordinary least squares for one coefficient with HC3 standard errors (pure).

HC3 divides each residual by one minus its leverage: MacKinnon & White 1985, "Some
heteroskedasticity-consistent covariance matrix estimators with improved finite sample properties".
The coefficient and its error come from the regressor's residual on the controls (Frisch & Waugh
1933), which gives the same numbers as the full covariance matrix and needs no inverse.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

Floats = NDArray[np.float64]

TOLERANCE = 1e-8
MOST_OF_ONE = 1 / 3  # of what tells the regressor from the controls; above, t is far too sure


@dataclass(frozen=True, slots=True)
class Fit:
    """A coefficient, its standard error, the degrees of freedom and the rows it rests on."""

    estimate: float
    error: float
    freedom: int
    rows: int

    @property
    def p(self) -> float:
        """The two-sided p value of "the coefficient is 0", by Student's t."""
        if self.error == 0.0:
            return float(self.estimate == 0.0)
        return float(2.0 * stdtr(self.freedom, -abs(self.estimate / self.error)))

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """The lowest and highest value of the interval at this level (0 to 1)."""
        reach = float(stdtrit(self.freedom, 0.5 + level / 2)) * self.error
        return self.estimate - reach, self.estimate + reach


def fit(response: Floats, regressor: Floats, controls: Floats) -> Fit | None:
    """The regressor's coefficient in response ~ regressor + controls; None when it has none.

    Shapes (rows,), (rows,), (rows, columns), without NaN; the controls hold the constant. None
    when the controls already say what the regressor says, or when the rest hangs on a row or two.
    """
    basis = independent(controls)
    freedom = len(response) - basis.shape[1] - 1
    own = _residual(regressor, basis)
    weight = float(own @ own)
    if freedom < 1 or weight <= TOLERANCE * max(1.0, float(regressor @ regressor)):
        return None
    left = _residual(response, basis)
    estimate = float(own @ left) / weight
    free = 1.0 - np.square(basis).sum(axis=1) - np.square(own) / weight
    if _hangs_on_few(np.square(own), free):
        return None
    # A row that a control fits by itself, such as the only Sunday, says nothing: 0, not 0 / 0.
    parts = own * (left - estimate * own) / np.where(free < TOLERANCE, np.inf, free)
    return Fit(estimate, float(np.sqrt(parts @ parts)) / weight, freedom, len(response))


def _hangs_on_few(own: Floats, free: Floats) -> bool:
    exact = np.any((free < TOLERANCE) & (own > TOLERANCE))
    return bool(exact or own.max() > MOST_OF_ONE * own.sum())


def independent(columns: Floats) -> Floats:
    """An orthonormal basis, (rows, rank), of what the columns span."""
    basis, upper = np.linalg.qr(columns)
    size = np.sqrt(np.square(columns).sum(axis=0))[: len(upper)]
    kept = np.abs(np.diag(upper)) > TOLERANCE * np.maximum(1.0, size)
    if kept.all() and len(kept) == columns.shape[1]:
        return basis
    kept = np.append(kept, np.zeros(columns.shape[1] - len(kept), dtype=bool))
    return np.linalg.qr(columns[:, kept])[0]


def _residual(values: Floats, basis: Floats) -> Floats:
    return values - basis @ (basis.T @ values)
