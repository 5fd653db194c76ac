"""Scoped readings of duty: the ledger of the posts that a person may ask about. Nothing here writes."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from server.days import add_days
from server.features.audiences import whole_scope
from server.features.duty.ledger import HORIZON_MONTHS, Account, Book, Post, accounts, horizon
from server.features.duty.periods import month_first
from server.features.duty.records import cutoff_of, excuses_of, leaves_of, post_of, rule_of, trips_of
from server.features.people.directory import Directory
from server.features.people.months import month_in, month_of
from server.platform.bodies import said, texts_among, texts_where
from server.platform.store import SqlReader
from sync.ports import Record
from sync.values import ids_of

EVERYONE: Final = frozenset({"all"})
# Where visits lie: with their unit, and with their people.
_OF_VISITS: Final = ("unit:", "person:")
# Nothing that the ledger of a day is made from was filed longer before it; whoever's cut-off makes months longest.
_BACK_DAYS: Final = 31 * (HORIZON_MONTHS + 4)
# Who asks about other people's posts, in the scope of his own.
_OVERSEERS: Final = ("clerk", "supervisor", "leader")


@dataclass(frozen=True, slots=True)
class Kept:
    """A post and its account."""

    post: Post
    account: Account


def read_book(reader: SqlReader, directory: Directory, keys: Collection[str], *, as_of: str) -> Book:
    """Everything that the ledger of a day is made from, with the visits under these keys that it can count."""
    cutoffs = [cutoff_of(each) for each in reader.records("period", EVERYONE)]
    since = month_first(cutoffs, horizon(cutoffs, as_of))
    visits = list(_visits(reader, keys, since=since, until=as_of))
    along = texts_among(reader, "report", "companions", keys, [visit.id for visit in visits])
    companions = {id: ids_of(json.loads(text)) for id, text in along}
    return Book(
        rules=[rule_of(each) for each in reader.records("cadence", EVERYONE)],
        cutoffs=cutoffs,
        posts=[post for each in directory.assignments.values() if (post := post_of(each)) is not None],
        trips=list(trips_of(visits, companions)),
        leaves=leaves_of(reader.records("leave", EVERYONE)),
        excuses=excuses_of(reader.records("excuse", EVERYONE)),
        above={unit.id: unit.parent for unit in directory.units.values()},
    )


def read_ledger(reader: SqlReader, directory: Directory, *, person: str, today: str, as_of: str) -> list[Kept]:
    """The accounts, as of a day, of the person's own posts and of those in the scope he oversees today."""
    keys = whole_scope(reader, directory.scope_keys(person, today), after=month_of(add_days(as_of, -_BACK_DAYS)))
    book = read_book(reader, directory, keys, as_of=as_of)
    asked = [post for post in book.posts if access_post(directory, post, person=person, today=today)]
    found = accounts(book, as_of)
    return [Kept(post, found[post.id]) for post in asked if post.id in found]


def _visits(reader: SqlReader, keys: Collection[str], *, since: str, until: str) -> Iterator[Record]:
    """The visits that began in these days, and amendments, which may have moved one out of them."""
    # A visit is filed by the month in which it arrived, and it never began later than the day after that.
    first = month_of(add_days(since, -1))
    near = [key for key in keys if key.startswith(_OF_VISITS) and (month_in(key) or first) >= first]
    starts, amends = said("visit", "starts"), said("visit", "amends")
    counted = sa.or_(starts.between(since, until), amends.is_not(None))
    return texts_where(reader, "visit", ("unit", "starts", "status", "amends"), near, counted)


def access_post(directory: Directory, post: Post, *, person: str, today: str) -> bool:
    """Whether the person may read a post's account today."""
    if person in (post.person, post.substitute):
        return True
    return any(directory.holds(person, role, post.unit, today) for role in _OVERSEERS)
