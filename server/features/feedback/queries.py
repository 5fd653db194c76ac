"""Scoped readings of feedback: the figures of quality. Nothing here writes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from server.features.audiences import whole_scope
from server.features.feedback.accounts import Account, Matter, account, accounts
from server.features.feedback.figures import FIGURE_ROLES, Entry, Figures, figures
from server.features.people.directory import Directory
from server.platform.clock import day_of
from sync.entities import BY_NAME
from sync.ports import Reader, Record
from sync.values import int_of, items_of, text_of

_COLUMNS = BY_NAME["feedback"].field("thread").columns


def access_figures(directory: Directory, *, person: str, today: str) -> frozenset[str]:
    """The keys of the items whose figures the person may ask for today; empty for whoever may not."""
    held = (each for each in directory.roles(person, today) if each.role in FIGURE_ROLES and each.unit is not None)
    return frozenset(f"unit:{root}" for each in held for root in directory.roots(str(each.unit)))


def read_figures(reader: Reader, keys: frozenset[str], *, as_of: str) -> Figures:
    """The figures of the items under these keys, of every month, as of the end of that civil day."""
    keys = whole_scope(reader, keys)
    return figures((list(entries_of(item)) for item in reader.records("feedback", keys)), as_of)


@dataclass(frozen=True, slots=True)
class Accounts:
    """The account of all matters, and of each group of them: `by` agency or unit."""

    as_of: str
    by: str
    total: Account
    accounts: list[Account]


def read_accounts(reader: Reader, keys: frozenset[str], *, as_of: str, by: str) -> Accounts:
    """The accounts of the items under these keys, of every month, as of the end of that civil day."""
    matters = [_matter(item) for item in reader.records("feedback", whole_scope(reader, keys))]
    return Accounts(as_of, by, account(matters, as_of), accounts(matters, as_of, by))


def _matter(item: Record) -> Matter:
    raised = day_of(int_of(item.body.get("raised")))
    return Matter(text_of(item.body.get("unit")), raised, list(entries_of(item)))


def entries_of(item: Record) -> Iterator[Entry]:
    """The thread as figures need it."""
    for row in items_of(item.body.get("thread")):
        said = dict(zip(_COLUMNS, row, strict=False))
        yield Entry(
            kind=text_of(said["kind"]),
            day=day_of(int_of(said["at"])),
            role=text_of(said["role"]),
            outcome=text_of(said["outcome"]) or None,
            due=text_of(said["due"]) or None,
            owner=text_of(said["owner"]) or None,
        )
