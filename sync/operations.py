"""The kinds of operation on the wire: what each may carry.

Owns the allow-list: an argument or field that is not named here never reaches a handler. Python and TypeScript share
it through `client_pwa/src/sync/schema.json`. Nothing that runs may enter.

Every operation also carries `n`, `op_id`, `role`, `at` and `id` (the record it is about).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sync.entities import (
    ANSWER_PHOTOS_MAX,
    BY_NAME,
    CATEGORIES_MAX,
    GOALS_MAX,
    INVITED_MAX,
    ITEMS_MAX,
    LINE_MAX,
    MILESTONES_MAX,
    PARTS_MAX,
    WORDS_MAX,
    Policy,
    Type,
)


@dataclass(frozen=True, slots=True)
class Argument:
    """A named value of a command. A required one may be neither absent nor null."""

    name: str
    type: Type
    required: bool = True
    limit: int = LINE_MAX
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of operation: the entity it is about, its arguments, and the fields of `patch_entity` it may patch."""

    name: str
    schema: int
    entity: str
    arguments: tuple[Argument, ...] = ()
    patches: tuple[str, ...] = ()
    patch_entity: str | None = None


def _id(name: str, *, required: bool = True) -> Argument:
    return Argument(name, Type.ID, required)


def _text(name: str = "text", *, required: bool = True) -> Argument:
    return Argument(name, Type.WORDS, required, WORDS_MAX)


_ROUND: Final = Argument("round", Type.INT)
# The thread entry that the phone made: repeated entries are then one entry.
_ENTRY: Final = _id("entry")
_DECISION: Final = (
    _ROUND,
    _id("review"),
    _text("comment", required=False),
    Argument("sections", Type.ITEMS, False, columns=("id", "text")),
)

_PATCHABLE: Final = frozenset({Policy.WORDS, Policy.VALUE, Policy.SET, Policy.ITEMS})


def _fields(entity: str) -> tuple[str, ...]:
    return tuple(field.name for field in BY_NAME[entity].fields if field.policy in _PATCHABLE)


_SPAN: Final = (Argument("starts", Type.DAY), Argument("ends", Type.DAY))
_PREFERENCE: Final = (
    Argument("zone", Type.LINE), Argument("quiet_from", Type.LINE), Argument("quiet_until", Type.LINE),
    Argument("digest", Type.LINE, False), Argument("show_text", Type.BOOL), Argument("language", Type.CODE),
    Argument("push", Type.BOOL), Argument("mail", Type.BOOL), Argument("gateway", Type.BOOL),
    Argument("silenced", Type.ITEMS, False, ITEMS_MAX, ("id",)),
)  # fmt: skip
_OCCASION: Final = (
    Argument("code", Type.CODE), Argument("turns", Type.LINE, False), Argument("wording_vi", Type.LINE, False),
    Argument("wording_en", Type.LINE, False),
)  # fmt: skip
_CANCELLED: Final = Argument("cancelled", Type.BOOL, False)
_INSTRUMENT: Final = Argument("decision", Type.LINE, False)
_CADENCE: Final = (
    Argument("for_role", Type.CODE), Argument("units", Type.IDS, False), Argument("every_months", Type.INT),
    Argument("starts", Type.DAY), Argument("ends", Type.DAY, False), Argument("grace_days", Type.INT, False),
    Argument("catch_up", Type.INT, False), _INSTRUMENT,
)  # fmt: skip
_EXCUSE: Final = (
    _id("assignment", required=False), _id("unit", required=False), *_SPAN, Argument("reason", Type.LINE), _CANCELLED,
)  # fmt: skip
# `round`: how often the period's closing had changed when it was read; 0 when it never was closed.
_CLOSING: Final = (_ENTRY, Argument("period", Type.LINE), _ROUND, _text(required=False))
_MEASURED: Final = (
    _id("indicator"), _id("unit"), Argument("category", Type.CODE, False), *_SPAN, Argument("value_e3", Type.INT),
    Argument("comparator", Type.CODE),
)  # fmt: skip
_TASK: Final = (
    _ENTRY, _ROUND, Argument("title", Type.LINE), _text("why", required=False), _id("unit"),
    _id("owner", required=False), _id("agency", required=False), _id("assigner", required=False), *_SPAN,
    Argument("goals", Type.ITEMS, True, GOALS_MAX, BY_NAME["task"].field("goals").columns),
    Argument("milestones", Type.ITEMS, False, MILESTONES_MAX, BY_NAME["task"].field("milestones").columns),
)  # fmt: skip
_TIMES: Final = (*_SPAN, Argument("from_minute", Type.INT), Argument("to_minute", Type.INT, False))
_INVITATION: Final = (
    _ENTRY, _ROUND, _id("unit"), Argument("kind", Type.CODE), Argument("title", Type.LINE),
    Argument("place", Type.LINE, False), _text(required=False), *_TIMES,
    Argument("invited", Type.IDS, True, INVITED_MAX),
)  # fmt: skip
_INDICATOR: Final = (
    Argument("code", Type.CODE), Argument("name_vi", Type.LINE), Argument("name_en", Type.LINE),
    Argument("series", Type.CODE, False), Argument("measure_vi", Type.LINE), Argument("measure_en", Type.LINE),
    Argument("direction", Type.CODE), Argument("cumulative", Type.BOOL, False), Argument("adds_up", Type.BOOL, False),
    Argument("decimals", Type.INT, False), Argument("formula", Type.CODE, False),
    Argument("parts", Type.IDS, False, CATEGORIES_MAX),
    Argument("categories", Type.ITEMS, False, CATEGORIES_MAX, BY_NAME["indicator"].field("categories").columns),
    Argument("order", Type.INT, False), Argument("retired", Type.BOOL, False),
)  # fmt: skip

# What the office enters from a list of its own. `round`: how often the list had told of it before, and this time.
_LISTED: Final = (_ROUND, Argument("list_name", Type.LINE), Argument("list_ref", Type.LINE, False))

# How the list says that the matter ended, and on which day: both or neither; and the agency that had it.
_SETTLED: Final = (
    Argument("settled", Type.DAY, False), Argument("outcome", Type.CODE, False), _text(required=False),
    _id("owner", required=False),
)  # fmt: skip

KINDS: Final[tuple[Kind, ...]] = (
    Kind("draft.save", 1, "draft", (), _fields("draft"), "draft"),
    # `seen`: the digest of the content that was on the screen; another content is a conflict, never a silent loss.
    Kind("draft.delete", 1, "draft", (Argument("seen", Type.LINE),)),
    Kind("draft.restore", 1, "draft"),
    Kind("visit.submit", 1, "visit", (_ROUND,), _fields("draft"), "draft"),
    Kind("visit.withdraw", 1, "visit", (_ROUND,)),
    Kind("visit.begin_review", 1, "visit", (_ROUND,)),
    Kind("visit.return", 1, "visit", _DECISION),
    Kind("visit.approve", 1, "visit", _DECISION),
    Kind("visit.enter", 1, "visit", (_id("person"), *_LISTED), _fields("draft"), "draft"),
    Kind("feedback.raise", 1, "feedback", (_ENTRY,), _fields("feedback"), "feedback"),
    Kind(
        "feedback.enter",
        1,
        "feedback",
        (_ENTRY, Argument("raised", Type.DAY), Argument("due", Type.DAY, False), *_LISTED, *_SETTLED),
        _fields("feedback"),
        "feedback",
    ),
    Kind("feedback.refer", 1, "feedback", (_ENTRY, _id("unit"))),
    Kind("feedback.explain", 1, "feedback", (_ENTRY, _text())),
    # `seen`: the owner that was read, or the item itself where there was none.
    Kind(
        "feedback.own",
        1,
        "feedback",
        (
            _ENTRY,
            _id("owner"),
            Argument("due", Type.DAY, False),
            _text(required=False),
            _id("seen", required=False),
        ),
    ),
    Kind("feedback.message", 1, "feedback", (_ENTRY, _text())),
    # `document`: the number of the paper that proves it; `photos`: what shows it, whose bytes come later.
    Kind(
        "feedback.answer",
        1,
        "feedback",
        (
            _ENTRY,
            _ROUND,
            Argument("outcome", Type.CODE),
            _text(),
            Argument("document", Type.LINE, False),
            Argument("photos", Type.ITEMS, False, ANSWER_PHOTOS_MAX, BY_NAME["draft"].field("photos").columns),
        ),
    ),
    Kind("feedback.confirm", 1, "feedback", (_ENTRY, _ROUND, _text(required=False))),
    Kind("feedback.reopen", 1, "feedback", (_ENTRY, _ROUND, _text())),
    Kind("feedback.ask_extension", 1, "feedback", (_ENTRY, Argument("until", Type.DAY), _text())),
    # `seen`: the owner that had asked.
    Kind(
        "feedback.extend",
        1,
        "feedback",
        (_ENTRY, Argument("until", Type.DAY), _text(), _id("seen", required=False)),
    ),
    Kind("feedback.set_due", 1, "feedback", (_ENTRY, Argument("due", Type.DAY), _text())),
    # `parts`: the matters that it holds, each a new item under the id that the phone made.
    Kind(
        "feedback.split",
        1,
        "feedback",
        (
            _ENTRY,
            Argument("parts", Type.ITEMS, True, PARTS_MAX, ("id", "text", "kind", "theme", "urgency")),
            _text(required=False),
        ),
    ),
    # `original`: the open item of the same matter, which answers for this one from now on.
    Kind("feedback.link", 1, "feedback", (_ENTRY, _id("original"), _text(required=False))),
    Kind("feedback.unlink", 1, "feedback", (_ENTRY, _text())),
    # `unit`: which of a divided unit's heirs takes the item.
    Kind("feedback.move", 1, "feedback", (_ENTRY, _id("unit"), _text(required=False))),
    Kind(
        "acknowledgement.give",
        1,
        "acknowledgement",
        (_id("visit"), _ROUND, Argument("stance", Type.CODE), _text(required=False)),
    ),
    # Whole instruments: what is not said is not in them.
    Kind("cadence.set", 1, "cadence", _CADENCE),
    Kind("leave.set", 1, "leave", (_id("person"), *_SPAN, _INSTRUMENT, _CANCELLED)),
    Kind("excuse.set", 1, "excuse", _EXCUSE),
    Kind("period.set", 1, "period", (Argument("first_day", Type.INT), Argument("starts", Type.DAY), _INSTRUMENT)),
    Kind("closing.close", 1, "closing", _CLOSING),
    Kind("closing.lock", 1, "closing", _CLOSING),
    Kind("closing.reopen", 1, "closing", _CLOSING),
    # Difficult tasks. `round`: how often the task's frame had changed when it was read; 0 for a new one.
    Kind("task.set", 1, "task", _TASK),
    Kind("task.extend", 1, "task", (_ENTRY, _ROUND, Argument("until", Type.DAY), _text())),
    Kind("task.close", 1, "task", (_ENTRY, _ROUND, _text(required=False))),
    Kind("task.drop", 1, "task", (_ENTRY, _ROUND, _text())),
    Kind("task.reopen", 1, "task", (_ENTRY, _ROUND, _text())),
    Kind(
        "task.progress",
        1,
        "task",
        (
            _ENTRY,
            _id("goal"),
            Argument("day", Type.DAY),
            Argument("value_e3", Type.INT),
            Argument("comparator", Type.CODE),
            Argument("source", Type.LINE, False),
        ),
    ),
    Kind("task.strike", 1, "task", (_ENTRY, _id("point"), _text())),
    # Without a day: it was not reached after all, and why.
    Kind(
        "task.reach",
        1,
        "task",
        (
            _ENTRY,
            _id("milestone"),
            Argument("day", Type.DAY, False),
            Argument("document", Type.LINE, False),
            _text(required=False),
        ),
    ),
    Kind("task.tie", 1, "task", (_ENTRY, _id("visit"))),
    # `unit`: which of a divided unit's heirs takes the task.
    Kind("task.move", 1, "task", (_ENTRY, _id("unit"), _text(required=False))),
    Kind("indicator.set", 1, "indicator", _INDICATOR),
    Kind("target.set", 1, "target", (*_MEASURED, _INSTRUMENT, _CANCELLED)),
    Kind(
        "progress.set",
        1,
        "progress",
        (*_MEASURED, Argument("estimated", Type.BOOL, False), Argument("source", Type.LINE, False), _CANCELLED),
    ),
    # Invitations. `round`: how often the invitation had changed when it was read; 0 for a new one.
    Kind("invitation.set", 1, "invitation", _INVITATION),
    # `proposal`: the entry that asked for that time.
    Kind("invitation.move", 1, "invitation", (_ENTRY, _ROUND, *_TIMES, _text(), _id("proposal", required=False))),
    Kind("invitation.withdraw", 1, "invitation", (_ENTRY, _ROUND, _text())),
    # `answer`: yes or no.
    Kind("invitation.answer", 1, "invitation", (_ENTRY, _ROUND, Argument("answer", Type.CODE), _text(required=False))),
    Kind("invitation.propose", 1, "invitation", (_ENTRY, _ROUND, *_TIMES, _text())),
    # `visit`: the report that it becomes.
    Kind("invitation.attend", 1, "invitation", (_ENTRY, _ROUND, _id("visit", required=False))),
    # A person's own inbox and wishes, whole; and the office's rule for an occasion.
    Kind("notice.read", 1, "notice"),
    Kind("preference.set", 1, "preference", _PREFERENCE),
    Kind("occasion.set", 1, "occasion", _OCCASION),
    # `choice`: mine, theirs or both; `value`: the words as the person left them after choosing.
    Kind("conflict.settle", 1, "conflict", (Argument("choice", Type.CODE), _text("value", required=False))),
)

BY_NAME_KIND: Final[dict[str, Kind]] = {kind.name: kind for kind in KINDS}

ROLES: Final = ("cadre", "contact", "leader", "agency", "clerk", "supervisor", "admin")
VISIT_KINDS: Final = (
    "committee_meeting", "standing_committee", "cell_meeting", "dialogue", "site_check", "working_session",
)  # fmt: skip
VISIT_STATES: Final = ("sent", "returned", "approved", "withdrawn")
FEEDBACK_KINDS: Final = ("issue", "recommendation", "proposal", "question")
FEEDBACK_STATES: Final = ("new", "owned", "answered", "confirmed")
FEEDBACK_SOURCES: Final = ("commune", "people", "monitor")
URGENCIES: Final = ("urgent", "normal", "complex")
SETTLEMENTS: Final = ("settled", "partly", "refused", "transferred")
THREAD_KINDS: Final = (
    "raised", "explained", "owned", "handed", "message", "answered", "confirmed", "reopened", "extension_asked",
    "extended", "due_set", "referred", "split", "split_off", "linked", "unlinked", "joined", "closed_with",
    "moved", "corrected", "listed",
)  # fmt: skip
STANCES: Final = ("acknowledged", "annotated", "disputed")
