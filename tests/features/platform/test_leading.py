"""One process of several does what must be done once; when it dies, another does."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa

from server.platform.db import engine_of
from server.platform.leading import Leader, leader_of

_HOLD = """
import sys
from server.platform.db import engine_of
from server.platform.leading import leader_of
leader = leader_of(engine_of(sys.argv[1]))
print(leader.lead(), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def process(database_url: str) -> Iterator[Callable[[], Leader]]:
    """Makes what each process of an office has: an engine and a leader of its own."""
    engines = []

    def make() -> Leader:
        engines.append(engine_of(database_url))
        return leader_of(engines[-1])

    yield make
    for engine in engines:
        engine.dispose()


def test_one_of_two_processes_leads_until_it_resigns(process: Callable[[], Leader]) -> None:
    first, second = process(), process()
    assert [first.lead(), second.lead(), first.lead()] == [True, False, True]
    first.resign()
    assert [second.lead(), first.lead()] == [True, False]
    second.resign()


def test_place_of_a_leader_that_was_killed_is_free_at_once(database_url: str, process: Callable[[], Leader]) -> None:
    other = subprocess.Popen(
        [sys.executable, "-c", _HOLD, database_url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "True\n"
    here = process()
    assert not here.lead()
    other.send_signal(signal.SIGKILL)
    other.communicate()
    # PostgreSQL ends a dead client's session when it next looks at the socket: a moment later.
    assert any(here.lead() for _ in range(10_000))
    here.resign()


def test_leader_whose_session_the_database_ended_has_lost_its_place(
    store_kind: str, database_url: str, process: Callable[[], Leader]
) -> None:
    first, second = process(), process()
    assert first.lead()
    engine = engine_of(database_url)
    if store_kind == "postgresql":
        with engine.connect() as connection:
            connection.execute(
                sa.text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted")
            )
        assert any(second.lead() for _ in range(10_000))
        assert not first.lead()
    else:
        first.resign()
        assert second.lead()
    engine.dispose()
    second.resign()
