"""The kinds of record on the wire: their fields, in the order of their columns, and how each merges.

Owns the one list that Python and TypeScript share (`client_pwa/src/sync/schema.json` is written from it).
Nothing that runs may enter: no I/O, no clock, no chance.

A record's body is a JSON array of its fields' values in this order. A field is only ever appended; a new order or a
new meaning is a new schema version of the kind.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

# Photos of one answer, and of all answers to a matter that was reopened some times: what proves it, not an album.
ANSWER_PHOTOS_MAX: Final = 6
EVIDENCE_MAX: Final = 24
# A person's text: about forty pages. Longer text is a pasted document, which belongs in an attachment.
WORDS_MAX: Final = 20_000
# A line such as a village's or a person's name.
LINE_MAX: Final = 300
# Children of one record (commitments, companions, photos): a visit with more is several visits.
ITEMS_MAX: Final = 50
# Entries of one thread. A matter still open after so many words needs a meeting.
THREAD_MAX: Final = 500
# Matters that one item is split into: who wrote more together is asked on the telephone.
PARTS_MAX: Final = 10
# Days off and made-up days that one calendar names: ten years of holidays.
CALENDAR_DAYS_MAX: Final = 400
# Aims of one difficult task, and its milestones: more are several tasks.
GOALS_MAX: Final = 6
MILESTONES_MAX: Final = 20
# Persons whom one invitation asks to come: all monitors of a large district.
INVITED_MAX: Final = 50
# Categories of one indicator, and the indicators that one is computed from.
CATEGORIES_MAX: Final = 20


class Type(StrEnum):
    """What a value may be. Instants are integer milliseconds since 1970 UTC, days are civil dates `2024-06-25`."""

    ID = "id"
    CODE = "code"
    LINE = "line"
    WORDS = "words"
    DAY = "day"
    INSTANT = "instant"
    INT = "int"
    BOOL = "bool"
    IDS = "ids"
    ITEMS = "items"


class Policy(StrEnum):
    """How two people's changes to one field meet.

    words: prose; edits that do not touch merge, else keep-both. value: keep-both. set: union of additions and
    removals. items: union of children by id, each child's fields as `value`. append: only ever grows.
    command: moved by workflow operations only. server: computed or given by the server.
    """

    WORDS = "words"
    VALUE = "value"
    SET = "set"
    ITEMS = "items"
    APPEND = "append"
    COMMAND = "command"
    SERVER = "server"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a kind. `group` names the atomic group it merges with; `columns` are an item's own fields."""

    name: str
    type: Type
    policy: Policy
    group: str | None = None
    columns: tuple[str, ...] = ()
    limit: int = LINE_MAX


@dataclass(frozen=True, slots=True)
class Entity:
    """One kind of record: its name, the version of its body's layout, and its fields in order."""

    name: str
    schema: int
    fields: tuple[Field, ...]

    def field(self, name: str) -> Field:
        """The field of that name. KeyError when the kind has none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)


def _server(name: str, type: Type) -> Field:
    return Field(name, type, Policy.SERVER)


def _command(name: str, type: Type) -> Field:
    return Field(name, type, Policy.COMMAND)


def _words(name: str) -> Field:
    return Field(name, Type.WORDS, Policy.WORDS, limit=WORDS_MAX)


def _value(name: str, type: Type, group: str | None = None) -> Field:
    return Field(name, type, Policy.VALUE, group)


_COMMITMENTS = Field("commitments", Type.ITEMS, Policy.ITEMS, None, ("id", "text", "due"), ITEMS_MAX)
_PHOTOS = Field("photos", Type.ITEMS, Policy.ITEMS, None, ("id", "sha", "bytes", "width", "height"), 12)
_COMPANIONS = Field("companions", Type.IDS, Policy.SET, limit=ITEMS_MAX)
# Places whose words a named act erased, and when: `findings`, `thread/<id>/text`.
_ERASED = Field("erased", Type.ITEMS, Policy.SERVER, None, ("id", "at"), THREAD_MAX + ITEMS_MAX)
# Where the office entered it from a list of its own: what the list is called, its number there, who did it and when.
_LISTED: Final = (
    _server("list_name", Type.LINE), _server("list_ref", Type.LINE), _server("listed_by", Type.ID),
    _server("listed", Type.INSTANT),
)  # fmt: skip

# What the commune may read of a visit …
PUBLIC_CONTENT: Final = (
    _value("unit", Type.ID),
    _value("kind", Type.CODE),
    _value("starts", Type.DAY, "dates"),
    _value("ends", Type.DAY, "dates"),
    _words("recommendations"),
    _COMMITMENTS,
)
# … and the report proper.
REPORT_CONTENT: Final = (
    _value("village", Type.LINE),
    _COMPANIONS,
    _value("attendance_due", Type.INT, "attendance"),
    _value("attendance_present", Type.INT, "attendance"),
    _words("findings"),
    _words("difficulties"),
    _words("proposals"),
    _value("latitude_e6", Type.INT, "place"),
    _value("longitude_e6", Type.INT, "place"),
    _value("accuracy_m", Type.INT, "place"),
    _PHOTOS,
)

_THREAD_COLUMNS: Final = (
    "id", "kind", "at", "person", "role", "agency", "text", "owner", "outcome", "due", "round",
    "document", "unit",
)  # fmt: skip

# What a plan and a figure have in common; values are thousandths, and a comparator says how they stand to the true one.
_MEASURED: Final = (
    _command("indicator", Type.ID), _command("unit", Type.ID), _command("category", Type.CODE),
    _command("starts", Type.DAY), _command("ends", Type.DAY), _command("value_e3", Type.INT),
    _command("comparator", Type.CODE),
)  # fmt: skip

ENTITIES: Final[tuple[Entity, ...]] = (
    # The directory, visible to everyone who is signed in, sent first.
    Entity("office", 1, (
        _server("name", Type.LINE), _server("phone", Type.LINE), _server("province", Type.ID),
        _server("clock_offset_ms", Type.INT), _server("demo", Type.BOOL),
        # How many days a province-wide person's phone holds, and since which day it does.
        _server("window_days", Type.INT), _server("window_from", Type.DAY),
    )),
    Entity("unit", 1, (
        _server("name", Type.LINE), _server("type", Type.CODE), _server("level", Type.CODE),
        _server("code", Type.LINE), _server("parent", Type.ID), _server("valid_from", Type.DAY),
        _server("valid_to", Type.DAY), _server("predecessors", Type.IDS), _server("successors", Type.IDS),
    )),
    Entity("agency", 1, (_server("name", Type.LINE), _server("phone", Type.LINE), _server("closed", Type.BOOL))),
    Entity("theme", 1, (_server("name_vi", Type.LINE), _server("name_en", Type.LINE), _server("order", Type.INT))),
    Entity("person", 1, (_server("name", Type.LINE), _server("title", Type.LINE), _server("disabled", Type.BOOL))),
    Entity("assignment", 1, (
        _server("person", Type.ID), _server("role", Type.CODE), _server("unit", Type.ID), _server("agency", Type.ID),
        _server("starts", Type.DAY), _server("ends", Type.DAY), _server("decision", Type.LINE),
        _server("reason", Type.LINE), _server("replaces", Type.ID), _server("substitute", Type.ID),
    )),
    # Duty: who owes how many visits, when nobody does, and the office's periods. A leave says that, not why.
    Entity("cadence", 1, (
        _command("for_role", Type.CODE), Field("units", Type.IDS, Policy.COMMAND), _command("every_months", Type.INT),
        _command("starts", Type.DAY), _command("ends", Type.DAY), _command("grace_days", Type.INT),
        _command("catch_up", Type.INT), _command("decision", Type.LINE), _server("by", Type.ID),
    )),
    Entity("leave", 1, (
        _command("person", Type.ID), _command("starts", Type.DAY), _command("ends", Type.DAY),
        _command("decision", Type.LINE), _command("cancelled", Type.BOOL), _server("by", Type.ID),
    )),
    Entity("excuse", 1, (
        _command("assignment", Type.ID), _command("unit", Type.ID), _command("starts", Type.DAY),
        _command("ends", Type.DAY), _command("reason", Type.LINE), _command("cancelled", Type.BOOL),
        _server("by", Type.ID),
    )),
    Entity("period", 1, (
        _command("first_day", Type.INT), _command("starts", Type.DAY), _command("decision", Type.LINE),
        _server("by", Type.ID),
    )),
    # `until`: what had arrived by then is in the period's figures, what came later stands apart.
    Entity("closing", 1, (
        _command("period", Type.LINE), _command("status", Type.CODE), _command("round", Type.INT),
        _server("until", Type.INSTANT),
        Field("log", Type.ITEMS, Policy.APPEND, None, ("id", "kind", "at", "person", "role", "text"), THREAD_MAX),
    )),
    # When the office works, under the office's id: working hours of a day, ISO weekdays, days off and made-up days by
    # their civil day, and what is promised by urgency. Phones count deadlines by it.
    Entity("calendar", 1, (
        _server("hours", Type.LINE), _server("week", Type.LINE),
        Field("days_off", Type.ITEMS, Policy.SERVER, None, ("id", "text"), CALENDAR_DAYS_MAX),
        Field("made_up", Type.ITEMS, Policy.SERVER, None, ("id", "text"), CALENDAR_DAYS_MAX),
        Field("clocks", Type.ITEMS, Policy.SERVER, None, ("id", "answer_hours", "settle_days"), ITEMS_MAX),
    )),
    # A visit is up to four records under one id: the writer's draft, what the commune may read, the report proper,
    # and (ids of their own) earlier rounds and review comments.
    Entity("draft", 1, (
        *PUBLIC_CONTENT, *REPORT_CONTENT,
        _value("role", Type.CODE), _value("amends", Type.ID), _server("round", Type.INT),
        _server("edited", Type.INSTANT), _command("deleted", Type.INSTANT), _ERASED,
    )),
    Entity("visit", 1, (
        *PUBLIC_CONTENT,
        _server("author", Type.ID), _server("role", Type.CODE), _server("number", Type.LINE),
        _command("status", Type.CODE), _command("round", Type.INT), _server("submitted", Type.INSTANT),
        _server("received", Type.INSTANT), _command("reviewing", Type.ID), _command("decided_by", Type.ID),
        _command("decided", Type.INSTANT), _server("amends", Type.ID), _ERASED, *_LISTED,
        # When the first round that stands was sent and came: a correction does not make a report late.
        _server("first_submitted", Type.INSTANT), _server("first_received", Type.INSTANT),
    )),
    # `repeats`: an earlier visit of the same writer that was reported in the same words.
    Entity("report", 1, (*REPORT_CONTENT, _ERASED, _server("repeats", Type.ID))),
    Entity("round", 1, (
        _server("visit", Type.ID), _server("round", Type.INT), _server("submitted", Type.INSTANT),
        *PUBLIC_CONTENT, *REPORT_CONTENT, _ERASED,
    )),
    Entity("review", 1, (
        _server("visit", Type.ID), _server("round", Type.INT), _server("reviewer", Type.ID),
        _server("decision", Type.CODE), _words("comment"),
        Field("sections", Type.ITEMS, Policy.ITEMS, None, ("id", "text"), ITEMS_MAX), _server("at", Type.INSTANT),
        _ERASED,
    )),
    # One matter raised, with its whole thread.
    Entity("feedback", 1, (
        _value("unit", Type.ID), _value("kind", Type.CODE), _value("theme", Type.ID), _value("urgency", Type.CODE),
        _value("source", Type.CODE), _words("matter"), _value("visit", Type.ID),
        _server("number", Type.LINE), _server("author", Type.ID), _server("role", Type.CODE),
        _server("raised", Type.INSTANT), _command("status", Type.CODE), _command("owner", Type.ID),
        _command("due", Type.DAY), _command("due_original", Type.DAY), _command("asked_until", Type.DAY),
        _command("outcome", Type.CODE), _command("round", Type.INT),
        Field("thread", Type.ITEMS, Policy.APPEND, None, _THREAD_COLUMNS, THREAD_MAX), _ERASED,
        # The instant of the first answer's promise; the item that this one was split off; the items that it was split
        # into; the item of the same matter that answers for this one.
        _server("answer_due", Type.INSTANT), _command("split_from", Type.ID),
        Field("parts", Type.IDS, Policy.COMMAND, limit=PARTS_MAX), _command("duplicate_of", Type.ID), *_LISTED,
        # The photos that came with answers; `entry` is the answer's.
        Field("photos", Type.ITEMS, Policy.APPEND, None, (*_PHOTOS.columns, "entry"), EVIDENCE_MAX),
    )),
    # The joint record of a visit: what the commune's contact says to one round of it.
    Entity("acknowledgement", 1, (
        _server("visit", Type.ID), _server("round", Type.INT), _server("person", Type.ID),
        _server("stance", Type.CODE), _words("text"), _server("at", Type.INSTANT),
    )),
    # A difficult task: why it is hard, whose it is, its aims, its milestones, and what was measured on the way.
    Entity("task", 1, (
        _command("title", Type.LINE), Field("why", Type.WORDS, Policy.COMMAND, limit=WORDS_MAX),
        _command("unit", Type.ID), _command("owner", Type.ID), _command("agency", Type.ID),
        _command("assigner", Type.ID), _command("starts", Type.DAY), _command("ends", Type.DAY),
        _server("ends_original", Type.DAY), _command("status", Type.CODE), _command("round", Type.INT),
        Field(
            "goals", Type.ITEMS, Policy.COMMAND, None,
            ("id", "text", "measure", "target_e3", "comparator", "baseline_e3", "direction"), GOALS_MAX,
        ),
        Field("milestones", Type.ITEMS, Policy.COMMAND, None, ("id", "text", "due"), MILESTONES_MAX),
        Field(
            "points", Type.ITEMS, Policy.APPEND, None,
            ("id", "goal", "day", "value_e3", "comparator", "source", "at", "person", "role"), THREAD_MAX,
        ),
        # Steps, milestones reached and points struck out; `about` names the milestone or the point, `unit` the former
        # unit of a task that moved.
        Field(
            "log", Type.ITEMS, Policy.APPEND, None,
            ("id", "kind", "at", "person", "role", "text", "due", "day", "about", "document", "unit"), THREAD_MAX,
        ),
        Field("visits", Type.IDS, Policy.COMMAND, limit=ITEMS_MAX), _server("by", Type.ID),
    )),
    # What the office counts, as data: `formula` (sum, ratio, net, balance) is computed of `parts`, which are counted.
    Entity("indicator", 1, (
        _command("code", Type.CODE), _command("name_vi", Type.LINE), _command("name_en", Type.LINE),
        _command("series", Type.CODE), _command("measure_vi", Type.LINE), _command("measure_en", Type.LINE),
        _command("direction", Type.CODE), _command("cumulative", Type.BOOL), _command("adds_up", Type.BOOL),
        _command("decimals", Type.INT), _command("formula", Type.CODE),
        Field("parts", Type.IDS, Policy.COMMAND, limit=CATEGORIES_MAX),
        Field("categories", Type.ITEMS, Policy.COMMAND, None, ("id", "name_vi", "name_en"), CATEGORIES_MAX),
        _command("order", Type.INT), _command("retired", Type.BOOL), _server("by", Type.ID),
    )),
    Entity("target", 1, (
        *_MEASURED, _command("decision", Type.LINE), _command("cancelled", Type.BOOL), _server("by", Type.ID),
        _server("at", Type.INSTANT),
    )),
    Entity("progress", 1, (
        *_MEASURED, _command("estimated", Type.BOOL), _command("source", Type.LINE), _command("cancelled", Type.BOOL),
        _server("by", Type.ID), _server("at", Type.INSTANT),
    )),
    # Who is asked to come where and when. Minutes count from midnight of the civil day. An entry's `about` is the
    # proposal that a move follows, or the visit that an attendance became.
    Entity("invitation", 1, (
        _command("unit", Type.ID), _command("kind", Type.CODE), _command("title", Type.LINE),
        _command("place", Type.LINE), Field("text", Type.WORDS, Policy.COMMAND, limit=WORDS_MAX),
        _command("starts", Type.DAY), _command("ends", Type.DAY), _command("from_minute", Type.INT),
        _command("to_minute", Type.INT), Field("invited", Type.IDS, Policy.COMMAND, limit=INVITED_MAX),
        _command("status", Type.CODE), _command("round", Type.INT),
        Field(
            "log", Type.ITEMS, Policy.APPEND, None,
            (
                "id", "kind", "at", "person", "role", "text", "round", "starts", "ends", "from_minute", "to_minute",
                "about",
            ),
            THREAD_MAX,
        ),
        _server("by", Type.ID),
    )),
    # What a person is told, in his inbox. `turn`: which telling of the same; `ended`: it stands no more.
    Entity("notice", 1, (
        _server("person", Type.ID), _server("occasion", Type.CODE), _server("about", Type.CODE),
        _server("record", Type.ID), _server("turn", Type.LINE), _server("unit", Type.ID), _server("day", Type.DAY),
        _server("minute", Type.INT), _server("number", Type.LINE), _server("period", Type.LINE),
        _server("count", Type.INT), _server("escalated", Type.INT), _server("at", Type.INSTANT),
        _server("ended", Type.INSTANT), _command("read", Type.INSTANT),
    )),
    # How a person wants to be told: his hours, the roads that are open, and occasions that he does not want.
    Entity("preference", 1, (
        _server("person", Type.ID), _command("zone", Type.LINE), _command("quiet_from", Type.LINE),
        _command("quiet_until", Type.LINE), _command("digest", Type.LINE), _command("show_text", Type.BOOL),
        _command("language", Type.CODE), _command("push", Type.BOOL), _command("mail", Type.BOOL),
        _command("gateway", Type.BOOL),
        Field("silenced", Type.ITEMS, Policy.COMMAND, None, ("id",), ITEMS_MAX),
    )),
    # The office's rule for an occasion: `turns` are days from the day it is about ("-5 -1 1"); none: switched off.
    Entity("occasion", 1, (
        _command("code", Type.CODE), _command("turns", Type.LINE), _command("wording_vi", Type.LINE),
        _command("wording_en", Type.LINE), _server("by", Type.ID),
    )),
    # `visit`: the visit whose report names the photo, or the item of which an answer does.
    Entity("attachment", 1, (
        _server("visit", Type.ID), _server("sha", Type.LINE), _server("bytes", Type.INT), _server("state", Type.CODE),
    )),
    # What needs a person.
    Entity("conflict", 1, (
        _server("entity", Type.CODE), _server("record", Type.ID), _server("field", Type.CODE),
        _server("kind", Type.CODE), _server("mine", Type.WORDS), _server("mine_by", Type.ID),
        _server("mine_at", Type.INSTANT), _server("theirs", Type.WORDS), _server("theirs_by", Type.ID),
        _server("theirs_at", Type.INSTANT), _server("op", Type.ID), _server("round", Type.INT),
        _command("state", Type.CODE), _command("choice", Type.CODE), _command("settled_by", Type.ID),
        _command("settled", Type.INSTANT), _ERASED,
    )),
    Entity("outcome", 1, (
        _server("op", Type.ID), _server("outcome", Type.CODE), _server("code", Type.CODE), _server("entity", Type.CODE),
        _server("record", Type.ID),
        # The details of a refusal, under the names of its code's catalogue.
        _server("field", Type.CODE), _server("limit", Type.INT), _server("unit", Type.ID), _server("person", Type.ID),
        _server("period", Type.CODE), _server("role", Type.CODE),
    )),
)  # fmt: skip

BY_NAME: Final[dict[str, Entity]] = {entity.name: entity for entity in ENTITIES}

# Records that share one id because they are one thing to its writer. An id belongs to one aggregate for ever.
AGGREGATE: Final[dict[str, str]] = {
    entity.name: "visit" if entity.name in {"draft", "visit", "report"} else entity.name for entity in ENTITIES
}

# What the columns of items may be, wherever they stand.
ITEM_COLUMNS: Final[dict[str, Type]] = {
    "id": Type.LINE, "text": Type.WORDS, "due": Type.DAY, "sha": Type.LINE, "bytes": Type.INT, "width": Type.INT,
    "height": Type.INT, "kind": Type.CODE, "at": Type.INSTANT, "person": Type.ID, "role": Type.CODE,
    "agency": Type.ID, "owner": Type.ID, "outcome": Type.CODE, "round": Type.INT, "document": Type.LINE,
    "theme": Type.ID, "urgency": Type.CODE, "answer_hours": Type.INT, "settle_days": Type.INT,
    "unit": Type.ID,
    "measure": Type.LINE, "target_e3": Type.INT, "comparator": Type.CODE, "baseline_e3": Type.INT,
    "direction": Type.CODE, "goal": Type.ID, "day": Type.DAY, "value_e3": Type.INT, "source": Type.LINE,
    "about": Type.ID, "entry": Type.ID, "name_vi": Type.LINE, "name_en": Type.LINE,
    "starts": Type.DAY, "ends": Type.DAY, "from_minute": Type.INT, "to_minute": Type.INT,
}  # fmt: skip
