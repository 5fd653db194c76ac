"""Measured values with their comparators: sums, differences, percents, and whether an aim is met.

Owns the arithmetic that tasks and indicators share with the phone (`client_pwa/src/features/measures/rules.ts`); both
run `sync/vectors/measures.json`. Values are integers of thousandths, percents integers of tenths, so nothing is lost
on the way. "> 64" is not 64: a comparator goes through every sum. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

EXACT: Final = "eq"
ABOUT: Final = "approx"
COMPARATORS: Final = (EXACT, "gt", "ge", "lt", "le", ABOUT)
DIRECTIONS: Final = ("higher", "lower")
# A million billion, in thousandths: sums of a few hundred of them stay exact on a phone.
VALUE_E3_MAX: Final = 10**12

_FLIPPED: Final = {"gt": "lt", "ge": "le", "lt": "gt", "le": "ge"}
_STRICT: Final = {"ge": "gt", "le": "lt"}


class Measure(NamedTuple):
    """A value in thousandths (a percent: in tenths) and how it stands to the true one: eq gt ge lt le approx."""

    value: int
    comparator: str = EXACT


def sum_of(measures: Sequence[Measure]) -> Measure | None:
    """The sum, as sure as its least sure part; None of nothing."""
    if not measures:
        return None
    comparator = EXACT
    for each in measures:
        comparator = _together(comparator, each.comparator)
    return Measure(sum(each.value for each in measures), comparator)


def difference(one: Measure, other: Measure) -> Measure:
    """The first less the second."""
    return Measure(one.value - other.value, _together(one.comparator, _flip(other.comparator)))


def percent(part: Measure, whole: Measure) -> Measure | None:
    """The part in the whole, in tenths of a percent, half away from zero, never capped. None of a whole ≤ 0."""
    if whole.value <= 0:
        return None
    return Measure(_rounded(part.value * 1000, whole.value), _together(part.comparator, _flip(whole.comparator)))


def share_of_way(value: Measure, target: Measure, baseline: int | None) -> Measure | None:
    """How much of the way to a target is gone, in tenths of a percent, never capped; back is below zero.

    Without a baseline the way begins at nothing. None where there is no way: a target of nothing, or the baseline.
    """
    start = baseline or 0
    way = target.value - start
    if way == 0 or (baseline is None and way < 0):
        return None
    comparator = value.comparator if way > 0 else _flip(value.comparator)
    return Measure(_rounded((value.value - start) * 1000, way), comparator)


def verdict(value: Measure, target: Measure, direction: str) -> str:
    """`met`, `missed`, or `unclear` where the comparator leaves it open ("> 64" of 70)."""
    wanted = target.comparator
    if wanted in (EXACT, ABOUT):
        wanted = "ge" if direction == "higher" else "le"
    if wanted in ("ge", "gt"):
        return _verdict_up(value, target.value, strict=wanted == "gt")
    turned = Measure(-value.value, _flip(value.comparator))
    return _verdict_up(turned, -target.value, strict=wanted == "lt")


def average_e1(count: int, of: int) -> int | None:
    """How many each has, in tenths; None of nobody."""
    return None if of <= 0 else _rounded(count * 10, of)


def _verdict_up(value: Measure, least: int, *, strict: bool) -> str:
    over = value.value > least
    level = value.value == least
    if value.comparator == EXACT:
        return "met" if over or (level and not strict) else "missed"
    if value.comparator == ABOUT:
        return "unclear" if level else "met" if over else "missed"
    if value.comparator in ("gt", "ge"):
        enough = over or (level and (not strict or value.comparator == "gt"))
        return "met" if enough else "unclear"
    short = value.value < least or (level and (strict or value.comparator == "lt"))
    return "missed" if short else "unclear"


def _flip(comparator: str) -> str:
    return _FLIPPED.get(comparator, comparator)


def _together(one: str, other: str) -> str:
    """What is known of a sum: both sides unsure in different ways leave "about"."""
    if EXACT in (one, other):
        return other if one == EXACT else one
    if one == other:
        return one
    if one[0] == other[0] and ABOUT not in (one, other):
        return _STRICT.get(one, one)
    return ABOUT


def _rounded(numerator: int, denominator: int) -> int:
    """The quotient to the nearest integer, half away from zero."""
    sign = 1 if (numerator < 0) == (denominator < 0) else -1
    top, bottom = abs(numerator), abs(denominator)
    return sign * ((2 * top + bottom) // (2 * bottom))
