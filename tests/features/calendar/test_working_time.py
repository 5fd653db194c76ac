"""Working time: the same answers as the phone's, and the laws of its addition."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.platform.clock import OFFICE_ZONE
from server.worktime import (
    MINUTE_MS,
    PROMISES,
    Calendar,
    Promise,
    add_working_days,
    add_working_minutes,
    answer_due,
    is_working_day,
    is_working_time,
    read_spans,
    settle_due,
    working_minutes_between,
)
from tests.features.vectors import named, vectors

CASES: Final = vectors("working_time")
HELD: Final = CASES["calendar"]
CALENDAR: Final = Calendar(
    spans=read_spans(HELD["hours"]) or (),
    week=frozenset(map(int, HELD["week"])),
    days_off=frozenset(HELD["days_off"]),
    made_up=frozenset(HELD["made_up"]),
)


def ms(local: str) -> int:
    """The instant of a local time such as `2024-06-25T08:00`."""
    return int(datetime.fromisoformat(local).replace(tzinfo=OFFICE_ZONE).timestamp() * 1000)


@pytest.mark.parametrize("case", named(CASES["minutes"]))
def test_working_minutes_pass_as_on_the_phone(case: dict[str, Any]) -> None:
    assert add_working_minutes(CALENDAR, ms(case["at"]), case["minutes"]) == ms(case["end"])


@pytest.mark.parametrize("case", named(CASES["days"]))
def test_working_days_pass_as_on_the_phone(case: dict[str, Any]) -> None:
    assert add_working_days(CALENDAR, case["day"], case["count"]) == case["end"]


@pytest.mark.parametrize("case", named(CASES["between"]))
def test_what_lies_between_is_counted_as_on_the_phone(case: dict[str, Any]) -> None:
    assert working_minutes_between(CALENDAR, ms(case["start"]), ms(case["end"])) == case["minutes"]


@pytest.mark.parametrize("case", named(CASES["works"]))
def test_the_office_works_when_the_phone_says_so(case: dict[str, Any]) -> None:
    assert is_working_time(CALENDAR, ms(case["at"])) is case["works"]


@pytest.mark.parametrize("case", CASES["spans"])
def test_hours_are_read_as_on_the_phone(case: dict[str, Any]) -> None:
    assert read_spans(case["text"]) == (case["spans"] and tuple(map(tuple, case["spans"])))


@pytest.mark.parametrize("case", named(CASES["promised"]))
def test_what_is_promised_falls_as_on_the_phone(case: dict[str, Any]) -> None:
    own = {urgency: Promise(*said) for urgency, said in case["clocks"].items()}
    calendar = replace(CALENDAR, promises={**PROMISES, **own})
    assert answer_due(calendar, raised=ms(case["raised"]), urgency=case["urgency"]) == ms(case["answer_due"])
    assert settle_due(calendar, raised=case["raised"][:10], urgency=case["urgency"]) == case["settle_due"]


def test_a_calendar_without_a_working_day_ends_the_search() -> None:
    never = replace(CALENDAR, week=frozenset(), made_up=frozenset())
    with pytest.raises(ValueError, match="no working"):
        add_working_days(never, "2024-06-25", 1)
    with pytest.raises(ValueError, match="no working"):
        add_working_minutes(never, ms("2024-06-25T08:00"), 1)


# --- Laws ------------------------------------------------------------------------------------------------------------

_DAYS: Final = st.dates(date(2024, 1, 1), date(2024, 12, 31)).map(str)
INSTANTS: Final = st.integers(ms("2024-01-01T00:00"), ms("2024-12-31T23:59"))
MINUTES: Final = st.integers(0, 60 * 60)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Any office's: one to three spans, some weekdays, days off and made-up days."""
    edges = sorted(draw(st.lists(st.integers(0, 24 * 60), min_size=2, max_size=6, unique=True)))
    pairs = edges[: len(edges) // 2 * 2]
    return Calendar(
        spans=tuple(zip(pairs[::2], pairs[1::2], strict=True)),
        week=draw(st.frozensets(st.integers(1, 7), min_size=1)),
        days_off=draw(st.frozensets(_DAYS, max_size=20)),
        made_up=draw(st.frozensets(_DAYS, max_size=5)),
    )


@given(calendars(), INSTANTS, st.integers(0, 10 * 60))
def test_added_time_never_ends_outside_working_time(calendar: Calendar, at: int, minutes: int) -> None:
    end = add_working_minutes(calendar, at, minutes)
    assert end >= at
    assert is_working_time(calendar, end)


@given(calendars(), INSTANTS, st.integers(0, 10 * 60), st.integers(0, 10 * 60))
def test_added_time_is_additive(calendar: Calendar, at: int, one: int, other: int) -> None:
    both = add_working_minutes(calendar, at, one + other)
    assert add_working_minutes(calendar, add_working_minutes(calendar, at, one), other) == both


@given(INSTANTS, st.integers(0, 10**9), MINUTES, MINUTES)
def test_added_time_is_monotone(at: int, later: int, minutes: int, more: int) -> None:
    end = add_working_minutes(CALENDAR, at, minutes)
    assert end <= add_working_minutes(CALENDAR, at + later, minutes)
    assert end <= add_working_minutes(CALENDAR, at, minutes + more)


@given(calendars(), INSTANTS, st.integers(0, 10 * 60))
def test_what_was_added_lies_between(calendar: Calendar, at: int, minutes: int) -> None:
    assert working_minutes_between(calendar, at, add_working_minutes(calendar, at, minutes)) == minutes


@given(calendars(), _DAYS, st.integers(0, 40), st.integers(0, 40))
def test_added_days_are_additive_and_worked(calendar: Calendar, day: str, one: int, other: int) -> None:
    end = add_working_days(calendar, day, one)
    assert one == 0 or is_working_day(calendar, end)
    assert add_working_days(calendar, end, other) == add_working_days(calendar, day, one + other)


def test_a_working_hour_has_sixty_minutes() -> None:
    assert add_working_minutes(CALENDAR, ms("2024-06-25T08:00"), 60) - ms("2024-06-25T08:00") == 60 * MINUTE_MS
