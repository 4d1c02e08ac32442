"""Migrations from nothing, over data, down and up."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from tortoise.backends.base.client import BaseDBAsyncClient

from backend import database, migrate
from backend import settings as settings_module
from tests import schema
from tests.databases import PostgresDatabases, SqliteDatabases
from tests.schema import ONE, ROWS, Table

FOLDER = Path(__file__).parents[1] / "migrations"
USER = ("user_id", "users", "CASCADE")
HABIT = ("habit_id", "habits", "CASCADE")
ARTICLE = ("article_id", "articles", "CASCADE")


def table(
    *uniques: str, indexes: str = "", checks: str = "", references: tuple[Any, ...] = ()
) -> Table:
    """A table's rules; columns of one index joined by a plus."""

    def columns(names: str) -> frozenset[tuple[str, ...]]:
        return frozenset(tuple(name.split("+")) for name in names.split())

    return Table(
        columns(" ".join(uniques)),
        columns(indexes),
        frozenset(checks.split()),
        frozenset(references),
    )


EXPECTED = {
    "users": table("id email_key", checks="user_role_valid"),
    "sessions": table("id token_hash", indexes="user_id", references=(USER,)),
    "invites": table("id token_hash", checks="invite_role_valid"),
    "throttles": table("key"),
    "profiles": table(
        "user_id",
        checks="profile_day_valid profile_quiet_valid profile_limit_valid profile_week_valid",
        references=(USER,),
    ),
    "note_keys": table("user_id", references=(USER,)),
    "habit_groups": table("id", indexes="user_id+seq user_id", references=(USER,)),
    "habits": table(
        "id",
        indexes="user_id+seq user_id",
        checks="habit_weekdays_valid habit_kind_valid habit_schedule_valid habit_target_valid",
        references=(USER,),
    ),
    "entries": table(
        "id habit_id+day",
        indexes="user_id+seq habit_id+day+value+skipped+deleted user_id",
        checks="entry_value_valid",
        references=(USER, HABIT),
    ),
    "amounts": table(
        "id",
        indexes="user_id+seq habit_id+day user_id",
        checks="amount_amount_valid",
        references=(USER, HABIT),
    ),
    "pauses": table(
        "id",
        indexes="user_id+seq habit_id user_id",
        checks="pause_days_valid",
        references=(USER, HABIT),
    ),
    "moods": table(
        "id",
        indexes="user_id+seq user_id+day user_id",
        checks="mood_level_valid mood_anxiety_valid mood_confidence_valid mood_energy_valid"
        " mood_sleep_valid",
        references=(USER,),
    ),
    "factors": table("id", indexes="user_id+seq user_id", references=(USER,)),
    "events": table(
        "id",
        indexes="user_id+seq user_id",
        checks="event_kind_valid event_days_valid event_follow_up_valid",
        references=(USER,),
    ),
    "screenings": table(
        "id",
        indexes="user_id+seq user_id",
        checks="screening_instrument_valid",
        references=(USER,),
    ),
    "versions": table("id", indexes="user_id+entity_id lost_at", references=(USER,)),
    "sync_operations": table(
        "id",
        indexes="user_id+created_at",
        checks="syncoperation_status_valid",
        references=(USER,),
    ),
    "reminders": table(
        "id",
        indexes="user_id enabled+next_fire_at+user_id",
        checks="reminder_minute_valid reminder_weekdays_valid",
        references=(USER,),
    ),
    "deliveries": table(
        "id reminder_id+local_key",
        indexes="state+not_before+user_id lease_until",
        checks="delivery_state_valid delivery_kind_valid",
        references=(("reminder_id", "reminders", "CASCADE"),),
    ),
    "delivery_pushes": table(
        "id delivery_id+subscription_id",
        checks="deliverypush_state_valid",
        references=(
            ("delivery_id", "deliveries", "CASCADE"),
            ("subscription_id", "subscriptions", "CASCADE"),
        ),
    ),
    "zones": table("name"),
    "subscriptions": table("id endpoint_hash", indexes="user_id+active", references=(USER,)),
    "articles": table("id slug url_key", indexes="status+topic", checks="article_status_valid"),
    "impressions": table(
        "id",
        indexes="user_id+shown_at",
        references=(USER, ARTICLE),
    ),
    "readings": table("id user_id+article_id", indexes="user_id+seq user_id", references=(USER,)),
    "article_versions": table(
        "id article_id+number", checks="articleversion_change_valid", references=(ARTICLE,)
    ),
    "article_reports": table(
        "id", indexes="article_id", checks="articlereport_kind_valid", references=(ARTICLE,)
    ),
    "article_links": table(
        "article_id",
        indexes="next_check_at",
        checks="articlelink_status_valid",
        references=(ARTICLE,),
    ),
    "audit_log": table("id", indexes="at"),
    "insight_looks": table(
        "id user_id+kind+subject_id+timing+looked_on",
        checks="insightlook_kind_valid insightlook_timing_valid",
        references=(USER,),
    ),
    "insight_plans": table("user_id", indexes="next_look_on", references=(USER,)),
}


@pytest.fixture
def blank_url(all_databases: SqliteDatabases | PostgresDatabases) -> Iterator[str]:
    """The address of a database without tables."""
    url = all_databases.empty()
    yield url
    all_databases.drop(url)


@pytest.fixture
async def blank(tmp_path: Path, blank_url: str) -> AsyncIterator[BaseDBAsyncClient]:
    """A database without tables."""
    settings = settings_module.load({}, data_dir=tmp_path, database_url=blank_url)
    async with database.opened(settings) as db:
        yield db


async def test_from_nothing_everything_is_applied_once(blank: BaseDBAsyncClient) -> None:
    names = sorted(path.stem for path in FOLDER.glob("0*.py"))
    assert await migrate.pending(blank) == names
    assert await migrate.migrate(blank) == names
    assert await migrate.pending(blank) == []
    assert await migrate.migrate(blank) == []


async def test_indexes_constraints_and_references_are_as_expected(blank: BaseDBAsyncClient) -> None:
    await migrate.migrate(blank)
    assert await schema.read(blank) == EXPECTED


async def test_a_row_in_every_table_survives_a_second_run(blank: BaseDBAsyncClient) -> None:
    await migrate.migrate(blank)
    assert set(ROWS) == set(EXPECTED), "a new table needs a row here"
    await schema.fill(blank)
    before = await schema.contents(blank)
    assert all(before.values())
    await migrate.migrate(blank)
    assert await schema.contents(blank) == before


def without(name: str, *new: str) -> dict[str, Any]:
    """The row of a table as it was before it had those columns."""
    return {column: value for column, value in ROWS[name].items() if column not in new}


async def test_reminders_of_an_older_version_stay_where_they_are(blank: BaseDBAsyncClient) -> None:
    """Those in another zone than their owner's do not begin to follow."""
    await migrate.migrate(blank, "0002_constraints")
    new = ("text", "follow", "ignored", "stopped_at")
    old = without("reminders", *new)
    columns = ("user_id", "zone", "language", "stamps", "day_starts_at", "country", "adult")
    lists = {"treatments": False, "suggestions": True, "flags": "[]", "medicines": "[]", "seq": 1}
    await schema.insert(blank, "users", without("users", "forgotten_seq"))
    profile = {name: ROWS["profiles"][name] for name in columns}
    await schema.insert(blank, "profiles", {**profile, **lists})
    await schema.insert(blank, "reminders", old)
    away = {**old, "id": uuid4(), "zone": "Asia/Tokyo"}
    await schema.insert(blank, "reminders", away)
    await migrate.migrate(blank)
    found = await database.rows(blank, "SELECT zone, follow, ignored, text FROM reminders")
    kept = {row["zone"]: (bool(row["follow"]), row["ignored"], row["text"]) for row in found}
    assert kept == {"Europe/Berlin": (True, 0, ""), "Asia/Tokyo": (False, 0, "")}


OLD = {
    "users": without("users", "forgotten_seq"),
    "profiles": without(
        "profiles", "week_starts_on", "streaks", "mood_parts", "mood_scale", "welcomed",
        "interests", "focus", "questionnaires",
    ),
    "habits": {
        **without(
            "habits", "schedule", "times", "days", "starts_on", "target", "unit", "step",
            "plan_when", "plan_then", "group_id",
        ),
        "kind": "yes_no",
    },
    "entries": without("entries", "skipped"),
    "moods": {
        **without("moods", "word", "energy", "sleep", "emotions", "factors", "note"),
        "tags": '["work"]',
    },
}  # fmt: skip


async def test_check_ins_of_an_older_version_stay_as_they_are(blank: BaseDBAsyncClient) -> None:
    await migrate.migrate(blank, "0003_reminders")
    for name, row in OLD.items():
        await schema.insert(blank, name, row)
    before = {name: await blank.execute_query_dict(f"SELECT * FROM {name}") for name in OLD}
    await migrate.migrate(blank)
    after = {name: await blank.execute_query_dict(f"SELECT * FROM {name}") for name in OLD}
    assert [len(found) for found in after.values()] == [1] * len(OLD)
    for name, ((old,), (new,)) in {n: (before[n], after[n]) for n in OLD}.items():
        kept = {column: value for column, value in dict(old).items() if column != "tags"}
        assert {column: dict(new)[column] for column in kept} == kept, name
    (habit,), (mood,), (profile,) = after["habits"], after["moods"], after["profiles"]
    assert [habit[c] for c in ("schedule", "times", "days", "target", "step", "unit")] == [
        "weekdays", 1, 1, 1, 1, "",
    ]  # fmt: skip
    assert (mood["note"], mood["emotions"], mood["word"]) == ("", "[]", "")
    assert profile["mood_parts"].replace(" ", "") == '["emotions","anxiety","factors","note"]'
    await blank.execute_query_dict("UPDATE habits SET kind = 'avoid' RETURNING id")


LATER = ("screenings", "readings", "article_versions", "article_reports", "article_links",
         "audit_log", "insight_looks", "insight_plans")  # fmt: skip
NEW = {
    "profiles": ("interests", "focus", "questionnaires"),
    "articles": ("submitted_by", "submitted_at", "edited_by"),
}


async def test_a_library_and_settings_of_an_older_version_stay_as_they_are(
    blank: BaseDBAsyncClient,
) -> None:
    await migrate.migrate(blank, "0005_fewer_indexes")
    old = {name: without(name, *NEW.get(name, ())) for name in ROWS if name not in LATER}
    for name, row in old.items():
        await schema.insert(blank, name, row)
    before = {name: await blank.execute_query_dict(f"SELECT * FROM {name}") for name in old}
    await migrate.migrate(blank)
    after = await schema.contents(blank)
    for name in old:
        (was,), (is_) = before[name], after[name]
        assert [{c: v for c, v in row.items() if c in dict(was)} for row in is_] == [dict(was)]
    (profile,), (article,) = after["profiles"], after["articles"]
    assert [profile[name] for name in NEW["profiles"]] == ["[]"] * 3
    assert [article[name] for name in NEW["articles"]] == [None] * 3


async def test_words_of_articles_are_found_without_their_accents(blank: BaseDBAsyncClient) -> None:
    await migrate.migrate(blank)
    await schema.fill(blank)
    if database.is_sqlite(blank):
        add = "INSERT INTO article_search (article_id, language, title) VALUES (?, 'de', ?)"
        find = "SELECT article_id FROM article_search WHERE article_search MATCH ?"
        await database.rows(blank, add, ONE, "Gefühle verstehen")
        assert len(await database.rows(blank, find, "gefuhle")) == 1
    else:
        add = "INSERT INTO article_search VALUES (?, 'de', to_tsvector('german', ?))"
        find = "SELECT article_id FROM article_search WHERE words @@ plainto_tsquery('german', ?)"
        await database.rows(blank, add, ONE, "Gefühle verstehen")
        assert len(await database.rows(blank, find, "Gefühl")) == 1
        await database.rows(blank, "DELETE FROM articles")
        assert not await database.rows(blank, find, "Gefühl")


REBUILD = """
from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("everkeel", "{after}")]
    operations = [ops.AlterField("User", "email", fields.CharField(max_length=300))]
"""


def with_a_rebuild(folder: Path) -> dict[str, Any]:
    """Our migrations and one more that changes a column of users, as an app configuration."""
    name = f"rebuilding_{uuid4().hex}"
    shutil.copytree(FOLDER, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    last = max(path.stem for path in FOLDER.glob("0*.py"))
    (folder / name / "9000_rebuild.py").write_text(REBUILD.format(after=last))
    apps = database.config("sqlite://:memory:")["apps"]
    return {database.APP: {**apps[database.APP], "migrations": name}}


async def test_a_changed_column_keeps_children_indexes_and_uniques(
    blank: BaseDBAsyncClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await migrate.migrate(blank)
    await schema.fill(blank)
    before = await schema.contents(blank)
    monkeypatch.syspath_prepend(tmp_path)
    apps = with_a_rebuild(tmp_path)
    monkeypatch.setattr(migrate, "executor", lambda db: migrate.Executor(db, apps))
    assert await migrate.migrate(blank) == ["9000_rebuild"]
    assert await schema.contents(blank) == before
    assert await schema.read(blank) == EXPECTED
    await database.rows(blank, "UPDATE users SET email = ?", "e" * 290 + "@x.org")
    await database.rows(blank, "DELETE FROM users WHERE id = ?", ONE)
    after = await schema.contents(blank)
    assert [name for name, rows in after.items() if rows] == [
        "invites",
        "throttles",
        "zones",
        "articles",
        "article_versions",
        "article_reports",
        "article_links",
        "audit_log",
    ]


async def test_down_to_nothing_and_up_again(blank: BaseDBAsyncClient) -> None:
    await migrate.migrate(blank)
    await schema.fill(blank)
    await migrate.migrate(blank, "__first__")
    assert await schema.read(blank) == {}
    await migrate.migrate(blank)
    assert await schema.read(blank) == EXPECTED
    assert not any((await schema.contents(blank)).values())


async def test_a_database_of_a_newer_version_is_refused(blank: BaseDBAsyncClient) -> None:
    await migrate.migrate(blank)
    await database.rows(
        blank,
        "INSERT INTO tortoise_migrations (app, name, applied_at)"
        " SELECT app, '9999_future', applied_at FROM tortoise_migrations LIMIT 1",
    )
    with pytest.raises(migrate.SchemaError, match="9999_future"):
        await migrate.migrate(blank)
