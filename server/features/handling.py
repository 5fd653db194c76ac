"""What the handlers of every noun share: refusing by the catalogue, the office's instants, and free ids.

Owns no noun. A handler is given one operation inside the write transaction; neither Flask nor SQL may enter.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from server.days import add_days
from server.features.people.directory import Directory
from server.features.units.lineage import ABOLISHED, DIVIDED, MOVED, place_on
from server.stop_words import find_stop
from sync.entities import BY_NAME, Type
from sync.errors import REFUSAL_CODES
from sync.ports import Record, Refused, Value, Work
from sync.values import int_of, items_of, text_of

# Three days for the trip home and a month's leave: later than that, whoever holds the unit now writes it.
ARRIVAL_DAYS_MAX: Final = 30
# Every kind of record that people's phones make, or that shares an id with one.
_MADE: Final = (
    "draft", "visit", "report", "round", "review", "feedback", "acknowledgement", "attachment", "conflict",
    "cadence", "leave", "excuse", "period", "closing", "task", "indicator", "target", "progress",
    "invitation", "preference", "occasion",
)  # fmt: skip
# The arguments that a person writes; the text of an item of `parts` is its second column.
_WRITTEN: Final = frozenset({"text", "document", "parts"})
_DETAILS: Final = {code.name: code.details for code in REFUSAL_CODES}


def refusal(code: str, **details: Value) -> Refused:
    """The refusal with what the catalogue says of it, and nothing else; KeyError for a code it does not have."""
    return Refused(code, **{name: details[name] for name in _DETAILS[code] if details.get(name) is not None})


def not_found() -> Refused:
    """What an absent record and somebody else's record both get."""
    return refusal("not_found")


def office_instant(directory: Directory, ms: int) -> int:
    """A real instant on the office's clock, in ms: what records keep, so that a demo's times stand on one axis."""
    return ms + (directory.office.clock_offset_ms if directory.office else 0)


def done_at(work: Work, directory: Directory) -> int:
    """When the operation was done, on the office's clock, ms."""
    return office_instant(directory, work.done_at)


def still_counts(*, assignment_ends: str | None, today: str) -> bool:
    """Whether words may still arrive from someone whose assignment ended on that day (None: it goes on)."""
    if assignment_ends is None:
        return True
    return today <= add_days(assignment_ends, ARRIVAL_DAYS_MAX)


def check_authority(work: Work, directory: Directory, *, roles: Collection[str], unit: str, day: str) -> None:
    """Refuse words from someone who did not hold the unit on their day, or whose time to send them has run out."""
    if work.op.role not in roles:
        raise refusal("not_allowed", role=work.op.role)
    place = directory.units.get(unit)
    holdings = directory.holdings(work.op.author, work.op.role, unit, day)
    in_time = any(still_counts(assignment_ends=each.ends, today=work.today) for each in holdings)
    if not in_time or place is None or not place.valid_on(day):
        raise refusal("unit_outside_assignment", unit=unit)


def place_of(directory: Directory, unit: str, day: str) -> str:
    """The unit that words of that day about a unit belong to: itself, or its only heir. `unit_divided`: it has several.

    Anything else is for `check_authority` to refuse.
    """
    place = place_on(directory.units, unit, day)
    if place.verdict == DIVIDED:
        raise refusal("unit_divided", unit=unit)
    return place.units[0] if place.verdict == MOVED else unit


def check_heir(work: Work, directory: Directory, *, unit: str, heir: str) -> None:
    """Refuse a unit that may not take what another left when it was split or abolished, or who may not say so."""
    place = place_on(directory.units, unit, work.today)
    if place.verdict not in (DIVIDED, ABOLISHED):
        raise refusal("not_allowed", role=work.op.role)
    there = directory.units.get(heir)
    if there is None or not there.valid_on(work.today) or (place.verdict == DIVIDED and heir not in place.units):
        raise refusal("unknown_code", field="unit")
    if not directory.holds(work.op.author, work.op.role, heir, work.today):
        raise refusal("unit_outside_assignment", unit=heir)


def check_id_free(work: Work, id: str, *, but_for: tuple[str, ...] = ()) -> None:
    """Refuse an id that already names another matter; entities of the same matter are named in `but_for`."""
    if not set(work.kinds_of(id)).difference(but_for).isdisjoint(_MADE):
        raise refusal("id_taken")


def check_words(work: Work) -> None:
    """Refuse what no exchange may hold, wherever in the operation it stands: `denunciation`, `phone_number` …"""
    fields = BY_NAME[work.op.entity].fields
    written = _WRITTEN | {field.name for field in fields if field.type in (Type.LINE, Type.WORDS)}
    # An id may hold twelve digits in a row and is no person's number.
    said = {name: value for name, value in {**work.op.patch.set, **work.op.args}.items() if name in written}
    for name, value in said.items():
        texts = [value] if isinstance(value, str) else [text_of(row[1]) for row in items_of(value)]
        code = find_stop(texts)
        if code is not None:
            raise refusal(code, field=name)


def text(record: Record, name: str) -> str:
    """A field that is a string; empty where nothing was said."""
    return text_of(record.body.get(name))


def text_or_none(record: Record, name: str) -> str | None:
    """A field that is a string, or None where nothing was said."""
    return text(record, name) or None


def number(record: Record, name: str) -> int:
    """A field that is an integer; 0 where nothing was said."""
    return int_of(record.body.get(name))


def argument(work: Work, name: str) -> str | None:
    """An argument of the operation that is a string, or None where it was not said."""
    value = work.op.args.get(name)
    return value if isinstance(value, str) else None


def round_argument(work: Work) -> int:
    """The round that the command names: the one its author had read."""
    return int_of(work.op.args.get("round"))
