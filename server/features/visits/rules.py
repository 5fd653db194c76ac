"""What makes a report fit to send, and which step of a visit's life is allowed when.

Owns pure decisions, which the phone makes too (`client_pwa/src/features/visits/rules.ts`); both run
`sync/vectors/visit_rules.json`. No clock, no store and no network may enter: days and records are arguments.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple
from uuid import UUID, uuid5

from sync.entities import BY_NAME, PUBLIC_CONTENT, REPORT_CONTENT, Field, Type
from sync.operations import VISIT_KINDS
from sync.ports import Value

PUBLIC_FIELDS: Final = tuple(field.name for field in PUBLIC_CONTENT)
REPORT_FIELDS: Final = tuple(field.name for field in REPORT_CONTENT)
CONTENT_FIELDS: Final = PUBLIC_FIELDS + REPORT_FIELDS
# One of these must say something, else there is nothing to read.
SECTIONS: Final = ("findings", "difficulties", "recommendations", "proposals", "commitments")
# Sections that a reviewer may comment on: the sections of the form.
COMMENTED: Final = frozenset({*CONTENT_FIELDS, "dates", "attendance", "place"})
WRITER_ROLES: Final = ("cadre", "leader")
# Long enough to come back from leave and miss it.
DELETED_KEPT_DAYS: Final = 30

# Step → the states it may start from; None is a visit that was never sent.
#
#   (draft) ──submit──▶ sent ──approve──▶ approved
#      ▲                │  └──return──▶ returned ──submit──▶ sent (round + 1)
#      └────withdraw────┘
STEPS: Final[Mapping[str, frozenset[str | None]]] = {
    "submit": frozenset({None, "returned", "withdrawn"}),
    "withdraw": frozenset({"sent"}),
    "begin_review": frozenset({"sent"}),
    "return": frozenset({"sent"}),
    "approve": frozenset({"sent"}),
}
# Words that reach a visit in one of these states came too late for it.
_SEALED: Final = frozenset({"sent", "approved"})

_DAY_MS: Final = 86_400_000


class Problem(NamedTuple):
    """Why a report cannot be sent: a code of the catalogue, and the field to look at (null: the whole report)."""

    code: str
    field: str | None
    limit: int | None = None


def check_report(content: Mapping[str, Value], *, tomorrow: str) -> list[Problem]:
    """Everything that keeps the report from being sent, in the order of the form; empty when it may go.

    `tomorrow` is the office's civil day after today: a trip that ends later has not happened.
    """
    return [
        *_check_where(content),
        *_check_days(content, tomorrow),
        *_check_attendance(content),
        *_check_sections(content),
        *_check_lengths(content),
    ]


def may_step(step: str, status: str | None) -> bool:
    """Whether a visit in this state may take the step."""
    return status in STEPS[step]


def is_sealed(status: str | None) -> bool:
    """Whether the words of a visit in this state stand with other people, so that an edit comes late."""
    return status in _SEALED


def deletion_is_final(*, deleted_ms: int, now_ms: int) -> bool:
    """Whether a draft deleted at that instant has been kept as long as was promised."""
    return now_ms - deleted_ms >= DELETED_KEPT_DAYS * _DAY_MS


def visit_number(*, year: int, running: int) -> str:
    """What the office calls the visit: `BC-2024-013`."""
    return f"BC-{year}-{running:03d}"


def round_id(visit: str, number: int) -> str:
    """The id of the record that keeps an earlier round of the visit."""
    return str(uuid5(UUID(visit), f"round:{number}"))


def amendment_id(visit: str, attempt: int) -> str:
    """The id of the draft that amends the visit after a late edit; `attempt` tells several amendments apart."""
    return str(uuid5(UUID(visit), f"amend:{attempt}"))


def with_defaults(content: Mapping[str, Value]) -> dict[str, Value]:
    """The content as it is frozen: a trip without an end ended on the day it began."""
    return {**content, "ends": content.get("ends") or content.get("starts")}


def _check_where(content: Mapping[str, Value]) -> Iterator[Problem]:
    for name in ("unit", "kind", "starts"):
        if not content.get(name):
            yield Problem("missing", name)
    if content.get("kind") and content["kind"] not in VISIT_KINDS:
        yield Problem("unknown_code", "kind")


def _check_days(content: Mapping[str, Value], tomorrow: str) -> Iterator[Problem]:
    starts, ends = str(content.get("starts") or ""), str(content.get("ends") or "")
    if starts and ends and ends < starts:
        yield Problem("end_before_start", "ends")
    for name, day in (("starts", starts), ("ends", ends)):
        if day > tomorrow:
            yield Problem("date_in_future", name)


def _check_attendance(content: Mapping[str, Value]) -> Iterator[Problem]:
    due, present = content.get("attendance_due"), content.get("attendance_present")
    if isinstance(due, int) and isinstance(present, int) and present > due:
        yield Problem("attendance_present_over_due", "attendance_present")


def _check_sections(content: Mapping[str, Value]) -> Iterator[Problem]:
    if not any(_says_something(content.get(name)) for name in SECTIONS):
        yield Problem("empty_report", None)


def _says_something(value: Value) -> bool:
    if isinstance(value, str):
        return value.strip() != ""
    # A commitment's columns are id, text, due.
    return isinstance(value, list) and any(isinstance(row, list) and _says_something(row[1]) for row in value)


def _check_lengths(content: Mapping[str, Value]) -> Iterator[Problem]:
    for name in CONTENT_FIELDS:
        problem = _check_length(BY_NAME["draft"].field(name), content.get(name))
        if problem:
            yield problem


def _check_length(field: Field, value: Value) -> Problem | None:
    if isinstance(value, list) and len(value) > field.limit:
        return Problem("too_many", field.name, field.limit)
    # Two people's texts that merged may be longer together than either was allowed to be.
    if isinstance(value, str) and field.type in (Type.WORDS, Type.LINE) and len(value) > field.limit:
        return Problem("text_too_long", field.name, field.limit)
    return None
