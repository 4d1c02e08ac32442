"""All kinds of habits and schedules, moods in detail, sealed notes, values that lost."""

from tortoise import fields, migrations
from tortoise.fields.base import Field, OnDelete
from tortoise.fields.db_defaults import SqlDefault
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint


def key() -> Field:
    """The id that a device gave a row."""
    return fields.UUIDField(primary_key=True, unique=True, db_index=True)


def belongs(model: str, column: str, related_name: str, *, null: bool = False) -> Field:
    """A reference whose row goes with the one it refers to."""
    return fields.ForeignKeyField(
        f"everkeel.{model}",
        source_field=column,
        null=null,
        db_constraint=True,
        to_field="id",
        related_name=related_name,
        on_delete=OnDelete.CASCADE,
    )


def synced(related_name: str, **own: Field) -> list[tuple[str, Field]]:
    """The fields of a synced table."""
    return [
        ("id", key()),
        ("user", belongs("User", "user_id", related_name)),
        *own.items(),
        ("deleted", fields.BooleanField(default=False)),
        ("seq", fields.BigIntField()),
        ("stamps", fields.JSONField(default=dict)),
    ]


TABLES = {
    "HabitGroup": (
        "habit_groups",
        synced(
            "habit_groups",
            name=fields.CharField(max_length=40),
            position=fields.IntField(default=0),
        ),
    ),
    "Amount": (
        "amounts",
        synced(
            "amounts",
            habit=belongs("Habit", "habit_id", "amounts"),
            day=fields.DateField(),
            at=fields.BigIntField(),
            amount=fields.FloatField(),
        ),
    ),
    "Pause": (
        "pauses",
        synced(
            "pauses",
            habit=belongs("Habit", "habit_id", "pauses", null=True),
            first_day=fields.DateField(),
            last_day=fields.DateField(null=True),
        ),
    ),
    "Factor": (
        "factors",
        synced(
            "factors",
            name=fields.CharField(max_length=40),
            group=fields.CharField(default="", max_length=40),
            icon=fields.CharField(default="", max_length=16),
            position=fields.IntField(default=0),
            archived=fields.BooleanField(default=False),
        ),
    ),
    "Event": (
        "events",
        synced(
            "events",
            name=fields.CharField(max_length=80),
            kind=fields.CharField(default="other", max_length=12),
            day=fields.DateField(),
            ends_on=fields.DateField(null=True),
            follow_up_on=fields.DateField(null=True),
            note=fields.TextField(default="", unique=False),
        ),
    ),
    "Version": (
        "versions",
        [
            ("id", key()),
            ("user", belongs("User", "user_id", "versions")),
            ("entity", fields.CharField(max_length=12)),
            ("entity_id", fields.CharField(max_length=47)),
            ("field", fields.CharField(max_length=24)),
            ("value", fields.TextField(unique=False)),
            ("stamp", fields.CharField(max_length=57)),
            ("op_id", fields.UUIDField()),
            ("lost_at", fields.BigIntField()),
        ],
    ),
}
NOTE_KEYS = [
    (
        "user",
        fields.OneToOneField(
            "everkeel.User",
            source_field="user_id",
            primary_key=True,
            db_index=True,
            db_constraint=True,
            to_field="id",
            related_name="note_key",
            on_delete=OnDelete.CASCADE,
        ),
    ),
    ("wrapped", fields.CharField(max_length=120)),
    ("created_at", fields.BigIntField()),
]
MOOD_PARTS = """'["emotions","anxiety","factors","note"]'"""
FIELDS = {
    "User": {"forgotten_seq": fields.BigIntField(default=0, db_default=0)},
    "Profile": {
        "week_starts_on": fields.SmallIntField(default=0, db_default=0),
        "streaks": fields.BooleanField(default=False, db_default=False),
        "mood_parts": fields.JSONField(default=list, db_default=SqlDefault(MOOD_PARTS)),
        "mood_scale": fields.JSONField(default=list, db_default=[]),
        "welcomed": fields.BooleanField(default=False, db_default=False),
    },
    "Habit": {
        "schedule": fields.CharField(default="weekdays", db_default="weekdays", max_length=12),
        "times": fields.SmallIntField(default=1, db_default=1),
        "days": fields.SmallIntField(default=1, db_default=1),
        "starts_on": fields.DateField(null=True),
        "target": fields.FloatField(default=1, db_default=1),
        "unit": fields.CharField(default="", db_default="", max_length=20),
        "step": fields.FloatField(default=1, db_default=1),
        "plan_when": fields.CharField(default="", db_default="", max_length=120),
        "plan_then": fields.CharField(default="", db_default="", max_length=120),
        "group_id": fields.UUIDField(null=True),
    },
    "Entry": {"skipped": fields.BooleanField(default=False, db_default=False)},
    "Mood": {
        "word": fields.CharField(default="", db_default="", max_length=24),
        "energy": fields.SmallIntField(null=True),
        "sleep": fields.SmallIntField(null=True),
        "emotions": fields.JSONField(default=list, db_default=[]),
        "factors": fields.JSONField(default=list, db_default=[]),
        "note": fields.TextField(default="", db_default="", unique=False),
    },
}
CHECKS = {
    "Profile": {"profile_week_valid": "week_starts_on BETWEEN 0 AND 6"},
    "Habit": {
        "habit_kind_valid": "kind IN ('yes_no', 'at_least', 'at_most', 'avoid')",
        "habit_schedule_valid": "schedule IN"
        " ('weekdays', 'per_week', 'per_month', 'rolling', 'interval')"
        " AND times BETWEEN 1 AND 31 AND days BETWEEN 1 AND 365",
        "habit_target_valid": "target BETWEEN 0 AND 1000000 AND step > 0 AND step <= 1000000",
    },
    "Amount": {"amount_amount_valid": "amount BETWEEN -1000000 AND 1000000"},
    "Pause": {"pause_days_valid": "last_day >= first_day"},
    "Mood": {
        "mood_energy_valid": "energy BETWEEN 1 AND 5",
        "mood_sleep_valid": "sleep BETWEEN 1 AND 5",
    },
    "Event": {
        "event_kind_valid": "kind IN ('medicine', 'therapy', 'treatment', 'holiday', 'illness',"
        " 'life', 'other')",
        "event_days_valid": "ends_on >= day",
        "event_follow_up_valid": "follow_up_on > day",
    },
}
INDEXES = {
    "HabitGroup": {"habit_groups_feed": ("user_id", "seq")},
    "Amount": {
        "amounts_feed": ("user_id", "seq"),
        "amounts_habit_day": ("habit_id", "day"),
    },
    "Pause": {"pauses_feed": ("user_id", "seq"), "pauses_habit": ("habit_id",)},
    "Factor": {"factors_feed": ("user_id", "seq")},
    "Event": {"events_feed": ("user_id", "seq")},
    "Version": {"versions_row": ("user_id", "entity_id"), "versions_age": ("lost_at",)},
}

# On the way down: an older version knows one kind.
OF_OLD = "UPDATE habits SET kind = 'yes_no'"
# Few rows are deleted ones: whoever looks for them need not read the others.
SYNCED = ("habit_groups", "habits", "entries", "amounts", "pauses", "moods", "factors", "events")


class Migration(migrations.Migration):
    """Adds columns with the database's own defaults, so that old rows stay as they are."""

    dependencies = [("everkeel", "0003_reminders")]

    operations = [
        *(
            ops.CreateModel(
                name=name,
                fields=columns,
                options={
                    "table": table,
                    "app": "everkeel",
                    "pk_attr": "id",
                    "indexes": [Index(fields=f, name=n) for n, f in INDEXES[name].items()],
                },
                bases=["Model"],
            )
            for name, (table, columns) in TABLES.items()
        ),
        ops.CreateModel(
            name="NoteKey",
            fields=NOTE_KEYS,
            options={"table": "note_keys", "app": "everkeel", "pk_attr": "user_id"},
            bases=["Model"],
        ),
        *(
            ops.AddField(model, name, field)
            for model, added in FIELDS.items()
            for name, field in added.items()
        ),
        # No app ever wrote there: what goes with a mood is a factor now. The default is for the
        # way down.
        ops.AlterField("Mood", "tags", fields.JSONField(default=list, db_default=[])),
        ops.RemoveField("Mood", "tags"),
        ops.RemoveConstraint("Habit", "habit_kind_valid"),
        ops.RunSQL("", OF_OLD),
        *(
            ops.AddConstraint(model, CheckConstraint(check, name))
            for model, checks in CHECKS.items()
            for name, check in checks.items()
        ),
        ops.RunSQL(
            ";".join(f"CREATE INDEX {t}_deleted ON {t} (user_id) WHERE deleted" for t in SYNCED),
            ";".join(f"DROP INDEX {t}_deleted" for t in SYNCED),
        ),
    ]
