import functools
from json import dumps, loads
from uuid import uuid4

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from backend.database import uuid7


class Migration(migrations.Migration):
    initial = True

    operations = [
        ops.CreateModel(
            name="Article",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True),
                ),
                ("slug", fields.CharField(unique=True, max_length=80)),
                ("topic", fields.CharField(max_length=24)),
                ("gate", fields.CharField(default="none", max_length=16)),
                ("status", fields.CharField(default="draft", max_length=10)),
                ("url", fields.CharField(max_length=2000)),
                ("url_key", fields.CharField(unique=True, max_length=43)),
                ("publisher", fields.CharField(default="", max_length=120)),
                ("language", fields.CharField(default="en", max_length=8)),
                (
                    "texts",
                    fields.JSONField(
                        default=dict,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
                ("evidence_level", fields.CharField(default="", max_length=20)),
                ("minutes", fields.SmallIntField(default=0)),
                (
                    "content_warnings",
                    fields.JSONField(
                        default=list,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
                (
                    "sources",
                    fields.JSONField(
                        default=list,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
                (
                    "companions",
                    fields.JSONField(
                        default=list,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
                ("source_note", fields.TextField(default="", unique=False)),
                ("reviewed_on", fields.DateField(null=True)),
                ("review_due", fields.DateField(null=True)),
                ("starter_hash", fields.CharField(default="", max_length=64)),
                ("created_by", fields.UUIDField(null=True)),
                ("created_at", fields.BigIntField()),
                ("updated_at", fields.BigIntField()),
                ("published_at", fields.BigIntField(null=True)),
            ],
            options={
                "table": "articles",
                "app": "everkeel",
                "indexes": [Index(fields=["status", "topic"], name="articles_shelf")],
                "pk_attr": "id",
                "table_description": "A curated link, texts holds what people read, by language.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Invite",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True),
                ),
                ("token_hash", fields.CharField(unique=True, max_length=64)),
                ("role", fields.CharField(max_length=10)),
                ("created_by", fields.UUIDField(null=True)),
                ("created_at", fields.BigIntField()),
                ("expires_at", fields.BigIntField()),
                ("used_at", fields.BigIntField(null=True)),
            ],
            options={
                "table": "invites",
                "app": "everkeel",
                "pk_attr": "id",
                "table_description": "A single-use link to sign up with, only the hash of its token is stored.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Throttle",
            fields=[
                (
                    "key",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=64),
                ),
                ("failures", fields.IntField()),
                ("blocked_until", fields.BigIntField()),
                ("updated_at", fields.BigIntField()),
            ],
            options={
                "table": "throttles",
                "app": "everkeel",
                "pk_attr": "key",
                "table_description": "Failed attempts by a hashed key, so that guessing slows down across restarts.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True),
                ),
                ("email", fields.CharField(max_length=254)),
                ("email_key", fields.CharField(unique=True, max_length=254)),
                ("password_hash", fields.CharField(max_length=255)),
                ("role", fields.CharField(max_length=10)),
                ("created_at", fields.BigIntField()),
                ("feed_seq", fields.BigIntField(default=0)),
            ],
            options={
                "table": "users",
                "app": "everkeel",
                "pk_attr": "id",
                "table_description": "A person who can sign in, feed_seq numbers the changes of their own data.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Habit",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True),
                ),
                (
                    "user",
                    fields.ForeignKeyField(
                        "everkeel.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="habits",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("name", fields.CharField(max_length=80)),
                ("icon", fields.CharField(default="", max_length=16)),
                ("colour", fields.SmallIntField(default=0)),
                ("kind", fields.CharField(default="yes_no", max_length=12)),
                ("weekdays", fields.SmallIntField(default=127)),
                ("position", fields.IntField(default=0)),
                ("created_on", fields.DateField()),
                ("archived", fields.BooleanField(default=False)),
                ("deleted", fields.BooleanField(default=False)),
                ("seq", fields.BigIntField()),
                (
                    "stamps",
                    fields.JSONField(
                        default=dict,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
            ],
            options={
                "table": "habits",
                "app": "everkeel",
                "indexes": [Index(fields=["user_id", "seq"], name="habits_feed")],
                "pk_attr": "id",
                "table_description": "What a person wants to do on which weekdays (bit 0 = Monday), synced field by field.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "user",
                    fields.ForeignKeyField(
                        "everkeel.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="entries",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "habit",
                    fields.ForeignKeyField(
                        "everkeel.Habit",
                        source_field="habit_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="entries",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("day", fields.DateField()),
                ("value", fields.SmallIntField()),
                ("deleted", fields.BooleanField(default=False)),
                ("seq", fields.BigIntField()),
                (
                    "stamps",
                    fields.JSONField(
                        default=dict,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
            ],
            options={
                "table": "entries",
                "app": "everkeel",
                "indexes": [
                    Index(fields=["user_id", "seq"], name="entries_feed"),
                    Index(fields=["user_id", "day"], name="entries_day"),
                ],
                "pk_attr": "id",
                "table_description": "One habit on one local date, synced field by field.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Impression",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True),
                ),
                (
                    "user",
                    fields.ForeignKeyField(
                        "everkeel.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="impressions",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "article",
                    fields.ForeignKeyField(
                        "everkeel.Article",
                        source_field="article_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="impressions",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("shown_at", fields.BigIntField()),
                ("reason", fields.CharField(max_length=40)),
                ("rule_version", fields.CharField(max_length=16)),
                (
                    "inputs",
                    fields.JSONField(
                        default=dict,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
            ],
            options={
                "table": "impressions",
                "app": "everkeel",
                "indexes": [Index(fields=["user_id", "shown_at"], name="impressions_user")],
                "pk_attr": "id",
                "table_description": "That an article was suggested to a person, by which rule and which numbers.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Mood",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True),
                ),
                (
                    "user",
                    fields.ForeignKeyField(
                        "everkeel.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="moods",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("day", fields.DateField()),
                ("at", fields.BigIntField()),
                ("level", fields.SmallIntField()),
                ("anxiety", fields.SmallIntField(null=True)),
                ("confidence", fields.SmallIntField(null=True)),
                (
                    "tags",
                    fields.JSONField(
                        default=list,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
                ("deleted", fields.BooleanField(default=False)),
                ("seq", fields.BigIntField()),
                (
                    "stamps",
                    fields.JSONField(
                        default=dict,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
            ],
            options={
                "table": "moods",
                "app": "everkeel",
                "indexes": [
                    Index(fields=["user_id", "seq"], name="moods_feed"),
                    Index(fields=["user_id", "day"], name="moods_day"),
                ],
                "pk_attr": "id",
                "table_description": "One mood check-in, kept on the local date of the tap, synced field by field.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Profile",
            fields=[
                (
                    "user",
                    fields.OneToOneField(
                        "everkeel.User",
                        source_field="user_id",
                        primary_key=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="profile",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("zone", fields.CharField(max_length=64)),
                ("day_starts_at", fields.SmallIntField(default=3)),
                ("language", fields.CharField(max_length=8)),
                ("country", fields.CharField(default="", max_length=2)),
                ("birth_year", fields.SmallIntField(null=True)),
                ("adult", fields.BooleanField(default=False)),
                ("treatments", fields.BooleanField(default=False)),
                (
                    "flags",
                    fields.JSONField(
                        default=list,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
                (
                    "medicines",
                    fields.JSONField(
                        default=list,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
                ("medicine_changed_on", fields.DateField(null=True)),
                ("suggestions", fields.BooleanField(default=True)),
                ("help_pressed_at", fields.BigIntField(null=True)),
                ("seq", fields.BigIntField(default=0)),
                (
                    "stamps",
                    fields.JSONField(
                        default=dict,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
            ],
            options={
                "table": "profiles",
                "app": "everkeel",
                "pk_attr": "user_id",
                "table_description": "A person's settings, synced field by field.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True),
                ),
                (
                    "user",
                    fields.ForeignKeyField(
                        "everkeel.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="reminders",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("habit_id", fields.UUIDField(null=True)),
                ("minute", fields.SmallIntField()),
                ("weekdays", fields.SmallIntField(default=127)),
                ("zone", fields.CharField(max_length=64)),
                ("enabled", fields.BooleanField(default=True)),
                ("next_fire_at", fields.BigIntField(null=True)),
                ("next_local", fields.CharField(null=True, max_length=16)),
                ("created_at", fields.BigIntField()),
                ("updated_at", fields.BigIntField()),
            ],
            options={
                "table": "reminders",
                "app": "everkeel",
                "indexes": [
                    Index(fields=["enabled", "next_fire_at"], name="reminders_due"),
                    Index(fields=["user_id"], name="reminders_user"),
                ],
                "pk_attr": "id",
                "table_description": "A wall-clock time on chosen weekdays (bit 0 = Monday), next_fire_at is a cache.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True),
                ),
                (
                    "reminder",
                    fields.ForeignKeyField(
                        "everkeel.Reminder",
                        source_field="reminder_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="deliveries",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("user_id", fields.UUIDField()),
                ("local_key", fields.CharField(max_length=16)),
                ("due_at", fields.BigIntField()),
                ("expires_at", fields.BigIntField()),
                ("state", fields.CharField(default="pending", max_length=10)),
                ("attempt", fields.SmallIntField(default=0)),
                ("not_before", fields.BigIntField()),
                ("lease_until", fields.BigIntField(null=True)),
                ("owner", fields.CharField(default="", max_length=36)),
                ("outcome", fields.CharField(default="", max_length=40)),
                ("shown_at", fields.BigIntField(null=True)),
                ("created_at", fields.BigIntField()),
            ],
            options={
                "table": "deliveries",
                "app": "everkeel",
                "indexes": [
                    Index(fields=["state", "not_before"], name="deliveries_pending"),
                    Index(fields=["state", "lease_until"], name="deliveries_leased"),
                    Index(fields=["expires_at"], name="deliveries_expiry"),
                ],
                "pk_attr": "id",
                "table_description": "One occurrence of a reminder on its way, local_key is its wall time, 2027-03-14T02:30.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Session",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True),
                ),
                (
                    "user",
                    fields.ForeignKeyField(
                        "everkeel.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="sessions",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("token_hash", fields.CharField(unique=True, max_length=64)),
                ("label", fields.CharField(default="", max_length=120)),
                ("created_at", fields.BigIntField()),
                ("last_seen_at", fields.BigIntField()),
                ("expires_at", fields.BigIntField()),
            ],
            options={
                "table": "sessions",
                "app": "everkeel",
                "indexes": [Index(fields=["user_id"], name="sessions_user")],
                "pk_attr": "id",
                "table_description": "One signed-in browser, only the hash of its token is stored.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Subscription",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True),
                ),
                (
                    "user",
                    fields.ForeignKeyField(
                        "everkeel.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="subscriptions",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("endpoint", fields.TextField(unique=False)),
                ("endpoint_hash", fields.CharField(unique=True, max_length=43)),
                ("p256dh", fields.CharField(max_length=100)),
                ("auth", fields.CharField(max_length=32)),
                ("origin", fields.CharField(max_length=255)),
                ("label", fields.CharField(default="", max_length=80)),
                ("created_at", fields.BigIntField()),
                ("last_delivered_at", fields.BigIntField(null=True)),
                ("active", fields.BooleanField(default=True)),
                ("ended_at", fields.BigIntField(null=True)),
                ("ended_reason", fields.CharField(default="", max_length=40)),
                ("trouble", fields.CharField(default="", max_length=40)),
            ],
            options={
                "table": "subscriptions",
                "app": "everkeel",
                "indexes": [Index(fields=["user_id", "active"], name="subscriptions_user")],
                "pk_attr": "id",
                "table_description": "One browser's push subscription (RFC 8030), a dead one stays as a tombstone for a while.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="DeliveryPush",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True),
                ),
                (
                    "delivery",
                    fields.ForeignKeyField(
                        "everkeel.Delivery",
                        source_field="delivery_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="pushes",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "subscription",
                    fields.ForeignKeyField(
                        "everkeel.Subscription",
                        source_field="subscription_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="pushes",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("state", fields.CharField(default="pending", max_length=10)),
                ("status", fields.SmallIntField(null=True)),
                ("attempt", fields.SmallIntField(default=0)),
                ("sent_at", fields.BigIntField(null=True)),
            ],
            options={
                "table": "delivery_pushes",
                "app": "everkeel",
                "pk_attr": "id",
                "table_description": "A delivery's fate on one device.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SyncOperation",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True),
                ),
                (
                    "user",
                    fields.ForeignKeyField(
                        "everkeel.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="operations",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("status", fields.CharField(max_length=12)),
                ("code", fields.CharField(default="", max_length=40)),
                ("created_at", fields.BigIntField()),
            ],
            options={
                "table": "sync_operations",
                "app": "everkeel",
                "indexes": [Index(fields=["user_id", "created_at"], name="sync_operations_user")],
                "pk_attr": "id",
                "table_description": "The stored answer to an operation, so that a replay gets the same one.",
            },
            bases=["Model"],
        ),
    ]
