"""Tables of people, their sign-ins and their settings."""

from enum import StrEnum
from typing import Any

from tortoise import fields
from tortoise.fields.db_defaults import SqlDefault
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from backend.database import uuid7


class Role(StrEnum):
    """What a person may do: members keep their own diary, admins also curate."""

    MEMBER = "member"
    ADMIN = "admin"


class User(Model):
    """A person who can sign in. feed_seq numbers the changes of their own data.

    Every row up to forgotten_seq that is missing from the feed was deleted long ago.
    """

    id = fields.UUIDField(primary_key=True, default=uuid7)
    email = fields.CharField(max_length=254)
    email_key = fields.CharField(max_length=254, unique=True)
    password_hash = fields.CharField(max_length=255)
    role = fields.CharField(max_length=10)
    created_at = fields.BigIntField()
    feed_seq = fields.BigIntField(default=0)
    forgotten_seq = fields.BigIntField(default=0, db_default=0)

    class Meta:
        table = "users"
        constraints = (CheckConstraint("role IN ('member', 'admin')", "user_role_valid"),)


class Session(Model):
    """One signed-in browser, only the hash of its token is stored."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "everkeel.User", related_name="sessions", on_delete=fields.CASCADE
    )
    token_hash = fields.CharField(max_length=64, unique=True)
    label = fields.CharField(max_length=120, default="")
    created_at = fields.BigIntField()
    last_seen_at = fields.BigIntField()
    expires_at = fields.BigIntField()

    class Meta:
        table = "sessions"
        indexes = (Index(fields=("user_id",), name="sessions_user"),)


class Invite(Model):
    """A single-use link to sign up with, only the hash of its token is stored."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    token_hash = fields.CharField(max_length=64, unique=True)
    role = fields.CharField(max_length=10)
    created_by = fields.UUIDField(null=True)
    created_at = fields.BigIntField()
    expires_at = fields.BigIntField()
    used_at = fields.BigIntField(null=True)

    class Meta:
        table = "invites"
        constraints = (CheckConstraint("role IN ('member', 'admin')", "invite_role_valid"),)


class Throttle(Model):
    """Failed attempts by a hashed key, so that guessing slows down across restarts."""

    key = fields.CharField(max_length=64, primary_key=True)
    failures = fields.IntField()
    blocked_until = fields.BigIntField()
    updated_at = fields.BigIntField()

    class Meta:
        table = "throttles"


# As SQL: Tortoise escapes the quotes of a JSON default.
MOOD_PARTS = """'["emotions","anxiety","factors","note"]'"""


class NoteKey(Model):
    """The key of a person's notes, wrapped by the instance's master key."""

    user: fields.OneToOneRelation[User] = fields.OneToOneField(
        "everkeel.User", related_name="note_key", on_delete=fields.CASCADE, primary_key=True
    )
    wrapped = fields.CharField(max_length=120)
    created_at = fields.BigIntField()

    class Meta:
        table = "note_keys"


class Profile(Model):
    """A person's settings, synced field by field."""

    user: fields.OneToOneRelation[User] = fields.OneToOneField(
        "everkeel.User", related_name="profile", on_delete=fields.CASCADE, primary_key=True
    )
    zone = fields.CharField(max_length=64)
    day_starts_at = fields.SmallIntField(default=3)
    language = fields.CharField(max_length=8)
    country = fields.CharField(max_length=2, default="")
    birth_year = fields.SmallIntField(null=True)
    adult = fields.BooleanField(default=False)
    treatments = fields.BooleanField(default=False)
    flags: fields.Field[list[Any]] = fields.JSONField(default=list)
    medicines: fields.Field[list[Any]] = fields.JSONField(default=list)
    medicine_changed_on = fields.DateField(null=True)
    suggestions = fields.BooleanField(default=True)
    help_pressed_at = fields.BigIntField(null=True)
    quiet_from = fields.SmallIntField(null=True)
    quiet_to = fields.SmallIntField(null=True)
    reminder_limit = fields.SmallIntField(default=2, db_default=2)
    open_texts = fields.BooleanField(default=False, db_default=False)
    mail_fallback = fields.BooleanField(default=False, db_default=False)
    week_starts_on = fields.SmallIntField(default=0, db_default=0)
    streaks = fields.BooleanField(default=False, db_default=False)
    mood_parts: fields.Field[list[Any]] = fields.JSONField(
        default=list, db_default=SqlDefault(MOOD_PARTS)
    )
    mood_scale: fields.Field[list[Any]] = fields.JSONField(default=list, db_default=[])
    welcomed = fields.BooleanField(default=False, db_default=False)
    interests: fields.Field[list[Any]] = fields.JSONField(default=list, db_default=[])
    focus: fields.Field[list[Any]] = fields.JSONField(default=list, db_default=[])
    questionnaires: fields.Field[list[Any]] = fields.JSONField(default=list, db_default=[])
    seq = fields.BigIntField(default=0)
    stamps: fields.Field[dict[str, Any]] = fields.JSONField(default=dict)

    class Meta:
        table = "profiles"
        constraints = (
            CheckConstraint("day_starts_at BETWEEN 0 AND 23", "profile_day_valid"),
            CheckConstraint(
                "(quiet_from IS NULL) = (quiet_to IS NULL) AND quiet_from BETWEEN 0 AND 1439"
                " AND quiet_to BETWEEN 0 AND 1439",
                "profile_quiet_valid",
            ),
            CheckConstraint("reminder_limit BETWEEN 1 AND 20", "profile_limit_valid"),
            CheckConstraint("week_starts_on BETWEEN 0 AND 6", "profile_week_valid"),
        )
