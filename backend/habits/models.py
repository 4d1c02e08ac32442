"""Tables of habits and of the groups they stand in."""

from typing import Any

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model


class HabitGroup(Model):
    """A heading that habits stand under, synced field by field."""

    id = fields.UUIDField(primary_key=True)
    user: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "everkeel.User", related_name="habit_groups", on_delete=fields.CASCADE
    )
    name = fields.CharField(max_length=40)
    position = fields.IntField(default=0)
    deleted = fields.BooleanField(default=False)
    seq = fields.BigIntField()
    stamps: fields.Field[dict[str, Any]] = fields.JSONField(default=dict)

    class Meta:
        table = "habit_groups"
        indexes = (Index(fields=("user_id", "seq"), name="habit_groups_feed"),)


class Habit(Model):
    """What a person wants to do or avoid, and when, synced field by field.

    Weekdays are a mask with bit 0 for Monday. `times` and `days` are the schedule's numbers: so
    many times in a week, a month or in `days` rolling days, or every `days` days from `starts_on`.
    """

    id = fields.UUIDField(primary_key=True)
    user: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "everkeel.User", related_name="habits", on_delete=fields.CASCADE
    )
    name = fields.CharField(max_length=80)
    icon = fields.CharField(max_length=16, default="")
    colour = fields.SmallIntField(default=0)
    kind = fields.CharField(max_length=12, default="yes_no")
    schedule = fields.CharField(max_length=12, default="weekdays", db_default="weekdays")
    weekdays = fields.SmallIntField(default=127)
    times = fields.SmallIntField(default=1, db_default=1)
    days = fields.SmallIntField(default=1, db_default=1)
    starts_on = fields.DateField(null=True)
    target = fields.FloatField(default=1, db_default=1)
    unit = fields.CharField(max_length=20, default="", db_default="")
    step = fields.FloatField(default=1, db_default=1)
    plan_when = fields.CharField(max_length=120, default="", db_default="")
    plan_then = fields.CharField(max_length=120, default="", db_default="")
    group_id = fields.UUIDField(null=True)
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
            CheckConstraint(
                "kind IN ('yes_no', 'at_least', 'at_most', 'avoid')", "habit_kind_valid"
            ),
            CheckConstraint(
                "schedule IN ('weekdays', 'per_week', 'per_month', 'rolling', 'interval')"
                " AND times BETWEEN 1 AND 31 AND days BETWEEN 1 AND 365",
                "habit_schedule_valid",
            ),
            CheckConstraint(
                "target BETWEEN 0 AND 1000000 AND step > 0 AND step <= 1000000",
                "habit_target_valid",
            ),
        )
        indexes = (Index(fields=("user_id", "seq"), name="habits_feed"),)
