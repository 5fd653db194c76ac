"""The only writers of invitations.

Who invites moves the frame (who, where, when, open or not) by commands that name the round that was read. Who is
invited says yes, no, another time or that he came: each word names the round that he had read, so that none is ever
taken for an answer to another time. What comes too late is a `stale` conflict that keeps its words; nothing is lost.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from server.features.audiences import may_read, persons
from server.features.conflicts.actions import do_open
from server.features.handling import (
    argument,
    check_authority,
    check_id_free,
    check_words,
    done_at,
    not_found,
    number,
    place_of,
    refusal,
    round_argument,
    still_counts,
    text,
)
from server.features.invitations.records import (
    LOG_COLUMNS,
    has_entry,
    in_charge,
    is_near,
    meeting_of,
    moment_of,
    posts_near,
    times_of,
)
from server.features.invitations.rules import (
    INVITED_ROLES,
    INVITER_ROLES,
    Moment,
    Refusal,
    check_change,
    check_invitation,
    check_times,
    check_word,
)
from server.features.people.directory import Directory
from server.features.people.months import month_of
from sync.entities import INVITED_MAX, THREAD_MAX
from sync.operations import BY_NAME_KIND
from sync.ports import Fields, Record, Value, Work
from sync.values import ids_of, int_of, items_of, text_of

_FRAME: Final = tuple(
    each.name for each in BY_NAME_KIND["invitation.set"].arguments if each.name not in ("entry", "round")
)
_TIMES: Final = ("starts", "ends", "from_minute", "to_minute")
_ANSWERS: Final = {"yes": "accepted", "no": "declined"}


def do_set(work: Work, directory: Directory) -> None:
    """`invitation.set`: invite, or correct what is said of the meeting and who is asked. Its time moves by a move."""
    before = work.read("invitation", work.op.id)
    if before is None:
        check_id_free(work, work.op.id)
    elif _is_repeated(work, directory, before):
        return
    fields: dict[str, Value] = {name: work.op.args.get(name) for name in _FRAME}
    if before is not None and not _passes_change(work, directory, before, "set"):
        return
    check_words(work)
    at = _moment(work, directory)
    here = place_of(directory, text_of(fields["unit"]), at.day)
    check_authority(work, directory, roles=INVITER_ROLES, unit=here, day=at.day)
    _check_frame(work, directory, before, fields, here=here, at=at)
    frame = {**fields, "status": "open", "by": text(before, "by") if before else work.op.author}
    _write(work, directory, before, frame, kind="changed" if before else "set", moved=True)


def do_move(work: Work, directory: Directory) -> None:
    """`invitation.move`: to another time, with a reason; everyone is asked again but who proposed that time."""
    invitation = _open(work, directory)
    if invitation is None or not _passes_change(work, directory, invitation, "move"):
        return
    check_words(work)
    _pass(work, check_times(times_of(work.op.args), at=_moment(work, directory)))
    times = {name: work.op.args.get(name) for name in _TIMES}
    said = {**times, "about": argument(work, "proposal")}
    _write(work, directory, invitation, times, kind="moved", moved=True, said=said)


def do_withdraw(work: Work, directory: Directory) -> None:
    """`invitation.withdraw`: it does not take place, and why."""
    invitation = _open(work, directory)
    if invitation is None or not _passes_change(work, directory, invitation, "withdraw"):
        return
    check_words(work)
    _write(work, directory, invitation, {"status": "withdrawn"}, kind="withdrawn", moved=True)


def do_answer(work: Work, directory: Directory) -> None:
    """`invitation.answer`: yes, or no and why."""
    answer = argument(work, "answer") or ""
    if answer not in _ANSWERS:
        raise refusal("unknown_code", field="answer")
    _say(work, directory, answer, kind=_ANSWERS[answer])


def do_propose(work: Work, directory: Directory) -> None:
    """`invitation.propose`: another time, and why; who invited moves the meeting, or leaves it."""
    times = times_of(work.op.args)
    _pass(work, check_times(times, at=_moment(work, directory)))
    _say(work, directory, "propose", kind="proposed", said={name: work.op.args.get(name) for name in _TIMES})


def do_attend(work: Work, directory: Directory) -> None:
    """`invitation.attend`: he came, and which report it becomes."""
    _say(work, directory, "attend", kind="attended", said={"about": argument(work, "visit")})


def invitation_keys(directory: Directory, body: dict[str, Value]) -> set[str]:
    """Who reads an invitation: the people of the unit and above it, who is invited, and who wrote it.

    A province files it under the month of the meeting.
    """
    month = month_of(text_of(body.get("starts")))
    who = (*ids_of(body.get("invited")), text_of(body.get("by")))
    return directory.unit_keys("unit", text_of(body.get("unit")), month) | persons(*who)


def access_invitation(work: Work, directory: Directory) -> Record:
    """The invitation, for one who may read it; `not_found` for everyone else."""
    invitation = work.read("invitation", work.op.id)
    if invitation is None:
        raise not_found()
    keys = invitation_keys(directory, dict(invitation.body))
    if not may_read(directory, keys, person=work.op.author, today=work.today):
        raise not_found()
    return invitation


def _open(work: Work, directory: Directory) -> Record | None:
    """The invitation that an operation is about; None when it was said before."""
    invitation = access_invitation(work, directory)
    return None if has_entry(invitation, argument(work, "entry") or "") else invitation


def _is_repeated(work: Work, directory: Directory, before: Record) -> bool:
    access_invitation(work, directory)
    return has_entry(before, argument(work, "entry") or "")


def _passes_change(work: Work, directory: Directory, invitation: Record, step: str) -> bool:
    """Whether who invites may take the step. False when it came too late: its words stand in a conflict."""
    role, unit = work.op.role, text(invitation, "unit")
    if role not in INVITER_ROLES or not directory.holds(work.op.author, role, unit, work.today):
        raise refusal("not_allowed", role=role)
    refused = check_change(meeting_of(invitation), step, read=round_argument(work), text=argument(work, "text"))
    return _passes(work, directory, invitation, refused, said=step)


def _say(work: Work, directory: Directory, step: str, *, kind: str, said: Fields = MappingProxyType({})) -> None:
    """A word of one who is invited."""
    invitation = _open(work, directory)
    if invitation is None:
        return
    _check_invited(work, directory, invitation)
    refused = check_word(
        meeting_of(invitation),
        step,
        read=round_argument(work),
        text=argument(work, "text"),
        at=_moment(work, directory),
    )
    if _passes(work, directory, invitation, refused, said=step):
        check_words(work)
        _write(work, directory, invitation, {}, kind=kind, said=said)


def _check_invited(work: Work, directory: Directory, invitation: Record) -> None:
    """Refuse who is not invited, and a role in which he was not in charge there when he spoke or on its day."""
    author, role, unit = work.op.author, work.op.role, text(invitation, "unit")
    if author not in ids_of(invitation.body.get("invited")) or role not in INVITED_ROLES:
        raise refusal("not_allowed", role=role)
    days = (text(invitation, "starts"), _moment(work, directory).day)
    posts = (each for each in directory.held_by(author) if each.role == role and is_near(directory, each, unit))
    in_time = (each for each in posts if still_counts(assignment_ends=each.ends, today=work.today))
    # An assignment that has ended since he was invited still lets him say so.
    if not any(each.starts <= max(days) for each in in_time):
        raise refusal("unit_outside_assignment", unit=unit)


def _check_frame(
    work: Work, directory: Directory, before: Record | None, fields: dict[str, Value], *, here: str, at: Moment
) -> None:
    starts, invited = text_of(fields["starts"]), ids_of(fields["invited"])
    fields["unit"] = unit = place_of(directory, here, starts) if before is None else text(before, "unit")
    there = in_charge(directory, posts_near(directory, unit), starts)
    # Who was asked before stays asked: that his assignment ended is shown, not refused.
    known = set(ids_of(before.body.get("invited"))) if before else set[str]()
    refused = check_invitation(fields, invited, there | known)
    if refused is not None and refused.code == "without_duty":
        raise refusal("without_duty", person=next(each for each in invited if each not in there | known))
    _pass(work, refused)
    if before is None:
        _pass(work, check_times(times_of(fields), at=at))
        place = directory.units.get(unit)
        if place is None or not place.valid_on(starts):
            raise refusal("unit_outside_assignment", unit=unit)
    elif any(fields[name] != before.body.get(name) for name in _TIMES):
        raise refusal("reason_required")
    elif not {each.person for each in meeting_of(before).log if each.kind == "attended"} <= set(invited):
        # Who came stays among those who were asked: figures count by them.
        raise refusal("missing", field="invited")


def _passes(work: Work, directory: Directory, invitation: Record, refused: Refusal | None, *, said: str) -> bool:
    if refused is not None and refused.code == "stale":
        _open_stale(work, directory, invitation, said)
        return False
    _pass(work, refused)
    return True


def _pass(_work: Work, refused: Refusal | None) -> None:
    if refused is not None:
        raise refusal(refused.code, field=refused.field, limit=INVITED_MAX)


def _open_stale(work: Work, directory: Directory, invitation: Record, said: str) -> None:
    """What came too late, beside what moved the meeting: both sides read it, and nothing is taken for an answer."""
    rows = [dict(zip(LOG_COLUMNS, row, strict=False)) for row in items_of(invitation.body.get("log"))]
    last = next(each for each in reversed(rows) if each["kind"] in ("set", "changed", "moved", "withdrawn"))
    do_open(
        work,
        directory,
        kind="stale",
        about=("invitation", invitation.id),
        field="status",
        mine=f"invitation.{said}" if said == "set" else argument(work, "text") or f"invitation.{said}",
        theirs=text_of(last["text"]) or f"invitation.{last['kind']}",
        theirs_by=text_of(last["person"]),
        theirs_at=int_of(last["at"]),
        of_round=number(invitation, "round"),
    )
    work.conflict("stale", round=number(invitation, "round"))


def _moment(work: Work, directory: Directory) -> Moment:
    return moment_of(done_at(work, directory))


def _write(
    work: Work,
    directory: Directory,
    before: Record | None,
    fields: dict[str, Value],
    *,
    kind: str,
    moved: bool = False,
    said: Fields = MappingProxyType({}),
) -> None:
    """The invitation with these fields and one entry more. `moved`: who read it before has read another one."""
    log = list(items_of(before.body.get("log"))) if before else []
    if len(log) >= THREAD_MAX:
        raise refusal("too_many", field="log", limit=THREAD_MAX)
    round_ = (number(before, "round") if before else 0) + moved
    # What is said names the round it was said of, what moves the frame the one it makes.
    cells: dict[str, Value] = {
        "id": argument(work, "entry"),
        "kind": kind,
        "at": done_at(work, directory),
        "person": work.op.author,
        "role": work.op.role,
        "text": None if kind in ("set", "changed") else argument(work, "text"),
        "round": round_ if moved else round_argument(work),
        **said,
    }
    log.append([cells.get(name) for name in LOG_COLUMNS])
    after: dict[str, Value] = {**(before.body if before else {}), **fields, "round": round_, "log": log}
    work.write("invitation", work.op.id, after, keys=invitation_keys(directory, after))
