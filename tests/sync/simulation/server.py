"""`everkeel serve` without the app's files, and with a fault put in: [FAULT] and its options."""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from backend import cli, frontend
from backend.sync import queries, rules, service


def no_dedupe() -> None:
    """Forgets which operations it has answered."""

    async def nothing(*_: Any) -> dict[Any, Any]:
        return {}

    _replace(queries, "answers", nothing)


def silent_superseded() -> None:
    """Leaves a row where it is in the feed when a change to it came too late."""
    apply = service._apply_checked

    def silent(batch: Any, op: Any, now: int) -> Any:
        place = (op.entity, op.entity_id.lower())
        record, dirty = batch.records.get(place), batch.dirty.get(place)
        won = apply(batch, op, now)
        if not won and record is not None:
            batch.records[place] = record
            batch.dirty.pop(place)
            batch.dirty.update({place: dirty} if dirty else {})
        return won

    _replace(service, "_apply_checked", silent)


def last_arrival() -> None:
    """Lets whatever comes last win, however old it is."""
    arrivals = iter(range(10**9))

    def last(fields: Any, stamps: Any, change: Any, stamp: str) -> Any:
        return rules.merge(fields, stamps, change, f"9{next(arrivals):014d}{stamp[15:]}")

    _replace(service, "merge", last)


def _replace(module: Any, name: str, new: Any) -> None:
    getattr(module, name)  # a fault that is put nowhere would pass for one that is harmless
    setattr(module, name, new)


FAULTS: dict[str, Callable[[], None]] = {
    "no-dedupe": no_dedupe,
    "silent-superseded": silent_superseded,
    "last-arrival": last_arrival,
}

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "index.html").write_text("")
        frontend.folder = lambda: Path(folder)
        if sys.argv[1] in FAULTS:
            FAULTS[sys.argv.pop(1)]()
        cli.main()
