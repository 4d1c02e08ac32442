"""Looking at a person's data on their fixed days, and keeping what every look said.

The first choice ever is looked at at once, by replaying the fixed looks: they are the same days
whenever somebody asks. What is chosen later counts from the next look on, so that nobody can try
one habit after another until chance agrees; what is no longer wanted is left out at once.
"""

from asyncio import to_thread
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from uuid import UUID

from tortoise.backends.base.client import BaseDBAsyncClient

from backend import database
from backend.accounts import service as accounts
from backend.accounts.service import Profile
from backend.checkins import service as checkins
from backend.database import connection
from backend.trends import claims, plans, queries
from backend.trends.claims import Claim, Place
from backend.trends.findings import METHOD, Timing
from backend.trends.material import chosen, material
from backend.trends.plans import Subject
from backend.trends.queries import Look, Plan
from backend.trends.standing import BETWEEN, Standing, State

Rounds = Sequence[tuple[date, Sequence[Subject]]]


async def up_to_date(user_id: UUID, profile: Profile, wish: Sequence[Subject]) -> Plan | None:
    """A person's plan once all looks that are due have been made; None before there can be one."""
    today, plan = accounts.today(profile), await queries.plan(connection(), user_id)
    if plan is None:
        return await _begin(user_id, profile, wish, today) if wish else None
    if plan.next_look_on > today:
        return plan
    return await _go_on(user_id, profile, plan, wish, today)


async def _begin(
    user_id: UUID, profile: Profile, wish: Sequence[Subject], today: date
) -> Plan | None:
    anchor = await checkins.first_mood_day(user_id)
    if anchor is None or anchor > today:
        return None
    days = plans.due(anchor + BETWEEN, today)
    made = Plan(anchor, plans.next_look(anchor, today), [one.key for one in wish])
    claims_ = await _claims(user_id, profile, [(day, wish) for day in days], {}, today)

    async def keep(db: BaseDBAsyncClient) -> None:
        if await queries.begin(db, user_id, made, today):
            await queries.insert(db, user_id, [row(one) for one in claims_])

    await database.transaction(keep)
    return await queries.plan(connection(), user_id)


async def _go_on(
    user_id: UUID, profile: Profile, plan: Plan, wish: Sequence[Subject], today: date
) -> Plan | None:
    days, before = plans.due(plan.next_look_on, today), plans.subjects(plan.focus)
    rounds = list(zip(days, plans.focuses(days, before, wish), strict=True))
    said = await standings(user_id, before)
    claims_ = await _claims(user_id, profile, rounds, said, today)
    focus = [one.key for one in wish]
    moved = Plan(plan.anchor, plans.next_look(plan.anchor, today), focus)
    since = None if focus == plan.focus else days[-1]

    async def keep(db: BaseDBAsyncClient) -> None:
        if await queries.move_on(db, user_id, plan, moved, since):
            await queries.insert(db, user_id, [row(one) for one in claims_])

    await database.transaction(keep)
    return await queries.plan(connection(), user_id)


async def _claims(
    user_id: UUID, profile: Profile, rounds: Rounds, said: Mapping[Place, Standing], today: date
) -> list[Claim]:
    subjects = list(dict.fromkeys(one for _, asked in rounds for one in asked))
    if not subjects:
        return []
    found = await material(user_id, profile, subjects, today)
    return await to_thread(partial(claims.after, found, rounds, said))


async def standings(user_id: UUID, subjects: Sequence[Subject]) -> dict[Place, Standing]:
    """What may be said of these subjects since the last look."""
    found: dict[Place, Standing] = {}
    for place, look in (await newest(user_id, subjects)).items():
        found[place] = Standing(State(look.state), look.since, look.sign)
    return found


async def newest(user_id: UUID, subjects: Sequence[Subject]) -> dict[Place, Look]:
    """The newest look at each of these subjects, by its key and whose mood it is about."""
    found: dict[Place, Look] = {}
    for look in await queries.looks(connection(), user_id, [one.id for one in subjects]):
        found.setdefault(place_of(look), look)
    return found


def place_of(look: Look) -> Place:
    """Which claim a look belongs to."""
    return f"{look.kind}:{look.subject_id}", Timing(look.timing)


def row(claim: Claim) -> Look:
    """A claim as it is kept."""
    finding, reached = claim.finding, claim.standing
    return Look(
        looked_on=claim.looked_on, method=METHOD, kind=claim.subject.kind,
        subject_id=claim.subject.id, timing=finding.timing.value, state=reached.state.value,
        since=reached.since, sign=reached.sign, days=finding.days, used=finding.used,
        done=finding.done, lacks=claims.lacks(finding), estimate=finding.estimate,
        low=finding.low, high=finding.high, level=finding.level, p=finding.p,
        adjusted=finding.adjusted, mood_first=finding.mood_first, tested=claim.tested,
    )  # fmt: skip


async def look_if_due(user_id: UUID) -> None:
    """Makes a person's looks that are due by now."""
    profile = await accounts.profile(user_id)
    wish = [one.subject for one in await chosen(user_id, profile.focus)]
    await up_to_date(user_id, profile, wish)
