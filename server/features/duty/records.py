"""What the ledger is made from, read out of records: rules, cut-offs, posts, trips, leave and excuses. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from server.features.duty.ledger import Off, Post, Rule, Trip, counting
from server.features.duty.periods import Cutoff, Span, span_of
from server.features.duty.rules import DUTY_ROLES
from server.features.handling import number, text, text_or_none
from server.features.people.directory import Assignment
from sync.ports import Record
from sync.values import ids_of


def rule_of(record: Record) -> Rule:
    """A duty rule of its record."""
    return Rule(
        id=record.id,
        role=text(record, "for_role"),
        every=number(record, "every_months") or 1,
        starts=text(record, "starts"),
        ends=text_or_none(record, "ends"),
        units=tuple(ids_of(record.body.get("units"))),
        grace=number(record, "grace_days"),
        catch_up=number(record, "catch_up"),
    )


def cutoff_of(record: Record) -> Cutoff:
    """A cut-off of its record."""
    return Cutoff(number(record, "first_day") or 1, text(record, "starts"), record.id)


def post_of(assignment: Assignment) -> Post | None:
    """The post that an assignment makes; None for one that owes no visits."""
    if assignment.unit is None or assignment.role not in DUTY_ROLES:
        return None
    a = assignment
    return Post(a.id, a.person, a.role, assignment.unit, a.starts, a.ends, a.substitute)


def leaves_of(records: Iterable[Record]) -> list[Off]:
    """The leaves that stand."""
    return [
        Off(text(each, "starts"), text(each, "ends"), person=text(each, "person"))
        for each in records
        if not each.body.get("cancelled")
    ]


def excuses_of(records: Iterable[Record]) -> list[Off]:
    """The excuses that stand."""
    return [
        Off(
            text(each, "starts"), text(each, "ends"), post=text_or_none(each, "assignment"),
            unit=text_or_none(each, "unit"),
        )
        for each in records
        if not each.body.get("cancelled")
    ]  # fmt: skip


def trips_of(visits: Iterable[Record], companions: Mapping[str, tuple[str, ...]]) -> Iterator[Trip]:
    """The visits that count. `companions`: who went along, by the visit's id."""
    seen = {visit.id: visit for visit in visits}
    told = [(each.id, text(each, "status"), text_or_none(each, "amends")) for each in seen.values()]
    for id in counting(told):
        visit = seen[id]
        people = (visit.author, *companions.get(id, ()))
        yield Trip(id, text(visit, "starts"), text(visit, "unit"), people)


def locked_of(closings: Iterable[Record], cutoffs: list[Cutoff]) -> list[Span]:
    """The periods that are locked, the earliest first."""
    spans = (span_of(cutoffs, text(each, "period")) for each in closings if text(each, "status") == "locked")
    return sorted((span for span in spans if span is not None), key=lambda span: (span.first, span.key))
