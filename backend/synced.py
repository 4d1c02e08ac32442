"""One shape for every synced table: rows with an owner, a feed number and a stamp per field."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

import msgspec
from tortoise.backends.base.client import BaseDBAsyncClient

from backend import database
from backend.database import as_date, as_uuid, rows
from backend.vault import CannotOpen, Safe, Unreadable

Fields = dict[str, Any]

# Patterns of text fields: PostgreSQL has no NUL, and a name needs something to see.
NO_NUL = r"^[^\x00]*\Z"
NOT_BLANK = r"^[^\x00]*[^\s\x00][^\x00]*\Z"


class Rejected(ValueError):
    """An operation that cannot be applied, with its stable code."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(detail or code)
        self.code, self.detail = code, detail


@dataclass(slots=True)
class Record:
    """A synced row: `fields` by column name, `stamps` by column name, `seq` its feed number.

    Sealed fields are as stored until `Table.reveal` has opened them.
    """

    owner: UUID
    id: str
    fields: Fields
    stamps: dict[str, str] = field(default_factory=dict)
    seq: int = 0
    is_new: bool = False


def _plain(value: Any) -> Any:
    return msgspec.json.decode(value) if isinstance(value, str) else value


def _text(value: Any) -> str:
    return msgspec.json.encode(value).decode()


DECODE: Mapping[str, Callable[[Any], Any]] = {
    "date": lambda value: None if value is None else as_date(value),
    "uuid": lambda value: None if value is None else as_uuid(value),
    "bool": bool,
    "json": _plain,
    "plain": lambda value: value,
    "sealed": lambda value: value,
    "sealed_json": lambda value: value,
}
SEALED = ("sealed", "sealed_json")


class Table:
    """SQL of one synced table; `kinds` gives each column's kind, a key of DECODE.

    In a `shared_key` table many people have a row with the same key, each their own.
    """

    def __init__(
        self,
        name: str,
        key: tuple[str, ...],
        kinds: Mapping[str, str],
        defaults: Fields,
        *,
        shared_key: bool = False,
    ) -> None:
        self.name, self.key, self.kinds, self.defaults = name, key, kinds, defaults
        self.shared_key = shared_key
        self.sealed = tuple(column for column, kind in kinds.items() if kind in SEALED)
        columns = tuple(dict.fromkeys(("user_id", *key, *kinds, "seq", "stamps")))
        # Quoted: a factor's group is a word of SQL.
        listed = ", ".join(f'"{column}"' for column in columns)
        updates = ", ".join(f'"{c}" = excluded."{c}"' for c in (*kinds, "seq", "stamps"))
        self.columns = columns
        unique = ("user_id", *key) if shared_key else key
        self._upsert = (
            f"INSERT INTO {name} ({listed}) VALUES ({database.marks(len(columns))})"
            f" ON CONFLICT ({', '.join(unique)}) DO UPDATE SET {updates}"
            f" WHERE {name}.user_id = excluded.user_id"
        )

    async def load(
        self, db: BaseDBAsyncClient, owner: UUID, keys: Sequence[tuple[Any, ...]]
    ) -> list[Record]:
        """The stored rows with those keys: the owner's where keys are shared, else anybody's."""
        if not keys:
            return []
        one = " AND ".join(f"{column} = ?" for column in self.key)
        where = " OR ".join([f"({one})"] * len(keys))
        if self.shared_key:
            where = f"({where}) AND user_id = ?"
        found = await rows(
            db,
            f"SELECT * FROM {self.name} WHERE {where}",
            *(v for key in keys for v in key),
            *((owner,) if self.shared_key else ()),
        )
        return [self._record(row) for row in found]

    async def owned(
        self, db: BaseDBAsyncClient, owner: UUID, keys: Collection[tuple[Any, ...]]
    ) -> set[str]:
        """Those of the ids that are of the owner's rows; for a table with one key column."""
        if not keys:
            return set()
        (column,) = self.key
        text = f"SELECT {column} AS id FROM {self.name} WHERE user_id = ? AND {column} IN ({{}})"
        found = await rows(
            db, text.format(database.marks(len(keys))), owner, *(key for (key,) in keys)
        )
        return {str(row["id"]) for row in found}

    async def feed(
        self, db: BaseDBAsyncClient, owner: UUID, after: int, last: int, limit: int
    ) -> list[Record]:
        """The owner's rows with feed numbers after `after` up to `last`, in that order."""
        found = await rows(
            db,
            f"SELECT * FROM {self.name}"
            " WHERE user_id = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?",
            owner, after, last, limit,
        )  # fmt: skip
        return [self._record(row) for row in found]

    async def save(
        self, db: BaseDBAsyncClient, records: Sequence[Record], safe: Safe | None = None
    ) -> None:
        """Writes whole rows; `safe` seals what stands open in them."""
        batch = [self._values(record, safe) for record in records]
        if len(batch) == 1:
            await rows(db, self._upsert, *batch[0])
        else:
            await database.many(db, self._upsert, batch)

    def new(self, owner: UUID, id_: str, **given: Any) -> Record:
        """A row that is not stored yet, with the table's defaults."""
        defaults = {
            k: v.copy() if isinstance(v, list | dict) else v for k, v in self.defaults.items()
        }
        return Record(owner, id_, {**defaults, **given}, is_new=True)

    def reveal(self, record: Record, safe: Safe | None) -> None:
        """Opens the sealed fields; what does not open becomes Unreadable, as all without a safe."""
        for column in self.sealed:
            stored = record.fields[column]
            opened = _opened(safe, self.name, record.id, column, stored) if stored else stored
            if self.kinds[column] == "sealed_json" and not isinstance(opened, Unreadable):
                opened = msgspec.json.decode(opened) if opened else self.defaults[column]
            record.fields[column] = opened

    def _record(self, row: database.Row) -> Record:
        fields = {column: DECODE[kind](row[column]) for column, kind in self.kinds.items()}
        key = ":".join(str(row[column]) for column in self.key)
        return Record(as_uuid(row["user_id"]), key, fields, _plain(row["stamps"]), row["seq"])

    def _values(self, record: Record, safe: Safe | None) -> list[Any]:
        found: Fields = {
            "user_id": record.owner,
            "seq": record.seq,
            "stamps": _text(record.stamps),
            **dict(zip(self.key, self.key_of(record.id), strict=True)),
        }
        for column, kind in self.kinds.items():
            value = record.fields[column]
            found[column] = _text(value) if kind == "json" else value
        for column in self.sealed:
            value = record.fields[column]
            if self.kinds[column] == "sealed_json" and not isinstance(value, Unreadable):
                value = _text(value) if value else ""
            found[column] = _sealed(safe, self.name, record.id, column, value)
        return [found[column] for column in self.columns]

    def key_of(self, id_: str) -> tuple[Any, ...]:
        """The key columns' values from an entity id: parts joined by a colon."""
        return _key(self.key, id_)


def _opened(safe: Safe | None, table: str, row: str, column: str, stored: str) -> Any:
    if safe is None:
        return Unreadable(stored)
    try:
        return safe.open(table, row, column, stored)
    except CannotOpen:
        return Unreadable(stored)


def _sealed(safe: Safe | None, table: str, row: str, column: str, value: Any) -> str:
    if isinstance(value, Unreadable):
        return value.sealed
    if value and safe is None:
        raise CannotOpen(f"no key to seal with: {table}.{column}")
    return safe.seal(table, row, column, value) if safe else ""


@lru_cache(maxsize=4096)
def _key(columns: tuple[str, ...], id_: str) -> tuple[Any, ...]:
    parts = id_.split(":")
    try:
        if len(parts) != len(columns):
            raise ValueError(id_)
        key = tuple(
            date.fromisoformat(part) if column == "day" else UUID(part)
            for column, part in zip(columns, parts, strict=True)
        )
        # Another spelling of the same key would miss the row that is there, and replace it.
        if ":".join(map(str, key)) != id_.lower():
            raise ValueError(id_)
        return key
    except ValueError as error:
        raise Rejected("invalid", "The entity id has the wrong form.") from error


def given(struct: msgspec.Struct) -> Fields:
    """The fields that a change really names, by column name."""
    return {
        name: value
        for name in struct.__struct_fields__
        if (value := getattr(struct, name)) is not msgspec.UNSET
    }


def parse(kind: type[msgspec.Struct], fields: Mapping[str, Any]) -> Fields:
    """Validated fields of an operation by column name; raises Rejected."""
    try:
        return given(msgspec.convert(fields, kind))
    except msgspec.ValidationError as error:
        raise Rejected("invalid", str(error)) from error
