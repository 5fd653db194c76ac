"""The only writer of acknowledgements: what the commune's contact says to a visit, beside it and never in it.

Readers: who said it, the visit's author, and those who judge reports. A contact who says something else later says it
in another record; none is rewritten.
"""

from __future__ import annotations

from server.features.acknowledgements.rules import Word, check_word
from server.features.audiences import month_received, of_visit, persons, review_keys
from server.features.conflicts.actions import do_open
from server.features.handling import (
    argument,
    check_id_free,
    check_words,
    done_at,
    not_found,
    number,
    refusal,
    round_argument,
    text,
)
from server.features.people.directory import Directory
from sync.ports import Record, Value, Work


def do_give(work: Work, directory: Directory) -> None:
    """`acknowledgement.give`: acknowledge, annotate or dispute one round of a visit. `not_found` for strangers."""
    mine = work.read("acknowledgement", work.op.id)
    if mine is not None and mine.author == work.op.author:
        return
    visit = _access_visit(work, directory)
    word = Word(round_argument(work), argument(work, "stance") or "", argument(work, "text"))
    is_contact = work.op.author in directory.current_contacts(text(visit, "unit"), work.today)
    status, round_ = text(visit, "status"), number(visit, "round")
    refused = check_word(word, status=status, current=round_, role=work.op.role, is_contact=is_contact)
    check_words(work)
    if refused and refused.code == "stale":
        _open_stale(work, directory, visit, word)
        return
    if refused:
        raise refusal(refused.code, field=refused.field, role=work.op.role)
    check_id_free(work, work.op.id)
    fields: dict[str, Value] = {
        "visit": visit.id,
        "round": word.round,
        "person": work.op.author,
        "stance": word.stance,
        "text": (word.text or "").strip() or None,
        "at": done_at(work, directory),
    }
    work.write("acknowledgement", work.op.id, fields, keys=_keys(directory, visit, work.op.author))


def do_follow_visit(work: Work, directory: Directory) -> None:
    """Let what was said to a visit that was sent again follow it to those who judge it now."""
    visit = work.read("visit", work.op.id)
    if visit is None or number(visit, "round") < 2:
        return
    for word in work.records("acknowledgement", {of_visit(visit.id)}):
        work.write("acknowledgement", word.id, {}, keys=_keys(directory, visit, word.author))


def _keys(directory: Directory, visit: Record, person: str) -> set[str]:
    keys = review_keys(directory, unit=text(visit, "unit"), author=visit.author, month=month_received(visit))
    return keys | persons(person) | {of_visit(visit.id)}


def _open_stale(work: Work, directory: Directory, visit: Record, word: Word) -> None:
    """What was said to a round that has passed is kept for who said it, beside what stands."""
    do_open(
        work,
        directory,
        kind="stale",
        about=("visit", visit.id),
        field="status",
        mine=(word.text or "").strip() or word.stance,
        theirs=text(visit, "status"),
        theirs_by=visit.author,
        theirs_at=number(visit, "received"),
        of_round=number(visit, "round"),
    )
    work.conflict("stale", round=number(visit, "round"))


def _access_visit(work: Work, directory: Directory) -> Record:
    """The visit, for whoever holds the role he acts in over its unit. `not_found` for anyone else."""
    visit = work.read("visit", argument(work, "visit") or "")
    if visit is None or not directory.holds(work.op.author, work.op.role, text(visit, "unit"), work.today):
        raise not_found()
    return visit
