"""Past visits that the office kept in a list of its own before: entered as approved, corrected by the same list.

Owns `visit.enter`. Only a supervisor enters them: whoever takes a report into the office's books vouches for it, and
nobody vouches for his own. The visit's person is the one who made it; that it comes from a list, from which, and who
entered it stands with it. What a correction replaces stays as an earlier round. It arrives when it is entered: figures
of a period that was closed before do not change by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from server.days import day_after
from server.features.audiences import of_visit, report_keys, visit_keys
from server.features.handling import (
    argument,
    check_id_free,
    done_at,
    not_found,
    number,
    office_instant,
    place_of,
    refusal,
    round_argument,
    text,
)
from server.features.people.directory import Directory
from server.features.people.months import month_of
from server.features.visits.records import MATTER, companions_of, held
from server.features.visits.rules import (
    CONTENT_FIELDS,
    PUBLIC_FIELDS,
    REPORT_FIELDS,
    WRITER_ROLES,
    check_report,
    round_id,
    visit_number,
    with_defaults,
)
from server.platform.clock import day_of, start_of
from server.stop_words import find_stop
from sync.ports import Record, Stale, Value, Work

# A list names a day; by its evening the visit was over.
_EVENING_MS: Final = 17 * 3_600_000


def do_enter(work: Work, directory: Directory) -> None:
    """`visit.enter`: a past visit of the office's list; the first time a new one, later a correction of it."""
    visit = _access(work, directory)
    told = number_of_rounds(visit)
    if round_argument(work) != told + 1 or (visit is not None and not stands_as_listed(visit)):
        raise Stale("stale", round=told)
    content = _checked(work, directory)
    _write(work, directory, visit, content)


def number_of_rounds(visit: Record | None) -> int:
    """How often the list has told of the visit."""
    return number(visit, "round") if visit else 0


def stands_as_listed(visit: Record) -> bool:
    """Whether the visit is as the list told it: nobody has changed its state since."""
    return bool(text(visit, "list_name")) and text(visit, "status") == "approved"


def _access(work: Work, directory: Directory) -> Record | None:
    """The listed visit of that id, or none yet. `id_taken` for another matter's.

    `not_found` for a phone's visit, and for one whose unit another supervises: a list's number may be another office's.
    """
    check_id_free(work, work.op.id, but_for=MATTER)
    found = held(work, work.op.id)
    visit = found.visit
    if found.draft is not None or (visit is not None and not text(visit, "list_name")):
        raise not_found()
    if visit is not None and not directory.holds(work.op.author, "supervisor", text(visit, "unit"), work.today):
        raise not_found()
    return visit


def _checked(work: Work, directory: Directory) -> dict[str, Value]:
    """The report as the list tells it. Refused as one that is sent, and by who enters it."""
    said: dict[str, Value] = dict.fromkeys(CONTENT_FIELDS)
    said |= {**work.op.patch.set, **{name: list(values) for name, values in work.op.patch.add.items()}}
    content = with_defaults({name: said[name] for name in CONTENT_FIELDS})
    for problem in check_report(content, tomorrow=day_after(work.today)):
        raise refusal(problem.code, field=problem.field, limit=problem.limit)
    stop = find_stop([*(value for value in content.values() if isinstance(value, str)), argument(work, "list_name")])
    if stop is not None:
        raise refusal(stop)
    unit = place_of(directory, str(content["unit"]), str(content["starts"]))
    _check_who(work, directory, unit=unit, day=str(content["starts"]))
    return {**content, "unit": unit}


def _check_who(work: Work, directory: Directory, *, unit: str, day: str) -> None:
    if work.op.role != "supervisor":
        raise refusal("not_allowed", role=work.op.role)
    person, place = argument(work, "person") or "", directory.units.get(unit)
    if person == work.op.author:
        raise refusal("own_report")
    in_scope = directory.holds(work.op.author, "supervisor", unit, work.today)
    if place is None or not place.valid_on(day) or not in_scope or role_on(directory, person, unit, day) is None:
        raise refusal("unit_outside_assignment", unit=unit)


def role_on(directory: Directory, person: str, unit: str, day: str) -> str | None:
    """In which role the person visited the unit on that day; None when he held it in none."""
    return next((role for role in WRITER_ROLES if directory.holds(person, role, unit, day)), None)


def _write(work: Work, directory: Directory, visit: Record | None, content: Mapping[str, Value]) -> None:
    id, person, unit = work.op.id, argument(work, "person") or "", str(content["unit"])
    received = office_instant(directory, work.now)
    companions, month = companions_of(content), month_of(day_of(received))
    report = report_keys(directory, unit=unit, author=person, companions=companions, month=month)
    if visit is not None:
        if visit.author != person:
            raise not_found()
        _keep_round(work, visit, report | {of_visit(id)})
    public: dict[str, Value] = {
        **{name: content.get(name) for name in PUBLIC_FIELDS},
        **_stamp(work, directory, content),
        "author": person,
        "role": role_on(directory, person, unit, str(content["starts"])),
        "number": text(visit, "number") if visit else _next_number(work, content),
        "round": number_of_rounds(visit) + 1,
        "received": received,
    }
    seen_by = visit_keys(directory, unit=unit, author=person, companions=companions, month=month)
    work.write("visit", id, public, keys=seen_by, author=person)
    work.write("report", id, {name: content.get(name) for name in REPORT_FIELDS}, keys=report, author=person)


def _stamp(work: Work, directory: Directory, content: Mapping[str, Value]) -> dict[str, Value]:
    """Its state, and where it comes from."""
    now = done_at(work, directory)
    return {
        "status": "approved",
        "submitted": min(start_of(str(content["ends"])) + _EVENING_MS, now),
        "decided_by": work.op.author,
        "decided": now,
        "list_name": argument(work, "list_name"),
        "list_ref": argument(work, "list_ref"),
        "listed_by": work.op.author,
        "listed": now,
    }


def _next_number(work: Work, content: Mapping[str, Value]) -> str:
    year = int(str(content["starts"])[:4])
    return visit_number(year=year, running=work.next_number(f"visit:{year}"))


def _keep_round(work: Work, visit: Record, keys: set[str]) -> None:
    """What the list told before stays as a round; earlier rounds follow the report to its present readers."""
    last = number_of_rounds(visit)
    kept: dict[str, Value] = {"visit": visit.id, "round": last, "submitted": visit.body.get("submitted")}
    kept |= held(work, visit.id).sent
    work.write("round", round_id(visit.id, last), kept, keys=keys, author=visit.author)
    for earlier in range(1, last):
        if work.read("round", round_id(visit.id, earlier)):
            work.write("round", round_id(visit.id, earlier), {}, keys=keys)
