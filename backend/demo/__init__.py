"""A throwaway person with half a year of plausible check-ins, so that a newcomer sees it all."""

import os
from pathlib import Path

import msgspec

from backend import clock
from backend.accounts import service as accounts
from backend.articles import service as articles
from backend.demo.diary import Diary
from backend.sync import service as sync
from backend.sync.service import MAX_OPERATIONS
from backend.trends import looking
from backend.vault import Vault

EMAIL = "demo@example.org"
PASSWORD = "calm harbour violet lantern"  # noqa: S105 - a throwaway instance on loopback


class DemoPerson(msgspec.Struct):
    """The account that is made."""

    email: str = EMAIL
    password: str = PASSWORD
    zone: str = "UTC"
    language: str = "en"
    adult: bool = True


def local_zone() -> str:
    """The time zone of this machine, whose evenings are the demo person's; UTC when unsure."""
    name = os.environ.get("TZ") or str(Path("/etc/localtime").resolve()).partition("zoneinfo/")[2]
    try:
        clock.zone(name)
    except clock.UnknownZone:
        return "UTC"
    return "UTC" if name.startswith("Etc/") else name


async def fill(vault: Vault) -> tuple[str, str]:
    """Makes the demo person with their data; e-mail and password to sign in with."""
    zone = local_zone()
    user_id = await accounts.create_person(DemoPerson(zone=zone), "admin")
    shelf = {card.topic: card.id for card in await articles.library(user_id, "")}
    operations = list(Diary(user_id, zone).operations(shelf))
    for start in range(0, len(operations), MAX_OPERATIONS):
        batch = operations[start : start + MAX_OPERATIONS]
        await sync.synchronise(vault, user_id, 0, 1, batch)
    await looking.look_if_due(user_id)
    return EMAIL, PASSWORD
