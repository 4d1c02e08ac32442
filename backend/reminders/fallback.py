"""E-mail in place of a notification that no device could be given.

fail → claim → look again → send → count as sent. A crash repeats a letter with the same Message-ID.
"""

import random
from collections.abc import Mapping, Sequence
from functools import partial
from uuid import UUID

from tortoise.backends.base.client import BaseDBAsyncClient

from backend import clock, database, messages
from backend.accounts import service as accounts
from backend.accounts.service import ReminderProfile
from backend.mail import Fate, Letter, Mailer
from backend.reminders import mail_queries, standing_queries
from backend.reminders.deliveries import Claimed
from backend.reminders.rules import back_off
from backend.reminders.silence import silenced
from backend.reminders.standing import Standing, standings

BATCH = 20
Group = list[Standing]  # deliveries of one letter, the one that carries it first


class Fallback:
    """The mailing half of one process; many may work on one PostgreSQL database."""

    def __init__(self, mailer: Mailer, origin: str) -> None:
        self._mailer = mailer
        self._origin = origin

    async def tick(self) -> None:
        """Mail up to 20 deliveries that have reached no device of those who want that."""
        db, now = database.connection(), clock.now_ms()
        await mail_queries.give_up(db, now)
        claimed = await mail_queries.claim(db, now, BATCH)
        if not claimed:
            return
        profiles = await accounts.reminder_profiles(db, list({d.user_id for d in claimed}))
        if groups := await _still_wanted(db, claimed, profiles):
            await self._mail(db, groups, profiles)

    async def _mail(
        self,
        db: BaseDBAsyncClient,
        groups: Sequence[Group],
        profiles: Mapping[UUID, ReminderProfile],
    ) -> None:
        """Send a letter for each group and store what became of it."""
        leads = [group[0].delivery for group in groups]
        addresses = await accounts.emails(db, [lead.user_id for lead in leads])
        fates = await self._mailer.send(
            [
                self._letter(lead, addresses.get(lead.user_id, ""), profiles[lead.user_id].language)
                for lead in leads
            ]
        )
        for group, fate in zip(groups, fates, strict=True):
            await _store(db, group, fate)

    def _letter(self, lead: Claimed, address: str, language: str) -> Letter:
        """A neutral text: anybody may see over a shoulder what a person keeps track of."""
        found, settings = messages.catalogue(language), f"{self._origin}/settings"
        text = found.mail_text.format(app=f"{self._origin}/", settings=settings)
        return Letter(str(lead.id), address, found.mail_subject, text, settings)


async def _still_wanted(
    db: BaseDBAsyncClient, claimed: Sequence[Claimed], profiles: Mapping[UUID, ReminderProfile]
) -> list[Group]:
    """The groups of which something still has a point; the others end silently."""
    found, _ = await standings(db, claimed, profiles)
    silent = await silenced(db, [(one.delivery, one.day) for one in found])
    groups: dict[UUID, Group] = {}
    for one in found:
        groups.setdefault(one.delivery.lead, []).append(one)
    wanted = {lead for lead, group in groups.items() if not _all_silent(group, silent)}
    for one in found:
        if one.delivery.lead not in wanted:
            await mail_queries.end(db, one.delivery.id, "silent", silent[one.delivery.id])
    return [group for lead, group in groups.items() if lead in wanted]


def _all_silent(group: Group, silent: Mapping[UUID, str]) -> bool:
    return all(one.delivery.id in silent for one in group)


async def _sent(db: BaseDBAsyncClient, group: Group, now: int) -> None:
    await mail_queries.mailed(db, group[0].delivery, now)
    paces = [(o.delivery.reminder_id, o.ignored) for o in group if o.ignored is not None]
    await standing_queries.keep_pace(db, paces)


async def _store(db: BaseDBAsyncClient, group: Group, fate: Fate) -> None:
    """What became of one letter; sent ones keep the reminders' pace as notifications do."""
    lead, now = group[0].delivery, clock.now_ms()
    if fate is Fate.SENT:
        await database.transaction(partial(_sent, group=group, now=now))
    elif fate is Fate.REFUSED:
        await mail_queries.end(db, lead.id, "failed", mail_queries.FAILED)
    else:
        chance = random.random()  # noqa: S311 - spreads retries, guards nothing
        await mail_queries.later(db, lead.id, now + back_off(lead.attempt, chance))
