"""A sync costs what has changed, not what there is: ten changes among a thousand stored records and among a million.

The records are written by SQL, with their places and their links of the log, as twenty years of an office leave them.
"""

from __future__ import annotations

import time
from pathlib import Path
from statistics import median
from typing import Final

import pytest
import sqlalchemy as sa

from server.platform.db import engine_of, write_transaction
from server.platform.migrate import migrate
from server.platform.store import SqlStore
from sync.client import Client
from sync.cursor import Cursor, epoch_mark, sealed
from tests.factories import id_of
from tests.world import AN, HERE, World, matter

SIZES: Final = (1_000, 1_000_000)
CHANGES: Final = 10
TURNS: Final = 40
# The goal; and what a busy machine is forgiven.
MORE_GOAL: Final = 1.2
MORE_MAX: Final = 1.5
# 200 bytes of body, under the unit's key.
CHANGE: Final = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)
INSERT INTO change (pos, entity, id, v, op_id, actor, at, salt, payload, payload_hash, head)
SELECT i, 'feedback', printf('00000000-0000-7000-8000-%012x', i), 1, :other, :other, 0, x'00', '', x'00',
       randomblob(32) FROM n
"""
RECORD: Final = """
INSERT INTO record (id, entity, author, v, pos, removed, schema, width, body, op_id)
SELECT id, entity, actor, 1, pos, 0, 1, 1, json_array(hex(randomblob(98))), op_id FROM change
"""
PLACE: Final = """
INSERT INTO membership (id, entity, key, pos, present) SELECT id, entity, :key, pos, 1 FROM change
"""


def world_with(folder: Path, records: int) -> World:
    """The small office with so many records."""
    url = f"sqlite:///{folder / f'{records}.sqlite3'}"
    migrate(url)
    store = SqlStore(engine_of(url))
    store.initialise(epoch=id_of("epoch"), genesis=b"g" * 32, cursor_key=b"k" * 32)
    with write_transaction(store.engine) as connection:
        given = {"count": records, "other": id_of("other"), "key": f"unit:{HERE}"}
        for statement in (CHANGE, RECORD, PLACE):
            connection.execute(sa.text(statement), given)
    world = World(store)
    world.may_read(AN, f"unit:{HERE}")
    return world


def up_to_date(world: World) -> Client:
    """A phone that has all of it, as far as its place in the feed says."""
    phone = world.phone(AN)
    world.lines(phone)
    with world.store.read() as reader:
        head, meta = reader.head(), reader.meta()
    phone.cursor = sealed(Cursor(head.pos, head.hash[:8], epoch_mark(meta.epoch)), meta, person=AN, device=phone.device)
    phone.loading = False
    return phone


def cost_ms(world: World) -> float:
    """Of one phone's sending ten changes and another's fetching them: CPU, so that only work counts."""
    writer, reader = up_to_date(world), up_to_date(world)
    costs = []
    for turn in range(TURNS):
        for number in range(CHANGES):
            matter(writer, f"{turn} {number}")
        begun = time.process_time()
        world.sync(writer)
        world.sync(reader)
        costs.append((time.process_time() - begun) * 1000)
    assert len(reader.rows) == TURNS * CHANGES
    return median(costs)


@pytest.mark.invariant("work-is-bounded")
def test_ten_changes_cost_the_same_among_a_million_records(tmp_path: Path) -> None:
    worlds = [world_with(tmp_path, records) for records in SIZES]
    few, many = (cost_ms(world) for world in worlds)
    print(
        f"\nsync of {CHANGES} changes: {few:.1f} ms among {SIZES[0]:,} records, {many:.1f} ms among {SIZES[1]:,}:"
        f" {many / few - 1:+.0%}, goal {MORE_GOAL - 1:+.0%}"
    )
    for world in worlds:
        assert isinstance(world.store, SqlStore)
        world.store.engine.dispose()
    assert many <= few * MORE_MAX
