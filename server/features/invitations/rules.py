"""What makes a sound invitation, who may do which step when, and how a person stands to a meeting.

Owns pure decisions, which the phone makes too (`client_pwa/src/features/invitations/rules.ts`); both run
`sync/vectors/invitations.json`. Days are civil days of the office, minutes count from its midnight. No clock, no store.

    open ──move (reason)──▶ open, and everyone is asked again
    open ──withdraw (reason)──▶ withdrawn

An answer names the round that its author had read. It counts for that time alone: after a move it is asked for anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from server.days import add_days
from server.measures import Measure, percent
from sync.entities import INVITED_MAX
from sync.operations import VISIT_KINDS
from sync.ports import Value

# Who invites: the commune's or district's committee by its contact, and the office for one that wrote on paper.
INVITER_ROLES: Final = ("contact", "clerk")
# Who is invited.
INVITED_ROLES: Final = ("cadre", "leader")
MINUTES_MAX: Final = 24 * 60 - 1
# What is further ahead is a year mistyped.
AHEAD_DAYS_MAX: Final = 366
# A meeting of more days is several.
DAYS_MAX: Final = 14
# Steps that need to say why.
REASONED: Final = frozenset({"move", "withdraw", "no", "propose"})
# Entries after which everyone is asked anew.
_TIMED: Final = frozenset({"set", "moved", "withdrawn"})
_ANSWERS: Final = frozenset({"accepted", "declined", "proposed"})

Fields = Mapping[str, Value]


class Refusal(NamedTuple):
    """Why something is not taken: a code of the catalogue and the field to look at."""

    code: str
    field: str | None = None


class Moment(NamedTuple):
    """A civil day of the office and the minute of it."""

    day: str
    minute: int


class Times(NamedTuple):
    """When a meeting is: first and last day, the minute it begins on the first and, if said, ends on the last."""

    starts: str
    ends: str
    from_minute: int
    to_minute: int | None = None


class Entry(NamedTuple):
    """What somebody did. `about`: the proposal that a move follows, or the visit that an attendance became."""

    id: str
    kind: str
    at: int
    person: str
    round: int
    about: str | None = None


class Meeting(NamedTuple):
    """An invitation as it stands."""

    times: Times
    status: str
    round: int
    invited: Sequence[str]
    log: Sequence[Entry]


class Off(NamedTuple):
    """Days on which a person is on leave, or a post or all of a unit is excused. First and last included."""

    starts: str
    ends: str
    person: str | None = None
    assignment: str | None = None
    unit: str | None = None


class Known(NamedTuple):
    """An invitation among others."""

    id: str
    unit: str
    times: Times
    status: str


class Candidate(NamedTuple):
    """Who could be invited. `above`: how many levels his post lies above the unit; -1 for one below it."""

    person: str
    role: str
    above: int
    away: bool = False


class Sums(NamedTuple):
    """invited = attended + declined + away + untold; `ahead` are meetings yet to come, and counted in none."""

    invited: int
    attended: int
    declined: int
    away: int
    untold: int
    ahead: int
    share: Measure | None


def check_times(times: Times, *, at: Moment) -> Refusal | None:
    """Whether a meeting can be at that time, said at that moment."""
    if not times.starts:
        return Refusal("missing", "starts")
    for name, minute in (("from_minute", times.from_minute), ("to_minute", times.to_minute)):
        if minute is not None and not 0 <= minute <= MINUTES_MAX:
            return Refusal("out_of_range", name)
    if _ends_before_it_starts(times):
        return Refusal("end_before_start", "ends")
    if times.starts > add_days(at.day, AHEAD_DAYS_MAX):
        return Refusal("out_of_range", "starts")
    if times.ends >= add_days(times.starts, DAYS_MAX):
        return Refusal("out_of_range", "ends")
    return Refusal("date_in_past", "starts") if has_begun(times, at) else None


def check_invitation(fields: Fields, invited: Sequence[str], in_charge: Collection[str]) -> Refusal | None:
    """Whether an invitation is whole, and everyone invited is in charge there on the meeting's first day."""
    missing = next((name for name in ("unit", "kind", "title") if not _said(fields, name)), None)
    if missing:
        return Refusal("missing", missing)
    if fields["kind"] not in VISIT_KINDS:
        return Refusal("unknown_code", "kind")
    if not invited:
        return Refusal("missing", "invited")
    if len(invited) > INVITED_MAX:
        return Refusal("too_many", "invited")
    return None if set(invited) <= set(in_charge) else Refusal("without_duty", "invited")


def check_change(meeting: Meeting, step: str, *, read: int, text: str | None) -> Refusal | None:
    """Whether who invites may `set` (correct), `move` or `withdraw`, having read that round."""
    if read != meeting.round or meeting.status != "open":
        return Refusal("stale")
    if step != "set" and any(each.kind == "attended" for each in _of_now(meeting)):
        return Refusal("already_done")
    return _check_reason(step, text)


def check_word(meeting: Meeting, step: str, *, read: int, text: str | None, at: Moment) -> Refusal | None:
    """Whether who is invited may say `yes`, `no`, `propose` or `attend`, having read that round."""
    if read < time_round(meeting.log) or meeting.status != "open":
        return Refusal("stale")
    if step == "attend":
        return None if has_begun(meeting.times, at) else Refusal("not_begun", "starts")
    over = has_begun(meeting.times, at) if step == "propose" else is_over(meeting.times, at)
    if over and step != "no":
        return Refusal("date_in_past", "starts")
    return _check_reason(step, text)


def has_begun(times: Times, at: Moment) -> bool:
    """Whether the meeting has begun by that moment."""
    return Moment(times.starts, times.from_minute) <= at


def is_over(times: Times, at: Moment) -> bool:
    """Whether the meeting is over by that moment; one without an end is over with its last day."""
    if at.day != times.ends or times.to_minute is None:
        return at.day > times.ends
    return at.minute >= times.to_minute


def time_round(log: Iterable[Entry]) -> int:
    """The round since which the meeting is when it is: what was said of an earlier one was said of another time."""
    return max((each.round for each in log if each.kind in _TIMED), default=0)


def answer_of(meeting: Meeting, person: str) -> Entry | None:
    """What the person last said of the meeting at its present time: accepted, declined, proposed or attended.

    Who proposed the time that it was moved to has accepted it.
    """
    proposals = {each.id: each.person for each in meeting.log if each.kind == "proposed"}
    since = time_round(meeting.log)
    agreed = (
        each._replace(kind="accepted", person=person)
        for each in meeting.log
        if each.kind == "moved" and each.round == since and each.about and proposals.get(each.about) == person
    )
    own = [each for each in _of_now(meeting) if each.person == person]
    came = [each for each in own if each.kind == "attended"]
    said = came or [*agreed, *(each for each in own if each.kind in _ANSWERS)]
    return max(said, key=lambda each: (each.at, each.id), default=None)


def standing(meeting: Meeting, person: str, *, at: Moment, in_charge: bool, away: bool) -> str:
    """How a person who is invited stands to the meeting at that moment.

    `withdrawn`; `attended`; `lapsed`: not in charge there on that day; `away`: on leave or excused; `declined`; before
    the end `accepted`, `proposed`, `asked`; after it `untold`.
    """
    said = answer_of(meeting, person)
    if said is not None and said.kind == "attended":
        return "attended"
    if meeting.status != "open":
        return "withdrawn"
    if not in_charge:
        return "lapsed"
    if away:
        return "away"
    if said is not None and said.kind == "declined":
        return "declined"
    if is_over(meeting.times, at):
        return "untold"
    return said.kind if said is not None else "asked"


def sums(standings: Iterable[tuple[str, bool]]) -> Sums:
    """What became of invitations: how each person stands to each meeting, and whether that is over.

    Withdrawn ones, and persons who were not in charge any more, are nobody's.
    """
    told = [(state, over) for state, over in standings if state not in ("withdrawn", "lapsed")]
    past = [state for state, over in told if over or state == "attended"]
    attended = past.count("attended")
    return Sums(
        len(past),
        attended,
        past.count("declined"),
        past.count("away"),
        past.count("untold"),
        len(told) - len(past),
        percent(Measure(attended), Measure(len(past))),
    )


def is_away(offs: Iterable[Off], day: str, *, person: str, posts: Collection[str], units: Collection[str]) -> bool:
    """Whether the person, one of his posts there, or the unit or one above it, is off on that day."""
    there = (each for each in offs if each.starts <= day <= each.ends)
    return any(each.person == person or each.assignment in posts or each.unit in units for each in there)


def proposed(candidates: Sequence[Candidate]) -> list[str]:
    """Whom an invitation begins with: of each role those nearest above the unit, without who is away."""
    chosen: list[str] = []
    for role in INVITED_ROLES:
        above = [each for each in candidates if each.role == role and each.above >= 0]
        nearest = min((each.above for each in above), default=None)
        chosen += [each.person for each in above if each.above == nearest and not each.away]
    return list(dict.fromkeys(chosen))


def twins(meetings: Iterable[Known], *, id: str, unit: str, times: Times) -> list[str]:
    """The other open invitations of that unit that begin in the same minute: perhaps the same one, written twice."""
    begins = (times.starts, times.from_minute)
    near = (each for each in meetings if each.id != id and each.unit == unit and each.status == "open")
    return [each.id for each in near if (each.times.starts, each.times.from_minute) == begins]


def _ends_before_it_starts(times: Times) -> bool:
    if times.starts != times.ends or times.to_minute is None:
        return times.ends < times.starts
    return times.to_minute <= times.from_minute


def _of_now(meeting: Meeting) -> list[Entry]:
    since = time_round(meeting.log)
    return [each for each in meeting.log if each.round >= since and each.kind not in _TIMED]


def _check_reason(step: str, text: str | None) -> Refusal | None:
    return Refusal("reason_required", "text") if step in REASONED and not (text or "").strip() else None


def _said(fields: Fields, name: str) -> str:
    value = fields.get(name)
    return value.strip() if isinstance(value, str) else ""
