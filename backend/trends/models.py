"""Tables of insights: every look that was taken, and when the next one is."""

from typing import Any

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model

from backend.database import uuid7


class InsightLook(Model):
    """What one look found of a habit or factor; a subject's newest row is its standing."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    user: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "everkeel.User", related_name="insight_looks", on_delete=fields.CASCADE
    )
    looked_on = fields.DateField()
    method = fields.CharField(max_length=16)
    kind = fields.CharField(max_length=8)
    subject_id = fields.UUIDField()
    timing = fields.CharField(max_length=12)
    state = fields.CharField(max_length=16)
    since = fields.DateField(null=True)
    sign = fields.SmallIntField(default=0)
    days = fields.IntField()
    used = fields.IntField()
    done = fields.IntField()
    lacks: fields.Field[list[Any]] = fields.JSONField(default=list)
    estimate = fields.FloatField(null=True)
    low = fields.FloatField(null=True)
    high = fields.FloatField(null=True)
    level = fields.FloatField(null=True)
    p = fields.FloatField(null=True)
    adjusted = fields.FloatField(null=True)
    mood_first = fields.BooleanField(default=False)
    tested = fields.IntField(default=0)

    class Meta:
        table = "insight_looks"
        constraints = (
            CheckConstraint("kind IN ('habit', 'factor')", "insightlook_kind_valid"),
            CheckConstraint("timing IN ('same_day', 'day_after')", "insightlook_timing_valid"),
            UniqueConstraint(
                ("user_id", "kind", "subject_id", "timing", "looked_on"), "insight_looks_once"
            ),
        )


class InsightPlan(Model):
    """When a person's focus is looked at next, and what it was at the last look."""

    user: fields.OneToOneRelation[Any] = fields.OneToOneField(
        "everkeel.User", related_name="insight_plan", on_delete=fields.CASCADE, primary_key=True
    )
    anchor = fields.DateField()
    next_look_on = fields.DateField()
    focus: fields.Field[list[Any]] = fields.JSONField(default=list)
    focus_since = fields.DateField()
    lease_until = fields.BigIntField(null=True)

    class Meta:
        table = "insight_plans"
        indexes = (Index(fields=("next_look_on",), name="insight_plans_next"),)
