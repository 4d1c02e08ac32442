"""What a person read and what they want less of (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from backend.articles.queries import Shelved
from backend.articles.rules import DRUGS, TOPICS

READ_DAYS = 14


@dataclass(frozen=True, slots=True)
class Shelf:
    """Articles and topics that a person read within 14 days or wants less of, on one day."""

    shelved: Sequence[Shelved]
    today: date

    def is_read(self, one: Shelved) -> bool:
        """True when it was read within 14 days."""
        return one.read_on is not None and self.today - one.read_on < timedelta(days=READ_DAYS)

    def is_less(self, one: Shelved) -> bool:
        """True while the person wants less like this."""
        return one.less_until is not None and one.less_until >= self.today

    @property
    def read(self) -> set[UUID]:
        """The articles that were read."""
        return {one.article_id for one in self.shelved if self.is_read(one)}

    @property
    def topics_read(self) -> tuple[str, ...]:
        """The topics with nothing unread left; a drug topic counts from the first article."""
        read = {one.topic for one in self.shelved if self.is_read(one)}
        unread = {o.topic for o in self.shelved if o.published and not self.is_read(o)}
        return tuple(t for t in TOPICS if t in read and (t in DRUGS or t not in unread))

    @property
    def topics_less(self) -> tuple[str, ...]:
        """The topics of which the person wants less."""
        less = {one.topic for one in self.shelved if self.is_less(one)}
        return tuple(t for t in TOPICS if t in less)
