"""Tables of what people check in: entries, amounts, pauses, moods, factors, events
and questionnaires."""

from typing import Any

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model


class Entry(Model):
    """One habit on one local date, synced field by field. A skipped day does not count."""

    id = fields.BigIntField(primary_key=True)
    user: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "everkeel.User", related_name="entries", on_delete=fields.CASCADE
    )
    habit: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "everkeel.Habit", related_name="entries", on_delete=fields.CASCADE
    )
    day = fields.DateField()
    value = fields.SmallIntField()
    skipped = fields.BooleanField(default=False, db_default=False)
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
            # All that a habit's numbers are computed from: its rows lie far apart in the table.
            Index(fields=("habit_id", "day", "value", "skipped", "deleted"), name="entries_read"),
        )


class Amount(Model):
    """One addition to a measured habit's day, whose value is the sum of its amounts."""

    id = fields.UUIDField(primary_key=True)
    user: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "everkeel.User", related_name="amounts", on_delete=fields.CASCADE
    )
    habit: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "everkeel.Habit", related_name="amounts", on_delete=fields.CASCADE
    )
    day = fields.DateField()
    at = fields.BigIntField()
    amount = fields.FloatField()
    deleted = fields.BooleanField(default=False)
    seq = fields.BigIntField()
    stamps: fields.Field[dict[str, Any]] = fields.JSONField(default=dict)

    class Meta:
        table = "amounts"
        constraints = (
            CheckConstraint("amount BETWEEN -1000000 AND 1000000", "amount_amount_valid"),
        )
        indexes = (
            Index(fields=("user_id", "seq"), name="amounts_feed"),
            Index(fields=("habit_id", "day"), name="amounts_habit_day"),
        )


class Pause(Model):
    """Days that should not count, of one habit or of all when no habit is named."""

    id = fields.UUIDField(primary_key=True)
    user: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "everkeel.User", related_name="pauses", on_delete=fields.CASCADE
    )
    habit: fields.ForeignKeyNullableRelation[Any] = fields.ForeignKeyField(
        "everkeel.Habit", related_name="pauses", on_delete=fields.CASCADE, null=True
    )
    first_day = fields.DateField()
    last_day = fields.DateField(null=True)
    deleted = fields.BooleanField(default=False)
    seq = fields.BigIntField()
    stamps: fields.Field[dict[str, Any]] = fields.JSONField(default=dict)

    class Meta:
        table = "pauses"
        constraints = (CheckConstraint("last_day >= first_day", "pause_days_valid"),)
        indexes = (
            Index(fields=("user_id", "seq"), name="pauses_feed"),
            Index(fields=("habit_id",), name="pauses_habit"),
        )


class Mood(Model):
    """One mood check-in, kept on the local date of the tap, its note sealed."""

    id = fields.UUIDField(primary_key=True)
    user: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "everkeel.User", related_name="moods", on_delete=fields.CASCADE
    )
    day = fields.DateField()
    at = fields.BigIntField()
    level = fields.SmallIntField()
    word = fields.CharField(max_length=24, default="", db_default="")
    energy = fields.SmallIntField(null=True)
    anxiety = fields.SmallIntField(null=True)
    confidence = fields.SmallIntField(null=True)
    sleep = fields.SmallIntField(null=True)
    emotions: fields.Field[list[Any]] = fields.JSONField(default=list, db_default=[])
    factors: fields.Field[list[Any]] = fields.JSONField(default=list, db_default=[])
    note = fields.TextField(default="", db_default="")
    deleted = fields.BooleanField(default=False)
    seq = fields.BigIntField()
    stamps: fields.Field[dict[str, Any]] = fields.JSONField(default=dict)

    class Meta:
        table = "moods"
        constraints = (
            CheckConstraint("level BETWEEN 1 AND 5", "mood_level_valid"),
            CheckConstraint("anxiety BETWEEN 1 AND 5", "mood_anxiety_valid"),
            CheckConstraint("confidence BETWEEN 1 AND 5", "mood_confidence_valid"),
            CheckConstraint("energy BETWEEN 1 AND 5", "mood_energy_valid"),
            CheckConstraint("sleep BETWEEN 1 AND 5", "mood_sleep_valid"),
        )
        indexes = (
            Index(fields=("user_id", "seq"), name="moods_feed"),
            Index(fields=("user_id", "day"), name="moods_day"),
        )


class Factor(Model):
    """Something of a person's own that may go with their mood, in groups they name."""

    id = fields.UUIDField(primary_key=True)
    user: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "everkeel.User", related_name="factors", on_delete=fields.CASCADE
    )
    name = fields.CharField(max_length=40)
    group = fields.CharField(max_length=40, default="")
    icon = fields.CharField(max_length=16, default="")
    position = fields.IntField(default=0)
    archived = fields.BooleanField(default=False)
    deleted = fields.BooleanField(default=False)
    seq = fields.BigIntField()
    stamps: fields.Field[dict[str, Any]] = fields.JSONField(default=dict)

    class Meta:
        table = "factors"
        indexes = (Index(fields=("user_id", "seq"), name="factors_feed"),)


class Event(Model):
    """A marker in a person's time, such as a new medicine, its note sealed."""

    id = fields.UUIDField(primary_key=True)
    user: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "everkeel.User", related_name="events", on_delete=fields.CASCADE
    )
    name = fields.CharField(max_length=80)
    kind = fields.CharField(max_length=12, default="other")
    day = fields.DateField()
    ends_on = fields.DateField(null=True)
    follow_up_on = fields.DateField(null=True)
    note = fields.TextField(default="")
    deleted = fields.BooleanField(default=False)
    seq = fields.BigIntField()
    stamps: fields.Field[dict[str, Any]] = fields.JSONField(default=dict)

    class Meta:
        table = "events"
        constraints = (
            CheckConstraint(
                "kind IN ('medicine', 'therapy', 'treatment', 'holiday', 'illness', 'life',"
                " 'other')",
                "event_kind_valid",
            ),
            CheckConstraint("ends_on >= day", "event_days_valid"),
            CheckConstraint("follow_up_on > day", "event_follow_up_valid"),
        )
        indexes = (Index(fields=("user_id", "seq"), name="events_feed"),)


class Screening(Model):
    """A filled-in questionnaire, its answers sealed."""

    id = fields.UUIDField(primary_key=True)
    user: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "everkeel.User", related_name="screenings", on_delete=fields.CASCADE
    )
    instrument = fields.CharField(max_length=8)
    version = fields.CharField(max_length=20)
    language = fields.CharField(max_length=8)
    day = fields.DateField()
    at = fields.BigIntField()
    answers = fields.TextField(default="")
    deleted = fields.BooleanField(default=False)
    seq = fields.BigIntField()
    stamps: fields.Field[dict[str, Any]] = fields.JSONField(default=dict)

    class Meta:
        table = "screenings"
        constraints = (
            CheckConstraint("instrument IN ('phq8', 'gad7')", "screening_instrument_valid"),
        )
        indexes = (Index(fields=("user_id", "seq"), name="screenings_feed"),)
