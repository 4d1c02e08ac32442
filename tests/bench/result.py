"""What every benchmark returns."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """The measured figures, and whether the benchmark's goal was met."""

    figures: dict[str, float]
    passed: bool
