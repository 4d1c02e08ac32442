"""The table of habits."""

from typing import Any

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model


class Habit(Model):
    """What a person wants to do on which weekdays (bit 0 = Monday), synced field by field."""

    id = fields.UUIDField(primary_key=True)
    user: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "everkeel.User", related_name="habits", on_delete=fields.CASCADE
    )
    name = fields.CharField(max_length=80)
    icon = fields.CharField(max_length=16, default="")
    colour = fields.SmallIntField(default=0)
    kind = fields.CharField(max_length=12, default="yes_no")
    weekdays = fields.SmallIntField(default=127)
    position = fields.IntField(default=0)
    created_on = fields.DateField()
    archived = fields.BooleanField(default=False)
    deleted = fields.BooleanField(default=False)
    seq = fields.BigIntField()
    stamps: fields.Field[dict[str, Any]] = fields.JSONField(default=dict)

    class Meta:
        table = "habits"
        constraints = (
            CheckConstraint("weekdays BETWEEN 1 AND 127", "habit_weekdays_valid"),
            CheckConstraint("kind IN ('yes_no')", "habit_kind_valid"),
        )
        indexes = (Index(fields=("user_id", "seq"), name="habits_feed"),)
