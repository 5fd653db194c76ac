"""Definitions, plans and figures out of their records. Pure."""

from __future__ import annotations

from typing import Final

from server.features.handling import number, text, text_or_none
from server.features.indicators.figures import Entry, Indicator
from server.measures import Measure
from sync.entities import BY_NAME
from sync.ports import Fields, Record
from sync.values import ids_of, items_of, text_of

_DEFAULTS: Final = Indicator("")
CATEGORY_COLUMNS: Final = BY_NAME["indicator"].field("categories").columns


def indicator_of(id: str, fields: Fields) -> Indicator:
    """A definition as arithmetic needs it; what is not said is cumulative and adds up."""
    return Indicator(
        id=id,
        direction=text_of(fields.get("direction")),
        cumulative=_bool(fields, "cumulative", default=_DEFAULTS.cumulative),
        adds_up=_bool(fields, "adds_up", default=_DEFAULTS.adds_up),
        formula=text_of(fields.get("formula")),
        parts=tuple(ids_of(fields.get("parts"))),
        categories=tuple(text_of(row[0]) for row in items_of(fields.get("categories"))),
    )


def entry_of(record: Record) -> Entry:
    """A plan or figure of its record."""
    return Entry(
        id=record.id,
        indicator=text(record, "indicator"),
        unit=text(record, "unit"),
        category=text_or_none(record, "category"),
        first=text(record, "starts"),
        last=text(record, "ends"),
        value=Measure(number(record, "value_e3"), text(record, "comparator")),
        estimated=record.body.get("estimated") is True,
        at=number(record, "at"),
    )


def _bool(fields: Fields, name: str, *, default: bool) -> bool:
    value = fields.get(name)
    return value if isinstance(value, bool) else default
