"""At which hour a person may be told, and by which road."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.features.reminders.rules import (
    HOUR_MS,
    PATIENCE_MS,
    TRIES_MAX,
    Hours,
    SettingError,
    Step,
    after_refused,
    after_silence,
    after_taken,
    check_hours,
    first_step,
    next_allowed,
    next_digest,
)
from server.worktime import DEFAULT_CALENDAR

HERE = Hours()
BERLIN = Hours(zone="Europe/Berlin", quiet_from="21:00", quiet_until="02:30")


def at(text: str, zone: str = "Asia/Ho_Chi_Minh") -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)


@pytest.mark.parametrize(("asked", "told"), [
    ("2024-06-25T06:29", "2024-06-25T06:30"),
    ("2024-06-25T06:30", "2024-06-25T06:30"),
    ("2024-06-25T12:00", "2024-06-25T12:00"),
    ("2024-06-25T20:59:59", "2024-06-25T20:59:59"),
    ("2024-06-25T21:00", "2024-06-26T06:30"),
    ("2024-06-30T23:59", "2024-07-01T06:30"),
    ("2024-06-26T00:00", "2024-06-26T06:30"),
])  # fmt: skip
def test_nobody_is_told_at_night(asked: str, told: str) -> None:
    assert next_allowed(at(asked), HERE) == at(told)


@pytest.mark.parametrize(("asked", "told"), [
    ("2024-06-28T22:00", "2024-07-01T06:30"),  # Friday night: Monday
    ("2024-06-29T09:00", "2024-07-01T06:30"),  # Saturday
    ("2024-07-01T09:00", "2024-07-01T09:00"),
])  # fmt: skip
def test_what_belongs_to_work_waits_for_a_working_day(asked: str, told: str) -> None:
    assert next_allowed(at(asked), HERE, DEFAULT_CALENDAR) == at(told)


def test_quiet_at_noon_is_possible_too() -> None:
    hours = replace(HERE, quiet_from="11:30", quiet_until="13:30")
    assert next_allowed(at("2024-06-25T12:00"), hours) == at("2024-06-25T13:30")
    assert next_allowed(at("2024-06-25T23:00"), hours) == at("2024-06-25T23:00")


def test_hour_that_summer_time_skips_is_the_next_one() -> None:
    # 31/03/2024: Berlin's clocks go from 02:00 to 03:00, so 02:30 does not exist.
    told = next_allowed(at("2024-03-31T01:00", "Europe/Berlin"), BERLIN)
    assert told == at("2024-03-31T03:30", "Europe/Berlin")


def test_hour_that_comes_twice_counts_once() -> None:
    # 27/10/2024: Berlin's 02:30 comes twice; the first one ends the quiet.
    told = next_allowed(at("2024-10-27T01:00", "Europe/Berlin"), BERLIN)
    assert told == at("2024-10-27T01:00", "Europe/Berlin") + HOUR_MS * 3 // 2


@pytest.mark.parametrize(("asked", "told"), [
    ("2024-06-25T06:59", "2024-06-25T07:00"), ("2024-06-25T07:00", "2024-06-25T07:00"),
    ("2024-06-25T07:00:01", "2024-06-26T07:00"),
])  # fmt: skip
def test_digest_comes_once_a_day(asked: str, told: str) -> None:
    assert next_digest(at(asked), replace(HERE, digest="07:00")) == at(told)
    assert next_digest(at(asked), HERE) == at(asked)


@given(
    st.integers(min_value=1_500_000_000_000, max_value=2_000_000_000_000),
    st.sampled_from(["Asia/Ho_Chi_Minh", "Europe/Berlin", "America/St_Johns", "Pacific/Apia", "UTC"]),
    st.integers(min_value=0, max_value=23),
    st.integers(min_value=1, max_value=23),
)
def test_telling_is_never_early_and_never_in_the_quiet(asked: int, zone: str, begins: int, lasts: int) -> None:
    hours = Hours(zone=zone, quiet_from=f"{begins:02}:00", quiet_until=f"{(begins + lasts) % 24:02}:00")
    check_hours(hours)
    told = next_allowed(asked, hours)
    assert asked <= told <= asked + 25 * HOUR_MS
    # Once moved, it stays: asking again for the answer changes nothing.
    assert next_allowed(told, hours) == told


@pytest.mark.parametrize(("change", "code"), [
    ({"zone": "Asia/Saigon2"}, "zone_unknown"), ({"zone": "../etc/passwd"}, "zone_unknown"),
    ({"zone": ""}, "zone_unknown"),
    ({"quiet_from": "24:00"}, "clock_bad"), ({"quiet_until": "6:30"}, "clock_bad"), ({"digest": "noon"}, "clock_bad"),
    ({"quiet_from": "07:00", "quiet_until": "07:00"}, "quiet_all_day"),
    ({"digest": "23:00"}, "digest_in_quiet"),
])  # fmt: skip
def test_setting_that_cannot_be_meant_is_refused(change: dict[str, str], code: str) -> None:
    with pytest.raises(SettingError) as caught:
        check_hours(replace(HERE, **change))
    assert caught.value.code == code


def test_roads_follow_each_other_until_the_last() -> None:
    roads = ("push", "mail")
    assert first_step(5, roads) == Step("waiting", "push", 5)
    assert after_taken("push", roads, 5) == Step("waiting", "mail", 5 + PATIENCE_MS["push"])
    assert after_taken("mail", roads, 5) == Step("done", None, 5)
    assert after_refused("push", roads, 5) == Step("waiting", "mail", 5)
    assert after_refused("mail", roads, 5) == Step("failed", None, 5)
    assert first_step(5, ()) == Step("failed", None, 5)


def test_silent_road_is_tried_again_later_and_later_then_left() -> None:
    waits = [after_silence("push", ("push", "mail"), 0, tries=tries).due for tries in range(1, TRIES_MAX)]
    assert waits == [60_000, 120_000, 240_000, 480_000, 960_000]
    assert after_silence("push", ("push", "mail"), 0, tries=TRIES_MAX) == Step("waiting", "mail", 0)
    assert after_silence("push", ("push",), 0, tries=1, wait_ms=300_000).due == 300_000


def test_road_that_was_closed_since_leads_to_the_first_one_open() -> None:
    assert after_refused("push", ("mail",), 0) == Step("waiting", "mail", 0)
