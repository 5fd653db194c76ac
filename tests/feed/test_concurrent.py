"""Many at once: no reader ever skips what commits while it reads."""

import threading

import pytest

from sync.client import Client
from tests.factories import id_of
from tests.world import AN, HERE, World, matter

WRITERS, TURNS = 4, 8


@pytest.mark.invariant("feed-is-commit-order")
@pytest.mark.failure(14)
def test_a_reader_among_writers_misses_nothing(world: World) -> None:
    world.may_read(AN, f"unit:{HERE}")
    failures: list[BaseException] = []
    phones = [world.phone(id_of(f"writer {n}")) for n in range(WRITERS)]

    def write(phone: Client, number: int) -> None:
        try:
            for turn in range(TURNS):
                matter(phone, f"{number} {turn}")
                world.sync(phone)
        except Exception as error:  # noqa: BLE001 - a thread's failure is told by the test's own
            failures.append(error)

    threads = [threading.Thread(target=write, args=(phone, n)) for n, phone in enumerate(phones)]
    reader = world.phone(AN)
    for thread in threads:
        thread.start()
    while not all(not thread.is_alive() for thread in threads):
        world.sync(reader)
    for thread in threads:
        thread.join(60)
    world.sync(reader)
    assert failures == []
    assert len(reader.rows) == WRITERS * TURNS
    world.agree(reader)
