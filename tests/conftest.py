"""What every test may ask for: a fresh database of the kind that `--db` names. People and clients: tests/cast.py."""

from __future__ import annotations

import gc
import importlib.util
import os
from collections.abc import Callable, Iterator

import pytest
from hypothesis import settings
from werkzeug.routing import Rule

from tests.stores import PostgresqlStores, SqliteStores, Stores

# Found where they exist, so that each part of the tests can stand alone.
pytest_plugins = [name for name in ("tests.cast", "tests.hand") if importlib.util.find_spec(name)]

# The same examples on every run: a gate that is green on one desk is green on the next.
settings.register_profile("gates", derandomize=True, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "gates"))

ASKS = ("anything", "store", "nothing")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--db", choices=["sqlite", "postgresql"], default="sqlite", help="the store that tests run on")
    parser.addoption("--asks", choices=ASKS, default="anything", help="only tests that ask for a store, or only others")
    parser.addoption("--long", action="store_true", help="as often as `make test-long` does, where a test asks `times`")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Whatever `--asks` leaves to another run: each test is in one of the two."""
    asks = config.getoption("--asks")
    if asks != "anything":
        left_out = [item for item in items if asks_for_a_store(item) != (asks == "store")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if asks_for_a_store(item) == (asks == "store")]


def asks_for_a_store(item: pytest.Item) -> bool:
    """Whether the test is another one on another store. One that asks while it runs is marked `either_store`."""
    fixtures: list[str] = getattr(item, "fixturenames", [])
    return "store_kind" in fixtures or item.get_closest_marker("either_store") is not None


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: looking through it for garbage time and again took a quarter of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def routes_written_once() -> Iterator[None]:
    """Nearly each test opens an app, and all have the same doors.

    Werkzeug writes and compiles two functions for every door of every app: three quarters of opening it, a sixth of a
    whole run. They read what they need from the door itself, so doors of one pattern can share them.
    """
    write, written = Rule._compile_builder, {}

    def remembered(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        pattern = rule.rule, tuple(rule._trace), repr(rule.defaults), append_unknown
        if pattern not in written:
            written[pattern] = write(rule, append_unknown)
        return written[pattern]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", remembered)
        yield


@pytest.fixture(scope="session")
def store_kind(request: pytest.FixtureRequest) -> str:
    """`sqlite` or `postgresql`. A test may not be skipped by it: both stores run the same list."""
    if request.config.getoption("--asks") == "nothing":
        pytest.fail("this test asks for a store while it runs; without the mark `either_store` it runs on one only")
    kind: str = request.config.getoption("--db")
    return kind


@pytest.fixture(scope="session")
def times(request: pytest.FixtureRequest) -> Callable[[int, int], int]:
    """How often a test does what it does: `times(in_each_change, with_long)`. Such tests are marked `long`."""
    long = bool(request.config.getoption("--long"))
    return lambda short_count, long_count: long_count if long else short_count


@pytest.fixture(scope="session")
def stores(store_kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stores]:
    made: Stores
    if store_kind == "postgresql":
        made = PostgresqlStores(prepare)
    else:
        made = SqliteStores(tmp_path_factory.mktemp("stores"), prepare)
    yield made
    made.close()


def prepare(url: str) -> None:
    """The product's tables, by the product's own migrations."""
    from server.platform.migrate import migrate

    migrate(url)


_count = iter(range(1_000_000))


@pytest.fixture
def database_url(stores: Stores) -> Iterator[str]:
    """A database of one's own with the product's tables, empty."""
    name = f"t{next(_count)}"
    yield stores.prepared(name)
    stores.drop(name)


@pytest.fixture
def empty_database_url(stores: Stores) -> Iterator[str]:
    """A database of one's own without tables, for tests of the migrations themselves."""
    name = f"t{next(_count)}"
    yield stores.empty(name)
    stores.drop(name)
