"""What a database really holds: its indexes, uniques, checks and references; a row per table."""

import re
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from tortoise.backends.base.client import BaseDBAsyncClient

from backend import database

Columns = tuple[str, ...]
ONE = UUID("01900000-0000-7000-8000-000000000001")
DAY = date(2026, 3, 1)
NO_MODEL = ("tortoise_migrations", "article_search")


class Table(msgspec.Struct, frozen=True):
    """A table's rules: column tuples, names of checks, (column, table, on delete)."""

    uniques: frozenset[Columns]
    indexes: frozenset[Columns] = frozenset()
    checks: frozenset[str] = frozenset()
    references: frozenset[tuple[str, str, str]] = frozenset()


async def read(db: BaseDBAsyncClient) -> dict[str, Table]:
    """Every table but Tortoise's own list of migrations and what each database searches in."""
    found = await (_sqlite(db) if database.is_sqlite(db) else _postgres(db))
    return {name: found[name] for name in found if not name.startswith(NO_MODEL)}


async def _sqlite(db: BaseDBAsyncClient) -> dict[str, Table]:
    made = await db.execute_query_dict(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    return {row["name"]: await _sqlite_table(db, row["name"], row["sql"]) for row in made}


async def _sqlite_table(db: BaseDBAsyncClient, name: str, sql: str) -> Table:
    keys: dict[bool, set[Columns]] = {True: set(), False: set()}
    for row in await db.execute_query_dict(f"PRAGMA index_list({name})"):
        columns = await db.execute_query_dict(f"PRAGMA index_info('{row['name']}')")
        keys[bool(row["unique"])].add(tuple(c["name"] for c in columns))
    for row in await db.execute_query_dict(f"PRAGMA table_info({name})"):
        if row["pk"]:  # an INTEGER PRIMARY KEY has no index of its own
            keys[True].add((row["name"],))
    foreign = await db.execute_query_dict(f"PRAGMA foreign_key_list({name})")
    return Table(
        frozenset(keys[True]),
        frozenset(keys[False]),
        frozenset(re.findall(r'CONSTRAINT "(\w+)" CHECK', sql)),
        frozenset((row["from"], row["table"], row["on_delete"]) for row in foreign),
    )


async def _postgres(db: BaseDBAsyncClient) -> dict[str, Table]:
    names = await db.execute_query_dict(
        "SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()"
    )
    return {row["name"]: await _postgres_table(db, row["name"]) for row in names}


async def _postgres_table(db: BaseDBAsyncClient, name: str) -> Table:
    keys: dict[bool, set[Columns]] = {True: set(), False: set()}
    for row in await db.execute_query_dict(
        "SELECT indisunique, pg_get_indexdef(indexrelid) AS sql FROM pg_index"
        " WHERE indrelid = $1::text::regclass",
        [name],
    ):
        listed = row["sql"].partition(" WHERE ")[0].rpartition("(")[2].rstrip(")")
        keys[row["indisunique"]].add(tuple(part.strip(' "') for part in listed.split(",")))
    rules = await db.execute_query_dict(
        "SELECT conname, contype::text AS kind, pg_get_constraintdef(oid) AS sql"
        " FROM pg_constraint WHERE conrelid = $1::text::regclass AND contype IN ('c', 'f')",
        [name],
    )
    pattern = r"FOREIGN KEY \((\w+)\) REFERENCES (\w+)\(\w+\) ON DELETE (.+)"
    return Table(
        frozenset(keys[True]),
        frozenset(keys[False]),
        frozenset(row["conname"] for row in rules if row["kind"] == "c"),
        frozenset(
            re.fullmatch(pattern, row["sql"]).groups()  # type: ignore[union-attr,misc]
            for row in rules
            if row["kind"] == "f"
        ),
    )


# One valid row for each table, parents first.
ROWS: dict[str, dict[str, Any]] = {
    "users": {
        "id": ONE, "email": "Ada@example.org", "email_key": "ada@example.org",
        "password_hash": "h", "role": "member", "created_at": 1, "feed_seq": 3,
        "forgotten_seq": 0,
    },
    "sessions": {
        "id": ONE, "user_id": ONE, "token_hash": "t", "label": "", "created_at": 1,
        "last_seen_at": 1, "expires_at": 2,
    },
    "invites": {
        "id": ONE, "token_hash": "t", "role": "admin", "created_by": None, "created_at": 1,
        "expires_at": 2, "used_at": None,
    },
    "throttles": {"key": "k", "failures": 1, "blocked_until": 2, "updated_at": 1},
    "profiles": {
        "user_id": ONE, "zone": "Europe/Berlin", "day_starts_at": 3, "language": "de",
        "country": "DE", "birth_year": 1990, "adult": True, "treatments": False,
        "flags": '["bipolar"]', "medicines": "[]", "medicine_changed_on": DAY,
        "suggestions": True, "help_pressed_at": None, "quiet_from": 1320, "quiet_to": 420,
        "reminder_limit": 2, "open_texts": False, "mail_fallback": False,
        "week_starts_on": 6, "streaks": True, "mood_parts": '["note"]',
        "mood_scale": '[{"name":"Calm","level":4}]', "welcomed": True,
        "interests": '["habits"]', "focus": f'["habit:{ONE}"]', "questionnaires": '["gad7"]',
        "seq": 1, "stamps": "{}",
    },
    "note_keys": {"user_id": ONE, "wrapped": "w", "created_at": 1},
    "habit_groups": {
        "id": ONE, "user_id": ONE, "name": "Morning", "position": 1, "deleted": False, "seq": 2,
        "stamps": "{}",
    },
    "habits": {
        "id": ONE, "user_id": ONE, "name": "Gehen 🚶", "icon": "🚶", "colour": 2,
        "kind": "at_least", "schedule": "rolling", "weekdays": 127, "times": 3, "days": 7,
        "starts_on": DAY, "target": 2.5, "unit": "km", "step": 0.5, "plan_when": "it is noon",
        "plan_then": "walk", "group_id": ONE, "position": 0, "created_on": DAY, "archived": False,
        "deleted": False, "seq": 2, "stamps": '{"name":"s"}',
    },
    "entries": {
        "id": 7, "user_id": ONE, "habit_id": ONE, "day": DAY, "value": 1, "skipped": True,
        "deleted": False, "seq": 3, "stamps": "{}",
    },
    "amounts": {
        "id": ONE, "user_id": ONE, "habit_id": ONE, "day": DAY, "at": 1, "amount": 0.5,
        "deleted": False, "seq": 3, "stamps": "{}",
    },
    "pauses": {
        "id": ONE, "user_id": ONE, "habit_id": ONE, "first_day": DAY, "last_day": DAY,
        "deleted": False, "seq": 3, "stamps": "{}",
    },
    "moods": {
        "id": ONE, "user_id": ONE, "day": DAY, "at": 1, "level": 4, "word": "Calm",
        "energy": 1, "anxiety": None, "confidence": 5, "sleep": 2, "emotions": '["calm"]',
        "factors": f'["{ONE}"]', "note": "n", "deleted": False, "seq": 3, "stamps": "{}",
    },
    "factors": {
        "id": ONE, "user_id": ONE, "name": "Coffee", "group": "Food", "icon": "☕", "position": 1,
        "archived": False, "deleted": False, "seq": 3, "stamps": "{}",
    },
    "events": {
        "id": ONE, "user_id": ONE, "name": "First session", "kind": "therapy", "day": DAY,
        "ends_on": None, "follow_up_on": DAY.replace(day=2), "note": "n", "deleted": False,
        "seq": 3, "stamps": "{}",
    },
    "screenings": {
        "id": ONE, "user_id": ONE, "instrument": "gad7", "version": "1", "language": "en",
        "day": DAY, "at": 1, "answers": "n", "deleted": False, "seq": 3, "stamps": "{}",
    },
    "versions": {
        "id": ONE, "user_id": ONE, "entity": "mood", "entity_id": str(ONE), "field": "level",
        "value": "3", "stamp": "s", "op_id": ONE, "lost_at": 1,
    },
    "sync_operations": {
        "id": ONE, "user_id": ONE, "status": "applied", "code": "", "created_at": 1,
    },
    "reminders": {
        "id": ONE, "user_id": ONE, "habit_id": None, "minute": 540, "weekdays": 127,
        "zone": "Europe/Berlin", "enabled": True, "next_fire_at": 5,
        "next_local": "2026-03-02T09:00", "text": "Tea", "follow": True, "ignored": 2,
        "stopped_at": None, "created_at": 1, "updated_at": 1,
    },
    "deliveries": {
        "id": ONE, "reminder_id": ONE, "user_id": ONE, "local_key": "2026-03-01T09:00",
        "kind": "scheduled", "grouped_with": None, "due_at": 1, "expires_at": 2,
        "state": "pending", "attempt": 0, "not_before": 1, "lease_until": None, "owner": "",
        "outcome": "", "sent_at": None, "shown_at": None, "created_at": 1,
    },
    "zones": {"name": "Europe/Berlin", "print": "a"},
    "subscriptions": {
        "id": ONE, "user_id": ONE, "endpoint": "https://fcm.googleapis.com/x",
        "endpoint_hash": "e", "p256dh": "p", "auth": "a", "origin": "https://fcm.googleapis.com",
        "label": "Phone", "created_at": 1, "last_delivered_at": None, "active": True,
        "ended_at": None, "ended_reason": "", "trouble": "", "key_id": "",
    },
    "delivery_pushes": {
        "id": ONE, "delivery_id": ONE, "subscription_id": ONE, "state": "pending",
        "status": None, "attempt": 0, "sent_at": None,
    },
    "articles": {
        "id": ONE, "slug": "sleep", "topic": "habits", "gate": "none", "status": "draft",
        "url": "https://example.org/", "url_key": "u", "publisher": "", "language": "en",
        "texts": '{"en":{"title":"Sleep"}}', "evidence_level": "", "minutes": 0,
        "content_warnings": "[]", "sources": "[]", "companions": "[]", "source_note": "",
        "reviewed_on": None, "review_due": DAY, "starter_hash": "", "created_by": None,
        "created_at": 1, "updated_at": 1, "published_at": None,
        "submitted_by": ONE, "submitted_at": 1, "edited_by": None,
    },
    "readings": {
        "id": 7, "user_id": ONE, "article_id": ONE, "read_on": DAY, "saved": True,
        "less_until": None, "deleted": False, "seq": 3, "stamps": "{}",
    },
    "article_versions": {
        "id": ONE, "article_id": ONE, "number": 1, "at": 1, "by_user": ONE, "change": "created",
        "note": "", "snapshot": '{"slug":"sleep"}',
    },
    "article_reports": {
        "id": ONE, "article_id": ONE, "at": 1, "kind": "wrong", "text": "n", "closed_at": None,
        "closed_by": None,
    },
    "article_links": {
        "article_id": ONE, "checked_at": 1, "status": "ok", "http_status": 200, "final_url": "",
        "content_hash": "h", "failures": 0, "next_check_at": 2,
    },
    "audit_log": {
        "id": ONE, "at": 1, "by_user": ONE, "action": "publish", "subject": "sleep",
        "detail": "{}",
    },
    "insight_looks": {
        "id": ONE, "user_id": ONE, "looked_on": DAY, "method": "1", "kind": "habit",
        "subject_id": ONE, "timing": "same_day", "state": "shown", "since": DAY, "sign": 1,
        "days": 124, "used": 120, "done": 60, "lacks": "[]", "estimate": 0.4, "low": 0.1,
        "high": 0.7, "level": 0.95, "p": 0.01, "adjusted": None, "mood_first": False, "tested": 3,
    },
    "insight_plans": {
        "user_id": ONE, "anchor": DAY, "next_look_on": DAY, "focus": "[]", "focus_since": DAY,
        "lease_until": None,
    },
    "impressions": {
        "id": ONE, "user_id": ONE, "article_id": ONE, "shown_at": 1, "reason": "r",
        "rule_version": "1", "inputs": "{}",
    },
}  # fmt: skip


async def insert(db: BaseDBAsyncClient, table: str, row: dict[str, Any]) -> None:
    """Writes a row as it is."""
    names = ", ".join(f'"{name}"' for name in row)
    text = f"INSERT INTO {table} ({names}) VALUES ({database.marks(len(row))})"
    await database.rows(db, text, *row.values())


async def fill(db: BaseDBAsyncClient) -> None:
    """One row in every table."""
    for table, row in ROWS.items():
        await insert(db, table, row)


async def contents(db: BaseDBAsyncClient) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table."""
    return {t: [dict(r) for r in await db.execute_query_dict(f"SELECT * FROM {t}")] for t in ROWS}
