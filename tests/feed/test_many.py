"""Many people at once, and many records of one: each request stays as small as it was."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import pytest

from sync.batch import Author, Batch, Stage, State, Written
from sync.changelog import link
from sync.limits import ANSWER_BYTES_MIN
from sync.ports import Record
from sync.stored import Member, StoredRecord
from tests.factories import id_of
from tests.world import AN, HERE, World, matter, outcomes, take

PEOPLE: Final = 300
AT_ONCE: Final = 24
RECORDS: Final = 10_050
# An answer ends with the segment in which it came to what was asked for: one of small records more.
OVER: Final = 4


@pytest.mark.invariant("work-is-bounded", "nothing-blocks")
@pytest.mark.failure(46)
def test_three_hundred_people_at_once_are_all_answered(world: World) -> None:
    world.may_read(AN, f"unit:{HERE}")
    phones = [world.phone(id_of(f"person {number}")) for number in range(PEOPLE)]
    for number, phone in enumerate(phones):
        matter(phone, f"of {number}")
    with ThreadPoolExecutor(AT_ONCE) as at_once:
        list(at_once.map(world.sync, phones))
    assert [outcomes(phone) for phone in phones] == [["applied"]] * PEOPLE
    reader = world.phone(AN)
    world.sync(reader)
    assert len(reader.rows) == PEOPLE
    world.agree(reader)


@pytest.mark.invariant("work-is-bounded")
@pytest.mark.failure(46)
def test_ten_thousand_records_come_in_answers_of_the_size_that_was_asked_for(world: World) -> None:
    _fill(world)
    world.may_read(AN, f"unit:{HERE}")
    reader = world.phone(AN)
    most = 0
    while reader.loading:
        answer = world.lines(reader, want=ANSWER_BYTES_MIN)
        take(reader, answer)
        most = max(most, sum(map(len, answer)))
    assert len(reader.rows) == RECORDS
    assert most <= OVER * ANSWER_BYTES_MIN


class _Unasked(frozenset[str]):
    """The keys of a record that nobody has a reason to look at."""

    def __and__(self, other: object) -> frozenset[str]:
        raise AssertionError("every record of the push was looked through")


@pytest.mark.invariant("work-is-bounded")
def test_what_lies_under_a_key_is_found_without_looking_through_the_push(world: World) -> None:
    with world.store.write() as tx:
        batch, by = Batch(tx, world.office.chance), Author(id_of("op"), AN, 1)
        others = [
            State(Record("report", id_of(f"other {n}"), AN, 1, n + 1, False, {}), _Unasked({"unit:x"})) for n in (0, 1)
        ]
        batch.keep([Written(None, other, {}) for other in others], {}, by)
        stage = Stage(batch, by)
        stage.write(("report", id_of("mine")), {"findings": "Cầu gãy."}, {"said:x"}, AN)
        stage.keep()
        found = Stage(batch, by).records("report", {"said:x"})
    assert [one.id for one in found] == [id_of("mine")]


def _fill(world: World) -> None:
    """So many items under one unit, as the log holds them."""
    payload, body = json.dumps({"fields": {}}), json.dumps(["x" * 20])
    with world.store.write() as tx:
        head = tx.head()
        previous, changes, records, places = head.hash, [], [], []
        for pos in range(head.pos + 1, head.pos + 1 + RECORDS):
            id, op_id = id_of(f"item {pos}"), id_of(f"op {pos}")
            changes.append(link(
                previous, pos=pos, entity="feedback", id=id, v=1, op_id=op_id, actor=AN, at=pos, salt=b"s",
                payload=payload,
            ))  # fmt: skip
            previous = changes[-1].head
            records.append(StoredRecord("feedback", id, AN, 1, pos, False, 1, 1, body, op_id))
            places.append(Member(f"unit:{HERE}", "feedback", id, pos, True))
        tx.append(changes, records, places)
