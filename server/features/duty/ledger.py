"""The cadence ledger: which visits each post owed, which were made, excused, on leave, made good, or are open.

Owns the one way of counting, which the phone has too (`client_pwa/src/features/duty/ledger.ts`); both run
`sync/vectors/duty.json`. No clock, no store and no network may enter.

    rules, cut-offs ─▶ periods due of a post ─┐
    leave, excuses ──▶ periods that are off ──┼─▶ one line a period: done | grace | caught_up | excused | leave | open
    visits ─────────▶ one post for each person ┘

A visit is credited once: in the days of grace to the period before where that is open, else to its own, else to the
oldest one owed that may still be made good. What is left over is an extra visit.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import Final

from server.days import add_days, day_after, days_between
from server.features.duty.periods import Cutoff, month_first, month_key, month_last, month_of

# Who holds a post for less than this, or none of its last day, does not owe the period.
HELD_DAYS_MIN: Final = 10
# The longest period that a rule may have: with a year, the one that runs has always begun within the horizon.
EVERY_MONTHS_MAX: Final = 12
# How far back is counted: this month last year and since. A phone that holds 400 days of a province has all of it.
HORIZON_MONTHS: Final = 12
# States in which a visit counts; on the phone what waits to be sent does too.
COUNTED: Final = frozenset({"sent", "returned", "approved"})
DONE: Final = frozenset({"done", "grace", "caught_up"})


@dataclass(frozen=True, slots=True)
class Rule:
    """From `starts` to `ends`, holders of `role` for these units (none: all) and those in them owe a visit a period."""

    id: str
    role: str
    every: int
    starts: str
    ends: str | None = None
    units: tuple[str, ...] = ()
    grace: int = 0
    catch_up: int = 0


@dataclass(frozen=True, slots=True)
class Post:
    """An assignment that can owe visits. `substitute` stands in for its holder."""

    id: str
    person: str
    role: str
    unit: str
    starts: str
    ends: str | None = None
    substitute: str | None = None

    def holds_on(self, day: str) -> bool:
        """Whether it is in force on that day."""
        return self.starts <= day and (self.ends is None or day <= self.ends)


@dataclass(frozen=True, slots=True)
class Trip:
    """A visit that counts: its first day, where, and who went (its writer and companions)."""

    id: str
    day: str
    unit: str
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Off:
    """Days that a person is on leave, or that a post or all posts of a unit are excused. First and last included."""

    starts: str
    ends: str
    person: str | None = None
    post: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One period that a post owes. `first_month` and `last_month` name it; `missed`: its time and grace have passed."""

    first_month: str
    last_month: str
    first: str
    last: str
    rule: str
    state: str
    missed: bool = False
    visit: str | None = None
    day: str | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """What a post owed and had, oldest period first, and the visits beyond."""

    lines: tuple[Line, ...]
    extra: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sums:
    """Periods due = done + excused + leave + open; `missed` are the open ones whose time is over."""

    due: int
    done: int
    excused: int
    leave: int
    open: int
    missed: int


@dataclass(frozen=True, slots=True)
class Book:
    """Everything that the ledger is made from. `above`: each unit's parent."""

    rules: Sequence[Rule]
    cutoffs: Sequence[Cutoff]
    posts: Sequence[Post]
    trips: Sequence[Trip]
    leaves: Sequence[Off] = ()
    excuses: Sequence[Off] = ()
    above: Mapping[str, str | None] = field(default_factory=dict)


def horizon(cutoffs: Sequence[Cutoff], today: str) -> int:
    """The number of the first month that is counted."""
    return month_of(cutoffs, today) - HORIZON_MONTHS


def accounts(book: Book, today: str) -> dict[str, Account]:
    """The account of every post that owes anything or was visited, by the post's id."""
    now = _Now(book, today)
    shared = _share(book, since=month_first(book.cutoffs, now.floor), until=today)
    found = {post.id: _account(book, post, shared.get(post.id, ()), now) for post in book.posts}
    return {id: each for id, each in found.items() if each.lines or each.extra}


def sums(lines: Iterable[Line]) -> Sums:
    """How many periods there are of each state."""
    each = list(lines)
    count = [line.state for line in each].count
    done = sum(line.state in DONE for line in each)
    return Sums(len(each), done, count("excused"), count("leave"), count("open"), sum(line.missed for line in each))


def lines_of(account: Account, first: str, last: str) -> tuple[Line, ...]:
    """The account's lines whose last day lies between two days."""
    return tuple(line for line in account.lines if first <= line.last <= last)


def quiet_months(cutoffs: Sequence[Cutoff], days: Collection[str], today: str) -> int:
    """How many months in a row, up to the last one that ended, had no visit; 0 when this month has one."""
    now = month_of(cutoffs, today)
    visited = {month_of(cutoffs, day) for day in days}
    if now in visited:
        return 0
    number, floor = now - 1, horizon(cutoffs, today)
    while number >= floor and number not in visited:
        number -= 1
    return now - 1 - number


def counting(visits: Iterable[tuple[str, str, str | None]]) -> list[str]:
    """The ids of the visits that count, of (id, status, what it amends), in their order.

    Sent, being corrected or approved, not withdrawn. An approved amendment stands in for what it amends; until then it
    is the same trip told again. Of several of one visit, one stands in: that begun last, as phones' ids tell.
    """
    told = list(visits)
    standing = {amends: id for id, status, amends in sorted(told, key=itemgetter(0)) if amends and status == "approved"}
    return [
        id
        for id, status, amends in told
        if status in COUNTED and id not in standing and (amends is None or standing.get(amends) == id)
    ]


def rule_for(rules: Iterable[Rule], *, role: str, chain: Sequence[str], day: str) -> Rule | None:
    """The rule in force for a unit: the one that names the nearest of `chain` (it and those above), else the latest."""
    begun = [
        rule for rule in rules if rule.role == role and rule.starts <= day and (rule.ends is None or day <= rule.ends)
    ]
    near = [(_nearness(rule, chain), rule) for rule in begun]
    fit = [(place, rule) for place, rule in near if place is not None]
    return max(fit, key=lambda each: (-each[0], each[1].starts, each[1].id))[1] if fit else None


def chain_of(above: Mapping[str, str | None], unit: str) -> tuple[str, ...]:
    """The unit and those above it, nearest first. A loop ends the walk."""
    chain = [unit]
    while (parent := above.get(chain[-1])) and parent not in chain:
        chain.append(parent)
    return tuple(chain)


def _nearness(rule: Rule, chain: Sequence[str]) -> int | None:
    if not rule.units:
        return len(chain)
    return next((place for place, unit in enumerate(chain) if unit in rule.units), None)


def _share(book: Book, *, since: str, until: str) -> dict[str, list[Trip]]:
    """Each person's part in a trip goes to one of his posts: the nearest to the place, else one he stands in for."""
    by_unit: dict[str, list[Post]] = {}
    for post in sorted(book.posts, key=lambda post: (post.starts, post.id)):
        by_unit.setdefault(post.unit, []).append(post)
    shared: dict[str, dict[str, Trip]] = {}
    for trip in book.trips:
        if not since <= trip.day <= until:
            continue
        chain = chain_of(book.above, trip.unit)
        here = [post for unit in chain for post in by_unit.get(unit, ()) if post.holds_on(trip.day)]
        for person in set(trip.people):
            own = next((post for post in here if post.person == person), None)
            chosen = own or next((post for post in here if post.substitute == person), None)
            if chosen is not None:
                shared.setdefault(chosen.id, {})[trip.id] = trip
    return {post: sorted(trips.values(), key=lambda trip: (trip.day, trip.id)) for post, trips in shared.items()}


@dataclass(frozen=True, slots=True)
class _Month:
    number: int
    first: str
    last: str


class _Now:
    """Today, the first month that is counted, the months that are looked at for it, and the periods they make."""

    def __init__(self, book: Book, today: str) -> None:
        self.today, self.floor = today, horizon(book.cutoffs, today)
        self.months = _months(book, self.floor)
        self._book = book
        self._found: dict[tuple[str, tuple[int | None, ...]], list[Line]] = {}

    def periods(self, role: str, chain: Sequence[str]) -> list[Line]:
        """Those owed by whoever holds the role for the whole of them: the same for all units as near to every rule."""
        near = (role, tuple(_nearness(rule, chain) for rule in self._book.rules))
        if near not in self._found:
            self._found[near] = list(_periods(self._book, role, chain, self))
        return self._found[near]


def _months(book: Book, floor: int) -> tuple[_Month, ...]:
    """From before the horizon to after today, so that no period is cut short at either end."""
    beyond = max((rule.every for rule in book.rules), default=1)
    numbers = range(floor - beyond, floor + HORIZON_MONTHS + beyond + 1)
    return tuple(_Month(n, month_first(book.cutoffs, n), month_last(book.cutoffs, n)) for n in numbers)


def _account(book: Book, post: Post, trips: Sequence[Trip], now: _Now) -> Account:
    lines = list(_due(book, post, now))
    away = _away(book, post)
    off = [_off(away, post, line) for line in lines]
    rules = {rule.id: rule for rule in book.rules}
    extra = []
    there: set[tuple[str, str]] = set()
    for trip in trips:
        # Two reports of one joint trip: whoever went along and wrote his own was there once.
        again = (trip.day, trip.unit) in there
        there.add((trip.day, trip.unit))
        place, state = (None, "") if again else _place(lines, off, rules, trip.day)
        if place is None:
            extra.append(trip.id)
        else:
            lines[place] = replace(lines[place], state=state, visit=trip.id, day=trip.day)
    return Account(tuple(_closed(line, off[at], rules, now.today) for at, line in enumerate(lines)), tuple(extra))


def _place(
    lines: Sequence[Line], off: Sequence[str | None], rules: Mapping[str, Rule], day: str
) -> tuple[int | None, str]:
    """Which line a visit on that day is credited to, and as what."""
    owed = [at for at, line in enumerate(lines) if line.state == "open" and off[at] is None and line.last < day]
    for at in owed:
        if day <= add_days(lines[at].last, rules[lines[at].rule].grace):
            return at, "grace"
    for at, line in enumerate(lines):
        if line.first <= day <= line.last and line.state == "open":
            return at, "done"
    now = sum(line.first <= day for line in lines) - 1
    return next((at for at in owed if now - at <= rules[lines[at].rule].catch_up), None), "caught_up"


def _closed(line: Line, off: str | None, rules: Mapping[str, Rule], today: str) -> Line:
    if line.state in DONE:
        return line
    if off is not None:
        return replace(line, state=off)
    return replace(line, missed=today > add_days(line.last, rules[line.rule].grace))


def _due(book: Book, post: Post, now: _Now) -> Iterator[Line]:
    """The periods that the post owes: it is held on the last day, and for long enough."""
    for line in now.periods(post.role, chain_of(book.above, post.unit)):
        held = _days(max(line.first, post.starts), line.last)
        if post.holds_on(line.last) and held >= min(HELD_DAYS_MIN, _days(line.first, line.last)):
            yield line


def _periods(book: Book, role: str, chain: Sequence[str], now: _Now) -> Iterator[Line]:
    """The groups of months under one rule, from the horizon to the one that today lies in."""
    group: list[_Month] = []
    group_of: tuple[str, int] | None = None
    for month in now.months:
        rule = rule_for(book.rules, role=role, chain=chain, day=month.last)
        bucket = (rule.id, _bucket(rule, book.cutoffs, month.number)) if rule else None
        if bucket != group_of:
            yield from _period(group, group_of, now)
            group, group_of = [], bucket
        group.append(month)
    yield from _period(group, group_of, now)


def _bucket(rule: Rule, cutoffs: Sequence[Cutoff], number: int) -> int:
    """Periods of 1, 2, 3, 4, 6 and 12 months lie in the year; others are counted from the rule's first month."""
    return number // rule.every if 12 % rule.every == 0 else (number - month_of(cutoffs, rule.starts)) // rule.every


def _period(group: Sequence[_Month], of: tuple[str, int] | None, now: _Now) -> Iterator[Line]:
    """The line of a group of months under one rule, if it has begun, and not before the horizon."""
    if of is not None and group[0].number >= now.floor and group[0].first <= now.today:
        months = month_key(group[0].number), month_key(group[-1].number)
        yield Line(*months, group[0].first, group[-1].last, of[0], "open")


@dataclass(frozen=True, slots=True)
class _Away:
    """The days off that touch a post."""

    excuses: Sequence[Off]
    leaves: Sequence[Off]


def _away(book: Book, post: Post) -> _Away:
    chain = chain_of(book.above, post.unit)
    excuses = [off for off in book.excuses if off.post == post.id or (off.unit is not None and off.unit in chain)]
    return _Away(excuses, [off for off in book.leaves if off.person == post.person])


def _off(away: _Away, post: Post, line: Line) -> str | None:
    """Why at least half of the days held need no visit: `excused`, `leave` (with excused days), or None."""
    first, last = max(line.first, post.starts), line.last
    half = _days(first, last)
    if 2 * _covered(away.excuses, first, last) >= half:
        return "excused"
    return "leave" if away.leaves and 2 * _covered([*away.excuses, *away.leaves], first, last) >= half else None


def _covered(offs: Iterable[Off], first: str, last: str) -> int:
    """How many days of a span lie in any of these; a day counts once."""
    total, upto = 0, None
    for off in sorted(offs, key=lambda off: (off.starts, off.ends)):
        begins, ends = max(off.starts, first), min(off.ends, last)
        if upto is not None and begins <= upto:
            begins = day_after(upto)
        if begins <= ends:
            total += _days(begins, ends)
            upto = ends
    return total


def _days(first: str, last: str) -> int:
    """The days from one to another, both counted; 0 when they are out of order."""
    return max(0, days_between(first, last) + 1)
