"""Looks at insights, questionnaires, readings; an article's history, link, reports, search."""

from typing import Any

from tortoise import fields, migrations
from tortoise.fields.base import Field, OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from backend import database


def key() -> Field:
    """The id of a row."""
    return fields.UUIDField(primary_key=True, unique=True, db_index=True)


def belongs(model: str, column: str, related_name: str) -> Field:
    """A reference whose row goes with the one it refers to."""
    return fields.ForeignKeyField(
        f"everkeel.{model}",
        source_field=column,
        db_constraint=True,
        to_field="id",
        related_name=related_name,
        on_delete=OnDelete.CASCADE,
    )


def one_of(model: str, column: str, related_name: str) -> Field:
    """The key of a row that there is once for the one it refers to."""
    return fields.OneToOneField(
        f"everkeel.{model}",
        source_field=column,
        primary_key=True,
        db_index=True,
        db_constraint=True,
        to_field="id",
        related_name=related_name,
        on_delete=OnDelete.CASCADE,
    )


def synced(id_: Field, related_name: str, **own: Field) -> list[tuple[str, Field]]:
    """The fields of a synced table."""
    return [
        ("id", id_),
        ("user", belongs("User", "user_id", related_name)),
        *own.items(),
        ("deleted", fields.BooleanField(default=False)),
        ("seq", fields.BigIntField()),
        ("stamps", fields.JSONField(default=dict)),
    ]


TABLES = {
    "Screening": (
        "screenings",
        synced(
            key(),
            "screenings",
            instrument=fields.CharField(max_length=8),
            version=fields.CharField(max_length=20),
            language=fields.CharField(max_length=8),
            day=fields.DateField(),
            at=fields.BigIntField(),
            answers=fields.TextField(default="", unique=False),
        ),
    ),
    "Reading": (
        "readings",
        synced(
            fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True),
            "readings",
            article_id=fields.UUIDField(),
            read_on=fields.DateField(null=True),
            saved=fields.BooleanField(default=False),
            less_until=fields.DateField(null=True),
        ),
    ),
    "InsightLook": (
        "insight_looks",
        [
            ("id", key()),
            ("user", belongs("User", "user_id", "insight_looks")),
            ("looked_on", fields.DateField()),
            ("method", fields.CharField(max_length=16)),
            ("kind", fields.CharField(max_length=8)),
            ("subject_id", fields.UUIDField()),
            ("timing", fields.CharField(max_length=12)),
            ("state", fields.CharField(max_length=16)),
            ("since", fields.DateField(null=True)),
            ("sign", fields.SmallIntField(default=0)),
            ("days", fields.IntField()),
            ("used", fields.IntField()),
            ("done", fields.IntField()),
            ("lacks", fields.JSONField(default=list)),
            ("estimate", fields.FloatField(null=True)),
            ("low", fields.FloatField(null=True)),
            ("high", fields.FloatField(null=True)),
            ("level", fields.FloatField(null=True)),
            ("p", fields.FloatField(null=True)),
            ("adjusted", fields.FloatField(null=True)),
            ("mood_first", fields.BooleanField(default=False)),
            ("tested", fields.IntField(default=0)),
        ],
    ),
    "InsightPlan": (
        "insight_plans",
        [
            ("user", one_of("User", "user_id", "insight_plan")),
            ("anchor", fields.DateField()),
            ("next_look_on", fields.DateField()),
            ("focus", fields.JSONField(default=list)),
            ("focus_since", fields.DateField()),
            ("lease_until", fields.BigIntField(null=True)),
        ],
    ),
    "ArticleVersion": (
        "article_versions",
        [
            ("id", key()),
            ("article", belongs("Article", "article_id", "versions")),
            ("number", fields.IntField()),
            ("at", fields.BigIntField()),
            ("by_user", fields.UUIDField(null=True)),
            ("change", fields.CharField(max_length=24)),
            ("note", fields.CharField(default="", max_length=500)),
            ("snapshot", fields.JSONField(default=dict)),
        ],
    ),
    "ArticleReport": (
        "article_reports",
        [
            ("id", key()),
            ("article", belongs("Article", "article_id", "reports")),
            ("at", fields.BigIntField()),
            ("kind", fields.CharField(max_length=12)),
            ("text", fields.CharField(default="", max_length=500)),
            ("closed_at", fields.BigIntField(null=True)),
            ("closed_by", fields.UUIDField(null=True)),
        ],
    ),
    "ArticleLink": (
        "article_links",
        [
            ("article", one_of("Article", "article_id", "link")),
            ("checked_at", fields.BigIntField()),
            ("status", fields.CharField(max_length=20)),
            ("http_status", fields.SmallIntField(null=True)),
            ("final_url", fields.CharField(default="", max_length=2000)),
            ("content_hash", fields.CharField(default="", max_length=64)),
            ("failures", fields.IntField(default=0)),
            ("next_check_at", fields.BigIntField()),
        ],
    ),
    "AuditEntry": (
        "audit_log",
        [
            ("id", key()),
            ("at", fields.BigIntField()),
            ("by_user", fields.UUIDField(null=True)),
            ("action", fields.CharField(max_length=40)),
            ("subject", fields.CharField(default="", max_length=80)),
            ("detail", fields.JSONField(default=dict)),
        ],
    ),
}
FIELDS = {
    "Profile": {
        "interests": fields.JSONField(default=list, db_default=[]),
        "focus": fields.JSONField(default=list, db_default=[]),
        "questionnaires": fields.JSONField(default=list, db_default=[]),
    },
    "Article": {
        "submitted_by": fields.UUIDField(null=True),
        "submitted_at": fields.BigIntField(null=True),
        "edited_by": fields.UUIDField(null=True),
    },
}
CHECKS = {
    "Screening": {"screening_instrument_valid": "instrument IN ('phq8', 'gad7')"},
    "InsightLook": {
        "insightlook_kind_valid": "kind IN ('habit', 'factor')",
        "insightlook_timing_valid": "timing IN ('same_day', 'day_after')",
    },
    "ArticleVersion": {
        "articleversion_change_valid": "change IN ('created', 'edited', 'submitted', 'returned',"
        " 'published', 'withdrawn', 'imported', 'restored', 'starter')",
    },
    "ArticleReport": {
        "articlereport_kind_valid": "kind IN ('dead_link', 'wrong', 'unsafe', 'other')",
    },
    "ArticleLink": {
        "articlelink_status_valid": "status IN"
        " ('ok', 'redirected', 'changed', 'dead', 'refused', 'unsure')",
    },
}
UNIQUES = {
    "Reading": ("readings_article", ("user_id", "article_id")),
    "InsightLook": (
        "insight_looks_once",
        ("user_id", "kind", "subject_id", "timing", "looked_on"),
    ),
    "ArticleVersion": ("article_versions_number", ("article_id", "number")),
}
INDEXES: dict[str, dict[str, tuple[str, ...]]] = {
    "Screening": {"screenings_feed": ("user_id", "seq")},
    "Reading": {"readings_feed": ("user_id", "seq")},
    "InsightPlan": {"insight_plans_next": ("next_look_on",)},
    "ArticleReport": {"article_reports_article": ("article_id",)},
    "ArticleLink": {"article_links_next": ("next_check_at",)},
    "AuditEntry": {"audit_log_age": ("at",)},
}
SYNCED = ("screenings", "readings")

# Full text has no model: each database has its own way.
SQLITE_SEARCH = (
    "CREATE VIRTUAL TABLE article_search USING fts5(article_id UNINDEXED, language UNINDEXED,"
    " title, summary, key_points, tokenize = 'unicode61 remove_diacritics 2')",
)
POSTGRES_SEARCH = (
    "CREATE TABLE article_search ("
    "article_id uuid NOT NULL REFERENCES articles (id) ON DELETE CASCADE,"
    " language varchar(8) NOT NULL, words tsvector NOT NULL, PRIMARY KEY (article_id, language))",
    "CREATE INDEX article_search_words ON article_search USING gin (words)",
)


async def make_search(_: Any, editor: Any) -> None:
    """Creates the table of articles' words."""
    for statement in SQLITE_SEARCH if database.is_sqlite(editor.client) else POSTGRES_SEARCH:
        await editor.client.execute_query(statement)


async def drop_search(_: Any, editor: Any) -> None:
    """Drops the table of articles' words."""
    await editor.client.execute_query("DROP TABLE article_search")


class Migration(migrations.Migration):
    """Adds tables and columns; what is there stays as it is."""

    dependencies = [("everkeel", "0005_fewer_indexes")]

    operations = [
        *(
            ops.CreateModel(
                name=name,
                fields=columns,
                options={
                    "table": table,
                    "app": "everkeel",
                    "pk_attr": "id" if columns[0][0] == "id" else f"{columns[0][0]}_id",
                    "indexes": [Index(fields=f, name=n) for n, f in INDEXES.get(name, {}).items()],
                },
                bases=["Model"],
            )
            for name, (table, columns) in TABLES.items()
        ),
        *(
            ops.AddField(model, name, field)
            for model, added in FIELDS.items()
            for name, field in added.items()
        ),
        *(
            ops.AddConstraint(model, CheckConstraint(check, name))
            for model, checks in CHECKS.items()
            for name, check in checks.items()
        ),
        *(
            ops.AddConstraint(model, UniqueConstraint(columns, name))
            for model, (name, columns) in UNIQUES.items()
        ),
        ops.RunSQL(
            ";".join(f"CREATE INDEX {t}_deleted ON {t} (user_id) WHERE deleted" for t in SYNCED),
            ";".join(f"DROP INDEX {t}_deleted" for t in SYNCED),
        ),
        ops.RunPython(make_search, drop_search),
    ]
