"""The golden vectors of reminders, which the phone runs too: hours, turns, wording, sentences and where they lead."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import pytest

from server.features.occasions import OCCASIONS, days_of
from server.features.people.directory import Directory
from server.features.reminders.outbox import Message
from server.features.reminders.rules import (
    Hours,
    SettingError,
    check_hours,
    check_turns,
    check_wording,
    fill,
    next_telling,
    read_turns,
)
from server.features.reminders.saying import page, sentence
from server.features.units.rules import Unit
from server.worktime import Calendar
from tests.features.vectors import named, vectors

HELD: Final = vectors("reminders")
_DAYS: Final = HELD["calendar"]
CALENDAR: Final = Calendar(days_off=frozenset(_DAYS["days_off"]), made_up=frozenset(_DAYS["made_up"]))
ARGUMENTS: Final = ("day", "minute", "number", "period", "count", "escalated")


def test_the_phone_knows_every_occasion() -> None:
    assert HELD["occasions"] == list(OCCASIONS)


@pytest.mark.parametrize("case", named(HELD["hours"]))
def test_hours_are_judged(case: dict[str, Any]) -> None:
    refused = None
    try:
        check_hours(Hours(**case["hours"]))
    except SettingError as fault:
        refused = {"code": fault.code, "field": fault.field}
    assert refused == case["refused"]


@pytest.mark.parametrize("case", named(HELD["next"]))
def test_the_next_telling(case: dict[str, Any]) -> None:
    working = CALENDAR if case["working"] else None
    told = next_telling(_ms(case["at"]), Hours(**case["hours"]), working, is_urgent=case["urgent"])
    assert told == _ms(case["told"])


@pytest.mark.parametrize("case", named(HELD["turns"]))
def test_turns_are_read(case: dict[str, Any]) -> None:
    refused = check_turns(case["text"])
    assert (refused and refused.code) == case["refused"]
    if refused is None:
        assert list(read_turns(case["text"])) == case["days"]


@pytest.mark.parametrize("case", HELD["turn_days"], ids=lambda case: str(case["turn"]))
def test_a_turn_says_how_many_days_after(case: dict[str, Any]) -> None:
    assert days_of(case["turn"]) == case["days"]


@pytest.mark.parametrize("case", named(HELD["wordings"]))
def test_wording_is_judged(case: dict[str, Any]) -> None:
    refused = check_wording(case["wording"], "wording_vi")
    assert (refused and refused.code) == case["refused"]


@pytest.mark.parametrize("case", named(HELD["fill"]))
def test_wording_is_filled_in(case: dict[str, Any]) -> None:
    assert fill(case["wording"], case["values"]) == case["says"]


@pytest.mark.parametrize("case", named(HELD["said"]))
def test_a_notice_is_said_and_leads_somewhere(case: dict[str, Any]) -> None:
    told, unit = case["notice"], case["unit"]
    args = {name: told[name] for name in ARGUMENTS if told[name] is not None}
    message = Message("m", "p", told["occasion"], told["about"], told["record"], told["turn"], args, 0, unit and "u")
    directory = Directory(units={"u": Unit("u", **unit)} if unit else {})
    assert sentence(message, directory, case["language"], case["wording"]) == case["says"]
    assert page(message) == case["page"]


def _ms(instant: str) -> int:
    return int(datetime.fromisoformat(instant).timestamp() * 1000)
