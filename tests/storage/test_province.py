"""The made-up province: the same for the same seed, read by every screen, and by as many statements however large.

Six weeks around the change of units of 1/7/2025 stand for the five years, which `make bench` makes and measures.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

import pytest
from flask import Flask

from server.context import Server
from tests.perf.province.multiplied import KINDS, multiply
from tests.perf.province.office import made, opened, statements_of
from tests.perf.province.screens import EXEMPT, Browser, routes_of, screens
from tests.perf.province.years import Size

SIZE: Final = Size(visits=60, items=120, weeks=6, first="2025-06-02")
TIMES: Final = 3
COUNTED: Final = ("total", "closed", "in_progress", "refused", "transferred", "overdue_unanswered", "open")


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Six weeks, and the same three times over."""
    root = tmp_path_factory.mktemp("province")
    made(root / "once", SIZE)
    multiply(root / "once", root / "more", TIMES)
    return root / "once", root / "more"


@pytest.fixture
def once(folders: tuple[Path, Path]) -> Iterator[Flask]:
    yield from _opened(folders[0])


@pytest.fixture
def more(folders: tuple[Path, Path]) -> Iterator[Flask]:
    yield from _opened(folders[1])


def _opened(folder: Path) -> Iterator[Flask]:
    app = opened(folder)
    yield app
    app.extensions["diaban"].store.engine.dispose()


def records(app: Flask, *kinds: str) -> list[Any]:
    here: Server = app.extensions["diaban"]
    with here.store.read() as reader:
        return [(one.entity, one.id, one.author, dict(one.body)) for kind in kinds for one in reader.records(kind)]


def test_the_same_seed_makes_the_same_weeks(once: Flask, tmp_path: Path) -> None:
    sent = made(tmp_path, SIZE)
    assert (sent["visit.submit"] >= SIZE.visits, sent["feedback.raise"] + sent.get("feedback.refer", 0)) == (True, 120)
    for again in _opened(tmp_path):
        assert records(once, *KINDS) == records(again, *KINDS)


def test_invitations_are_answered_moved_and_attended_and_counted_by_their_screen(once: Flask, more: Flask) -> None:
    asked = "/api/invitations/figures?first=2025-06-01&last=2025-07-31"
    few, many = (Browser(app).of("clerk1").get(asked).get_json() for app in (once, more))
    told = [body for _, _, _, body in records(once, "invitation")]
    said = {row[1] for body in told for row in body["log"]}
    assert {"set", "accepted", "declined", "attended", "moved"} <= said
    assert sum(len(body["invited"]) for body in told) > few["total"]["attended"] > 0
    assert many["total"]["invited"] == TIMES * few["total"]["invited"]


def test_every_request_of_a_screen_is_measured_and_answered(once: Flask) -> None:
    asked, browser = list(screens(once)), Browser(once)
    assert {screen.route for screen in asked} == routes_of(once) - EXEMPT
    for screen in asked:
        answer = browser.of(screen.who).get(screen.path)
        assert answer.status_code == 200, (screen, answer.text)


def test_figures_of_the_copy_are_so_many_times_those_of_the_original(once: Flask, more: Flask) -> None:
    few, many = (Browser(app).of("clerk1").get("/api/feedback/figures").get_json() for app in (once, more))
    assert few["total"] == SIZE.items
    assert {name: many[name] for name in COUNTED} == {name: few[name] * TIMES for name in COUNTED}
    assert len(records(more, "visit")) == TIMES * len(records(once, "visit"))


@pytest.mark.invariant("work-is-bounded")
def test_no_screen_asks_more_statements_of_more_records(once: Flask, more: Flask) -> None:
    few, many = (dict(counted(app)) for app in (once, more))
    assert {asked: (count, many[asked]) for asked, count in few.items() if many[asked] > count} == {}


def counted(app: Flask) -> Iterator[tuple[str, int]]:
    """Each screen's address with the number of statements that it takes."""
    browser = Browser(app)
    for screen in screens(app):
        ask = partial(browser.of(screen.who).get, screen.path)
        ask()
        yield screen.name, statements_of(app, ask)
