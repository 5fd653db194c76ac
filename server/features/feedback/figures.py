"""What a feedback item is as of a day, and the figures of quality over many.

Owns the fold of a thread, which the phone makes too; both run `sync/vectors/feedback_figures.json`. No clock, no store
and no network may enter: days are arguments.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

FIGURE_ROLES: Final = ("clerk", "supervisor", "leader")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a thread as figures need it: its kind, its civil day, the role it was said in, what it set."""

    kind: str
    day: str
    role: str = ""
    outcome: str | None = None
    due: str | None = None
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """An item as of a day. `linked`: another of the same matter answers for it; `split`: it counts by its parts."""

    status: str | None = None
    outcome: str | None = None
    due: str | None = None
    heard: bool = False
    reopened: bool = False
    extended: bool = False
    linked: bool = False
    split: bool = False
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """How many items there are of each category as of a day. `open` = in progress + overdue unanswered + unowned."""

    as_of: str
    total: int
    closed: int
    in_progress: int
    refused: int
    transferred: int
    overdue_unanswered: int
    open: int
    ever_reopened: int
    extended: int
    finally_answered_percent: float | None


# Entry → the state it leads to. Others change no state.
_LEADS_TO: Final[Mapping[str, str]] = {
    "raised": "new",
    "explained": "confirmed",
    "owned": "owned",
    "handed": "owned",
    "answered": "answered",
    "confirmed": "confirmed",
    "reopened": "owned",
    "referred": "confirmed",
    "split": "confirmed",
    "split_off": "new",
    "linked": "new",
    "unlinked": "new",
    "closed_with": "confirmed",
    "listed": "confirmed",
}
_OWNERLESS: Final = frozenset({"linked", "unlinked"})


def standing(thread: Iterable[Entry], as_of: str) -> Standing:
    """The item's state after everything that was said up to and including that civil day."""
    state = Standing()
    for entry in thread:
        if entry.day <= as_of:
            state = _after(state, entry)
    return state


def _after(state: Standing, entry: Entry) -> Standing:
    return replace(
        state,
        status=_LEADS_TO.get(entry.kind, state.status),
        outcome=_outcome_after(state, entry),
        due=entry.due if entry.due and entry.kind != "extension_asked" else state.due,
        heard=state.heard or (entry.role == "agency" and entry.kind in ("message", "answered")),
        reopened=state.reopened or entry.kind == "reopened",
        extended=state.extended or entry.kind == "extended",
        linked=entry.kind == "linked" or (state.linked and entry.kind != "unlinked"),
        split=state.split or entry.kind == "split",
        owner=None if entry.kind in _OWNERLESS else entry.owner or state.owner,
    )


def _outcome_after(state: Standing, entry: Entry) -> str | None:
    if entry.kind == "reopened":
        return None
    return {"explained": "settled", "referred": "transferred"}.get(entry.kind, entry.outcome or state.outcome)


def category(state: Standing, as_of: str) -> str | None:
    """What the item counts as: closed, refused, transferred, overdue_unanswered, in_progress, new.

    None before it was raised, and once it was split: then its parts count. An answer counts once the commune has
    confirmed it: the handler never closes its own item.
    """
    if state.status is None or state.split:
        return None
    if state.status == "confirmed":
        return state.outcome if state.outcome in ("refused", "transferred") else "closed"
    if state.linked:
        return "in_progress"
    if state.due and state.due < as_of and not state.heard:
        return "overdue_unanswered"
    return "new" if state.status == "new" else "in_progress"


def figures(threads: Iterable[Sequence[Entry]], as_of: str) -> Figures:
    """The figures of quality as of the end of that civil day."""
    standings = [state for thread in threads if category(state := standing(thread, as_of), as_of) is not None]
    found = Counter(name for state in standings if (name := category(state, as_of)) is not None)
    reopened, extended = (sum(state.reopened for state in standings), sum(state.extended for state in standings))
    return figures_of(found, as_of, reopened=reopened, extended=extended)


def figures_of(found: Mapping[str, int], as_of: str, *, reopened: int, extended: int) -> Figures:
    """The figures that so many items of each category come to."""
    final, total = sum(found.get(name, 0) for name in ("closed", "refused", "transferred")), sum(found.values())
    return Figures(
        as_of=as_of,
        total=total,
        closed=found.get("closed", 0),
        in_progress=found.get("in_progress", 0),
        refused=found.get("refused", 0),
        transferred=found.get("transferred", 0),
        overdue_unanswered=found.get("overdue_unanswered", 0),
        open=total - final,
        ever_reopened=reopened,
        extended=extended,
        finally_answered_percent=percent(final, total),
    )


def percent(part: int, whole: int) -> float | None:
    """The share in percent with one decimal, halves rounded up; None of nothing."""
    return (part * 2000 + whole) // (2 * whole) / 10 if whole else None
