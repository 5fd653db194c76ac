"""Who owes a visit whose period ends or has ended, and which period the clerk may close. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from server.days import days_between
from server.features.duty.ledger import Book, Line, Post, accounts
from server.features.duty.periods import Cutoff, month_key, month_last, month_of
from server.features.duty.records import cutoff_of, excuses_of, leaves_of, post_of, rule_of, trips_of
from server.features.handling import text
from server.features.occasions import Due, Scene
from sync.values import ids_of

# A period that ended longer ago is a gap in the ledger, and nobody's next step.
_ASKED_DAYS = 31


def find(scene: Scene) -> Iterator[Due]:
    """The visits that are owed, and the month that has ended and stands open."""
    book = book_of(scene)
    posts = {post.id: post for post in book.posts}
    for id, account in accounts(book, scene.today).items():
        for line in account.lines:
            if line.state == "open":
                yield from _owed(scene, posts[id], line)
    yield from _closing(scene, list(book.cutoffs))


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


def _owed(scene: Scene, post: Post, line: Line) -> Iterator[Due]:
    turn = scene.turn("visit_due", line.last)
    if turn is None or not post.holds_on(scene.today) or days_between(line.last, scene.today) > _ASKED_DAYS:
        return
    # Who stands in for somebody on leave is told in his place.
    who = post.substitute if post.substitute and post.person in scene.away else post.person
    for person in scene.told([who]):
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
    for person in scene.told(scene.holders("clerk", province)):
        yield Due(person, "period_close", "office", province, turn[0], turn[1], {"period": key, "day": last}, province)
