"""Scoped readings of duty: the ledger of the posts that a person may ask about. Nothing here writes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from server.features.audiences import whole_scope
from server.features.duty.ledger import Account, Book, Post, accounts
from server.features.duty.records import cutoff_of, excuses_of, leaves_of, post_of, rule_of, trips_of
from server.features.people.directory import Directory
from sync.ports import Reader
from sync.values import ids_of

EVERYONE: Final = frozenset({"all"})
# Who asks about other people's posts, in the scope of his own.
_OVERSEERS: Final = ("clerk", "supervisor", "leader")


@dataclass(frozen=True, slots=True)
class Kept:
    """A post and its account."""

    post: Post
    account: Account


def read_book(reader: Reader, directory: Directory, keys: Collection[str]) -> Book:
    """Everything that the ledger is made from, with the visits under these keys."""
    visits = list(reader.records("visit", keys))
    reports = {record.id: ids_of(record.body.get("companions")) for record in reader.records("report", keys)}
    return Book(
        rules=[rule_of(each) for each in reader.records("cadence", EVERYONE)],
        cutoffs=[cutoff_of(each) for each in reader.records("period", EVERYONE)],
        posts=[post for each in directory.assignments.values() if (post := post_of(each)) is not None],
        trips=list(trips_of(visits, reports)),
        leaves=leaves_of(reader.records("leave", EVERYONE)),
        excuses=excuses_of(reader.records("excuse", EVERYONE)),
        above={unit.id: unit.parent for unit in directory.units.values()},
    )


def read_ledger(reader: Reader, directory: Directory, *, person: str, today: str, as_of: str) -> list[Kept]:
    """The accounts, as of a day, of the person's own posts and of those in the scope he oversees today."""
    book = read_book(reader, directory, whole_scope(reader, directory.scope_keys(person, today)))
    asked = [post for post in book.posts if access_post(directory, post, person=person, today=today)]
    found = accounts(book, as_of)
    return [Kept(post, found[post.id]) for post in asked if post.id in found]


def access_post(directory: Directory, post: Post, *, person: str, today: str) -> bool:
    """Whether the person may read a post's account today."""
    if person in (post.person, post.substitute):
        return True
    return any(directory.holds(person, role, post.unit, today) for role in _OVERSEERS)
