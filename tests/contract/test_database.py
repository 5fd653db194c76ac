"""The database is made by its migrations, durable, and fair to those who wait."""

import threading

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

import server.factory  # noqa: F401 - every room's tables
from server.platform.db import engine_of, metadata, read_transaction, write_transaction
from server.platform.migrate import open_store, upgrade
from server.platform.turns import FairLock


def test_the_migrations_make_what_the_tables_say(empty_database_url: str) -> None:
    engine = engine_of(empty_database_url)
    upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_a_database_from_any_step_comes_up_to_date(empty_database_url: str) -> None:
    engine = engine_of(empty_database_url)
    for revision in ("0001", "head", "head"):
        upgrade(engine, revision)
    engine.dispose()


def test_a_database_keeps_its_life_when_it_is_opened_again(database_url: str) -> None:
    lives = []
    for _ in range(2):
        engine = engine_of(database_url)
        with open_store(engine).read() as reader:
            lives.append(reader.meta())
        engine.dispose()
    assert lives[0] == lives[1]
    assert len(lives[0].genesis) == len(lives[0].cursor_key) == 32


@pytest.mark.invariant("acked-is-durable")
@pytest.mark.failure(48)
def test_what_was_committed_survives_a_power_cut(database_url: str) -> None:
    engine = engine_of(database_url)
    settings = {"sqlite": ("PRAGMA synchronous", 2), "postgresql": ("SHOW synchronous_commit", "on")}
    question, answer = settings[engine.dialect.name]
    with write_transaction(engine) as connection:
        assert connection.exec_driver_sql(question).scalar() == answer
    engine.dispose()


def test_a_reading_cannot_write(database_url: str) -> None:
    engine = engine_of(database_url)
    with pytest.raises(sa.exc.DBAPIError), read_transaction(engine) as connection:
        connection.exec_driver_sql("UPDATE meta SET safe_pos = 1")
    with write_transaction(engine) as connection:
        connection.exec_driver_sql("UPDATE meta SET safe_pos = 1")
    engine.dispose()


def test_writers_get_their_turn_in_order_of_arrival() -> None:
    lock, order = FairLock(), []
    lock.acquire()
    threads = []
    for number in range(5):
        arrived = threading.Event()

        def wait(number: int = number, arrived: threading.Event = arrived) -> None:
            arrived.set()
            with lock:
                order.append(number)

        threads.append(threading.Thread(target=wait))
        threads[-1].start()
        arrived.wait(10)
        while lock.waiting <= number:
            pass
    lock.release()
    for thread in threads:
        thread.join(10)
    assert order == [0, 1, 2, 3, 4]
