"""Whatever is changed behind the office's back is found, and where."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from server.backups import HOLDINGS
from server.platform import tables as t
from server.platform.backup.verify import verify
from server.platform.blobs import Blobs
from server.platform.clock import DAY_MS
from server.platform.db import engine_of, metadata, write_transaction
from tests.factories import id_of
from tests.features.attachments.stories import photo, send
from tests.features.backups.stories import Bag, quiet
from tests.hand import Hand

VISIT = id_of("visit")
# What nothing else in the database says: these columns may hold anything of their form. Their form is looked at.
FREE = {
    "meta": {"epoch", "cursor_key", "refill_since", "safe_pos", "branch_pos", "id"},
    "op": {"device", "received", "superseded", "old_epoch", "old_pos", "n", "body", "via"},
    "incarnation": {"device"},
    "series": {"last", "name"},
    "photo": {"photo", "sha", "stored_bytes", "width", "height", "stored"},
}
TABLES = ("change", "record", "membership", "subscription", "incarnation", "device_log", "op", "photo", "meta")


@pytest.fixture
def full(bag: Bag) -> Bag:
    """An office in which much happened: sent, returned, refused, deleted, and a photo."""
    owner, supervisor, contact = bag.phone("owner"), bag.phone("supervisor"), bag.phone("contact")
    one = photo()
    for phone in (owner, supervisor, contact):
        phone.sync()
    owner.submit(VISIT, add={"photos": [one.row]})
    owner.save(id_of("draft"), village="Thôn 3")
    owner.submit(id_of("future"), starts="2031-01-01", ends="2031-01-01")
    owner.sync()
    assert send(Hand(owner.member, "phone", bag.clock.now_ms), VISIT, one).status_code == 204
    supervisor.sync()
    supervisor.say("visit.return", VISIT, round=1, review=id_of("review"), comment="Bổ sung.")
    supervisor.sync()
    owner.sync()
    owner.say("draft.delete", id_of("draft"), seen=owner.client.digest("draft", id_of("draft")))
    bag.clock.move(DAY_MS)
    owner.sync()
    assert bag.findings() == []
    return bag


@pytest.mark.invariant("acked-is-durable")
def test_a_byte_that_flipped_in_any_column_of_any_table_is_found(full: Bag) -> None:
    """By one bit, as a disk does it, in some rows of each table."""
    chance = random.Random(5)
    for name in TABLES:
        table = metadata.tables[name]
        rows = _rows(full, table)
        for row in chance.sample(rows, min(2, len(rows))):
            for column in table.columns:
                if row[column.name] is None or column.name in FREE.get(name, ()):
                    continue
                with _changed(full, table, row, {column.name: _flipped(row[column.name], chance)}):
                    found = full.findings()
                assert found, (name, column.name, row)
                assert all(each.place and each.at for each in found)
    assert full.findings() == []


def test_a_row_that_is_gone_from_any_table_is_found(full: Bag) -> None:
    chance = random.Random(6)
    for name in TABLES[:7]:
        row = chance.choice(_rows(full, metadata.tables[name]))
        with _without(full, metadata.tables[name], row):
            assert full.findings(), (name, row)
    assert full.findings() == []


@pytest.mark.invariant("photo-whole")
def test_a_byte_that_flipped_in_a_photo_is_found_and_so_is_a_photo_that_is_gone(full: Bag) -> None:
    blobs = Blobs(full.here.config.blobs_dir)
    (name,) = blobs.names()
    path = next(blobs.root.glob(f"blobs/*/{name}"))
    whole = path.read_bytes()
    for at in (0, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert [(each.place, each.at, each.fault) for each in full.findings()] == [("photos", name, "broken")]
    path.unlink()
    assert [(each.place, each.at, each.fault) for each in full.findings()] == [("photos", name, "missing")]


def test_the_place_is_the_one_that_was_changed(full: Bag) -> None:
    """Of the log the position, of a record its id, of a place its key."""
    row = _rows(full, t.record)[-1]
    for table, column, where in (
        ("record", "body", row["id"]),
        ("record", "v", row["id"]),
        ("record", "op_id", row["id"]),
    ):
        with _changed(full, metadata.tables[table], row, {column: _flipped(row[column], random.Random(1))}):
            assert {(each.place, where in each.at) for each in full.findings()} == {(table, True)}
    change = _rows(full, t.change)[10]
    with _changed(full, t.change, change, {"payload": _flipped(change["payload"], random.Random(1))}):
        assert ("change", f"pos {change['pos']}", "broken") in {(e.place, e.at, e.fault) for e in full.findings()}


def test_a_file_that_was_damaged_anywhere_is_found_or_holds_the_same(full: Bag, tmp_path: Path) -> None:
    """The raw file of SQLite, one bit at a time: either it is said to be damaged, or no row that counts has changed.

    Of whichever store: a backup is put into a file first.
    """
    (tmp_path / "file").mkdir()
    path = tmp_path / "file" / "office.sqlite3"
    url = f"sqlite:///{path}"
    full.restore(full.back_up(), data_dir=path.parent, database_url=url)
    whole = path.read_bytes()
    assert _look(url) == []
    same = _content(url)
    # Most of a young office's file are zeros that nobody has written yet.
    written = [at for at, byte in enumerate(whole) if at >= 100 and byte]
    chance, found = random.Random(8), 0
    for _ in range(60):
        at = chance.choice(written)
        for beside in tmp_path.glob("file/office.sqlite3-*"):
            beside.unlink()
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :])
        if _look(url):
            found += 1
        else:
            assert _content(url) == same, at
    assert found > 20


def _look(url: str) -> list[object]:
    engine = engine_of(url)
    try:
        return list(verify(engine, None, HOLDINGS, quiet).findings)
    except (sa.exc.SQLAlchemyError, UnicodeDecodeError) as error:
        return [error]
    finally:
        engine.dispose()


def _content(url: str) -> dict[str, list[Any]]:
    """Every row of the tables that the log vouches for, without what nothing else says."""
    engine = engine_of(url)
    try:
        with engine.connect() as connection:
            return {
                name: [_counted(name, row) for row in connection.execute(sa.select(metadata.tables[name])).mappings()]
                for name in TABLES[:7]
            }
    finally:
        engine.dispose()


def _counted(table: str, row: Any) -> dict[str, Any]:
    told = {"result"} if table == "op" else set()
    return {name: cell for name, cell in row.items() if name not in FREE.get(table, set()) | told}


def _rows(bag: Bag, table: sa.Table) -> list[dict[str, Any]]:
    with bag.here.store.engine.connect() as connection:
        query = sa.select(table).order_by(*table.primary_key.columns)
        return [dict(row) for row in connection.execute(query).mappings()]


def _flipped(cell: Any, chance: random.Random) -> Any:
    if isinstance(cell, str) and cell.startswith('["'):
        # A result, or a body: what it begins with. What a result told of records is not compared.
        return cell[:2] + chr(ord(cell[2]) ^ 1) + cell[3:]
    if isinstance(cell, bool):
        return not cell
    if isinstance(cell, int):
        return cell ^ 1 << 12
    at = chance.randrange(len(cell))
    if isinstance(cell, bytes):
        return cell[:at] + bytes([cell[at] ^ 1]) + cell[at + 1 :]
    return cell[:at] + chr(ord(cell[at]) ^ 1) + cell[at + 1 :]


@contextmanager
def _changed(bag: Bag, table: sa.Table, row: dict[str, Any], change: dict[str, Any]) -> Iterator[None]:
    with _without(bag, table, row):
        other = {**row, **change}
        _write(bag, table.insert().values(other))
        try:
            yield
        finally:
            _write(bag, _remove(table, other))


@contextmanager
def _without(bag: Bag, table: sa.Table, row: dict[str, Any]) -> Iterator[None]:
    _write(bag, _remove(table, row))
    try:
        yield
    finally:
        _write(bag, table.insert().values(row))


def _remove(table: sa.Table, row: dict[str, Any]) -> Any:
    return table.delete().where(*(column == row[column.name] for column in table.primary_key.columns))


def _write(bag: Bag, statement: Any) -> None:
    with write_transaction(bag.here.store.engine) as connection:
        connection.execute(statement)
