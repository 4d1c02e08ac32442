"""Tables of curated articles and of the reasons they were shown."""

from typing import Any

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint
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
