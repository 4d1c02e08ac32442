"""Storing what is written often costs less: its checks no longer build a table for each row."""

from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint

CHECKS = {
    "Delivery": {
        "delivery_state_valid": (
            "state = 'pending' OR state = 'leased' OR state = 'sending' OR state = 'sent'"
            " OR state = 'silent' OR state = 'failed' OR state = 'expired' OR state = 'cancelled'"
        ),
        "delivery_kind_valid": "kind = 'scheduled' OR kind = 'snooze' OR kind = 'notice'",
    },
    "DeliveryPush": {
        "deliverypush_state_valid": (
            "state = 'pending' OR state = 'sending' OR state = 'sent' OR state = 'dead'"
        ),
    },
    "SyncOperation": {
        "syncoperation_status_valid": (
            "status = 'applied' OR status = 'superseded' OR status = 'rejected'"
        ),
    },
}


class Migration(migrations.Migration):
    """The same values as before, asked for one by one."""

    dependencies = [("everkeel", "0006_insights_and_curation")]

    operations = [
        operation
        for model, checks in CHECKS.items()
        for name, check in checks.items()
        for operation in (
            ops.RemoveConstraint(model, name),
            ops.AddConstraint(model, CheckConstraint(check, name)),
        )
    ]
