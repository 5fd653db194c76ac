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
    next_telling,
)
from server.worktime import DEFAULT_CALENDAR, Calendar, is_working_day

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


ZONES = ("Asia/Ho_Chi_Minh", "Europe/Berlin", "America/New_York", "America/St_Johns", "Pacific/Apia", "UTC")
# Four days about each night on which clocks change: 31/3 and 27/10 in Berlin, 10/3 and 3/11 in New York, in 2024.
CHANGES = [at(f"{day}T00:00", "UTC") for day in ("2024-03-30", "2024-10-26", "2024-03-09", "2024-11-02")]
# Tết of 2024 with the Saturday before it made up, and the days about 2/9.
TET = Calendar(
    days_off=frozenset({*(f"2024-02-{day:02}" for day in range(8, 15)), "2024-09-02", "2024-09-03"}),
    made_up=frozenset({"2024-02-03", "2024-08-31"}),
)
instants = st.one_of(
    st.integers(1_500_000_000_000, 2_000_000_000_000),
    st.builds(int.__add__, st.sampled_from(CHANGES), st.integers(0, 96 * HOUR_MS)),
    st.integers(at("2024-02-01T00:00"), at("2024-02-20T00:00")),
)
calendars = st.sampled_from([None, DEFAULT_CALENDAR, TET, Calendar(days_off=TET.days_off, week=frozenset({6, 7}))])


@st.composite
def hours_of_somebody(draw: st.DrawFn, *, digests: bool = False) -> Hours:
    begins, lasts = draw(st.integers(0, 95)) * 15, draw(st.integers(1, 95)) * 15
    ends = begins + lasts
    # An hour at which he is awake.
    digest = ends + draw(st.integers(0, (1440 - lasts) // 15 - 1)) * 15
    with_digest = digests or draw(st.booleans())
    named = [f"{minute // 60 % 24:02}:{minute % 60:02}" for minute in (begins, ends, digest)]
    hours = Hours(draw(st.sampled_from(ZONES)), named[0], named[1], named[2] if with_digest else None)
    check_hours(hours)
    return hours


def on_the_wall(instant: int, hours: Hours) -> datetime:
    return datetime.fromtimestamp(instant / 1000, ZoneInfo(hours.zone))


def is_by_the_clock(instant: int, hours: Hours) -> bool:
    """Whether the wall's clock of that day is nobody's puzzle: it neither skips nor repeats an hour."""
    return on_the_wall(instant - 24 * HOUR_MS, hours).utcoffset() == on_the_wall(instant + HOUR_MS, hours).utcoffset()


def shows_quiet(instant: int, hours: Hours) -> bool:
    """As a person would say it: minutes after midnight, counted round the clock from where the quiet begins."""
    wall = on_the_wall(instant, hours)
    begins, ends = (int(text[:2]) * 60 + int(text[3:]) for text in (hours.quiet_from, hours.quiet_until))
    return (wall.hour * 60 + wall.minute - begins) % 1440 < (ends - begins) % 1440


@given(instants, hours_of_somebody(), calendars, st.booleans())
def test_telling_is_never_early_never_in_the_quiet_and_on_a_day_of_work(
    asked: int, hours: Hours, working: Calendar | None, is_urgent: bool
) -> None:
    told = next_telling(asked, hours, working, is_urgent=is_urgent)
    assert told >= asked
    if is_by_the_clock(told, hours):
        assert not shows_quiet(told, hours)
    assert next_allowed(told, hours) == told
    if working is not None:
        assert is_working_day(working, on_the_wall(told, hours).date().isoformat())


@given(instants, hours_of_somebody(), calendars, st.booleans())
def test_telling_is_a_matter_of_days_and_asked_again_it_stays(
    asked: int, hours: Hours, working: Calendar | None, is_urgent: bool
) -> None:
    told = next_telling(asked, hours, working, is_urgent=is_urgent)
    # A night, a day left out by a zone, and where work counts the longest row of days off here.
    assert told - asked <= (3 if working is None else 14) * 24 * HOUR_MS
    assert next_telling(told, hours, working, is_urgent=is_urgent) == told


@given(instants, st.integers(0, 72 * HOUR_MS), hours_of_somebody(), calendars, st.booleans())
def test_what_is_due_later_is_never_told_earlier(
    asked: int, later: int, hours: Hours, working: Calendar | None, is_urgent: bool
) -> None:
    first = next_telling(asked, hours, working, is_urgent=is_urgent)
    assert first <= next_telling(asked + later, hours, working, is_urgent=is_urgent)


@given(instants, hours_of_somebody())
def test_nothing_waits_that_need_not(asked: int, hours: Hours) -> None:
    """Where no clock is set, each minute between asking and telling shows the quiet."""
    told = next_allowed(asked, hours)
    if is_by_the_clock(asked, hours) and is_by_the_clock(told, hours):
        assert all(shows_quiet(minute, hours) for minute in range(asked, told, 7 * 60_000))


@given(instants, hours_of_somebody(digests=True), calendars)
def test_what_comes_together_comes_at_its_hour(asked: int, hours: Hours, working: Calendar | None) -> None:
    told = next_telling(asked, hours, working)
    if is_by_the_clock(told, hours):
        assert on_the_wall(told, hours).strftime("%H:%M") == hours.digest


def test_calendar_without_a_day_of_work_ends_too() -> None:
    never = Calendar(week=frozenset())
    assert next_allowed(at("2024-06-25T12:00"), HERE, never) >= at("2024-06-25T12:00")
    assert next_telling(at("2024-06-25T12:00"), replace(HERE, digest="07:00"), never) >= at("2024-06-25T12:00")


@pytest.mark.parametrize(("asked", "told"), [
    ("2024-02-07T21:30", "2024-02-15T06:30"),  # the eve of Tết, at night: the first day of work after it
    ("2024-02-10T00:01", "2024-02-15T06:30"),
    ("2024-02-03T09:00", "2024-02-03T09:00"),  # a Saturday that is made up
    ("2024-08-30T22:00", "2024-08-31T06:30"),
    ("2024-08-31T21:00", "2024-09-04T06:30"),  # over the feast of 2/9
])  # fmt: skip
def test_feasts_are_left_alone_and_days_made_up_are_days(asked: str, told: str) -> None:
    assert next_allowed(at(asked), HERE, TET) == at(told)


@pytest.mark.parametrize(("asked", "told"), [
    ("2024-02-08T05:00", "2024-02-15T07:00"), ("2024-02-03T06:00", "2024-02-03T07:00"),
    ("2024-02-05T07:30", "2024-02-06T07:00"),
])  # fmt: skip
def test_one_message_a_day_keeps_the_feasts_too(asked: str, told: str) -> None:
    assert next_telling(at(asked), replace(HERE, digest="07:00"), TET) == at(told)


def test_one_message_a_day_comes_once_on_the_night_with_an_hour_more() -> None:
    # 27/10/2024 in Berlin: 02:30 comes twice; who was told at the first is not told at the second.
    hours = Hours("Europe/Berlin", "21:00", "02:00", "02:30")
    first = next_digest(at("2024-10-27T01:00", "Europe/Berlin"), hours)
    assert on_the_wall(first, hours).strftime("%d %H:%M") == "27 02:30"
    second = next_digest(first + 1, hours)
    assert second - first == 25 * HOUR_MS


@pytest.mark.parametrize(("night", "zone", "hours_long"), [
    ("2024-03-30", "Europe/Berlin", 8.5), ("2024-10-26", "Europe/Berlin", 10.5),
    ("2024-03-09", "America/New_York", 8.5), ("2024-11-02", "America/New_York", 10.5),
    ("2024-06-25", "Europe/Berlin", 9.5), ("2024-10-26", "Asia/Ho_Chi_Minh", 9.5),
])  # fmt: skip
def test_night_on_which_clocks_change_is_quiet_until_its_morning(night: str, zone: str, hours_long: float) -> None:
    hours = Hours(zone=zone)
    begins = at(f"{night}T21:00", zone)
    ends = begins + int(hours_long * HOUR_MS)
    assert on_the_wall(ends, hours).strftime("%H:%M") == "06:30"
    assert next_allowed(begins - 1, hours) == begins - 1
    for quiet in range(begins, ends, HOUR_MS // 4):
        assert next_allowed(quiet, hours) == ends
    assert next_allowed(ends, hours) == ends


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
