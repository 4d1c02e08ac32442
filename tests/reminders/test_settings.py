"""What a person wants of notifications, synced like every setting."""

from typing import Any

import pytest

from tests.support import Person

FRESH = {
    "quietFrom": None,
    "quietTo": None,
    "reminderLimit": 2,
    "openTexts": False,
    "mailFallback": False,
}


async def _profile(person: Person) -> dict[str, Any]:
    found: dict[str, Any] = (await person.http.get("/api/me")).json()["profile"]
    return {name: found[name] for name in FRESH}


async def _change(person: Person, **fields: Any) -> str:
    answer = await person.sync(person.op("profile", str(person.id), fields))
    result: str = answer["results"][0]["code"] or answer["results"][0]["status"]
    return result


async def test_at_first_nothing_is_quiet_nothing_is_open(member: Person) -> None:
    assert await _profile(member) == FRESH


async def test_every_wish_is_kept(member: Person) -> None:
    wishes = {
        "quietFrom": 1_320,
        "quietTo": 420,
        "reminderLimit": 20,
        "openTexts": True,
        "mailFallback": True,
    }
    assert await _change(member, **wishes) == "applied"
    assert await _profile(member) == wishes
    assert await _change(member, quietFrom=None, quietTo=None) == "applied"
    assert await _profile(member) == {**wishes, "quietFrom": None, "quietTo": None}


@pytest.mark.parametrize(
    "fields",
    [
        {"quietFrom": 1_320},
        {"quietTo": 420},
        {"quietFrom": None, "quietTo": 420},
        {"quietFrom": 1_320, "quietTo": None},
        {"quietFrom": 1_440, "quietTo": 0},
        {"quietFrom": -1, "quietTo": 0},
        {"reminderLimit": 0},
        {"reminderLimit": 21},
        {"reminderLimit": None},
        {"openTexts": "yes"},
    ],
)
async def test_a_wish_that_cannot_be_is_rejected(member: Person, fields: dict[str, Any]) -> None:
    assert await _change(member, **fields) == "invalid"
    assert await _profile(member) == FRESH
