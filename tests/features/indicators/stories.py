"""Indicators as the cast's administrator defines them and others tell of them."""

from __future__ import annotations

from typing import Any, Final

from tests.cast import HOME
from tests.factories import id_of
from tests.hand import Hand, Outcome, new_id

YEAR: Final = ("2024-01-01", "2024-12-31")
HALF: Final = ("2024-01-01", "2024-06-25")


def define(hand: Hand, code: str, id: str | None = None, **said: Any) -> str:
    """An indicator that was taken; returns its id."""
    id = id or new_id(code)
    assert try_define(hand, code, id, **said) == "applied"
    return id


def try_define(hand: Hand, code: str, id: str, **said: Any) -> Outcome:
    """What becomes of a definition."""
    names = {"name_vi": code, "name_en": code, "measure_vi": "tổ chức", "measure_en": "organisations"}
    return hand.do("indicator.set", id, **{"code": code, **names, "direction": "higher", **said})


def categories(*codes: str) -> list[list[str]]:
    """Rows of categories."""
    return [[code, code, code] for code in codes]


def plan(hand: Hand, indicator: str, value: int, span: tuple[str, str] = YEAR, **said: Any) -> Outcome:
    """A plan in whole units of measure, of the home commune."""
    return hand.do("target.set", new_id("target"), **_measured(indicator, value, span, said))


def tell(hand: Hand, indicator: str, /, value: int, span: tuple[str, str] = HALF, **said: Any) -> Outcome:
    """A figure in whole units of measure, of the home commune."""
    return hand.do("progress.set", new_id("progress"), **_measured(indicator, value, span, said))


def table(hand: Hand, unit: str | None = None, span: tuple[str, str] = YEAR) -> dict[str, dict[str, Any]]:
    """The table that the person reads, by the indicators' codes."""
    asked = {"unit": unit or id_of(HOME), "starts": span[0], "ends": span[1]}
    answer = hand.phone.get("/api/indicators/table", query_string=asked)
    assert answer.status_code == 200, answer.text
    return {each["code"]: each for each in answer.get_json()}


def whole(cell: dict[str, Any] | None) -> int | None:
    """A figure or plan in whole units of measure."""
    return None if cell is None else cell["value_e3"] // 1000


def tenths(cell: dict[str, Any] | None) -> float | None:
    """A percent with its one decimal."""
    return None if cell is None else cell["value_e1"] / 10


def of(row: dict[str, Any], what: str) -> dict[str, Any]:
    """One column of a row's categories, by their codes: plan, actual, percent, share, periods_differ."""
    return {each["category"]: each[what] for each in row["categories"]}


def _measured(indicator: str, value: int, span: tuple[str, str], said: dict[str, Any]) -> dict[str, Any]:
    starts, ends = span
    told = {"indicator": indicator, "unit": id_of(HOME), "starts": starts, "ends": ends, "value_e3": value * 1000}
    return {**told, "comparator": "eq", **said}
