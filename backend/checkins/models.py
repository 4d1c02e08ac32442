"""Tables of what people check in: habit entries and moods."""

from typing import Any

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model


class Entry(Model):
    """One habit on one local date, synced field by field."""

    id = fields.BigIntField(primary_key=True)
    user: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "everkeel.User", related_name="entries", on_delete=fields.CASCADE
    )
    habit: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "everkeel.Habit", related_name="entries", on_delete=fields.CASCADE
    )
    day = fields.DateField()
    value = fields.SmallIntField()
    deleted = fields.BooleanField(default=False)
    seq = fields.BigIntField()
    stamps: fields.Field[dict[str, Any]] = fields.JSONField(default=dict)

    class Meta:
        table = "entries"
        constraints = (
            CheckConstraint("value IN (0, 1)", "entry_value_valid"),
            UniqueConstraint(("habit_id", "day"), "entries_habit_day"),
        )
        indexes = (
            Index(fields=("user_id", "seq"), name="entries_feed"),
            Index(fields=("user_id", "day"), name="entries_day"),
        )


class Mood(Model):
    """One mood check-in, kept on the local date of the tap, synced field by field."""

    id = fields.UUIDField(primary_key=True)
    user: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "everkeel.User", related_name="moods", on_delete=fields.CASCADE
    )
    day = fields.DateField()
    at = fields.BigIntField()
    level = fields.SmallIntField()
    anxiety = fields.SmallIntField(null=True)
    confidence = fields.SmallIntField(null=True)
    tags: fields.Field[list[Any]] = fields.JSONField(default=list)
    deleted = fields.BooleanField(default=False)
    seq = fields.BigIntField()
    stamps: fields.Field[dict[str, Any]] = fields.JSONField(default=dict)

    class Meta:
        table = "moods"
        constraints = (
            CheckConstraint("level BETWEEN 1 AND 5", "mood_level_valid"),
            CheckConstraint("anxiety BETWEEN 1 AND 5", "mood_anxiety_valid"),
            CheckConstraint("confidence BETWEEN 1 AND 5", "mood_confidence_valid"),
        )
        indexes = (
            Index(fields=("user_id", "seq"), name="moods_feed"),
            Index(fields=("user_id", "day"), name="moods_day"),
        )
