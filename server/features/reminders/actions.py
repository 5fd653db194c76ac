"""The only writers of what people keep about reminders: what was read, how one wants to be told, the office's rules.

What a person is told is written by the look around (`planning`); nobody else's inbox is ever touched here.
"""

from __future__ import annotations

from typing import Final

from server.features.audiences import persons
from server.features.handling import argument, check_id_free, done_at, not_found, refusal, text_or_none
from server.features.occasions import OCCASIONS
from server.features.people.directory import Directory
from server.features.reminders.rules import Hours, SettingError, check_hours, check_turns, check_wording
from server.words import LANGUAGES
from sync.operations import BY_NAME_KIND
from sync.ports import Record, Value, Work
from sync.values import items_of, text_of

# Who says when the office reminds, and in which words.
KEEPER_ROLES: Final = ("clerk", "admin")
_EVERYONE: Final = ("all",)
_WISHES: Final = tuple(each.name for each in BY_NAME_KIND["preference.set"].arguments)
_RULE: Final = tuple(each.name for each in BY_NAME_KIND["occasion.set"].arguments)


def do_read(work: Work, directory: Directory) -> None:
    """`notice.read`: the person has seen it. What was read on another phone first stays as it was."""
    notice = work.read("notice", work.op.id)
    if notice is None or notice.body.get("person") != work.op.author:
        raise not_found()
    if notice.body.get("read") is None:
        work.write("notice", notice.id, {"read": done_at(work, directory)})


def do_prefer(work: Work, _directory: Directory) -> None:
    """`preference.set`: how he wants to be told, whole. There is one record a person, whichever phone began it."""
    _check_hours(work)
    _check_silenced(work)
    if argument(work, "language") not in LANGUAGES:
        raise refusal("unknown_code", field="language")
    before = _own(work)
    fields: dict[str, Value] = {name: work.op.args.get(name) for name in _WISHES}
    if before is not None:
        work.write("preference", before.id, fields)
        return
    check_id_free(work, work.op.id)
    work.write("preference", work.op.id, {**fields, "person": work.op.author}, keys=persons(work.op.author))


def do_rule(work: Work, directory: Directory) -> None:
    """`occasion.set`: when the office reminds of an occasion, and in which words; without turns it does not."""
    if work.op.role not in KEEPER_ROLES or not _keeps_office(work, directory):
        raise refusal("not_allowed", role=work.op.role)
    code = argument(work, "code") or ""
    if code not in OCCASIONS:
        raise refusal("unknown_code", field="code")
    refused = check_turns(argument(work, "turns")) or next(
        (found for name in ("wording_vi", "wording_en") if (found := check_wording(argument(work, name), name))), None
    )
    if refused:
        raise refusal(refused.code, field=refused.field)
    before = next((each for each in work.records("occasion", _EVERYONE) if text_or_none(each, "code") == code), None)
    fields: dict[str, Value] = {**{name: work.op.args.get(name) for name in _RULE}, "by": work.op.author}
    if before is None:
        check_id_free(work, work.op.id)
    work.write("occasion", before.id if before else work.op.id, fields, keys=None if before else _EVERYONE)


def _keeps_office(work: Work, directory: Directory) -> bool:
    """Whether a rule and its words, which reach everybody, are his to make: an administrator's, or a clerk's of all."""
    if work.op.role == "admin":
        return directory.is_admin(work.op.author, work.today)
    tops = directory.tops()
    return bool(tops) and all(directory.holds(work.op.author, work.op.role, unit, work.today) for unit in tops)


def _own(work: Work) -> Record | None:
    return next(iter(work.records("preference", persons(work.op.author))), None)


def _check_hours(work: Work) -> None:
    try:
        check_hours(
            Hours(
                zone=argument(work, "zone") or "",
                quiet_from=argument(work, "quiet_from") or "",
                quiet_until=argument(work, "quiet_until") or "",
                digest=argument(work, "digest"),
            )
        )
    except SettingError as fault:
        raise refusal(fault.code, field=fault.field) from fault


def _check_silenced(work: Work) -> None:
    if any(text_of(row[0]) not in OCCASIONS for row in items_of(work.op.args.get("silenced"))):
        raise refusal("unknown_code", field="silenced")
