"""The one catalogue of codes that a request or an operation can come back with.

Owns each code's HTTP status (None for the code of an operation or of an answer's head), whether sending the same again
can help, and the keys of its details. The sentences a person reads are `error-<code>` (with `-` for `_`) in
`server/words/*/errors.ftl`. Nothing that runs may enter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

APPLIED: Final = "applied"
MERGED: Final = "merged"
CONFLICT: Final = "conflict"
QUARANTINED: Final = "quarantined"
HELD: Final = "held"
OUTCOMES: Final = (APPLIED, MERGED, CONFLICT, QUARANTINED, HELD)


@dataclass(frozen=True, slots=True)
class Code:
    """One code. `status`: HTTP, or None. `retry`: sending the same again later can succeed. `details`: its keys."""

    name: str
    status: int | None = None
    retry: bool = False
    details: tuple[str, ...] = ()


# The whole request failed, over HTTP.
HTTP_CODES: Final[tuple[Code, ...]] = (
    Code("bad_body", 400, details=("field",)),
    Code("signed_out", 401, retry=True),
    Code("wrong_credentials", 401),
    Code("password_must_change", 403),
    Code("forbidden_origin", 403),
    Code("not_allowed", 403, details=("role",)),
    Code("not_found", 404),
    Code("method_not_allowed", 405),
    Code("already_done", 409),
    Code("too_large", 413, retry=True, details=("limit",)),
    Code("unsupported_type", 415),
    Code("slow_down", 429, retry=True, details=("retry_after_s",)),
    Code("fault", 500, retry=True),
    Code("busy", 503, retry=True),
)

# The answer's head: the request was understood and did nothing, or not everything.
HEAD_CODES: Final[tuple[Code, ...]] = (
    Code("wrong_person"),
    Code("fork"),
    Code("gap"),
    Code("resync"),
    Code("upgrade"),
    Code("drain"),
    Code("lost"),
)

# One operation was refused for good (quarantined).
REFUSAL_CODES: Final[tuple[Code, ...]] = (
    # Its shape.
    Code("missing", details=("field",)),
    Code("wrong_type", details=("field",)),
    Code("text_too_long", details=("field", "limit")),
    Code("bad_character", details=("field",)),
    Code("too_many", details=("field", "limit")),
    Code("unknown_code", details=("field",)),
    # Its sense.
    Code("end_before_start"),
    Code("date_in_future", details=("field",)),
    Code("date_in_past", details=("field",)),
    Code("not_begun"),
    # How somebody wants to be told, and when the office does.
    Code("zone_unknown", details=("field",)),
    Code("clock_bad", details=("field",)),
    Code("quiet_all_day", details=("field",)),
    Code("digest_in_quiet", details=("field",)),
    Code("turns_bad", details=("field",)),
    Code("wording_bad", details=("field",)),
    Code("without_duty", details=("person",)),
    Code("unit_outside_assignment", details=("unit",)),
    Code("unit_divided", details=("unit",)),
    Code("empty_report"),
    Code("attendance_present_over_due"),
    Code("comment_required"),
    Code("reason_required"),
    Code("out_of_range", details=("field",)),
    Code("period_unfinished", details=("period",)),
    Code("period_locked", details=("period",)),
    # Its place. `not_found` is also the answer for what is not this person's: the two cannot be told apart.
    Code("not_found"),
    Code("not_allowed", details=("role",)),
    Code("already_done"),
    Code("own_report"),
    Code("own_extension"),
    Code("id_taken"),
    Code("device_withdrawn"),
    # What an author reads of words that the office has dealt with in another way.
    Code("looked_after"),
    # What must not be written here at all.
    Code("denunciation", details=("field",)),
    Code("identity_number", details=("field",)),
    Code("phone_number", details=("field",)),
)

# Words that are refused with one of these stay on the phone alone: the office keeps neither them nor a trace of them.
UNKEPT: Final = frozenset({"denunciation", "identity_number", "phone_number"})

# One operation met somebody else's (conflict).
CONFLICT_CODES: Final[tuple[Code, ...]] = (
    Code("stale", details=("round",)),
    Code("draft_changed", details=("fields",)),
    Code("keep_both", details=("fields",)),
    Code("late_edit"),
    Code("delete_against_edit"),
)

# One operation waits at the office (held).
HELD_CODES: Final[tuple[Code, ...]] = (
    Code("unknown_kind", details=("kind",)),
    Code("newer_schema", details=("kind", "schema")),
    Code("server_fault"),
    Code("refill"),
)

BY_GROUP: Final[dict[str, tuple[Code, ...]]] = {
    "http": HTTP_CODES,
    "head": HEAD_CODES,
    QUARANTINED: REFUSAL_CODES,
    CONFLICT: CONFLICT_CODES,
    HELD: HELD_CODES,
}
