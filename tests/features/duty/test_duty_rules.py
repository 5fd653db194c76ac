"""Periods, the ledger and what may be written of duty: the same answers as the phone's."""

from __future__ import annotations

from typing import Any

import pytest

from server.features.duty import periods, rules
from server.features.duty.ledger import Book, Line, Off, Post, Rule, Trip, accounts, counting, quiet_months
from server.features.duty.periods import Cutoff, Span
from tests.features.vectors import named, vectors

DUTY = vectors("duty")
CHECKS = {
    "cadence": rules.check_cadence,
    "leave": rules.check_leave,
    "excuse": rules.check_excuse,
    "period": rules.check_cutoff,
}


def cutoffs(case: dict[str, Any]) -> list[Cutoff]:
    """The cut-offs of a case; a later one has a later id."""
    return [Cutoff(day, starts, str(at)) for at, (day, starts) in enumerate(case["cutoffs"])]


def rule(fields: dict[str, Any]) -> Rule:
    return Rule(**{**fields, "units": tuple(fields.get("units", ()))})


def book(case: dict[str, Any]) -> Book:
    return Book(
        rules=[rule(fields) for fields in case["rules"]],
        cutoffs=cutoffs(case),
        posts=[Post(**fields) for fields in case["posts"]],
        trips=[Trip(**{**fields, "people": tuple(fields["people"])}) for fields in case["trips"]],
        leaves=[Off(**fields) for fields in case["leaves"]],
        excuses=[Off(**fields) for fields in case["excuses"]],
        above=DUTY["above"],
    )


def told(line: Line) -> str:
    """A line as the vectors write it: `2024-01 done a 2024-01-04`."""
    months = line.first_month if line.first_month == line.last_month else f"{line.first_month}..{line.last_month}"
    said = [months, line.state, line.visit or "", line.day or "", "missed" if line.missed else ""]
    return " ".join(part for part in said if part)


@pytest.mark.parametrize("case", named(DUTY["periods"]))
def test_a_period_has_the_bounds_it_has_on_the_phone(case: dict[str, Any]) -> None:
    wanted = None if case["first"] is None else Span(case["key"], case["first"], case["last"])
    assert periods.span_of(cutoffs(case), case["key"]) == wanted


@pytest.mark.parametrize("case", named(DUTY["months"]))
def test_a_day_lies_in_one_month_of_the_office(case: dict[str, Any]) -> None:
    assert periods.month_key(periods.month_of(cutoffs(case), case["day"])) == case["month"]


@pytest.mark.parametrize("case", DUTY["keys"])
def test_a_month_lies_in_a_period_of_each_kind(case: dict[str, Any]) -> None:
    assert periods.key_of(case["kind"], periods.month_number(case["month"])) == case["key"]


@pytest.mark.parametrize("case", DUTY["closings"])
def test_a_periods_closing_has_one_id_for_everyone(case: dict[str, Any]) -> None:
    assert periods.closing_id(case["key"]) == case["id"]


@pytest.mark.parametrize("case", named(DUTY["arrivals"]))
def test_a_report_stands_to_the_cut_off_as_on_the_phone(case: dict[str, Any]) -> None:
    said = {name: case[name] for name in ("last", "submitted", "received")}
    assert periods.arrival(**said) == case["bucket"]


@pytest.mark.parametrize("case", named(DUTY["ledgers"]))
def test_the_ledger_tells_what_the_phones_tells(case: dict[str, Any]) -> None:
    found = accounts(book(case), case["today"])
    assert {post: [told(line) for line in each.lines] for post, each in found.items()} == case["expect"]
    extra = {post: list(each.extra) for post, each in found.items() if each.extra}
    assert extra == {post: ids for post, ids in case["extra"].items() if ids}


@pytest.mark.parametrize("case", named(DUTY["quiet"]))
def test_a_commune_is_unvisited_for_as_long_as_on_the_phone(case: dict[str, Any]) -> None:
    assert quiet_months(cutoffs(case), case["days"], case["today"]) == case["months"]


@pytest.mark.parametrize("case", named(DUTY["counted"]))
def test_a_visit_counts_or_not_as_on_the_phone(case: dict[str, Any]) -> None:
    assert counting([(id, status, amends) for id, status, amends in case["visits"]]) == case["counts"]


@pytest.mark.parametrize("case", named(DUTY["checks"]))
def test_what_is_kept_of_duty_is_checked_as_on_the_phone(case: dict[str, Any]) -> None:
    refused = CHECKS[case["what"]](case["fields"])
    assert (None if refused is None else list(refused)) == case["refusal"]


@pytest.mark.parametrize("case", named(DUTY["steps"]))
def test_a_period_takes_a_step_or_not_as_on_the_phone(case: dict[str, Any]) -> None:
    now = rules.Closing(case["period"], case["status"], case["round"])
    refused = rules.check_step(
        case["step"], now, read=case["read"], text=case["text"], cutoffs=[Cutoff(15, "2020-01-01")], today=case["today"]
    )
    assert (None if refused is None else list(refused)) == case["refusal"]


@pytest.mark.parametrize("case", named(DUTY["figures"]))
def test_a_figure_belongs_to_the_period_of_its_last_day(case: dict[str, Any]) -> None:
    cutoff = [Cutoff(15, "2020-01-01", "0")]
    spans = [span for key in case["locked"] if (span := periods.span_of(cutoff, key)) is not None]
    locked = sorted(spans, key=lambda span: (span.first, span.key))
    found = rules.figure_locked(locked, before=case["before"], after=case["after"])
    assert (found.key if found else None) == case["period"]


@pytest.mark.parametrize("case", named(DUTY["changed"]))
def test_a_change_touches_the_days_it_touches_on_the_phone(case: dict[str, Any]) -> None:
    assert rules.changed_days(case["before"], case["after"]) == (case["first"], case["last"])


def test_a_locked_period_is_touched_by_its_first_and_last_day() -> None:
    june = Span("2024-06", "2024-05-15", "2024-06-14")
    assert rules.touched([june], "2024-06-14", None) == rules.touched([june], "2024-01-01", "2024-05-15") == june
    assert rules.touched([june], "2024-06-15", None) is rules.touched([june], "2024-05-01", "2024-05-14") is None
