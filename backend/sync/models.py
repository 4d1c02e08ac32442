"""The table of operations already answered."""

from typing import Any

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model


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
                "status IN ('applied', 'superseded', 'rejected')",
                "syncoperation_status_valid",
            ),
        )
        indexes = (Index(fields=("user_id", "created_at"), name="sync_operations_user"),)
