"""`python -m tests [NAME…]`: every check of this repository, or some; --list names them."""

import sys
import time
from collections.abc import Sequence

from tests.runner import Report, run, with_needs
from tests.steps import STEPS


def main(names: Sequence[str]) -> int:
    """Runs the steps; 0 when all passed."""
    known = [step.name for step in STEPS]
    if list(names) == ["--list"]:
        print("\n".join(f"{step.name:<10} {step.what}" for step in STEPS))
        return 0
    if unknown := [name for name in names if name not in known]:
        print(f"No such step: {', '.join(unknown)}. There are: {', '.join(known)}.")
        return 2
    began = time.monotonic()
    reports = run(with_needs(STEPS, names or known), tell)
    print(table(reports, time.monotonic() - began))
    failed = sum(report.outcome.failed for report in reports)
    print(f"{sum(report.outcome.passed for report in reports)} passed, {failed} failed")
    return 1 if failed else 0


def tell(report: Report) -> None:
    """One line for a step that has ended, and its output when it failed."""
    print(line(report), flush=True)
    if not report.ok:
        print(f"\n{report.outcome.output.rstrip()}\n", flush=True)


def line(report: Report) -> str:
    """A step's row: result, name, what it is, counts, time."""
    outcome = report.outcome
    counts = f"{outcome.passed} passed" + (f", {outcome.failed} failed" if outcome.failed else "")
    counts += f", {outcome.skipped} skipped" if outcome.skipped else ""
    result = "ok    " if report.ok else "FAILED"
    step = report.step
    return f"{result}  {step.name:<10} {step.what:<36} {report.seconds:6.1f} s  {counts}"


def table(reports: Sequence[Report], seconds: float) -> str:
    """All rows, and the time of the whole."""
    rule = "-" * 78
    return "\n".join(["", rule, *(line(r) for r in reports), rule, f"{seconds:.0f} s in all"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
