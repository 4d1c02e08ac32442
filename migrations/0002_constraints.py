"""Constraints by explicit operations: Tortoise ignores those in a model's Meta.

Checks come before uniques: on SQLite each check rebuilds its table.
"""

from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

CHECKS = {
    "User": {"role": "role IN ('member', 'admin')"},
    "Invite": {"role": "role IN ('member', 'admin')"},
    "Profile": {"day": "day_starts_at BETWEEN 0 AND 23"},
    "Habit": {"weekdays": "weekdays BETWEEN 1 AND 127", "kind": "kind IN ('yes_no')"},
    "Mood": {
        "level": "level BETWEEN 1 AND 5",
        "anxiety": "anxiety BETWEEN 1 AND 5",
        "confidence": "confidence BETWEEN 1 AND 5",
    },
    "Entry": {"value": "value IN (0, 1)"},
    "SyncOperation": {"status": "status IN ('applied', 'superseded', 'rejected')"},
    "Reminder": {
        "minute": "minute BETWEEN 0 AND 1439",
        "weekdays": "weekdays BETWEEN 1 AND 127",
    },
    "Delivery": {
        "state": "state IN ('pending', 'leased', 'sending', 'sent', 'silent', 'failed',"
        " 'expired', 'cancelled')",
    },
    "DeliveryPush": {"state": "state IN ('pending', 'sending', 'sent', 'dead')"},
    "Article": {"status": "status IN ('draft', 'in_review', 'published', 'withdrawn')"},
}
UNIQUES = {
    "Entry": ("entries_habit_day", ("habit_id", "day")),
    "Delivery": ("deliveries_occurrence", ("reminder_id", "local_key")),
    "DeliveryPush": ("delivery_pushes_device", ("delivery_id", "subscription_id")),
}


class Migration(migrations.Migration):
    """Adds what the tables must never hold, and what they must hold once."""

    dependencies = [("everkeel", "0001_initial")]

    operations = [
        *(
            ops.AddConstraint(model, CheckConstraint(check, f"{model.lower()}_{name}_valid"))
            for model, checks in CHECKS.items()
            for name, check in checks.items()
        ),
        *(
            ops.AddConstraint(model, UniqueConstraint(columns, name))
            for model, (name, columns) in UNIQUES.items()
        ),
    ]
