"""An office of one machine: what is sent by the process that serves waits while somebody is served."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from server.platform.clock import SetClock
from server.platform.traffic import Traffic
from tests.cast import Cast
from tests.features.reminders.telling import MINUTE_MS, Telling


def served(traffic: Traffic, app: Callable[[], Iterator[bytes]]) -> Iterator[bytes]:
    """One request of such an app, as its server reads the answer."""
    answer = traffic.counted(lambda _environ, _start: app())({}, lambda *_: lambda _: None)
    yield from answer
    answer.close()  # type: ignore[attr-defined]


def test_request_counts_until_the_last_byte_of_its_answer() -> None:
    traffic = Traffic()
    assert traffic.wait(0)
    reading = served(traffic, lambda: iter((b"a", b"b")))
    for _ in range(2):
        next(reading)
        assert not traffic.wait(0)
    assert list(reading) == []
    assert traffic.wait(0)


def test_request_that_fails_is_over() -> None:
    traffic = Traffic()

    def fail() -> Iterator[bytes]:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        next(served(traffic, fail))
    assert traffic.wait(0)


def test_who_waits_goes_on_when_the_last_request_ends() -> None:
    traffic, begun = Traffic(), Event()
    requests = [served(traffic, lambda: iter((b"a",))) for _ in range(2)]
    for request in requests:
        next(request)

    def wait() -> bool:
        begun.set()
        return traffic.wait(60_000)

    with ThreadPoolExecutor(1) as pool:
        waited = pool.submit(wait)
        assert begun.wait(60)
        for request in requests:
            assert not waited.done()
            assert list(request) == []
        assert waited.result()


def test_office_that_is_never_quiet_is_told_all_the_same(cast: Cast, clock: SetClock) -> None:
    office = Telling(cast, clock)
    office.turn()
    office.subscribe("owner")
    tasks = [office.task("owner") for _ in range(3)]
    clock.move(MINUTE_MS)
    asked: list[bool] = []
    office.wire.then = lambda: asked.append(office.here.traffic.wait(0))
    busy = served(office.here.traffic, lambda: iter((b"a",)))
    next(busy)
    assert office.turn() == 3
    assert asked == [False] * 3
    assert set(office.arrived("owner")) == {office.topic(task) for task in tasks}


def test_requests_of_the_app_are_those_that_are_counted(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []
    traffic, phone = cast.here.traffic, cast.owner.phone()
    ask = type(cast.here.clock).now_ms

    def now_ms(clock: SetClock) -> int:
        seen.append(traffic.wait(0))
        return ask(clock)

    monkeypatch.setattr(SetClock, "now_ms", now_ms)
    assert phone.get("/api/reminders/roads").status_code == 200
    assert seen
    assert not any(seen)
    assert traffic.wait(0)
