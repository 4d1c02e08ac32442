"""Notifications that wait for their second: what belongs together, encrypted ahead (no I/O)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from backend.accounts.service import ReminderProfile
from backend.habits.service import Words
from backend.push.service import Device, Parcel
from backend.reminders import outcomes
from backend.reminders.deliveries import Mark
from backend.reminders.standing import Standing

Key = tuple[int, int, bool, int]  # of numbers: hashing UUIDs would cost more than all the rest


@dataclass(slots=True)
class Held:
    """One notification: its deliveries by id, and what its devices will get.

    `devices` are those that have not had it yet, `reached` says that some other has; `parcels`
    are encrypted for the deliveries of `packed`.
    """

    send_at: int
    user_id: UUID
    members: list[Standing]
    profile: ReminderProfile
    words: Mapping[UUID, Words]
    badge: int
    devices: list[Device]
    reached: bool
    parcels: list[Parcel] = field(default_factory=list)
    packed: list[UUID] = field(default_factory=list)

    @property
    def key(self) -> Key:
        """Equal for what is one notification: a person, an instant, a notice or not."""
        return _key(self.members[0])

    def join(self, other: "Held") -> None:
        """Take in what was claimed later and belongs to it."""
        (self.members,) = together([*self.members, *other.members])
        self.words = {**self.words, **other.words}
        self.badge = max(self.badge, other.badge)

    def paces(self) -> list[tuple[UUID, int]]:
        """Reminders whose count of ignored notifications is another once it is sent."""
        return [
            (member.delivery.reminder_id, member.ignored)
            for member in self.members
            if member.ignored is not None
        ]

    def pairs(self) -> list[tuple[UUID, UUID | None]]:
        """Each delivery that rides along, with the one that carries the notification.

        None for the one that carries it, if it rode along before.
        """
        leader, *others = (member.delivery for member in self.members)
        alone = [(leader.id, None)] if leader.lead != leader.id else []
        return [*alone, *((other.id, leader.id) for other in others)]


def _key(standing: Standing) -> Key:
    delivery, apart = standing.delivery, standing.apart
    notice = delivery.kind == "notice"
    return delivery.user_id.int, delivery.send_at, notice, apart.int if apart else 0


def together(standings: Iterable[Standing], reached: Collection[UUID] = ()) -> list[list[Standing]]:
    """The deliveries of each notification, always in the same order.

    `reached` are notifications that some device has had already.
    """
    groups: dict[Key, list[Standing]] = {}
    for standing in sorted(standings, key=lambda found: found.delivery.id):
        if standing.delivery.lead in reached:
            standing = replace(standing, apart=standing.delivery.lead)
        groups.setdefault(_key(standing), []).append(standing)
    return list(groups.values())


def endings(
    standings: Sequence[Standing], silent: Mapping[UUID, str], now: int
) -> tuple[list[Mark], list[Standing]]:
    """Marks of deliveries that will not be posted, and those whose reminder stops with them.

    What has turned out in the last seconds comes before what was known when it was claimed.
    """
    marks, stopping = [], []
    for standing in standings:
        delivery = standing.delivery
        reason = silent.get(delivery.id) or standing.reason
        if reason == "stopped":
            stopping.append(standing)
        elif reason:
            marks.append(outcomes.ended(delivery, "silent", reason))
        elif delivery.expires_at <= now:
            marks.append(outcomes.ended(delivery, "expired", "too-late"))
    return marks, stopping
