"""What every store promises: one suite for the one in memory and the one in SQL."""

import random
import threading
from dataclasses import replace

import pytest

from sync.changelog import link
from sync.ports import Store
from sync.stored import Erasure, Incarnation, Member, StoredChange, StoredOp, StoredRecord, Subscribed
from tests.factories import id_of

A, B, C = id_of("a"), id_of("b"), id_of("c")


def change(pos: int, id: str = A, v: int = 1, previous: bytes = b"g" * 32) -> StoredChange:
    return link(
        previous, pos=pos, entity="theme", id=id, v=v, op_id=id_of(f"op {pos}"), actor=B, at=pos, salt=b"s",
        payload='{"fields":{"order":1}}',
    )  # fmt: skip


def record(pos: int, id: str = A, v: int = 1, *, removed: bool = False) -> StoredRecord:
    body = f'["tên {pos}",null,{pos}]'
    return StoredRecord("theme", id, B, v, pos, removed, 1, 3, body, id_of(f"op {pos}"))


def place(key: str, pos: int, id: str = A, *, present: bool = True) -> Member:
    return Member(key, "theme", id, pos, present)


def op(op_id: str, outcome: str = "applied", **more: object) -> StoredOp:
    one = StoredOp(A, op_id, 1, C, "draft.save", 1, "draft", B, outcome, None, f'["{outcome}",1,1]', None, 5)
    return replace(one, **more)  # type: ignore[arg-type]


def fill(store: Store) -> None:
    """Three themes at positions 1 … 3, the second under two keys."""
    with store.write() as tx:
        ids = {1: A, 2: B, 3: C}
        places = [place("all", pos, id) for pos, id in ids.items()] + [place("more", 2, B)]
        tx.append([change(pos, id) for pos, id in ids.items()], [record(pos, id) for pos, id in ids.items()], places)


def test_an_empty_store_begins_at_its_genesis(store: Store) -> None:
    with store.read() as reader:
        assert (reader.head().pos, reader.head().hash) == (0, reader.meta().genesis)
        assert reader.hash_at(0) == reader.meta().genesis
        assert reader.hash_at(1) is None
        assert reader.mark("all") == reader.meta().genesis
        assert reader.last_number("visits") == 0


def test_what_is_appended_is_read_back(store: Store) -> None:
    fill(store)
    with store.read() as reader:
        assert reader.head().pos == 3
        assert reader.changes(1, 1) == [change(2, B)]
        assert reader.hash_at(2) == change(2, B).head
        found = reader.record("theme", B)
        assert found is not None
        assert (found.v, found.pos, found.body["name_vi"], found.body["order"]) == (1, 2, "tên 2", 2)
        assert reader.record("unit", B) is None


def test_nothing_of_a_broken_transaction_stays(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.write() as tx:
        tx.append([change(1)], [record(1)], [place("all", 1)])
        tx.put_numbers({"visits": 7})
        raise ZeroDivisionError
    with store.read() as reader:
        assert reader.head().pos == 0
        assert reader.record("theme", A) is None
        assert reader.last_number("visits") == 0


def test_a_reader_sees_one_moment(store: Store) -> None:
    fill(store)
    with store.read() as reader:
        before = reader.head().pos
        with store.write() as tx:
            tx.append([change(4, A, 2)], [record(4, A, 2)], [place("all", 4)])
        assert reader.head().pos == before
        assert reader.touched(["all"], 3, 10) == []


def test_a_writer_reads_what_it_wrote(store: Store) -> None:
    with store.write() as tx:
        tx.append([change(1)], [record(1)], [place("all", 1)])
        assert tx.head().pos == 1
        assert tx.keys_of("theme", A) == {"all"}


def test_writers_take_turns(store: Store) -> None:
    entered = threading.Barrier(4)

    def count() -> None:
        entered.wait(10)
        for _ in range(5):
            with store.write() as tx:
                tx.put_numbers({"visits": tx.last_number("visits") + 1})

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    with store.read() as reader:
        assert reader.last_number("visits") == 20


def test_a_newer_version_takes_the_older_ones_place(store: Store) -> None:
    fill(store)
    with store.write() as tx:
        tx.append([change(4, A, 2)], [record(4, A, 2)], [place("all", 4)])
    with store.read() as reader:
        assert [one.id for one in reader.stored_at([1, 4])] == [A]
        assert reader.mark("all") == reader.hash_at(4) != reader.mark("more") == reader.hash_at(2)
        assert [one.v for one in reader.changes_of("theme", A, 10)] == [2, 1]
        assert [one.v for one in reader.changes_of("theme", A, 1)] == [2]


def test_a_tombstone_is_stored_but_not_there(store: Store) -> None:
    fill(store)
    with store.write() as tx:
        tx.append([change(4, A, 2)], [record(4, A, 2, removed=True)], [place("all", 4, present=False)])
    with store.read() as reader:
        assert reader.record("theme", A) is None
        assert [one.removed for one in reader.stored([A])] == [True]
        assert [one.id for one in reader.records("theme")] == sorted([B, C])
        assert reader.keys_of("theme", A) == frozenset()


def test_records_are_found_by_their_keys(store: Store) -> None:
    fill(store)
    with store.read() as reader:
        assert [one.id for one in reader.records("theme", ["more"])] == [B]
        assert list(reader.records("theme", [])) == []
        assert list(reader.records("unit")) == []
        assert reader.keys_of("theme", B) == {"all", "more"}
        assert {one.key for one in reader.members([("theme", B), ("theme", id_of("absent"))])} == {"all", "more"}
        assert [*reader.members([]), *reader.stored([]), *reader.stored_at([])] == []


def test_records_are_counted_by_kind_once_however_many_keys_they_have(store: Store) -> None:
    fill(store)
    with store.write() as tx:
        tx.append([change(4, C, 2)], [record(4, C, 2)], [place("all", 4, C, present=False)])
    with store.read() as reader:
        assert reader.count(["all", "more"]) == {"theme": 2}
        assert reader.count(["all", "more"], author=B) == {"theme": 2}
        assert reader.count(["all"], author=A) == reader.count([]) == {}


def test_places_are_walked_upwards_and_downwards(store: Store) -> None:
    fill(store)
    with store.write() as tx:
        tx.append([change(4, C, 2)], [record(4, C, 2)], [place("all", 4, C, present=False)])
    keys = ["all", "more"]
    with store.read() as reader:
        assert [(one.pos, one.present) for one in reader.touched(keys, 0, 10)] == [
            (1, True), (2, True), (2, True), (4, False),
        ]  # fmt: skip
        assert [one.pos for one in reader.touched(keys, 2, 10)] == [4]
        assert [one.pos for one in reader.latest(keys, 10, 10)] == [2, 2, 1]
        assert [one.pos for one in reader.latest(keys, 2, 10)] == [1]
        assert reader.touched([], 0, 10) == reader.latest([], 10, 10) == []


@pytest.mark.invariant("feed-is-commit-order")
@pytest.mark.failure(15)
@pytest.mark.parametrize("limit", [1, 2, 3, 50])
def test_a_walk_in_steps_meets_every_place_once(store: Store, limit: int) -> None:
    with store.write() as tx:
        ids = {pos: id_of(str(pos)) for pos in range(1, 31)}
        places = [place(f"key {pos % 3}", pos, id) for pos, id in ids.items()]
        places += [place("every", pos, id) for pos, id in ids.items() if pos % 2]
        tx.append([change(pos, id) for pos, id in ids.items()], [record(pos, id) for pos, id in ids.items()], places)
    keys = ["key 0", "key 1", "key 2", "every"]
    up, down = [], []
    with store.read() as reader:
        at = 0
        while step := reader.touched(keys, at, limit):
            up += step
            at = step[-1].pos
        at = 99
        while step := reader.latest(keys, at, limit):
            down += step
            at = step[-1].pos
    assert len(up) == len(down) == len(set(up)) == len(set(down)) == len(places)
    assert [one.pos for one in up] == sorted(one.pos for one in up)


def test_what_became_of_an_operation_is_its_authors(store: Store) -> None:
    with store.write() as tx:
        tx.put_ops([op(B), op(C, "quarantined")])
    with store.read() as reader:
        assert set(reader.ops(A, [B, C, id_of("absent")])) == {B, C}
        assert reader.ops(B, [B]) == {}
        assert [(one.record, one.author, one.op_id) for one in reader.cases([B], 10)] == [(B, A, C)]
        assert [one.op_id for one in reader.ops_on([B], ["quarantined"])] == [C]
        assert reader.ops_on([B], ["held"]) == []
        assert reader.cases([B], 0) == reader.cases([C], 10) == []
    with store.write() as tx:
        tx.put_ops([op(C, "quarantined", superseded=B)])
    with store.read() as reader:
        assert reader.cases([B], 10) == []
        assert reader.ops(A, [C])[C].superseded == B


def test_refills_wait_in_their_old_order_before_the_rest(store: Store) -> None:
    with store.write() as tx:
        tx.put_ops([
            op(id_of("late"), "held", received=9, n=1), op(id_of("second"), "held", old_epoch=C, old_pos=8),
            op(id_of("early"), "held", received=3, n=2), op(id_of("first"), "held", old_epoch=C, old_pos=7),
            op(id_of("done")),
        ])  # fmt: skip
    with store.read() as reader:
        assert [one.op_id for one in reader.held(10)] == [id_of(name) for name in ("first", "second", "early", "late")]
        assert len(reader.held(1)) == 1


def test_an_incarnation_keeps_its_numbers(store: Store) -> None:
    with store.write() as tx:
        tx.put_incarnation(Incarnation(A, B, C, 2), {1: B, 2: C})
        tx.put_incarnation(Incarnation(A, B, C, 3), {3: A})
    with store.read() as reader:
        known = Incarnation(A, B, C, 3)
        assert reader.numbering(A, 2, 9) == (known, {2: C, 3: A})
        assert reader.numbering(A, 0, 1) == (known, {1: B})
        assert reader.numbering(A, 4, 9) == (known, {})
        assert reader.numbering(B, 0, 9) == (None, {})


def test_keys_gained_and_lost_are_a_persons(store: Store) -> None:
    with store.write() as tx:
        tx.put_subscription(A, [Subscribed("unit:x", 4, True), Subscribed("unit:y", 4, True)])
        tx.put_subscription(A, [Subscribed("unit:x", 9, False)])
    with store.read() as reader:
        assert {one.key: (one.pos, one.present) for one in reader.subscription(A)} == {
            "unit:x": (9, False), "unit:y": (4, True),
        }  # fmt: skip
        assert reader.subscription(B) == []


def test_a_new_life_keeps_everything_but_its_name(store: Store) -> None:
    fill(store)
    with store.write() as tx:
        tx.put_epoch(C, 7)
    with store.read() as reader:
        meta = reader.meta()
        assert (meta.epoch, meta.branch_pos, meta.refill_since) == (C, 3, 7)
        assert reader.head().pos == 3


def erased(name: str, matter: str, at: int) -> Erasure:
    return Erasure(id_of(name), matter, "BC-1", ("findings", "thread/x/text"), at, B, "request", "Vì sao.", ("aa",))


def test_erasures_are_found_by_their_matter_and_counted(store: Store) -> None:
    first, second, other = erased("e1", A, 5), erased("e2", A, 3), erased("e3", B, 4)
    with store.write() as tx:
        assert tx.meta().erasures == 0
        for one in (first, second, other):
            tx.put_erasure(one)
    with store.read() as reader:
        assert reader.erasures([A]) == [second, first]
        assert reader.erasures([C]) == []
        assert reader.erasures() == [second, other, first]
        assert reader.meta().erasures == 3


def test_a_link_without_its_words_keeps_its_hashes(store: Store) -> None:
    fill(store)
    with store.write() as tx:
        tx.blank_changes([2])
    with store.read() as reader:
        assert reader.changes(0, 9) == [change(1, A), replace(change(2, B), salt=None, payload=None), change(3, C)]


def test_a_key_is_found_with_those_made_of_it_and_no_other(store: Store) -> None:
    keys = ("unit:x@2024-06", "unit:x@2024-05", "unit:x", "unit:xa", "unit:xA@2024-01", "unit:y@2024-06", "unit:w")
    with store.write() as tx:
        tx.append([change(1)], [record(1)], [place(key, 1) for key in keys])
    with store.read() as reader:
        assert reader.keys_within("unit:x") == ["unit:x", "unit:x@2024-05", "unit:x@2024-06"]
        assert reader.keys_within("unit:x", after="2024-05") == ["unit:x", "unit:x@2024-06"]
        assert reader.keys_within("unit:z") == ["unit:z"]


@pytest.mark.parametrize("limit", [1, 3, 7, 50])
def test_many_keys_are_walked_as_one(store: Store, limit: int) -> None:
    """Forty months, some with many records, some with none; a record in two of them stands in both."""
    chance = random.Random(limit)
    keys = [f"unit:x@{month}" for month in range(40)]
    places: list[Member] = []
    with store.write() as tx:
        for pos in range(1, 121):
            id = id_of(f"record {pos}")
            mine = {chance.choice(keys[pos // 6 : pos // 6 + 5] + keys[:2]) for _ in range(2)}
            places += [place(key, pos, id, present=chance.random() > 0.2) for key in sorted(mine)]
            tx.append([change(pos, id)], [record(pos, id)], [one for one in places if one.pos == pos])
    with store.read() as reader:
        for edge in (0, 1, 40, 77, 119, 120, 121):
            later = [one for one in places if one.pos > edge]
            earlier = [one for one in reversed(places) if one.pos < edge and one.present]
            for found, all_ in (
                (reader.touched(keys, edge, limit), later),
                (reader.latest(keys, edge, limit), earlier),
            ):
                whole = [one for one in all_ if one.pos in {each.pos for each in all_[:limit]}]
                assert [one.pos for one in found] == [one.pos for one in whole]
                assert set(found) == set(whole)
