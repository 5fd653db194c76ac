"""The outbox holds each thing once, and gives it to one sender at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy.engine import Engine

from server.features.reminders.outbox import (
    LEASE_MS,
    Message,
    Tried,
    claim,
    end,
    finish,
    first_key,
    forget,
    held,
    id_of,
    known,
    note,
    put,
    revive,
    standing,
)
from server.features.reminders.rules import Step
from server.platform.db import engine_of, write_transaction
from server.platform.ids import new_id

ANN = "00000000-0000-4000-8000-0000000000a1"
NOW = 1_719_277_500_000


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = engine_of(database_url)
    yield made
    made.dispose()


def message(number: int, turn: str = "2024-06:d-1") -> Message:
    id = f"00000000-0000-4000-8000-{number:012d}"
    return Message(id, ANN, "visit_due", "unit", id, turn, {"unit": "Ân Nghĩa"}, NOW)


def fill(engine: Engine, *messages: Message, due: int = NOW) -> int:
    with write_transaction(engine) as connection:
        return len(put(connection, [(each, Step("waiting", "push", due)) for each in messages]))


def take(engine: Engine, holder: str, now: int = NOW, limit: int = 100) -> list[Message]:
    with write_transaction(engine) as connection:
        return claim(connection, now=now, holder=holder, limit=limit)


def say(engine: Engine, message: Message, holder: str, step: Step, outcome: str | None = "taken") -> None:
    with write_transaction(engine) as connection:
        note(connection, [Tried(message, step, outcome, 201)], holder=holder, now=NOW, new_id=new_id)


def states(engine: Engine) -> list[str]:
    """What stands, by the order of its ids."""
    with write_transaction(engine) as connection:
        return [row.state for row in sorted(standing(connection), key=lambda row: row.id)]


def test_same_thing_put_in_twice_is_there_once(engine: Engine) -> None:
    assert fill(engine, message(1), message(2)) == 2
    again = replace(message(1), id=message(9).id)
    assert fill(engine, again, message(3)) == 1
    with write_transaction(engine) as connection:
        assert known(connection, [message(1).key, message(7).key]).keys() == {message(1).key}
        assert len(standing(connection)) == 3


def test_next_turn_is_another_thing(engine: Engine) -> None:
    assert fill(engine, message(1), replace(message(1), id=message(2).id, turn="2024-06:d+1")) == 2


def test_two_senders_never_hold_the_same(engine: Engine) -> None:
    fill(engine, *(message(number) for number in range(1, 11)))
    one, other = take(engine, "one", limit=6), take(engine, "other", limit=6)
    assert (len(one), len(other)) == (6, 4)
    assert {each.id for each in one}.isdisjoint(each.id for each in other)
    assert take(engine, "third") == []


def test_what_a_dead_sender_held_is_sent_by_another(engine: Engine) -> None:
    fill(engine, message(1))
    [taken] = take(engine, "dead")
    assert take(engine, "other", NOW + LEASE_MS - 1) == []
    assert take(engine, "other", NOW + LEASE_MS) == [taken]
    # The dead one was only slow: its word comes too late and moves nothing.
    say(engine, taken, "dead", Step("done", None, NOW))
    assert states(engine) == ["waiting"]
    say(engine, taken, "other", Step("done", None, NOW))
    assert states(engine) == ["done"]


def test_what_is_done_is_not_taken_again(engine: Engine) -> None:
    fill(engine, message(1))
    [taken] = take(engine, "one")
    say(engine, taken, "one", Step("done", None, NOW))
    assert take(engine, "one", NOW + 100 * LEASE_MS) == []


def test_next_road_waits_for_its_hour(engine: Engine) -> None:
    fill(engine, message(1))
    [taken] = take(engine, "one")
    say(engine, taken, "one", Step("waiting", "mail", NOW + 7_200_000))
    assert take(engine, "one", NOW + 7_199_999) == []
    assert [each.road for each in take(engine, "one", NOW + 7_200_000)] == ["mail"]


def test_what_has_become_pointless_is_dropped_unless_it_went_out(engine: Engine) -> None:
    fill(engine, message(1), message(2))
    [first, _] = take(engine, "one")
    say(engine, first, "one", Step("done", None, NOW))
    with write_transaction(engine) as connection:
        assert end(connection, [message(1).id, message(2).id], now=NOW, why="done_meanwhile") == 1
        assert standing(connection) == []
        rows = known(connection, [message(1).key, message(2).key]).values()
        assert {row.id: (row.state, row.why) for row in rows} == {
            message(1).id: ("done", None), message(2).id: ("dropped", "done_meanwhile"),
        }  # fmt: skip


def test_arguments_come_back_as_they_were(engine: Engine) -> None:
    fill(engine, message(1))
    assert take(engine, "one")[0].args == {"unit": "Ân Nghĩa"}


def test_what_stands_again_waits_again_unless_it_went_out(engine: Engine) -> None:
    fill(engine, message(1), message(2))
    [first, _] = take(engine, "one")
    say(engine, first, "one", Step("done", None, NOW))
    with write_transaction(engine) as connection:
        end(connection, [message(1).id, message(2).id], now=NOW, why="done_meanwhile")
        again = Step("waiting", "mail", NOW)
        assert revive(connection, [(message(number).id, again, None) for number in (1, 2)]) == 1
    assert states(engine) == ["done", "waiting"]
    assert [(each.id, each.road) for each in take(engine, "one")] == [(message(2).id, "mail")]


def test_what_was_seen_goes_no_further_road(engine: Engine) -> None:
    fill(engine, message(1), message(2), replace(message(3), letter=message(9).id))
    with write_transaction(engine) as connection:
        assert finish(connection, [message(1).id], why="shown", person="somebody else") == 0
        assert finish(connection, [message(1).id, message(9).id], why="shown", person=ANN) == 2
        assert finish(connection, [message(1).id], why="shown", person=ANN) == 0
    assert [each.id for each in take(engine, "one")] == [message(2).id]


def test_sender_learns_what_was_seen_since_it_took_it(engine: Engine) -> None:
    fill(engine, message(1), message(2))
    taken = take(engine, "one")
    with write_transaction(engine) as connection:
        finish(connection, [message(1).id], why="shown")
        assert held(connection, [each.id for each in taken], holder="one") == {message(2).id}
        assert held(connection, [each.id for each in taken], holder="other") == set()


def test_letter_is_taken_whole(engine: Engine) -> None:
    letter = message(9).id
    fill(engine, *(replace(message(number), letter=letter) for number in (1, 2, 3)))
    fill(engine, replace(message(4), letter=letter), due=NOW + 1)
    assert {each.id for each in take(engine, "one", limit=1)} == {message(number).id for number in (1, 2, 3)}
    assert take(engine, "other", limit=1) == []


def test_what_was_not_tried_is_in_nobodys_hands(engine: Engine) -> None:
    fill(engine, message(1))
    [taken] = take(engine, "one")
    say(engine, taken, "one", Step("waiting", "push", NOW, 0), outcome=None)
    assert take(engine, "other") == [taken]


def test_old_rows_are_forgotten_with_what_was_tried_for_them_but_never_what_stands(engine: Engine) -> None:
    fill(engine, message(1), message(2), message(3))
    [first, *_] = take(engine, "one")
    say(engine, first, "one", Step("done", None, NOW))
    with write_transaction(engine) as connection:
        end(connection, [message(1).id], now=NOW, why="done_meanwhile")
        end(connection, [message(2).id], now=NOW + 10, why="done_meanwhile")
        assert forget(connection, before=NOW + 10, limit=10) == [message(1).id]
        assert forget(connection, before=NOW + 10, limit=10) == []
        left = known(connection, [message(number).key for number in (1, 2, 3)])
    assert {row.id for row in left.values()} == {message(2).id, message(3).id}


def test_id_follows_from_the_key_and_the_offices_secret() -> None:
    assert id_of(b"secret", message(1).key) == id_of(b"secret", message(1).key)
    assert id_of(b"secret", message(1).key) != id_of(b"other", message(1).key)
    assert first_key(message(1).key) == message(1).key


def test_what_a_dead_sender_held_by_a_clock_that_was_put_back_is_sent_by_another(engine: Engine) -> None:
    """It went a day ahead, and would have kept it for that day. Clocks of two machines differ by less than a lease."""
    yesterday = NOW - 86_400_000
    fill(engine, message(1), due=yesterday)
    assert len(take(engine, "one", NOW)) == 1
    assert take(engine, "two", NOW - LEASE_MS // 2) == []
    assert [each.id for each in take(engine, "two", yesterday)] == [message(1).id]
