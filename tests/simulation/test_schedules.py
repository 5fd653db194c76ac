"""The simulator itself: it runs on either store, says the same twice, and turns red when a promise is broken.

The many schedules are a gate of their own (`make sim`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

import sync.feed
from sync.client import Client
from tests.simulation.bench import Bench
from tests.simulation.people import STORES
from tests.simulation.plan import Plan, plan_of
from tests.simulation.run import FAULT, Report, run_plan, run_seed

# Two devices of one person, his supervisor and his contact: enough for most of what can break.
_FEW = tuple(one for one in STORES if one.device in ("an-phone", "an-tablet", "dung-phone", "ha-phone", "lan-phone"))


def hard(seed: int, **more: Any) -> Plan:
    """A short schedule of few phones in which much breaks."""
    plan = replace(plan_of(seed), stores=_FEW, days=2, acts=3, network=0.3, devices=0.2, office=0.5, directory=0.2)
    return replace(plan, **{"apps": 0.0, **more})


@pytest.mark.invariant("quiet-means-equal", "outbox-drains", "device-order", "nothing-blocks", "client-time-is-data")
@pytest.mark.invariant("restored-device-noticed", "cursor-with-rows", "counts-are-true")
@pytest.mark.failure(3, 9, 10, 11, 12, 13, 17, 18, 19, 21, 22, 23, 24, 29)
@pytest.mark.parametrize("seed", [1, 2])
def test_a_schedule_keeps_every_promise_on_this_store(bench: Bench, seed: int) -> None:
    report = run_plan(hard(seed, races=0.1, clocks=0.2, poison=0.05), bench)
    assert (report.check, report.text) == (None, "")
    assert report.tally.syncs >= 4 * report.tally.device_days


@pytest.mark.invariant("quiet-means-equal")
@pytest.mark.failure(27)
def test_the_apps_own_phones_keep_them_beside_the_others(bench: Bench) -> None:
    report = run_plan(hard(3, apps=0.5), bench)
    assert (report.check, report.text) == (None, "")


def test_a_seed_says_the_same_twice(bench: Bench) -> None:
    plan = hard(4)
    one, other = (run_plan(plan, bench, traced=True) for _ in range(2))
    assert one.trace == other.trace
    assert len(one.trace) > 100


def first_red(bench: Bench, **more: Any) -> Report:
    """The first of a few schedules that breaks a promise."""
    reports = (run_plan(hard(seed, **more), bench) for seed in range(20, 40))
    return next((report for report in reports if report.check), Report(0, reports))  # type: ignore[arg-type]


def test_a_phone_that_takes_results_for_others_is_found_out(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    take = Client.take

    def careless(phone: Client, line: bytes) -> None:
        take(phone, line)
        if b'"results"' not in line and phone.ops:
            phone.ops[-1].state = "done"

    monkeypatch.setattr(Client, "take", careless)
    assert first_red(bench).check in ("acked-is-durable", "no-value-vanishes")


def test_an_office_that_forgets_who_lost_a_record_is_found_out(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync.feed, "_uncovered", lambda *_: [])
    assert first_red(bench).check in ("lost-scope-rows-go", "quiet-means-equal", "no-value-vanishes")


def test_what_nobody_promised_to_raise_is_a_broken_promise(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Client, "_segment", lambda *_: 1 / 0)
    assert run_seed(0, bench, days=1).check == FAULT
