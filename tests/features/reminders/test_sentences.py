"""What each occasion says: short enough for a lock screen, whole, and in the office's own words where it has some."""

from __future__ import annotations

import re
from typing import Any

import pytest

from server.demo.material import read_material
from server.features.occasions import OCCASIONS
from server.features.people.directory import Directory
from server.features.reminders.outbox import Message
from server.features.reminders.saying import sentence
from server.features.units.rules import Unit
from server.words import LANGUAGES, say
from tests.features.reminders.scenes import DEFAULTS

# What a phone shows of a message before it is cut.
LINE_CHARS_MAX = 110
ARGS: dict[str, Any] = {
    "day": "2024-06-30", "number": "PA-1234", "minute": 870, "period": "2024-06", "count": 128, "escalated": 64,
}  # fmt: skip
# The longest name of a unit that Bình Định had, with its kind.
LONGEST = max(
    (Unit(each.code, each.name, each.type) for each in read_material().units),
    key=lambda unit: len(say("unit-name", "vi", {"type": unit.type or "", "name": unit.name})),
)


def said(code: str, days: int, language: str, wording: str | None = None, **changed: Any) -> str:
    message = Message("m", "p", code, "feedback", "r", f"2024-06-30{days:+}", {**ARGS, **changed}, 0, LONGEST.id)
    return sentence(message, Directory(units={LONGEST.id: LONGEST}), language, wording)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", OCCASIONS)
def test_each_turn_fits_a_lock_screen_and_leaves_nothing_open(code: str, language: str) -> None:
    for days in DEFAULTS[code]:
        for count in (0, 1, 2, 128):
            text = said(code, days, language, count=count, escalated=count)
            assert len(text) <= LINE_CHARS_MAX, text
            # No name of a message or a variable is left where a word should be.
            assert not re.search(r"[{}]|notice-|\\$", text), text
            assert "  " not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_is_to_do_something_is_asked_to(language: str) -> None:
    """Every sentence asks, but those that only remind of an hour, of what waits, and of a week."""
    asks = {"vi": "xin", "en": "please"}[language]
    silent = {code for code in OCCASIONS if asks not in said(code, DEFAULTS[code][0], language)}
    assert silent == {"invitation_eve", "report_waiting", "week"}


def test_the_offices_own_words_are_filled_in() -> None:
    wording = "Anh chị ơi, { unit } hạn { day }, số { number }, { time }, kỳ { period }"
    unit = say("unit-name", "vi", {"type": LONGEST.type or "", "name": LONGEST.name})
    assert said("visit_due", -5, "vi", wording) == (f"Anh chị ơi, {unit} hạn 30/06/2024, số PA-1234, 14:30, kỳ 06/2024")
