"""The outbox holds each thing once, and gives it to one sender at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy.engine import Engine

from server.features.reminders.outbox import LEASE_MS, Message, claim, end, known, note, put, standing
from server.features.reminders.rules import Step
from server.platform.db import engine_of, write_transaction

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
        return put(connection, [(each, Step("waiting", "push", due)) for each in messages])


def take(engine: Engine, holder: str, now: int = NOW, limit: int = 100) -> list[Message]:
    with write_transaction(engine) as connection:
        return claim(connection, now=now, holder=holder, limit=limit)


def say(engine: Engine, held: Message, holder: str, step: Step, outcome: str = "taken") -> bool:
    with write_transaction(engine) as connection:
        return note(connection, held, step, holder=holder, now=NOW, outcome=outcome, status=201)


def test_same_thing_put_in_twice_is_there_once(engine: Engine) -> None:
    assert fill(engine, message(1), message(2)) == 2
    again = replace(message(1), id=message(9).id)
    assert fill(engine, again, message(3)) == 1
    with write_transaction(engine) as connection:
        assert known(connection, [message(1).key, message(7).key]) == {message(1).key}
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
    [held] = take(engine, "dead")
    assert take(engine, "other", NOW + LEASE_MS - 1) == []
    assert take(engine, "other", NOW + LEASE_MS) == [held]
    # The dead one was only slow: its word comes too late and moves nothing.
    assert not say(engine, held, "dead", Step("done", None, NOW))
    assert say(engine, held, "other", Step("done", None, NOW))


def test_what_is_done_is_not_taken_again(engine: Engine) -> None:
    fill(engine, message(1))
    [held] = take(engine, "one")
    say(engine, held, "one", Step("done", None, NOW))
    assert take(engine, "one", NOW + 100 * LEASE_MS) == []


def test_next_road_waits_for_its_hour(engine: Engine) -> None:
    fill(engine, message(1))
    [held] = take(engine, "one")
    say(engine, held, "one", Step("waiting", "mail", NOW + 7_200_000))
    assert take(engine, "one", NOW + 7_199_999) == []
    assert [each.road for each in take(engine, "one", NOW + 7_200_000)] == ["mail"]


def test_what_has_become_pointless_is_dropped_unless_it_went_out(engine: Engine) -> None:
    fill(engine, message(1), message(2))
    [first, _] = take(engine, "one")
    say(engine, first, "one", Step("done", None, NOW))
    with write_transaction(engine) as connection:
        assert end(connection, [message(1).id, message(2).id], now=NOW, why="done_meanwhile") == 1
        assert standing(connection) == []


def test_arguments_come_back_as_they_were(engine: Engine) -> None:
    fill(engine, message(1))
    assert take(engine, "one")[0].args == {"unit": "Ân Nghĩa"}
