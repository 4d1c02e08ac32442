"""Tables of curated articles: their history, links, readers, and the reasons they were shown."""

from typing import Any

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model

from backend.database import uuid7


class Article(Model):
    """A curated link, texts holds what people read, by language."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    slug = fields.CharField(max_length=80, unique=True)
    topic = fields.CharField(max_length=24)
    gate = fields.CharField(max_length=16, default="none")
    status = fields.CharField(max_length=10, default="draft")
    url = fields.CharField(max_length=2000)
    url_key = fields.CharField(max_length=43, unique=True)
    publisher = fields.CharField(max_length=120, default="")
    language = fields.CharField(max_length=8, default="en")
    texts: fields.Field[dict[str, Any]] = fields.JSONField(default=dict)
    evidence_level = fields.CharField(max_length=20, default="")
    minutes = fields.SmallIntField(default=0)
    content_warnings: fields.Field[list[Any]] = fields.JSONField(default=list)
    sources: fields.Field[list[Any]] = fields.JSONField(default=list)
    companions: fields.Field[list[Any]] = fields.JSONField(default=list)
    source_note = fields.TextField(default="")
    reviewed_on = fields.DateField(null=True)
    review_due = fields.DateField(null=True)
    starter_hash = fields.CharField(max_length=64, default="")
    created_by = fields.UUIDField(null=True)
    created_at = fields.BigIntField()
    updated_at = fields.BigIntField()
    published_at = fields.BigIntField(null=True)
    submitted_by = fields.UUIDField(null=True)
    submitted_at = fields.BigIntField(null=True)
    edited_by = fields.UUIDField(null=True)

    class Meta:
        table = "articles"
        constraints = (
            CheckConstraint(
                "status IN ('draft', 'in_review', 'published', 'withdrawn')",
                "article_status_valid",
            ),
        )
        indexes = (Index(fields=("status", "topic"), name="articles_shelf"),)


class Impression(Model):
    """That an article was suggested to a person, by which rule and which numbers."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    user: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "everkeel.User", related_name="impressions", on_delete=fields.CASCADE
    )
    article: fields.ForeignKeyRelation[Article] = fields.ForeignKeyField(
        "everkeel.Article", related_name="impressions", on_delete=fields.CASCADE
    )
    shown_at = fields.BigIntField()
    reason = fields.CharField(max_length=40)
    rule_version = fields.CharField(max_length=16)
    inputs: fields.Field[dict[str, Any]] = fields.JSONField(default=dict)

    class Meta:
        table = "impressions"
        indexes = (Index(fields=("user_id", "shown_at"), name="impressions_user"),)


class Reading(Model):
    """What a person did with an article: read, saved, wants less of; synced field by field.

    An article that is not known here is kept: it may come back.
    """

    id = fields.BigIntField(primary_key=True)
    user: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "everkeel.User", related_name="readings", on_delete=fields.CASCADE
    )
    article_id = fields.UUIDField()
    read_on = fields.DateField(null=True)
    saved = fields.BooleanField(default=False)
    less_until = fields.DateField(null=True)
    deleted = fields.BooleanField(default=False)
    seq = fields.BigIntField()
    stamps: fields.Field[dict[str, Any]] = fields.JSONField(default=dict)

    class Meta:
        table = "readings"
        constraints = (UniqueConstraint(("user_id", "article_id"), "readings_article"),)
        indexes = (Index(fields=("user_id", "seq"), name="readings_feed"),)


class ArticleVersion(Model):
    """An article as a change left it, with who and when: its whole history."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    article: fields.ForeignKeyRelation[Article] = fields.ForeignKeyField(
        "everkeel.Article", related_name="versions", on_delete=fields.CASCADE
    )
    number = fields.IntField()
    at = fields.BigIntField()
    by_user = fields.UUIDField(null=True)
    change = fields.CharField(max_length=24)
    note = fields.CharField(max_length=500, default="")
    snapshot: fields.Field[dict[str, Any]] = fields.JSONField(default=dict)

    class Meta:
        table = "article_versions"
        constraints = (
            CheckConstraint(
                "change IN ('created', 'edited', 'submitted', 'returned', 'published',"
                " 'withdrawn', 'imported', 'restored', 'starter')",
                "articleversion_change_valid",
            ),
            UniqueConstraint(("article_id", "number"), "article_versions_number"),
        )


class ArticleReport(Model):
    """A problem with an article that a reader told of; never who."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    article: fields.ForeignKeyRelation[Article] = fields.ForeignKeyField(
        "everkeel.Article", related_name="reports", on_delete=fields.CASCADE
    )
    at = fields.BigIntField()
    kind = fields.CharField(max_length=12)
    text = fields.CharField(max_length=500, default="")
    closed_at = fields.BigIntField(null=True)
    closed_by = fields.UUIDField(null=True)

    class Meta:
        table = "article_reports"
        constraints = (
            CheckConstraint(
                "kind IN ('dead_link', 'wrong', 'unsafe', 'other')", "articlereport_kind_valid"
            ),
        )
        indexes = (Index(fields=("article_id",), name="article_reports_article"),)


class ArticleLink(Model):
    """What the last look at an article's address found, and when it is looked at again."""

    article: fields.OneToOneRelation[Article] = fields.OneToOneField(
        "everkeel.Article", related_name="link", on_delete=fields.CASCADE, primary_key=True
    )
    checked_at = fields.BigIntField()
    status = fields.CharField(max_length=20)
    http_status = fields.SmallIntField(null=True)
    final_url = fields.CharField(max_length=2000, default="")
    content_hash = fields.CharField(max_length=64, default="")
    failures = fields.IntField(default=0)
    next_check_at = fields.BigIntField()

    class Meta:
        table = "article_links"
        constraints = (
            CheckConstraint(
                "status IN ('ok', 'redirected', 'changed', 'dead', 'refused', 'unsure')",
                "articlelink_status_valid",
            ),
        )
        indexes = (Index(fields=("next_check_at",), name="article_links_next"),)


class AuditEntry(Model):
    """What an admin did, for the other admins to read."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    at = fields.BigIntField()
    by_user = fields.UUIDField(null=True)
    action = fields.CharField(max_length=40)
    subject = fields.CharField(max_length=80, default="")
    detail: fields.Field[dict[str, Any]] = fields.JSONField(default=dict)

    class Meta:
        table = "audit_log"
        indexes = (Index(fields=("at",), name="audit_log_age"),)
