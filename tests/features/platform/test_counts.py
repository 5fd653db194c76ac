"""What bounds a flood: counts that begin with the first request and end by themselves, without a thread."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from limits import RateLimitItemPerMinute
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

from server.config import read_config
from server.platform import counts
from server.platform.clock import SetClock
from server.platform.counts import Counts

MINUTE_MS = 60_000


@pytest.fixture
def clock() -> SetClock:
    return SetClock(1_719_280_800_000)


@pytest.fixture
def kept(clock: SetClock) -> Counts:
    return Counts(clock=clock)


def test_a_window_begins_with_its_first_request_and_ends_by_itself(kept: Counts, clock: SetClock) -> None:
    limiter, twice = FixedWindowRateLimiter(kept), RateLimitItemPerMinute(2)
    assert [limiter.hit(twice, "an") for _ in range(3)] == [True, True, False]
    assert limiter.hit(twice, "bình")
    clock.ms += MINUTE_MS - 1
    assert not limiter.test(twice, "an")
    assert limiter.get_window_stats(twice, "an").reset_time == clock.ms / 1000 + 0.001
    clock.ms += 1
    assert limiter.hit(twice, "an")
    assert limiter.get_window_stats(twice, "an").remaining == 1


def test_a_clock_that_is_set_back_keeps_no_window_open(kept: Counts, clock: SetClock) -> None:
    limiter, twice = FixedWindowRateLimiter(kept), RateLimitItemPerMinute(2)
    assert [limiter.hit(twice, "an") for _ in range(3)] == [True, True, False]
    clock.ms -= 1440 * MINUTE_MS
    assert [limiter.hit(twice, "an") for _ in range(3)] == [True, True, False]


def test_one_is_forgotten_and_all_are(kept: Counts) -> None:
    assert [kept.incr("an", 60), kept.incr("an", 60, 2), kept.incr("bình", 60)] == [1, 3, 1]
    kept.clear("an")
    assert (kept.get("an"), kept.get("bình")) == (0, 1)
    assert (kept.reset(), kept.get("bình"), kept.check()) == (1, 0, True)


def test_a_flood_from_ever_new_addresses_is_forgotten(clock: SetClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counts, "KEPT_MAX", 10)
    kept = Counts(clock=clock)
    for number in range(100):
        kept.incr(f"{number}", 60)
    assert kept.get("0") == 1
    clock.ms += MINUTE_MS
    for number in range(1_000, 1_200):
        kept.incr(f"{number}", 60)
    assert kept.reset() == 200


def test_counting_starts_no_thread() -> None:
    kept, before = storage_from_string("counts://"), threading.active_count()
    assert [kept.incr("an", 60) for _ in range(50)][-1] == 50
    assert threading.active_count() == before


def test_an_operator_may_let_one_address_ask_more_often(tmp_path: Path) -> None:
    assert read_config({}, data_dir=tmp_path).requests_per_minute == 1200
    assert read_config({"DIABAN_REQUESTS_PER_MINUTE": "9000"}, data_dir=tmp_path).requests_per_minute == 9000
