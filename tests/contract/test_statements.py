"""How often one sync asks the database: counted, so that it is the same on every machine."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import pytest

from sync.ports import Patch
from tests.cast import MORNING_MS, Cast
from tests.contract.test_sync_http import client_of, take
from tests.factories import id_of

# Session 1, cursor 2, push 12, feed 5; around them transactions begin and end, and on SQLite readings are locked.
STATEMENTS_MAX = 32


@contextmanager
def counted() -> Iterator[list[str]]:
    """Grows by one name for each statement that this thread gives to a database's driver."""
    asked: list[str] = []

    def note(frame: FrameType, event: str, arg: Any) -> None:
        name = arg.__name__ if event == "c_call" else frame.f_code.co_name if event == "call" else ""
        place = "" if event == "c_call" else frame.f_code.co_filename
        if name in ("execute", "executemany") and (event == "c_call" or "psycopg/cursor" in place):
            asked.append(name)

    sys.setprofile(note)
    try:
        yield asked
    finally:
        sys.setprofile(None)


def statements_of_a_sync(cast: Cast, operations: int) -> int:
    client, phone = client_of(cast, device=f"phone {operations}"), cast.owner.phone(f"phone {operations}")
    while True:
        take(client, phone.ask("POST", "/api/sync", data=client.request(MORNING_MS), content_type="application/json"))
        if not client.more:
            break
    for number in range(operations):
        patch = Patch(set={"findings": f"Đường {number}"})
        client.say("draft.save", id_of(f"{operations} {number}"), role="cadre", at=MORNING_MS, patch=patch)
    body = client.request(MORNING_MS)
    with counted() as asked:
        answer = phone.ask("POST", "/api/sync", data=body, content_type="application/json")
    take(client, answer)
    assert not client.unsent
    return len(asked)


@pytest.mark.invariant("bounded-work")
def test_a_sync_asks_little_and_thirty_operations_ask_no_more_than_three(cast: Cast) -> None:
    three, thirty = statements_of_a_sync(cast, 3), statements_of_a_sync(cast, 30)
    assert 15 < three == thirty <= STATEMENTS_MAX
