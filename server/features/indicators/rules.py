"""What makes a sound indicator, plan or figure.

Owns pure decisions, which the phone makes too (`client_pwa/src/features/indicators/rules.ts`); both run
`sync/vectors/indicators.json`. Counts only: there is no field for a candidate's or a household's name. No clock.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from server.features.indicators.figures import Indicator
from server.measures import COMPARATORS, DIRECTIONS, VALUE_E3_MAX
from sync.ports import Value

FORMULAS: Final = ("sum", "ratio", "net", "balance")
# More categories than these are several indicators.
CATEGORIES_MAX: Final = 20
PARTS_MAX: Final = 20
# Who plans; who tells what was reached.
PLANNER_ROLES: Final = ("clerk", "supervisor", "admin")
TELLER_ROLES: Final = ("cadre", "contact", "leader", "clerk", "supervisor")

_CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_NAMES: Final = ("code", "name_vi", "name_en", "measure_vi", "measure_en")

Fields = Mapping[str, Value]


class Refusal(NamedTuple):
    """Why something is not kept: a code of the catalogue and the field to look at."""

    code: str
    field: str | None = None


def check_indicator(
    fields: Fields, indicator: Indicator, names: Sequence[Sequence[Value]], known: Mapping[str, Indicator]
) -> Refusal | None:
    """Whether a definition can be kept. `names`: the categories' rows; `known`: the others, by id."""
    missing = _missing(fields, _NAMES)
    if missing:
        return missing
    if not _CODE.fullmatch(str(fields["code"])):
        return Refusal("unknown_code", "code")
    if indicator.direction not in DIRECTIONS:
        return Refusal("unknown_code", "direction")
    if not 0 <= _number(fields, "decimals") <= 3:
        return Refusal("out_of_range", "decimals")
    return _check_formula(indicator, known) or _check_categories(names)


def check_plan(fields: Fields, indicator: Indicator | None) -> Refusal | None:
    """Whether a plan can be kept: of an indicator and its category, for a span of days, in bounds."""
    missing = _missing(fields, ("indicator", "unit", "starts", "ends", "value_e3", "comparator"))
    if missing:
        return missing
    if indicator is None:
        return Refusal("unknown_code", "indicator")
    if fields.get("category") not in (None, "", *indicator.categories):
        return Refusal("unknown_code", "category")
    if str(fields["ends"]) < str(fields["starts"]):
        return Refusal("end_before_start", "ends")
    if fields["comparator"] not in COMPARATORS:
        return Refusal("unknown_code", "comparator")
    return None if 0 <= _number(fields, "value_e3") <= VALUE_E3_MAX else Refusal("out_of_range", "value_e3")


def check_progress(fields: Fields, indicator: Indicator | None, *, today: str) -> Refusal | None:
    """Whether a figure can be kept: as a plan, of what is counted and not computed, of days that have come.

    A period that is not over has an estimated figure only.
    """
    refused = check_plan(fields, indicator)
    if refused:
        return refused
    if indicator is None or indicator.formula:
        return Refusal("unknown_code", "indicator")
    if str(fields["starts"]) > today:
        return Refusal("date_in_future", "starts")
    if str(fields["ends"]) > today and not fields.get("estimated"):
        return Refusal("date_in_future", "ends")
    return None


def _check_formula(indicator: Indicator, known: Mapping[str, Indicator]) -> Refusal | None:
    if not indicator.formula:
        return Refusal("unknown_code", "parts") if indicator.parts else None
    if indicator.formula not in FORMULAS:
        return Refusal("unknown_code", "formula")
    parts = indicator.parts
    wanted = 2 <= len(parts) <= PARTS_MAX if indicator.formula in ("sum", "balance") else len(parts) == 2
    if not wanted or len(set(parts)) != len(parts):
        return Refusal("missing", "parts")
    # A part is counted, never computed: so no ring can come about.
    if any(each == indicator.id or each not in known or known[each].formula for each in parts):
        return Refusal("unknown_code", "parts")
    return None


def _check_categories(names: Sequence[Sequence[Value]]) -> Refusal | None:
    if len(names) > CATEGORIES_MAX:
        return Refusal("too_many", "categories")
    codes = [str(row[0]) for row in names]
    if any(not _CODE.fullmatch(code) for code in codes) or len(set(codes)) != len(codes):
        return Refusal("unknown_code", "categories")
    is_blank = any(not str(each or "").strip() for row in names for each in row)
    return Refusal("missing", "categories") if is_blank else None


def _missing(fields: Fields, names: Sequence[str]) -> Refusal | None:
    return next((Refusal("missing", name) for name in names if fields.get(name) in (None, "")), None)


def _number(fields: Fields, name: str) -> int:
    value = fields.get(name)
    return value if isinstance(value, int) else 0
