"""Planning a delivery and moving it on cost less, and so does reading a habit's days."""

from tortoise import migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from backend.database import IndexWhenSet


class Migration(migrations.Migration):
    """Leases are indexed only while there is one; what is old is found by its id.

    What is due is read in the order of people, so that nobody's notification is divided.
    """

    dependencies = [("everkeel", "0004_everyday")]

    operations = [
        ops.RemoveIndex("Delivery", name="deliveries_leased"),
        ops.RemoveIndex("Delivery", name="deliveries_expiry"),
        ops.AddIndex("Delivery", IndexWhenSet(fields=("lease_until",), name="deliveries_lease")),
        ops.RemoveIndex("Entry", name="entries_day"),
        ops.AddIndex(
            "Entry",
            Index(fields=("habit_id", "day", "value", "skipped", "deleted"), name="entries_read"),
        ),
        ops.RemoveIndex("Reminder", name="reminders_due"),
        ops.AddIndex(
            "Reminder", Index(fields=("enabled", "next_fire_at", "user_id"), name="reminders_due")
        ),
    ]
