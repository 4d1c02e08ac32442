"""Texts, travel, pace, snoozes and groups of reminders; what a person wants of notifications."""

from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint

FIELDS = {
    "Delivery": {
        "kind": fields.CharField(default="scheduled", db_default="scheduled", max_length=10),
        "grouped_with": fields.UUIDField(null=True),
        "sent_at": fields.BigIntField(null=True),
    },
    "Profile": {
        "quiet_from": fields.SmallIntField(null=True),
        "quiet_to": fields.SmallIntField(null=True),
        "reminder_limit": fields.SmallIntField(default=2, db_default=2),
        "open_texts": fields.BooleanField(default=False, db_default=False),
        "mail_fallback": fields.BooleanField(default=False, db_default=False),
    },
    "Reminder": {
        "text": fields.CharField(default="", db_default="", max_length=160),
        "follow": fields.BooleanField(default=True, db_default=True),
        "ignored": fields.SmallIntField(default=0, db_default=0),
        "stopped_at": fields.BigIntField(null=True),
    },
    "Subscription": {
        "key_id": fields.CharField(default="", db_default="", max_length=16),
    },
}
CHECKS = {
    "Delivery": {"delivery_kind_valid": "kind IN ('scheduled', 'snooze', 'notice')"},
    "Profile": {
        "profile_quiet_valid": "(quiet_from IS NULL) = (quiet_to IS NULL)"
        " AND quiet_from BETWEEN 0 AND 1439 AND quiet_to BETWEEN 0 AND 1439",
        "profile_limit_valid": "reminder_limit BETWEEN 1 AND 20",
    },
}
# A reminder that was given another zone than its owner's stays there.
STAY = (
    "UPDATE reminders SET follow = FALSE WHERE zone <>"
    " (SELECT zone FROM profiles WHERE profiles.user_id = reminders.user_id)"
)


class Migration(migrations.Migration):
    """Adds columns with the database's own defaults, so that old rows stay as they are."""

    dependencies = [("everkeel", "0002_constraints")]

    operations = [
        ops.CreateModel(
            name="Zone",
            fields=[
                (
                    "name",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=64),
                ),
                ("print", fields.CharField(max_length=16)),
            ],
            options={"table": "zones", "app": "everkeel", "pk_attr": "name"},
            bases=["Model"],
        ),
        ops.RemoveIndex("Delivery", name="deliveries_pending"),
        ops.AlterField("Delivery", "local_key", fields.CharField(max_length=32)),
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
        ops.AddIndex(
            "Delivery", Index(fields=("state", "not_before", "user_id"), name="deliveries_claim")
        ),
        ops.RunSQL(STAY, ""),
    ]
