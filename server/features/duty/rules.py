"""What makes a sound duty rule, leave, excuse or cut-off, and which step of a period's closing is allowed when.

Owns pure decisions, which the phone makes too (`client_pwa/src/features/duty/rules.ts`); both run
`sync/vectors/duty.json`. No clock, no store and no network may enter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from server.days import day_after
from server.features.duty.ledger import EVERY_MONTHS_MAX
from server.features.duty.periods import FIRST_DAY_MAX, Cutoff, Span, span_of
from sync.ports import Value

# Who keeps the books of duty.
KEEPER_ROLES: Final = ("clerk", "supervisor", "admin")
# Who owes visits.
DUTY_ROLES: Final = ("cadre", "leader")
# A visit in the days of grace belongs to the period before: with a month of them nothing would be late.
GRACE_DAYS_MAX: Final = 15
CATCH_UP_MAX: Final = 12

# Step → the states it may start from.
#
#   open ──close──▶ closed ──lock──▶ locked
#     ▲────reopen─────┴──────────────┘
STEPS: Final[Mapping[str, frozenset[str]]] = {
    "close": frozenset({"open"}),
    "lock": frozenset({"closed"}),
    "reopen": frozenset({"closed", "locked"}),
}
LEADS_TO: Final[Mapping[str, str]] = {"close": "closed", "lock": "locked", "reopen": "open"}

Fields = Mapping[str, Value]


class Refusal(NamedTuple):
    """Why something is not written: a code of the catalogue and the field to look at."""

    code: str
    field: str | None = None


class Closing(NamedTuple):
    """How a period stands. `round` counts its steps."""

    period: str
    status: str
    round: int


def check_cadence(fields: Fields) -> Refusal | None:
    """Whether a duty rule can be kept."""
    missing = _missing(fields, ("for_role", "every_months", "starts"))
    if missing:
        return missing
    if fields["for_role"] not in DUTY_ROLES:
        return Refusal("unknown_code", "for_role")
    ranges = {"every_months": (1, EVERY_MONTHS_MAX), "grace_days": (0, GRACE_DAYS_MAX), "catch_up": (0, CATCH_UP_MAX)}
    for name, (least, most) in ranges.items():
        if not least <= _number(fields, name, least) <= most:
            return Refusal("out_of_range", name)
    return _check_order(fields)


def check_leave(fields: Fields) -> Refusal | None:
    """Whether a leave can be kept."""
    return _missing(fields, ("person", "starts", "ends")) or _check_order(fields)


def check_excuse(fields: Fields) -> Refusal | None:
    """Whether an excuse can be kept: for one assignment or for one unit, with a reason."""
    if bool(fields.get("assignment")) == bool(fields.get("unit")):
        return Refusal("missing", "unit")
    missing = _missing(fields, ("starts", "ends"))
    if missing:
        return missing
    if not str(fields.get("reason") or "").strip():
        return Refusal("reason_required", "reason")
    return _check_order(fields)


def check_cutoff(fields: Fields) -> Refusal | None:
    """Whether a cut-off can be kept."""
    missing = _missing(fields, ("first_day", "starts"))
    if missing:
        return missing
    return None if 1 <= _number(fields, "first_day", 0) <= FIRST_DAY_MAX else Refusal("out_of_range", "first_day")


def check_step(
    step: str, now: Closing, *, read: int, text: str | None, cutoffs: Sequence[Cutoff], today: str
) -> Refusal | None:
    """Whether a period takes the step. `read`: the round that its author had before him."""
    span = span_of(cutoffs, now.period)
    if span is None:
        return Refusal("unknown_code", "period")
    if read != now.round or now.status not in STEPS[step]:
        return Refusal("stale")
    if step == "reopen":
        return None if (text or "").strip() else Refusal("reason_required", "text")
    return Refusal("period_unfinished", "period") if today <= span.last else None


def changed_days(before: Fields | None, after: Fields) -> tuple[str, str | None]:
    """The first and last day (None: no end) for which a dated record says something else than before."""
    starts, ends = str(after.get("starts") or ""), _text(after, "ends")
    if before is None:
        return starts, ends
    old_starts, old_ends = str(before.get("starts") or ""), _text(before, "ends")
    if _but_for_end(before) != _but_for_end(after):
        return min(starts, old_starts), None if ends is None or old_ends is None else max(ends, old_ends)
    if ends == old_ends:
        return "9999-12-31", "9999-12-31"
    first = min(each for each in (ends, old_ends) if each is not None)
    return day_after(first), None if ends is None or old_ends is None else max(ends, old_ends)


def touched(locked: Sequence[Span], first: str, last: str | None) -> Span | None:
    """The first locked period that has a day from `first` to `last`."""
    return next((span for span in locked if first <= span.last and (last is None or span.first <= last)), None)


def figure_locked(locked: Sequence[Span], *, before: str | None, after: str | None) -> Span | None:
    """The locked period that a figure belongs to, as it was or as it will be: that in which its last day lies.

    A year's plan is not one of January's figures: it may be corrected while January is locked, not once the year is.
    """
    days = [day for day in (before, after) if day]
    return next((span for day in days if (span := touched(locked, day, day)) is not None), None)


def _but_for_end(fields: Fields) -> dict[str, Value]:
    return {name: value for name, value in fields.items() if name not in ("ends", "by") and value not in (None, False)}


def _missing(fields: Fields, names: Sequence[str]) -> Refusal | None:
    return next((Refusal("missing", name) for name in names if fields.get(name) in (None, "")), None)


def _check_order(fields: Fields) -> Refusal | None:
    ends = _text(fields, "ends")
    return Refusal("end_before_start", "ends") if ends is not None and ends < str(fields["starts"]) else None


def _number(fields: Fields, name: str, default: int) -> int:
    value = fields.get(name)
    return value if isinstance(value, int) else default


def _text(fields: Fields, name: str) -> str | None:
    value = fields.get(name)
    return value if isinstance(value, str) and value else None
