"""Who owes a visit whose period ends or has ended, and which period the clerk may close. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from operator import is_
from typing import Final, NamedTuple

from server.days import days_between
from server.features.duty.ledger import Book, Line, Off, Post, Rule, Trip, accounts
from server.features.duty.periods import Cutoff, month_key, month_last, month_of
from server.features.duty.records import cutoff_of, excuses_of, leaves_of, post_of, rule_of, trips_of
from server.features.handling import text
from server.features.occasions import Due, Finder, Scene
from server.features.people.directory import Directory
from sync.ports import Record
from sync.values import ids_of

# A period that ended longer ago is a gap in the ledger, and nobody's next step.
_ASKED_DAYS: Final = 31
_MEMO: Final = "duty"
# The kinds of record that the ledger is made from.
_READ: Final = ("visit", "report", "cadence", "period", "leave", "excuse")


class _Told(NamedTuple):
    """All that a post's account is made from: as long as that is the same, its open periods are."""

    month: int
    post: Post
    rules: Sequence[Rule]
    cutoffs: Sequence[Cutoff]
    posts: Sequence[Post]
    trips: Sequence[Trip]
    offs: tuple[Sequence[Off], Sequence[Off]]
    above: Mapping[str, str | None]


def has_company(report: Record) -> bool:
    """Whether somebody else went along."""
    return bool(report.body.get("companions"))


class _Kept(NamedTuple):
    """What was found at a look, and what it was found in: the very records, and the directory, of that day."""

    seen: tuple[Record, ...]
    directory: Directory
    today: str
    open: Sequence[tuple[_Told, Sequence[Line]]]


def find(scene: Scene) -> Iterator[Due]:
    """The visits that are owed, and the month that has ended and stands open."""
    for told, lines in _open_lines(scene):
        for line in lines:
            yield from _owed(scene, told.post, line)
    yield from _closing(scene, [cutoff_of(each) for each in scene.of("period")])


def book_of(scene: Scene) -> Book:
    """Everything that the ledger is made from, out of a scene."""
    companions = {report.id: ids_of(report.body.get("companions")) for report in scene.of("report")}
    directory = scene.directory
    return Book(
        rules=[rule_of(each) for each in scene.of("cadence")],
        cutoffs=[cutoff_of(each) for each in scene.of("period")],
        posts=[post for each in directory.assignments.values() if (post := post_of(each)) is not None],
        trips=list(trips_of(scene.of("visit"), companions)),
        leaves=leaves_of(scene.of("leave")),
        excuses=excuses_of(scene.of("excuse")),
        above={unit.id: unit.parent for unit in directory.units.values()},
    )


def _open_lines(scene: Scene) -> Sequence[tuple[_Told, Sequence[Line]]]:
    """The open periods of each post held today. A whole ledger takes a fifth of a second: what is as it was is kept."""
    seen = tuple(record for kind in _READ for record in scene.of(kind))
    kept: _Kept | None = scene.memo.get(_MEMO)
    if kept is None or not _is_same(kept, seen, scene):
        before = {told.post.id: (told, lines) for told, lines in kept.open} if kept else {}
        kept = _Kept(seen, scene.directory, scene.today, list(_counted(book_of(scene), scene.today, before)))
        scene.memo[_MEMO] = kept
    return kept.open


def _is_same(kept: _Kept, seen: tuple[Record, ...], scene: Scene) -> bool:
    is_then = kept.directory is scene.directory and kept.today == scene.today
    return is_then and len(kept.seen) == len(seen) and all(map(is_, kept.seen, seen))


def _counted(
    book: Book, today: str, before: Mapping[str, tuple[_Told, Sequence[Line]]]
) -> Iterator[tuple[_Told, Sequence[Line]]]:
    near = _Near(book, today)
    for post in book.posts:
        if post.holds_on(today):
            told = near.told(post)
            known = before.get(post.id)
            yield known if known is not None and known[0] == told else (told, _lines(told, today))


def _lines(told: _Told, today: str) -> Sequence[Line]:
    leaves, excuses = told.offs
    book = Book(told.rules, told.cutoffs, told.posts, told.trips, leaves, excuses, told.above)
    account = accounts(book, today).get(told.post.id)
    return [line for line in account.lines if line.state == "open"] if account else ()


class _Near:
    """Of a book, what concerns one post: its people's posts and trips, and whoever's days off."""

    def __init__(self, book: Book, today: str) -> None:
        self._book = book
        self._month = month_of(book.cutoffs, today)
        self._trips: dict[str, list[Trip]] = {}
        self._posts: dict[str, list[Post]] = {}
        # The ledger looks no further back than a year and its longest period.
        for trip in book.trips:
            if trip.day <= today:
                for person in trip.people:
                    self._trips.setdefault(person, []).append(trip)
        for post in book.posts:
            for each in {post.person, post.substitute} - {None}:
                self._posts.setdefault(each or "", []).append(post)

    def told(self, post: Post) -> _Told:
        """What the account of that post is made from."""
        book = self._book
        people = [each for each in (post.person, post.substitute) if each]
        posts = {each.id: each for person in people for each in self._posts[person]}
        trips = {trip.id: trip for person in people for trip in self._trips.get(person, ())}
        return _Told(
            self._month, post, book.rules, book.cutoffs, list(posts.values()), list(trips.values()),
            ([off for off in book.leaves if off.person == post.person], book.excuses), book.above,
        )  # fmt: skip


def _owed(scene: Scene, post: Post, line: Line) -> Iterator[Due]:
    turn = scene.turn("visit_due", line.last)
    if turn is None or days_between(line.last, scene.today) > _ASKED_DAYS:
        return
    whose = list(scene.told([post.person])) or list(scene.told([post.substitute or ""]))
    for person in whose:
        args = {"day": line.last}
        yield Due(person, "visit_due", "assignment", post.id, turn[0], turn[1], args, post.unit)


def _closing(scene: Scene, cutoffs: list[Cutoff]) -> Iterator[Due]:
    ended = month_of(cutoffs, scene.today) - 1
    last, key = month_last(cutoffs, ended), month_key(ended)
    turn = scene.turn("period_close", last)
    shut = {text(each, "period") for each in scene.of("closing") if text(each, "status") != "open"}
    province = scene.directory.office.province if scene.directory.office else None
    if turn is None or province is None or key in shut:
        return
    for person in scene.holders("clerk", province):
        yield Due(person, "period_close", "office", province, turn[0], turn[1], {"period": key, "day": last}, province)


FINDER: Final = Finder(find, frozenset({"visit_due", "period_close"}))
