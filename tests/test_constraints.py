"""What the tables refuse, and that models, migrations and database say the same."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest
from tortoise import Tortoise
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.exceptions import IntegrityError
from tortoise.migrations.autodetector import MigrationAutodetector
from tortoise.migrations.operations import AlterModelOptions

from backend import database
from backend.settings import Settings
from tests import schema
from tests.schema import ROWS


@pytest.fixture
async def migrated(settings: Settings) -> AsyncIterator[BaseDBAsyncClient]:
    """A migrated database without the app."""
    async with database.opened(settings) as db:
        yield db


@pytest.fixture
async def filled(migrated: BaseDBAsyncClient) -> BaseDBAsyncClient:
    """A migrated database with one row in every table."""
    await schema.fill(migrated)
    return migrated


SECOND = uuid4()
TWICE = [
    ("users", {"id": SECOND}),
    ("sessions", {"id": SECOND}),
    ("invites", {"id": SECOND}),
    ("throttles", {}),
    ("profiles", {}),
    ("entries", {"id": 8}),
    ("deliveries", {"id": SECOND}),
    ("delivery_pushes", {"id": SECOND}),
    ("subscriptions", {"id": SECOND}),
    ("articles", {"id": SECOND, "url_key": "other"}),
    ("articles", {"id": SECOND, "slug": "other"}),
    ("sync_operations", {}),
    ("moods", {}),
    ("readings", {"id": 8}),
    ("article_versions", {"id": SECOND}),
    ("article_links", {}),
    ("insight_looks", {"id": SECOND}),
    ("insight_plans", {}),
]
OTHER = {"id": SECOND}
OUT_OF_RANGE: list[tuple[str, dict[str, Any]]] = [
    ("users", {**OTHER, "email_key": "b@example.org", "role": "owner"}),
    ("invites", {**OTHER, "token_hash": "u", "role": "owner"}),
    ("habits", {**OTHER, "weekdays": 0}),
    ("habits", {**OTHER, "weekdays": 128}),
    ("habits", {**OTHER, "kind": "counter"}),
    ("habits", {**OTHER, "schedule": "sometimes"}),
    ("habits", {**OTHER, "times": 0}),
    ("habits", {**OTHER, "days": 366}),
    ("habits", {**OTHER, "target": -0.5}),
    ("habits", {**OTHER, "step": 0}),
    ("entries", {"id": 8, "day": schema.DAY.replace(day=2), "value": 2}),
    ("entries", {"id": 8, "day": schema.DAY.replace(day=2), "habit_id": SECOND}),
    ("moods", {**OTHER, "level": 0}),
    ("moods", {**OTHER, "level": 6}),
    ("moods", {**OTHER, "anxiety": 0}),
    ("moods", {**OTHER, "confidence": 6}),
    ("moods", {**OTHER, "energy": 0}),
    ("moods", {**OTHER, "sleep": 6}),
    ("moods", {**OTHER, "user_id": SECOND}),
    ("amounts", {**OTHER, "amount": 1_000_001}),
    ("amounts", {**OTHER, "habit_id": SECOND}),
    ("pauses", {**OTHER, "last_day": schema.DAY.replace(year=2025)}),
    ("events", {**OTHER, "kind": "party"}),
    ("events", {**OTHER, "ends_on": schema.DAY.replace(year=2025)}),
    ("events", {**OTHER, "follow_up_on": schema.DAY}),
    ("reminders", {**OTHER, "minute": 1440}),
    ("reminders", {**OTHER, "minute": -1}),
    ("reminders", {**OTHER, "weekdays": 0}),
    ("deliveries", {**OTHER, "local_key": "x", "state": "lost"}),
    ("deliveries", {**OTHER, "local_key": "x", "kind": "nudge"}),
    ("delivery_pushes", {**OTHER, "subscription_id": SECOND}),
    ("articles", {**OTHER, "slug": "b", "url_key": "b", "status": "hidden"}),
    ("sync_operations", {**OTHER, "status": "maybe"}),
    ("sessions", {**OTHER, "token_hash": "u", "user_id": SECOND}),
    ("screenings", {**OTHER, "instrument": "phq9"}),
    ("readings", {"id": 8, "user_id": SECOND}),
    ("article_versions", {**OTHER, "number": 2, "change": "lost"}),
    ("article_reports", {**OTHER, "kind": "boring"}),
    ("article_reports", {**OTHER, "article_id": SECOND}),
    ("article_links", {"article_id": SECOND}),
    ("insight_looks", {**OTHER, "kind": "mood", "timing": "same_day"}),
    ("insight_looks", {**OTHER, "timing": "week_after"}),
]


@pytest.mark.parametrize(("name", "changes"), [*TWICE, *OUT_OF_RANGE])
async def test_what_must_not_be_is_refused(
    filled: BaseDBAsyncClient, name: str, changes: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError):
        await schema.insert(filled, name, {**ROWS[name], **changes})
    assert len((await schema.contents(filled))[name]) == 1


@pytest.mark.parametrize(
    "change",
    [
        "day_starts_at = 24",
        "quiet_from = NULL",
        "quiet_to = 1440",
        "quiet_from = -1",
        "reminder_limit = 0",
        "reminder_limit = 21",
        "week_starts_on = 7",
    ],
)
async def test_a_setting_out_of_range_is_refused(filled: BaseDBAsyncClient, change: str) -> None:
    with pytest.raises(IntegrityError):
        await database.rows(filled, f"UPDATE profiles SET {change}")


async def test_no_model_has_changed_without_a_migration(migrated: BaseDBAsyncClient) -> None:
    assert Tortoise.apps is not None
    apps = database.config("sqlite://:memory:")["apps"]
    found = [
        operation
        for writer in await MigrationAutodetector(Tortoise.apps, apps).changes()
        for operation in writer.operations
        # Descriptions and orderings: nothing that a database knows.
        if not isinstance(operation, AlterModelOptions)
    ]
    assert found == []


async def test_every_constraint_and_index_of_a_model_is_in_the_database(
    migrated: BaseDBAsyncClient,
) -> None:
    """Tortoise creates a model's constraints only by operations that somebody has to write."""
    assert Tortoise.apps is not None
    real = await schema.read(migrated)
    for model in Tortoise.apps[database.APP].values():
        rules = real[model._meta.db_table]
        for constraint in model._meta.constraints:
            fields = getattr(constraint, "fields", None)
            assert tuple(fields) in rules.uniques if fields else constraint.name in rules.checks
        for index in model._meta.indexes:
            assert tuple(index.fields) in rules.indexes
