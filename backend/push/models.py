"""The table of devices that receive notifications."""

from typing import Any

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from backend.database import uuid7


class Subscription(Model):
    """One browser's push subscription (RFC 8030), a dead one stays as a tombstone for a while."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    user: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "everkeel.User", related_name="subscriptions", on_delete=fields.CASCADE
    )
    endpoint = fields.TextField()
    endpoint_hash = fields.CharField(max_length=43, unique=True)
    p256dh = fields.CharField(max_length=100)
    auth = fields.CharField(max_length=32)
    origin = fields.CharField(max_length=255)
    label = fields.CharField(max_length=80, default="")
    created_at = fields.BigIntField()
    last_delivered_at = fields.BigIntField(null=True)
    active = fields.BooleanField(default=True)
    ended_at = fields.BigIntField(null=True)
    ended_reason = fields.CharField(max_length=40, default="")
    trouble = fields.CharField(max_length=40, default="")
    key_id = fields.CharField(max_length=16, default="", db_default="")

    class Meta:
        table = "subscriptions"
        indexes = (Index(fields=("user_id", "active"), name="subscriptions_user"),)
