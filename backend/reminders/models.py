"""Tables of reminders and of their deliveries."""

from typing import Any

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model

from backend.database import IndexWhenSet, one_of, uuid7


class Reminder(Model):
    """A wall-clock time on chosen weekdays (bit 0 = Monday), next_fire_at is a cache.

    `follow`: the zone is the person's own, wherever they are; `ignored`: notifications in a row,
    before the last one, that nothing was checked in after.
    """

    id = fields.UUIDField(primary_key=True, default=uuid7)
    user: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "everkeel.User", related_name="reminders", on_delete=fields.CASCADE
    )
    habit_id = fields.UUIDField(null=True)
    minute = fields.SmallIntField()
    weekdays = fields.SmallIntField(default=127)
    zone = fields.CharField(max_length=64)
    enabled = fields.BooleanField(default=True)
    next_fire_at = fields.BigIntField(null=True)
    next_local = fields.CharField(max_length=16, null=True)
    text = fields.CharField(max_length=160, default="", db_default="")
    follow = fields.BooleanField(default=True, db_default=True)
    ignored = fields.SmallIntField(default=0, db_default=0)
    stopped_at = fields.BigIntField(null=True)
    created_at = fields.BigIntField()
    updated_at = fields.BigIntField()

    class Meta:
        table = "reminders"
        constraints = (
            CheckConstraint("minute BETWEEN 0 AND 1439", "reminder_minute_valid"),
            CheckConstraint("weekdays BETWEEN 1 AND 127", "reminder_weekdays_valid"),
        )
        indexes = (
            Index(fields=("enabled", "next_fire_at", "user_id"), name="reminders_due"),
            Index(fields=("user_id",), name="reminders_user"),
        )


class Delivery(Model):
    """One occurrence of a reminder on its way, local_key is its wall time, 2027-03-14T02:30.

    Snoozes and notices have a key of their own kind; `grouped_with` is the delivery whose
    notification also stands for this one.
    """

    id = fields.UUIDField(primary_key=True, default=uuid7)
    reminder: fields.ForeignKeyRelation[Reminder] = fields.ForeignKeyField(
        "everkeel.Reminder", related_name="deliveries", on_delete=fields.CASCADE
    )
    user_id = fields.UUIDField()
    local_key = fields.CharField(max_length=32)
    kind = fields.CharField(max_length=10, default="scheduled", db_default="scheduled")
    grouped_with = fields.UUIDField(null=True)
    due_at = fields.BigIntField()
    expires_at = fields.BigIntField()
    state = fields.CharField(max_length=10, default="pending")
    attempt = fields.SmallIntField(default=0)
    not_before = fields.BigIntField()
    lease_until = fields.BigIntField(null=True)
    owner = fields.CharField(max_length=36, default="")
    outcome = fields.CharField(max_length=40, default="")
    sent_at = fields.BigIntField(null=True)
    shown_at = fields.BigIntField(null=True)
    created_at = fields.BigIntField()

    class Meta:
        table = "deliveries"
        constraints = (
            CheckConstraint(
                one_of(
                    "state",
                    "pending",
                    "leased",
                    "sending",
                    "sent",
                    "silent",
                    "failed",
                    "expired",
                    "cancelled",
                ),
                "delivery_state_valid",
            ),
            CheckConstraint(one_of("kind", "scheduled", "snooze", "notice"), "delivery_kind_valid"),
            UniqueConstraint(("reminder_id", "local_key"), "deliveries_occurrence"),
        )
        indexes = (
            Index(fields=("state", "not_before", "user_id"), name="deliveries_claim"),
            IndexWhenSet(fields=("lease_until",), name="deliveries_lease"),
        )


class DeliveryPush(Model):
    """A delivery's fate on one device."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    delivery: fields.ForeignKeyRelation[Delivery] = fields.ForeignKeyField(
        "everkeel.Delivery", related_name="pushes", on_delete=fields.CASCADE
    )
    subscription: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "everkeel.Subscription", related_name="pushes", on_delete=fields.CASCADE
    )
    state = fields.CharField(max_length=10, default="pending")
    status = fields.SmallIntField(null=True)
    attempt = fields.SmallIntField(default=0)
    sent_at = fields.BigIntField(null=True)

    class Meta:
        table = "delivery_pushes"
        constraints = (
            CheckConstraint(
                one_of("state", "pending", "sending", "sent", "dead"),
                "deliverypush_state_valid",
            ),
            UniqueConstraint(("delivery_id", "subscription_id"), "delivery_pushes_device"),
        )


class Zone(Model):
    """A time zone as it was when its reminders were last computed."""

    name = fields.CharField(max_length=64, primary_key=True)
    print = fields.CharField(max_length=16)

    class Meta:
        table = "zones"
