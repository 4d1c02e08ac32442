"""What may be said of a person's habits and factors and their mood, and what it rests on."""

from asyncio import to_thread
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, Literal
from uuid import UUID

import msgspec

from backend.accounts import service as accounts
from backend.accounts.service import Profile
from backend.articles import rules as relevance
from backend.articles import service as articles
from backend.articles.rules import Insight as Supported
from backend.database import connection
from backend.errors import not_found
from backend.trends import claims, looking, plans, queries
from backend.trends.claims import Place
from backend.trends.eligibility import Want
from backend.trends.findings import Finding, Timing
from backend.trends.material import chosen, material
from backend.trends.plans import Kind, Subject
from backend.trends.queries import Look, Plan
from backend.trends.standing import State

LAG = {Timing.SAME_DAY: 0, Timing.DAY_AFTER: 1}


class Lack(msgspec.Struct):
    """Something that is missing before a test: what, how much there is, how much it takes."""

    want: Want
    have: float
    need: float


class Insight(msgspec.Struct, rename="camel", kw_only=True):
    """What may be said of a habit or factor and the mood of its day, or of the day after.

    `since` is the look that first found it. Numbers are those of the last look that could test,
    null before there is one; then `lacks` says what is missing today. The interval's `level` is
    0 to 1. `moodFirst`: yesterday's mood goes with it too.
    """

    kind: Kind
    id: UUID
    timing: Timing
    state: State
    since: date | None = None
    looked_on: date | None = None
    days: int = 0
    used: int = 0
    done: int = 0
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    level: float | None = None
    mood_first: bool = False
    lacks: list[Lack] = []


class Insights(msgspec.Struct, rename="camel", kw_only=True):
    """Two insights for each chosen habit or factor; none while somebody needs support.

    `off`: nothing is chosen. Looks are made every 30 days from the anchor, the first mood.
    """

    state: Literal["ready", "support", "off"]
    focus: list[str] = []
    next_look_on: date | None = None
    anchor: date | None = None
    insights: list[Insight] = []


class TracedLook(msgspec.Struct, rename="camel", kw_only=True):
    """One look with everything that it counted; `tested` is how many were tested with it."""

    looked_on: date
    timing: Timing
    method: str
    state: State
    since: date | None
    days: int
    used: int
    done: int
    tested: int
    estimate: float | None
    low: float | None
    high: float | None
    level: float | None
    p: float | None
    adjusted: float | None
    mood_first: bool
    lacks: list[Lack]


async def insights(user_id: UUID) -> Insights:
    """Everything that may be said today; looks that are due are made first."""
    profile = await accounts.profile(user_id)
    if await _needs_support(user_id, profile):
        return Insights(state="support")
    wish = [one.subject for one in await chosen(user_id, profile.focus)]
    plan = await looking.up_to_date(user_id, profile, wish)
    if not wish:
        return Insights(state="off")
    looks = await _told(user_id, wish, plan)
    found = await _today(user_id, profile, wish, looks)
    return Insights(
        state="ready",
        focus=[one.key for one in wish],
        next_look_on=plan.next_look_on if plan else None,
        anchor=plan.anchor if plan else None,
        insights=[
            _insight(one, timing, looks.get((one.key, timing), []), found)
            for one in wish
            for timing in Timing
        ],
    )


async def _needs_support(user_id: UUID, profile: Profile) -> bool:
    return bool(relevance.stage(await articles.person_state(user_id, profile)))


async def _told(
    user_id: UUID, wish: Sequence[Subject], plan: Plan | None
) -> dict[Place, list[Look]]:
    """The looks at each claim of the present focus, newest first."""
    focus = plans.subjects(plan.focus) if plan else []
    asked, found = [one for one in wish if one in focus], dict[Place, list[Look]]()
    for look in await queries.looks(connection(), user_id, [one.id for one in asked]):
        found.setdefault(looking.place_of(look), []).append(look)
    return found


async def _today(
    user_id: UUID, profile: Profile, wish: Sequence[Subject], looks: Mapping[Place, list[Look]]
) -> dict[Place, Finding]:
    """What a look would rest on today, for those of which nothing can be said yet."""
    early = [one for one in wish if any(_early(looks.get((one.key, t), [])) for t in Timing)]
    if not early:
        return {}
    today = accounts.today(profile)
    found = await material(user_id, profile, early, today)
    told = await to_thread(partial(claims.look, found, early, date.max))
    return {(one.habit, one.timing): one for one in told}


def _early(looks: Sequence[Look]) -> bool:
    return not looks or looks[0].state == State.TOO_EARLY


def _insight(
    subject: Subject, timing: Timing, looks: Sequence[Look], today: Mapping[Place, Finding]
) -> Insight:
    if not _early(looks):
        return _of_looks(looks)
    found = today[subject.key, timing]
    return Insight(
        kind=subject.kind, id=subject.id, timing=timing, state=State.TOO_EARLY,
        looked_on=looks[0].looked_on if looks else None, days=found.days, used=found.used,
        done=found.done, lacks=_lacks(claims.lacks(found)),
    )  # fmt: skip


def _of_looks(looks: Sequence[Look]) -> Insight:
    """The standing of the newest look, with the numbers of the newest that could test."""
    tested = next((look for look in looks if look.estimate is not None), looks[0])
    return Insight(
        kind="habit" if tested.kind == "habit" else "factor", id=tested.subject_id,
        timing=Timing(tested.timing), state=State(looks[0].state), since=looks[0].since,
        looked_on=tested.looked_on, days=tested.days, used=tested.used, done=tested.done,
        estimate=tested.estimate, low=tested.low, high=tested.high, level=tested.level,
        mood_first=tested.mood_first, lacks=_lacks(looks[0].lacks),
    )  # fmt: skip


def _lacks(lacks: Sequence[Mapping[str, Any]]) -> list[Lack]:
    return msgspec.convert(list(lacks), list[Lack])


async def trace(user_id: UUID, kind: Kind, subject_id: UUID) -> list[TracedLook]:
    """Every look at a habit or factor, newest first; none while somebody needs support.

    404 for what is not theirs.
    """
    found = await queries.looks(connection(), user_id, [subject_id])
    mine = [look for look in found if look.kind == kind]
    if not mine and not await chosen(user_id, [Subject(kind, subject_id).key]):
        raise not_found()
    hidden = await _needs_support(user_id, await accounts.profile(user_id))
    return [] if hidden else [_traced(look) for look in mine]


def _traced(look: Look) -> TracedLook:
    told = {name: getattr(look, name) for name in TracedLook.__struct_fields__}
    return TracedLook(**{
        **told, "timing": Timing(look.timing), "state": State(look.state),
        "lacks": _lacks(look.lacks),
    })  # fmt: skip


async def supported(user_id: UUID, profile: Profile) -> tuple[Supported, ...]:
    """The links that may be shown, as the rules of articles know them."""
    named = await chosen(user_id, profile.focus)
    plan = await queries.plan(connection(), user_id) if named else None
    looks = await _told(user_id, [one.subject for one in named], plan)
    shown = {one.subject.key: one.name for one in named}
    return tuple(
        Supported(shown[key], "mood", LAG[timing], round(_of_looks(of).estimate or 0.0, 2))
        for (key, timing), of in looks.items()
        if of[0].state == State.SHOWN
    )
