"""What indicators come to: plan beside actual, percents, shares, sums over units, ratios and nets.

Owns the arithmetic of the table, which the phone does too (`client_pwa/src/features/indicators/figures.ts`); both run
`sync/vectors/indicators.json`. Pure.

    entries of a unit and category ─▶ one figure a span ─▶ total over categories ─▶ formula of totals
              (a unit that says nothing of what adds up is the sum of those below it)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from server.days import day_after, day_before, days_between
from server.measures import Measure, difference, percent, share_of_way, sum_of, verdict

# Before anything was counted.
_BEGINNING: Final = "0001-01-01"
# Tenths of a percent in thousandths of a percent: how a computed percent stands among measured values.
_TENTH_E3: Final = 100


class Indicator(NamedTuple):
    """What is counted, as arithmetic needs it. `formula`: sum, ratio, net or balance of `parts`; empty when counted."""

    id: str
    direction: str = "higher"
    cumulative: bool = True
    adds_up: bool = True
    formula: str = ""
    parts: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


class Entry(NamedTuple):
    """One plan or figure: of a unit and category, for the days from `first` to `last`. `at` orders two of one span."""

    id: str
    indicator: str
    unit: str
    category: str | None
    first: str
    last: str
    value: Measure
    estimated: bool = False
    at: int = 0


class Figure(NamedTuple):
    """What entries come to, the days that they cover, and how many units said something."""

    value: Measure
    estimated: bool
    first: str
    last: str
    units: int = 1


class Cell(NamedTuple):
    """A category's figures, or the total's (None). `periods_differ`: two spans stand beside each other."""

    category: str | None
    plan: Figure | None = None
    actual: Figure | None = None
    percent: Measure | None = None
    verdict: str | None = None
    share: Measure | None = None
    periods_differ: bool = False


class Row(NamedTuple):
    """An indicator of a unit: its total, and its categories in their order."""

    indicator: str
    total: Cell
    categories: tuple[Cell, ...] = ()


class Span(NamedTuple):
    """Civil days from the first to the last."""

    first: str
    last: str


_Key = tuple[str, str | None, str]
_Make = Callable[[Indicator, Iterable[Entry], Span], "Figure | None"]


@dataclass(frozen=True)
class Book:
    """All that a table is made from. `below`: the units directly under a unit; `before`: those it alone follows."""

    indicators: Mapping[str, Indicator]
    below: Mapping[str, Sequence[str]]
    plans: Mapping[_Key, Sequence[Entry]] = field(default_factory=dict)
    figures: Mapping[_Key, Sequence[Entry]] = field(default_factory=dict)
    before: Mapping[str, Sequence[str]] = field(default_factory=dict)


def filed(entries: Iterable[Entry]) -> dict[_Key, list[Entry]]:
    """Entries by their indicator, category and unit."""
    found: dict[_Key, list[Entry]] = {}
    for each in entries:
        found.setdefault((each.indicator, each.category, each.unit), []).append(each)
    return found


def row_of(book: Book, indicator: Indicator, unit: str, span: Span) -> Row:
    """An indicator's row of a unit's table for a span of days."""
    if indicator.formula:
        return _computed(book, indicator, unit, span)
    cells = [_cell(book, indicator, unit, category, span) for category in indicator.categories]
    own = _cell(book, indicator, unit, None, span)
    adds = indicator.adds_up
    plan = _total(adds, [each.plan for each in cells]) or own.plan
    actual = _total(adds, [each.actual for each in cells]) or own.actual
    total = _judged(indicator, Cell(None, plan, actual))
    return Row(indicator.id, total, tuple(_shared(each, total) for each in cells))


def actual_of(indicator: Indicator, entries: Iterable[Entry], span: Span) -> Figure | None:
    """What the entries within a span come to. Sums never count a day twice: the longest span goes first."""
    inside = [each for each in entries if span.first <= each.first and each.last <= span.last]
    return _figure(_apart(inside) if indicator.cumulative else _latest(inside))


def plan_of(indicator: Indicator, plans: Iterable[Entry], span: Span) -> Figure | None:
    """The plan for a span: the shortest that holds all of it, else what those within it come to."""
    told = list(plans)
    around = [each for each in told if each.first <= span.first and span.last <= each.last]
    if around:
        return _figure([min(around, key=lambda each: (_days(each), -each.at, each.id))])
    return actual_of(indicator, told, span)


def _cell(book: Book, indicator: Indicator, unit: str, category: str | None, span: Span) -> Cell:
    def of(entries: Mapping[_Key, Sequence[Entry]], make: _Make, *, flows: bool) -> Figure | None:
        def one(place: str, days: Span) -> Figure | None:
            return make(indicator, entries.get((indicator.id, category, place), ()), days)

        return _Summing(book, one, adds=indicator.adds_up, flows=flows).whole(unit, span)

    plan = of(book.plans, plan_of, flows=False)
    return _judged(indicator, Cell(category, plan, of(book.figures, actual_of, flows=indicator.cumulative)))


@dataclass(frozen=True, slots=True)
class _Summing:
    """One figure over places: a unit's own word, else that of those it was made of and of those below it.

    `flows`: figures of days make figures of spans, so what a unit says of its own time is added to what was said before
    it began. Otherwise one word stands for all.
    """

    book: Book
    one: Callable[[str, Span], Figure | None]
    adds: bool
    flows: bool

    def whole(self, unit: str, span: Span) -> Figure | None:
        own, made_of = self.one(unit, span), self.book.before.get(unit, ())
        if not self.adds:
            return own or (self.whole(made_of[0], span) if len(made_of) == 1 else None)
        if own is None:
            return self._without(unit, span)
        if not (self.flows and made_of and span.first < own.first):
            return own
        return _sum([own, self._without(unit, Span(span.first, day_before(own.first)))])

    def _without(self, unit: str, span: Span) -> Figure | None:
        """What others say for the unit. What its former selves said of a time is not asked of the units below again."""
        made_of, below = self.book.before.get(unit, ()), self.book.below.get(unit, ())
        # Most units are communes as they always were, and a table asks each of them some hundred times.
        if not made_of and not below:
            return None
        former = _sum([self._said(each, span) for each in made_of])
        if former is not None and (not self.flows or former.last >= span.last):
            return former
        rest = Span(day_after(former.last), span.last) if former else span
        return _sum([former, *(self.whole(each, rest) for each in below)])

    def _said(self, unit: str, span: Span) -> Figure | None:
        """What a former unit said itself, or those that it was made of."""
        own, made_of = self.one(unit, span), self.book.before.get(unit, ())
        if own is not None and not (self.flows and made_of and span.first < own.first):
            return own
        rest = Span(span.first, day_before(own.first)) if own else span
        return _sum([own, *(self._said(each, rest) for each in made_of)])


def _computed(book: Book, indicator: Indicator, unit: str, span: Span) -> Row:
    parts = [book.indicators[each] for each in indicator.parts if each in book.indicators]
    rows = [row_of(book, each, unit, span) for each in parts]
    own = _cell(book, indicator, unit, None, span)
    if len(rows) < len(indicator.parts):
        return Row(indicator.id, own)
    if indicator.formula == "balance":
        return _balance_row(book, indicator, parts, unit, span)
    if indicator.formula != "net":
        actual = _sum([each.total.actual for each in rows]) if indicator.formula == "sum" else _ratio(rows)
        return Row(indicator.id, _judged(indicator, Cell(None, own.plan, actual)))
    return _net(indicator, parts, rows)


def _balance_row(book: Book, indicator: Indicator, parts: Sequence[Indicator], unit: str, span: Span) -> Row:
    """What there is on the span's last day: what was counted last, and since then what came less what went.

    Parts that do not add up over time are counts of what there is; of the others those of which more is better came,
    those of which less is better went. By categories, where the first part has them.
    """
    own = _cell(book, indicator, unit, None, span)
    known = Span(_BEGINNING, span.last)
    rows = [row_of(book, each, unit, known) for each in parts if each.cumulative]

    def cell(category: str | None) -> Cell:
        def one(place: str, days: Span) -> Figure | None:
            return _balance(book, parts, place, category, days.last)

        actual = _Summing(replace(book, before={}), one, adds=indicator.adds_up, flows=False).whole(unit, span)
        spans = {(each.first, each.last) for each in _told(rows, category)}
        return Cell(category, actual=actual, periods_differ=actual is not None and len(spans) > 1)

    cells = [cell(each) for each in parts[0].categories]
    plain = cell(None)
    # Of a category that went and never came nothing is known, so neither is the total.
    unknown = any(each.actual is None and any(_told(rows, each.category)) for each in cells)
    whole = None if unknown else _total(indicator.adds_up, [each.actual for each in cells])
    total = _judged(indicator, Cell(None, own.plan, whole or plain.actual))
    differ = any(each.periods_differ for each in (*cells, plain))
    return Row(indicator.id, total._replace(periods_differ=total.periods_differ or differ), tuple(cells))


def _balance(book: Book, parts: Sequence[Indicator], unit: str, category: str | None, last: str) -> Figure | None:
    """One unit's, of one category. Without a count, what came must have been told: else nothing is known."""

    def told(part: Indicator, first: str) -> Figure | None:
        return actual_of(part, book.figures.get((part.id, category, unit), ()), Span(first, last))

    counts = [found for part in parts if not part.cumulative and (found := told(part, _BEGINNING))]
    former = _sum([_balance(book, parts, each, category, last) for each in book.before.get(unit, ())])
    count = max(counts, key=lambda each: each.last, default=None)
    since = day_after(count.last) if count else _BEGINNING
    flows = [(part.direction, found) for part in parts if part.cumulative and (found := told(part, since))]
    came = [found for direction, found in flows if direction == "higher"]
    went = _sum([found for direction, found in flows if direction != "higher"])
    there = _sum([count or former, *came])
    if there is None or went is None:
        return there and there._replace(units=1)
    left = _less(Cell(None, actual=there), Cell(None, actual=went), flows=False).actual
    return left and left._replace(units=1)


def _told(rows: Iterable[Row], category: str | None) -> Iterator[Figure]:
    for row in rows:
        cells = row.categories if category is not None else (row.total,)
        yield from (each.actual for each in cells if each.category == category and each.actual is not None)


def _net(indicator: Indicator, parts: Sequence[Indicator], rows: Sequence[Row]) -> Row:
    flows = all(each.cumulative for each in parts)
    lost = {each.category: each for each in rows[1].categories}
    cells = [_less(each, lost.get(each.category, Cell(each.category)), flows=flows) for each in rows[0].categories]
    total = _less(rows[0].total, rows[1].total, flows=flows)
    # What one side did not say is not nothing: then there is no total to be had.
    whole = all(each.actual is not None for each in cells)
    return Row(indicator.id, total if whole else Cell(None), tuple(cells))


def _less(more: Cell, less: Cell, *, flows: bool) -> Cell:
    if more.actual is None or less.actual is None:
        return Cell(more.category)
    one, other = more.actual, less.actual
    value = difference(one.value, other.value)
    first, last = min(one.first, other.first), max(one.last, other.last)
    figure = Figure(value, one.estimated or other.estimated, first, last, max(one.units, other.units))
    return Cell(more.category, actual=figure, periods_differ=flows and _differ(one, other))


def _ratio(rows: Sequence[Row]) -> Figure | None:
    part, whole = rows[0].total.actual, rows[1].total.actual
    found = percent(part.value, whole.value) if part and whole else None
    if part is None or whole is None or found is None:
        return None
    value = Measure(found.value * _TENTH_E3, found.comparator)
    return Figure(value, part.estimated or whole.estimated, part.first, part.last, part.units)


def _judged(indicator: Indicator, cell: Cell) -> Cell:
    """The cell with its percent and verdict. Where less is better a percent would say the opposite."""
    if cell.plan is None or cell.actual is None:
        return cell
    plan, actual = cell.plan.value, cell.actual.value
    way = share_of_way(actual, plan, None) if indicator.direction == "higher" else None
    met = verdict(actual, plan, indicator.direction)
    return cell._replace(percent=way, verdict=met, periods_differ=_differ(cell.plan, cell.actual))


def _shared(cell: Cell, total: Cell) -> Cell:
    if cell.actual is None or total.actual is None:
        return cell
    return cell._replace(share=percent(cell.actual.value, total.actual.value))


def _total(adds_up: bool, found: Sequence[Figure | None]) -> Figure | None:
    total = _sum(found) if adds_up else None
    # The categories of one unit are one unit's word.
    most = max((each.units for each in found if each), default=1)
    return total._replace(units=most) if total else None


def _sum(found: Sequence[Figure | None]) -> Figure | None:
    told = [each for each in found if each is not None]
    if len(told) < 2:
        return told[0] if told else None
    value = sum_of([each.value for each in told])
    if value is None:
        return None
    first, last = min(each.first for each in told), max(each.last for each in told)
    return Figure(value, any(each.estimated for each in told), first, last, sum(each.units for each in told))


def _figure(entries: Sequence[Entry]) -> Figure | None:
    told = [Figure(each.value, each.estimated, each.first, each.last) for each in entries]
    total = _sum(told)
    return total._replace(units=1) if total else None


def _apart(entries: Iterable[Entry]) -> list[Entry]:
    chosen: list[Entry] = []
    for each in sorted(entries, key=_long_first):
        if all(each.last < other.first or other.last < each.first for other in chosen):
            chosen.append(each)
    return chosen


def _latest(entries: Sequence[Entry]) -> list[Entry]:
    return [max(entries, key=lambda each: (each.last, each.at, each.id))] if entries else []


def _long_first(entry: Entry) -> tuple[int, int, str]:
    return -_days(entry), -entry.at, entry.id


def _differ(one: Figure, other: Figure) -> bool:
    return (one.first, one.last) != (other.first, other.last)


def _days(entry: Entry) -> int:
    return days_between(entry.first, entry.last)
