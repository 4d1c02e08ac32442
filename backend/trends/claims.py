"""Looks as rows that are kept: each advances what may be said (pure)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

from backend.trends import findings, standing
from backend.trends.eligibility import NOT_APART
from backend.trends.findings import Finding, Timing
from backend.trends.plans import Subject
from backend.trends.rules import Line
from backend.trends.standing import Standing

Place = tuple[str, Timing]  # a subject's key, and whose mood


@dataclass(frozen=True, slots=True)
class Material:
    """Mood and the subjects by key, one value per day from `first` on; NaN = missing.

    `apart` names the places that can never be compared because of their schedule.
    """

    first: date
    mood: Line
    lines: Mapping[str, Line]
    apart: frozenset[Place] = frozenset()


@dataclass(frozen=True, slots=True)
class Claim:
    """What one look said of a subject, what may be said since, and how many were tested."""

    subject: Subject
    looked_on: date
    finding: Finding
    standing: Standing
    tested: int


def look(material: Material, subjects: Sequence[Subject], until: date) -> tuple[Finding, ...]:
    """The findings of these subjects from all days before `until`."""
    end = max(0, (until - material.first).days)
    lines = {one.key: material.lines[one.key][:end] for one in subjects}
    found = findings.look(material.mood[:end], lines, material.first.weekday())
    return tuple(_apart(finding, material) for finding in found)


def _apart(finding: Finding, material: Material) -> Finding:
    hopeless = (finding.habit, finding.timing) in material.apart
    return replace(finding, lacks=(NOT_APART,)) if hopeless else finding


def after(
    material: Material,
    rounds: Sequence[tuple[date, Sequence[Subject]]],
    before: Mapping[Place, Standing],
) -> list[Claim]:
    """Every look in turn, oldest first, each going on from what was said before it."""
    standings, claims = dict(before), []
    for day, subjects in rounds:
        found, by_key = look(material, subjects, day), {one.key: one for one in subjects}
        for finding in found:
            place = (finding.habit, finding.timing)
            reached = standing.advance(standings.get(place, Standing()), finding, day)
            standings[place] = reached
            tested = sum(f.p is not None for f in found if f.timing is finding.timing)
            claims.append(Claim(by_key[finding.habit], day, finding, reached, tested))
    return claims


def lacks(finding: Finding) -> list[dict[str, str | float]]:
    """What is missing, ready for JSON."""
    return [{**asdict(lack), "want": lack.want.value} for lack in finding.lacks]
