"""Scoped readings of indicators: a unit's table of plan and actual. Nothing here writes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Final

from server.features.audiences import may_read
from server.features.handling import number, text
from server.features.indicators.figures import Book, Entry, Indicator, Row, Span, filed, row_of
from server.features.indicators.records import entry_of, indicator_of
from server.features.people.directory import Directory
from server.features.units.lineage import tree_on
from server.platform.bodies import records_of_few, said
from server.platform.store import SqlReader
from sync.ports import Record

EVERYONE: Final = frozenset({"all"})


@dataclass(frozen=True, slots=True)
class Told:
    """An indicator's definition and its row."""

    record: Record
    row: Row


def read_table(
    reader: SqlReader, directory: Directory, *, person: str, today: str, unit: str, span: Span
) -> list[Told] | None:
    """The table of a unit that the person may read today; None of any other."""
    if unit not in directory.units or not may_read(
        directory, directory.unit_keys("unit", unit), person=person, today=today
    ):
        return None
    # Plans and figures are not filed by months.
    keys = {f"unit:{root}" for root in directory.roots(unit)}
    kept = {each.id: each for each in reader.records("indicator", EVERYONE)}
    indicators = {id: indicator_of(id, each.body) for id, each in kept.items()}
    tree = tree_on(directory.units, min(today, directory.units[unit].valid_to or today))
    book = Book(
        indicators=indicators,
        below=tree.below,
        before=tree.before,
        plans=filed(_told(reader, "target", keys, span)),
        figures=filed(chain(_told(reader, "progress", keys, span), _earlier(reader, indicators, keys, span))),
    )
    shown = sorted(
        (each for each in kept.values() if not each.body.get("retired")),
        key=lambda each: (number(each, "order"), text(each, "code"), each.id),
    )
    return [Told(each, row_of(book, book.indicators[each.id], unit, span)) for each in shown]


def _told(reader: SqlReader, entity: str, keys: Collection[str], span: Span) -> Iterator[Entry]:
    """The plans or figures that stand and have a day in the span: no other can say anything of it."""
    begun, not_over = said(entity, "starts") <= span.last, said(entity, "ends") >= span.first
    for each in records_of_few(reader, entity, keys, begun, not_over):
        if not each.body.get("cancelled"):
            yield entry_of(each)


def _earlier(
    reader: SqlReader, indicators: Mapping[str, Indicator], keys: Collection[str], span: Span
) -> Iterator[Entry]:
    """The figures from before the span of what a balance is made of: it begins with the first that was told."""
    parts = {part for each in indicators.values() if each.formula == "balance" for part in each.parts}
    if not parts:
        return
    over, counted = said("progress", "ends") < span.first, said("progress", "indicator").in_(sorted(parts))
    for each in records_of_few(reader, "progress", keys, over, counted):
        if not each.body.get("cancelled"):
            yield entry_of(each)
