"""A delivery is in fewer indexes: planning one and moving it on cost less."""

from tortoise import migrations
from tortoise.migrations import operations as ops

from backend.database import IndexWhenSet


class Migration(migrations.Migration):
    """Leases are indexed only while there is one; what is old is found by its id."""

    dependencies = [("everkeel", "0004_everyday")]

    operations = [
        ops.RemoveIndex("Delivery", name="deliveries_leased"),
        ops.RemoveIndex("Delivery", name="deliveries_expiry"),
        ops.AddIndex("Delivery", IndexWhenSet(fields=("lease_until",), name="deliveries_lease")),
    ]
