"""Tables of operations already answered, and of the values that lost."""

from typing import Any

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from backend.database import one_of


class SyncOperation(Model):
    """The stored answer to an operation, so that a replay gets the same one."""

    id = fields.UUIDField(primary_key=True)
    user: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "everkeel.User", related_name="operations", on_delete=fields.CASCADE
    )
    status = fields.CharField(max_length=12)
    code = fields.CharField(max_length=40, default="")
    created_at = fields.BigIntField()

    class Meta:
        table = "sync_operations"
        constraints = (
            CheckConstraint(
                one_of("status", "applied", "superseded", "rejected"),
                "syncoperation_status_valid",
            ),
        )
        indexes = (Index(fields=("user_id", "created_at"), name="sync_operations_user"),)


class Version(Model):
    """A value that another device's later one took the place of, as JSON, a note sealed.

    `op_id` is the operation that lost on arrival, or the one that replaced a stored value.
    """

    id = fields.UUIDField(primary_key=True)
    user: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "everkeel.User", related_name="versions", on_delete=fields.CASCADE
    )
    entity = fields.CharField(max_length=12)
    entity_id = fields.CharField(max_length=47)
    field = fields.CharField(max_length=24)
    value = fields.TextField()
    stamp = fields.CharField(max_length=57)
    op_id = fields.UUIDField()
    lost_at = fields.BigIntField()

    class Meta:
        table = "versions"
        indexes = (
            Index(fields=("user_id", "entity_id"), name="versions_row"),
            Index(fields=("lost_at",), name="versions_age"),
        )
