"""The power goes at every write and at every flush: nothing that was answered for is lost.

The store, its tables, settings and statements, the engine and the phones are the real ones; only the file operations
are watched. With weaker settings the same harness sees losses, so it can.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, get_args

import pytest
import sqlalchemy as sa
from sqlalchemy import event

import server.factory  # noqa: F401 - every room's tables
from server.backups import HOLDINGS
from server.platform.backup.verify import verify
from server.platform.db import engine_of, prepare, sqlite_module
from server.platform.migrate import migrate
from server.platform.store import SqlStore
from sync.client import Client
from tests.factories import id_of
from tests.storage.disk import Disk, Event, Fate, watch
from tests.storage.driver import module_over
from tests.world import AN, BINH, HERE, World, matter, submit, words

NAME = "office.sqlite3"


@dataclass
class Story:
    """What was done to the files, what was answered for by then, and the office and phones that did it."""

    before: dict[str, bytes]
    events: list[Event] = field(default_factory=list)

    def acked_by(self, end: int) -> set[str]:
        return {op for one in self.events[:end] if one.kind == "mark" for op in one.data}


def live(folder: Path, synchronous: str) -> Story:
    """Two people work for a while; the log of writes is folded back into the file every few pushes."""
    path = folder / NAME
    migrate(f"sqlite:///{path}")
    _fold(path)
    story = Story({NAME: path.read_bytes()})
    with watch("watched", story.events):
        engine = prepare(sa.create_engine(f"sqlite:///{path}", module=module_over("watched")))

        @event.listens_for(engine, "connect")
        def weaken(connection: Any, _record: object) -> None:
            connection.execute(f"PRAGMA synchronous={synchronous}")
            connection.execute("PRAGMA wal_autocheckpoint=40")

        store = SqlStore(engine)
        store.initialise(epoch=id_of("epoch"), genesis=b"g" * 32, cursor_key=b"k" * 32)
        for done in work(World(store)):
            story.events.append(Event("mark", data=done))
        engine.dispose()
    return story


def _fold(path: Path) -> None:
    connection = sqlite_module().connect(str(path))
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def work(world: World) -> Iterator[set[str]]:
    """What each answer has answered for."""
    for person in (AN, BINH):
        world.may_read(person, f"unit:{HERE}")
    an, binh = world.phone(AN), world.phone(BINH)
    for day in range(6):
        words(an, id_of(f"visit {day}"), village=f"Thôn {day}", findings="Kênh bồi lấp. " * 40)
        matter(binh, f"việc {day}")
        for phone in (an, binh):
            world.sync(phone)
            yield acked(phone)
        submit(an, id_of(f"visit {day}"), findings="Kênh đã nạo vét.", unit=HERE)
        world.sync(an)
        yield acked(an)


def acked(phone: Client) -> set[str]:
    return {op.op_id for op in phone.ops if op.outcome is not None}


@dataclass
class Toll:
    """What the power cuts did."""

    cuts: int = 0
    lost: int = 0
    broken: int = 0


def cut_everywhere(story: Story, folder: Path, *, each: int = 1) -> Toll:
    """Cut the power after every event (or every so many), with every fate of what was not flushed."""
    disk, toll, chance = Disk(story.before), Toll(), random.Random(1)
    for at, one in enumerate(story.events, 1):
        if one.kind == "mark":
            continue
        disk.take(one)
        if at % each:
            continue
        wanted = story.acked_by(at)
        for fate in get_args(Fate):
            toll.cuts += 1
            try:
                there = after_the_cut(disk, fate, chance, folder, thorough=toll.cuts % 25 == 0)
            except sqlite_module().DatabaseError:
                toll.broken += 1
                continue
            toll.lost += not wanted <= there
    return toll


def after_the_cut(disk: Disk, fate: Fate, chance: random.Random, folder: Path, *, thorough: bool) -> set[str]:
    """The operations that the office knows when it starts again."""
    for path in folder.glob("*"):
        path.unlink()
    for name, data in disk.files(fate, chance).items():
        if not name.endswith("-shm"):
            (folder / name).write_bytes(data)
    connection = sqlite_module().connect(str(folder / NAME))
    connection.execute("PRAGMA synchronous=OFF")
    try:
        if connection.execute("PRAGMA quick_check").fetchall() != [("ok",)]:
            raise sqlite_module().DatabaseError("not whole")
        there = {op_id for (op_id,) in connection.execute("SELECT op_id FROM op")}
    finally:
        connection.close()
    if thorough:
        engine = engine_of(f"sqlite:///{folder / NAME}")
        findings = verify(engine, None, HOLDINGS, lambda *_: None).findings if has_life(engine) else []
        engine.dispose()
        assert findings == []
    return there


def has_life(engine: sa.Engine) -> bool:
    with engine.connect() as connection:
        return connection.execute(sa.text("SELECT count(*) FROM meta")).scalar() == 1


@pytest.mark.invariant("acked-is-durable")
@pytest.mark.failure(48)
def test_no_power_cut_loses_what_was_answered_for(tmp_path: Path) -> None:
    story = live(tmp_path, "FULL")
    kinds = {(one.kind, one.file.removeprefix(NAME)) for one in story.events}
    # Both the log of writes and the file itself were written and flushed: there were checkpoints.
    assert {("write", ""), ("flush", ""), ("write", "-wal"), ("flush", "-wal")} <= kinds
    toll = cut_everywhere(story, _folder(tmp_path))
    sys.stdout.write(f"power cuts with FULL: {toll}\n")
    assert (toll.lost, toll.broken) == (0, 0)
    assert toll.cuts > 1_000


@pytest.mark.parametrize("synchronous", ["NORMAL", "OFF"])
def test_weaker_settings_lose_and_the_harness_sees_it(tmp_path: Path, synchronous: str) -> None:
    toll = cut_everywhere(live(tmp_path, synchronous), _folder(tmp_path), each=7)
    sys.stdout.write(f"power cuts with {synchronous}: {toll}\n")
    assert toll.lost > toll.cuts // 20


@pytest.mark.invariant("acked-is-durable", "at-most-once")
@pytest.mark.failure(1)
def test_phones_go_on_after_a_power_cut_and_nothing_is_there_twice(tmp_path: Path) -> None:
    """The cut comes between the answer's commit and the phone: it sends the same again, to what came through."""
    path = tmp_path / NAME
    migrate(f"sqlite:///{path}")
    _fold(path)
    events: list[Event] = []
    disk = Disk({NAME: path.read_bytes()})
    with watch("watched", events):
        engine = prepare(sa.create_engine(f"sqlite:///{path}", module=module_over("watched")))
        world = World(SqlStore(engine))
        world.store.initialise(epoch=id_of("epoch"), genesis=b"g" * 32, cursor_key=b"k" * 32)  # type: ignore[attr-defined]
        world.may_read(AN, f"unit:{HERE}")
        phone = Client(AN, id_of("an phone"), _fresh_id)
        world.sync(phone)
        for name in ("một", "hai"):
            matter(phone, name)
            world.sync(phone)
        matter(phone, "ba")
        began = len(events)
        waiting = deepcopy(phone)
        world.sync(phone)
        engine.dispose()
    chance, seen = random.Random(2), set()
    for at, one in enumerate(events):
        disk.take(one)
        if at < began:
            continue
        there = after_the_cut(disk, "torn", chance, _folder(tmp_path), thorough=False)
        seen.add(len(there))
        _go_on(tmp_path / "cut" / NAME, deepcopy(waiting))
    assert seen == {2, 3}


_fresh = count()


def _fresh_id() -> str:
    return id_of(f"fresh {next(_fresh)}")


def _go_on(path: Path, phone: Client) -> None:
    engine = engine_of(f"sqlite:///{path}")
    world = World(SqlStore(engine))
    world.may_read(AN, f"unit:{HERE}")
    world.sync(phone)
    assert {pair[1] for pair in phone.rows} == {id_of(name) for name in ("một", "hai", "ba")}
    world.agree(phone)
    assert [op.outcome for op in phone.ops] == ["applied"] * 3
    engine.dispose()


def _folder(tmp_path: Path) -> Path:
    folder = tmp_path / "cut"
    folder.mkdir(exist_ok=True)
    return folder
