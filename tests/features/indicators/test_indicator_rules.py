"""What indicators come to, and what may be written of them: the same answers as the phone's."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.features.indicators import rules
from server.features.indicators.figures import Book, Cell, Entry, Figure, Indicator, Span, actual_of, filed, row_of
from server.features.indicators.rules import Refusal
from server.measures import Measure
from tests.features.vectors import named, vectors

INDICATORS = vectors("indicators")
YEAR = Span("2024-01-01", "2024-12-31")


def indicator(fields: dict[str, Any] | None) -> Indicator | None:
    if fields is None:
        return None
    return Indicator(**{**fields, "parts": tuple(fields["parts"]), "categories": tuple(fields["categories"])})


def entry(fields: dict[str, Any]) -> Entry:
    return Entry(**{**fields, "value": Measure(*fields["value"])})


def told(cell: Cell) -> list[Any]:
    """A cell as the vectors write it."""

    def value(of: Figure | Measure | None) -> list[Any] | None:
        measured = of.value if isinstance(of, Figure) else of
        return None if measured is None else list(measured)

    parts = [value(cell.plan), value(cell.actual), value(cell.percent), cell.verdict, value(cell.share)]
    return [cell.category, *parts, cell.periods_differ]


@pytest.mark.parametrize("case", named(INDICATORS["tables"]))
def test_a_row_is_what_the_phone_shows(case: dict[str, Any]) -> None:
    known = {each["id"]: found for each in case["indicators"] if (found := indicator(each))}
    book = Book(
        known,
        INDICATORS["below"],
        filed(map(entry, case["plans"])),
        filed(map(entry, case["figures"])),
        case.get("before", {}),
    )
    row = row_of(book, known[case["asked"]], case["unit"], Span(*case["span"]))
    assert told(row.total) == case["total"]
    assert [told(each) for each in row.categories] == case["categories"]


@pytest.mark.parametrize("case", named(INDICATORS["definitions"]))
def test_a_definition_is_sound_or_says_why_not(case: dict[str, Any]) -> None:
    made = indicator(case["indicator"])
    known = {each["id"]: found for each in case["known"] if (found := indicator(each))}
    assert made is not None
    refused = rules.check_indicator(case["fields"], made, case["names"], known)
    assert refused == (case["refused"] and Refusal(*case["refused"]))


@pytest.mark.parametrize("case", named(INDICATORS["entries"]))
def test_a_figure_is_sound_or_says_why_not(case: dict[str, Any]) -> None:
    made = indicator(case["indicator"])
    if case["plan"]:
        found = rules.check_plan(case["fields"], made)
    else:
        found = rules.check_progress(case["fields"], made, today="2024-06-25")
    assert found == (case["refused"] and Refusal(*case["refused"]))


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 40)), min_size=1, max_size=9), st.integers(0, 10**6))
def test_a_year_told_whole_counts_as_its_months_and_never_beside_them(parts: list[tuple[int, int]], whole: int) -> None:
    day, months = date(2024, 1, 1), list[Entry]()
    for n, (value, days) in enumerate(parts):
        last = day + timedelta(days=days - 1)
        months.append(Entry(f"m{n}", "a", "xa", None, str(day), str(last), Measure(value)))
        day = last + timedelta(days=1)
    year = Span(months[0].first, months[-1].last)
    found = actual_of(Indicator("a"), months, year)
    assert found is not None
    assert (found.value, found.first, found.last) == (Measure(sum(value for value, _ in parts)), *year)
    if len(months) > 1:
        both = actual_of(Indicator("a"), [*months, Entry("y", "a", "xa", None, *year, Measure(whole))], year)
        assert both is not None
        assert both.value == Measure(whole)


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=12))
def test_communes_make_their_district_and_shares_make_a_whole(values: list[int]) -> None:
    units = [f"x{n}" for n in range(len(values))]
    entries = [
        Entry(f"e{n}", "a", unit, "c", *YEAR, Measure(value))
        for n, (unit, value) in enumerate(zip(units, values, strict=True))
    ]
    counted = Indicator("a", categories=("c",))
    row = row_of(Book({"a": counted}, {"huyen": units}, {}, filed(entries)), counted, "huyen", YEAR)
    assert row.total.actual is not None
    assert (row.total.actual.value.value, row.total.actual.units) == (sum(values), len(values))
    assert row.categories[0].share == (Measure(1000) if sum(values) else None)
