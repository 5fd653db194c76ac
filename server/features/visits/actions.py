"""The writers of visits as others see them: sending, taking back, and the steps of a review.

Owns `visit` and `report` records and their earlier rounds. A command names the round its author had read; when the
visit has moved on, nothing happens to it and both sides get a `stale` conflict.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from server.days import day_after
from server.features.audiences import of_visit, report_keys, visit_keys
from server.features.conflicts.actions import do_open
from server.features.handling import (
    argument,
    check_authority,
    done_at,
    not_found,
    number,
    office_instant,
    place_of,
    refusal,
    round_argument,
    text,
    text_or_none,
)
from server.features.people.directory import Directory
from server.features.people.months import month_of
from server.features.visits.clones import said_in, said_key
from server.features.visits.drafts import keep_late_words, keep_words, merged, put_draft
from server.features.visits.records import (
    Held,
    access_judging,
    access_own,
    access_writing,
    companions_of,
    held,
)
from server.features.visits.rules import (
    PUBLIC_FIELDS,
    REPORT_FIELDS,
    SECTIONS,
    WRITER_ROLES,
    check_report,
    is_sealed,
    may_step,
    round_id,
    visit_number,
    with_defaults,
)
from server.platform.clock import day_of
from sync.ports import Fields, Record, Value, Work

# What a withdrawn visit still says to those who saw it: that it was, where and when; no words.
_WITHDRAWN: Final[Fields] = {"status": "withdrawn", "recommendations": None, "commitments": None, "reviewing": None}


def do_submit(work: Work, directory: Directory) -> None:
    """`visit.submit`: freeze the draft with its last words as the round that the operation names."""
    mine = access_writing(work)
    if is_sealed(mine.status):
        keep_late_words(work, directory, mine)
        return
    merge = merged(work, mine)
    if merge.clashes or mine.deleted:
        keep_words(work, directory, mine, merge)
        if merge.clashes:
            work.conflict("draft_changed", fields=[clash.field for clash in merge.clashes])
        return
    if not may_step("submit", mine.status) or round_argument(work) != mine.round + 1:
        keep_words(work, directory, mine, merge)
        open_stale(work, directory, mine.visit, mine="submit")
        return
    content = _in_place(directory, with_defaults({**mine.content, **merge.fields}))
    check_fit(work, directory, content)
    amends = _amends(mine, merge.fields)
    _check_amended(work, amends)
    _freeze(work, directory, mine, content, amends=amends)


def do_withdraw(work: Work, directory: Directory) -> None:
    """`visit.withdraw`: the author takes the report back while nobody has begun to review it."""
    visit = access_own(work)
    if not _stands(work, visit, "withdraw") or visit.body.get("reviewing"):
        open_stale(work, directory, visit, mine="withdraw")
        return
    take_back(work, directory, work.op.id)


def do_begin_review(work: Work, directory: Directory) -> None:
    """`visit.begin_review`: a supervisor has opened the round; from now on it cannot be withdrawn.

    Nothing happens when the visit has moved on or someone began before: it is a mark, not a decision.
    """
    visit = access_judging(work, directory)
    if _stands(work, visit, "begin_review") and not visit.body.get("reviewing"):
        work.write("visit", visit.id, {"reviewing": work.op.author})


def do_decide(work: Work, directory: Directory, *, step: str, state: str) -> Record | None:
    """`visit.return` and `visit.approve`: decide the round that was read.

    Returns the decided visit, or None when it has moved on and a conflict was opened instead.
    """
    visit = access_judging(work, directory)
    if not _stands(work, visit, step):
        open_stale(work, directory, visit, mine=argument(work, "comment") or step)
        return None
    decision: dict[str, Value] = {"status": state, "decided_by": work.op.author, "decided": done_at(work, directory)}
    return work.write("visit", visit.id, decision)


def check_fit(work: Work, directory: Directory, content: Mapping[str, Value]) -> None:
    """Refuse a report that cannot be sent, or not by this person. The first problem of the form is the answer."""
    erased = frozenset(work.erased_places())
    for problem in check_report(content, tomorrow=day_after(work.today)):
        # A report that says nothing any more, since its words were erased, said something when it was sent.
        if problem.field in erased or (problem.code == "empty_report" and not erased.isdisjoint(SECTIONS)):
            continue
        raise refusal(problem.code, field=problem.field, limit=problem.limit)
    unit, day = str(content["unit"]), str(content["starts"])
    check_authority(work, directory, roles=WRITER_ROLES, unit=unit, day=day)


def take_back(work: Work, directory: Directory, id: str) -> None:
    """Make a sent visit a draft again and empty it for everyone else."""
    mine = held(work, id)
    put_draft(work, directory, id, mine, {})
    work.write("visit", id, _WITHDRAWN)
    work.remove("report", id)


def open_stale(work: Work, directory: Directory, visit: Record | None, *, mine: str) -> None:
    """Tell who came too late, and who was faster, what stands now."""
    decided_by = text_or_none(visit, "decided_by") if visit else None
    status = text(visit, "status") if visit else None
    faster = decided_by if status in ("returned", "approved") else (visit.author if visit else None)
    do_open(
        work,
        directory,
        kind="stale",
        about=("visit", work.op.id),
        field="status",
        mine=mine,
        theirs=status,
        theirs_by=faster,
        theirs_at=(number(visit, "decided") or number(visit, "submitted")) if visit else None,
        of_round=round_argument(work),
    )
    work.conflict("stale", round=number(visit, "round") if visit else 0)


def _stands(work: Work, visit: Record, step: str) -> bool:
    return may_step(step, text_or_none(visit, "status")) and number(visit, "round") == round_argument(work)


def _in_place(directory: Directory, content: Mapping[str, Value]) -> dict[str, Value]:
    """The words, of the unit they belong to on their day: one abolished while they were written has an heir."""
    unit, day = content.get("unit"), content.get("starts")
    if not isinstance(unit, str) or not isinstance(day, str):
        return dict(content)
    return {**content, "unit": place_of(directory, unit, day)}


def _amends(mine: Held, fields: Fields) -> Value:
    if "amends" in fields:
        return fields["amends"]
    origin = mine.draft or mine.visit
    return origin.body.get("amends") if origin else None


def _check_amended(work: Work, amends: Value) -> None:
    """Refuse to stand in for another person's visit or for itself: once approved, it is counted in that one's place."""
    amended = work.read("visit", amends) if isinstance(amends, str) else None
    if amends == work.op.id or (amended is not None and amended.author != work.op.author):
        raise not_found()


def _freeze(work: Work, directory: Directory, mine: Held, content: Mapping[str, Value], *, amends: Value) -> None:
    author, unit, companions = work.op.author, str(content["unit"]), companions_of(content)
    received, submitted = office_instant(directory, work.now), done_at(work, directory)
    month = month_of(day_of(received))
    first = _first(mine)
    report = report_keys(directory, unit=unit, author=author, companions=companions, month=month)
    _keep_rounds(work, mine, report | {of_visit(work.op.id)})
    public: dict[str, Value] = {
        **{name: content.get(name) for name in PUBLIC_FIELDS},
        "author": author,
        "role": work.op.role,
        "number": _number(work, mine, content),
        "status": "sent",
        "round": mine.round + 1,
        "submitted": submitted,
        "received": received,
        "reviewing": None,
        "decided_by": None,
        "decided": None,
        "amends": amends,
        "first_submitted": first.get("first_submitted") or submitted,
        "first_received": first.get("first_received") or received,
    }
    seen_by = visit_keys(directory, unit=unit, author=author, companions=companions, month=month)
    work.write("visit", work.op.id, public, keys=seen_by)
    said = said_in(content)
    words: dict[str, Value] = {name: content.get(name) for name in REPORT_FIELDS}
    words["repeats"] = _repeated(work, said, amends=amends)
    # Only the first is found by its words, so that a hundred copies are not looked through for the next.
    by_words = {said_key(author, said)} if words["repeats"] is None else set[str]()
    work.write("report", work.op.id, words, keys=report | by_words)
    work.remove("draft", work.op.id)


def _first(mine: Held) -> Mapping[str, Value]:
    """When the visit came for the first time; empty when it had not.

    What was taken back had not come; what is corrected had, and so it stays when its correction is taken back.
    """
    before = mine.visit.body if mine.visit else {}
    was_correction = before.get("first_received") != before.get("received")
    return before if mine.status == "returned" or was_correction else {}


def _repeated(work: Work, said: str, *, amends: Value) -> Value:
    """The author's visit that was reported in these words before; None when there is none."""
    for report in work.records("report", {said_key(work.op.author, said)}):
        visit = work.read("visit", report.id)
        if visit is None or visit.author != work.op.author or report.id in (work.op.id, amends):
            continue
        if said and said_in({**report.body, **visit.body}) == said:
            return visit.id
    return None


def _number(work: Work, mine: Held, content: Mapping[str, Value]) -> str:
    """Given when the first round arrives, and kept."""
    if mine.visit and mine.visit.body.get("number"):
        return text(mine.visit, "number")
    year = int(str(content["starts"])[:4])
    return visit_number(year=year, running=work.next_number(f"visit:{year}"))


def _keep_rounds(work: Work, mine: Held, keys: set[str]) -> None:
    """Keep the returned round's words, and let earlier rounds follow the report to its present readers."""
    if mine.visit and mine.status == "returned":
        kept: dict[str, Value] = {
            "visit": work.op.id,
            "round": mine.round,
            "submitted": mine.visit.body.get("submitted"),
            **mine.sent,
        }
        work.write("round", round_id(work.op.id, mine.round), kept, keys=keys)
    for earlier in range(1, mine.round):
        if work.read("round", round_id(work.op.id, earlier)):
            work.write("round", round_id(work.op.id, earlier), {}, keys=keys)
