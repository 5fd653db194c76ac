"""Readings of the office's calendar. Nothing here writes."""

from __future__ import annotations

from server.features.calendar.rules import Plan
from server.worktime import PROMISES, Promise
from sync.ports import Reader, Record, Value
from sync.values import int_of, items_of, text_of


def find_plan(reader: Reader, office: str) -> Plan | None:
    """The calendar as the office wrote it; None when it has none yet."""
    record = reader.record("calendar", office)
    return None if record is None else _plan(record)


def _plan(record: Record) -> Plan:
    body = record.body
    clocks = {text_of(row[0]): Promise(int_of(row[1]), int_of(row[2])) for row in items_of(body.get("clocks"))}
    return Plan(
        hours=text_of(body.get("hours")),
        week=text_of(body.get("week")),
        days_off=_days(body.get("days_off")),
        made_up=_days(body.get("made_up")),
        clocks={**PROMISES, **clocks},
    )


def _days(rows: Value) -> dict[str, str]:
    return {text_of(row[0]): text_of(row[1]) for row in items_of(rows)}
