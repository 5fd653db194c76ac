"""Scoped readings of feedback: the figures of quality. Nothing here writes."""

from __future__ import annotations

from dataclasses import dataclass

from server.features.feedback.accounts import Account, Tally, account_of, accounts_of
from server.features.feedback.figures import FIGURE_ROLES, Figures, figures_of
from server.features.feedback.kept import tallies
from server.features.people.directory import Directory
from server.platform.store import SqlReader


def access_figures(directory: Directory, *, person: str, today: str) -> frozenset[str]:
    """The units whose items' figures the person may ask for today; empty for whoever may not."""
    held = (each for each in directory.roles(person, today) if each.role in FIGURE_ROLES and each.unit is not None)
    roots = {root for each in held for root in directory.roots(str(each.unit))}
    return frozenset(unit for root in roots for unit in directory.subtree(root))


def read_figures(reader: SqlReader, units: frozenset[str], *, as_of: str) -> Figures:
    """The figures of the items of these units, of every month, as of the end of that civil day."""
    tally = _all(tallies(reader, units, as_of=as_of, by=None))
    return figures_of(tally.categories, as_of, reopened=tally.reopened, extended=tally.extended)


@dataclass(frozen=True, slots=True)
class Accounts:
    """The account of all matters, and of each group of them: `by` agency or unit."""

    as_of: str
    by: str
    total: Account
    accounts: list[Account]


def read_accounts(reader: SqlReader, units: frozenset[str], *, as_of: str, by: str) -> Accounts:
    """The accounts of the items of these units, of every month, as of the end of that civil day."""
    found = tallies(reader, units, as_of=as_of, by=by)
    return Accounts(as_of, by, account_of(_all(found), as_of), accounts_of(found, as_of))


def _all(found: dict[str | None, Tally]) -> Tally:
    total = Tally()
    for tally in found.values():
        total.add(tally)
    return total
