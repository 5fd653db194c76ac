"""The only writers of persons, logins and assignments, agencies, themes and the office.

Each takes an Act, that is a write transaction with its actor and time. Problems are raised before anything is written,
and the transaction falls with them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from importlib.resources import files
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from server.days import day_before, read_day
from server.errors import Problem
from server.faults import Fault
from server.features.people.directory import Assignment, Directory, Person
from server.features.people.model import codes, logins
from server.features.people.queries import find_code, find_login, load_directory, login_of
from server.features.people.rules import (
    CODE_LIFE_MS,
    check_assignment,
    check_password,
    check_username,
    clean_password,
    clean_username,
    code_of,
)
from server.platform.acts import Act
from server.platform.changes import Write, append
from server.platform.passwords import Passwords, digest
from server.platform.store import SqlTx

_EVERYONE: Final = ("all",)


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Who is added. Without a user name the person is in the directory and cannot sign in."""

    id: str
    name: str
    title: str | None = None
    username: str | None = None


def do_add_person(act: Act, person: NewPerson) -> None:
    """Add a person, and a login without a password. Problem `name_missing`, `username_bad`, `username_taken`."""
    if not person.name.strip():
        raise Problem("name_missing")
    fields = {"name": person.name.strip(), "title": person.title, "disabled": False}
    if person.username is not None:
        _add_login(act, person.id, _free_username(act, person.username))
    act.append(Write("person", person.id, fields, _EVERYONE))


def do_add_people(act: Act, people: Sequence[NewPerson]) -> None:
    """Add people who were judged good, under one op."""
    for person in people:
        if person.username is not None:
            _add_login(act, person.id, _free_username(act, person.username))
    act.append(*(
        Write("person", one.id, {"name": one.name, "title": one.title, "disabled": False}, _EVERYONE) for one in people
    ))  # fmt: skip


def do_retitle(act: Act, people: Sequence[Person]) -> None:
    """Give people the titles they have here, under one op."""
    act.append(*(Write("person", one.id, {"title": one.title}) for one in people))


def do_put_assignments(act: Act, assignments: Sequence[Assignment]) -> None:
    """Write assignments, new or changed, that were judged good, under one op."""
    act.append(*(_write(one) for one in assignments))


def do_change_person(act: Act, id: str, *, name: str, title: str | None, username: str | None) -> None:
    """Give a person another name, title or user name. Problem `not_found`, `name_missing`, `username_…`."""
    check_known(load_directory(act.tx), id)
    if not name.strip():
        raise Problem("name_missing")
    login = login_of(act.tx, id)
    if username is not None and (login is None or login.username != clean_username(username)):
        clean = _free_username(act, username)
        if login is None:
            _add_login(act, id, clean)
        else:
            act.tx.connection.execute(logins.update().where(logins.c.person == id).values(username=clean))
    act.append(Write("person", id, {"name": name.strip(), "title": title}))


def do_disable_person(act: Act, id: str, *, disabled: bool) -> None:
    """Shut a person out, or let him in again. Problem `not_found`, `last_admin`."""
    directory = load_directory(act.tx)
    check_known(directory, id)
    if disabled:
        check_admin_remains(directory, act.today, without_person=id)
    act.tx.connection.execute(logins.update().where(logins.c.person == id).values(disabled=disabled))
    act.append(Write("person", id, {"disabled": disabled}))


def do_forget_name(tx: SqlTx, person: str, stand_in: str, *, op_id: str, by: str, at: int) -> None:
    """Let something that is nobody's name stand where a person's erased name and user name stood."""
    append(tx, [Write("person", person, {"name": stand_in})], actor=by, op_id=op_id, at=at)
    tx.connection.execute(logins.update().where(logins.c.person == person).values(username=person))
    tx.connection.execute(codes.delete().where(codes.c.person == person))


def do_set_password(act: Act, person: str, password_hash: str, *, must_change: bool) -> None:
    """Keep the hash of a person's password; a code that was out is void."""
    values = {"password_hash": password_hash, "must_change": must_change}
    act.tx.connection.execute(logins.update().where(logins.c.person == person).values(values))
    act.tx.connection.execute(codes.delete().where(codes.c.person == person))


def do_renew_hash(connection: Connection, person: str, kept: str, renewed: str) -> None:
    """Keep the same password by another hash, unless it was changed meanwhile. Nothing when the hash is the same."""
    if renewed != kept:
        theirs = (logins.c.person == person) & (logins.c.password_hash == kept)
        connection.execute(logins.update().where(theirs).values(password_hash=renewed))


def do_issue_code(act: Act, person: str, chance: bytes) -> tuple[str, int]:
    """A new one-time code for a person and when it expires; an earlier one is void. Problem `not_found`.

    The code is made of `chance`, twelve random bytes; only its hash is kept.
    """
    login = login_of(act.tx, person)
    if login is None:
        raise Problem("not_found")
    code, expires = code_of(chance), act.at + CODE_LIFE_MS
    act.tx.connection.execute(codes.delete().where(codes.c.person == person))
    act.tx.connection.execute(codes.insert().values(person=person, code_hash=digest(code), expires=expires))
    return code, expires


def check_code(act: Act, person: str, code: str) -> None:
    """Let a (clean) code pass. Problem `wrong_code` when it is another's, used, or older than a day."""
    kept = find_code(act.tx, person)
    if kept is None or kept.expires < act.at or kept.code_hash != digest(code):
        raise Problem("wrong_code")


def check_new_password(typed: str, username: str) -> str:
    """The password as it is to be hashed. Problem `password_…` when it is not good enough."""
    password = clean_password(typed)
    _pass(check_password(password, username, common_passwords()))
    return password


def do_add_account(act: Act, person: NewPerson, password: str, passwords: Passwords) -> None:
    """A person who can sign in with that password at once: for demos and tests, where no code is handed over."""
    do_add_person(act, person)
    do_set_password(act, person.id, passwords.hash(clean_password(password)), must_change=False)


def do_assign(act: Act, wanted: Assignment, *, beside_others: bool = False) -> Assignment:
    """Write an assignment, ending the one it replaces on the day before. Problem when the rules say no."""
    directory = load_directory(act.tx)
    _pass(check_assignment(directory, wanted, beside_others=beside_others))
    writes = [_write(wanted)]
    replaced = directory.assignments.get(wanted.replaces or "")
    if replaced is not None and (replaced.ends is None or replaced.ends >= wanted.starts):
        if wanted.starts <= replaced.starts:
            raise Problem("end_before_start")
        writes.insert(0, Write("assignment", replaced.id, {"ends": day_before(wanted.starts)}))
    act.append(*writes)
    return wanted


def do_end_assignment(act: Act, id: str, *, ends: str | None, reason: str | None, decision: str | None) -> Assignment:
    """Set an assignment's last day (None: open again) and why. Problem `not_found`, `bad_day`, `last_admin` …"""
    directory = load_directory(act.tx)
    assignment = directory.assignments.get(id)
    if assignment is None:
        raise Problem("not_found")
    changed = replace(
        assignment, ends=ends, reason=reason or assignment.reason, decision=decision or assignment.decision
    )
    if assignment.role == "admin" and not changed.current_on(act.today):
        check_admin_remains(directory, act.today, without_assignment=id)
    if ends is None or assignment.ends is None or ends > assignment.ends:
        _pass(check_assignment(directory, changed, beside_others=True))
    elif read_day(ends) != ends or ends < assignment.starts:
        raise Problem("end_before_start" if read_day(ends) == ends else "bad_day")
    act.append(_write(changed))
    return changed


def do_set_substitute(act: Act, id: str, substitute: str | None) -> Assignment:
    """Name who stands in for an assignment's holder, or nobody. Problem `not_found`, `substitute_unknown` …"""
    directory = load_directory(act.tx)
    assignment = directory.assignments.get(id)
    if assignment is None:
        raise Problem("not_found")
    changed = replace(assignment, substitute=substitute)
    _pass(check_assignment(directory, changed, beside_others=True))
    act.append(_write(changed))
    return changed


def do_put_agency(act: Act, id: str, *, name: str, phone: str | None, closed: bool) -> None:
    """Add or change an agency. Problem `name_missing`, `agency_twice`."""
    if not name.strip():
        raise Problem("name_missing")
    others = load_directory(act.tx).agencies.values()
    if any(other.name == name.strip() and other.id != id for other in others):
        raise Problem("agency_twice", {"agency": name.strip()})
    act.append(Write("agency", id, {"name": name.strip(), "phone": phone, "closed": closed}, _EVERYONE))


def do_put_theme(act: Act, id: str, *, name_vi: str, name_en: str, order: int) -> None:
    """Add or change what a matter can be about."""
    act.append(Write("theme", id, {"name_vi": name_vi, "name_en": name_en, "order": order}, _EVERYONE))


def do_put_office(
    act: Act, id: str, *, name: str, phone: str | None, province: str | None, clock_offset_ms: int, demo: bool
) -> None:
    """Write the office's own record: what phones say about it, and how far its clock is set."""
    fields = {
        "name": name, "phone": phone, "province": province, "clock_offset_ms": clock_offset_ms, "demo": demo,
    }  # fmt: skip
    act.append(Write("office", id, fields, _EVERYONE))


def do_move_window(act: Act, *, days: int | None, first: str | None) -> None:
    """Say how many days a province-wide person's phone holds (None: the usual), and since which day it does."""
    office = load_directory(act.tx).office
    if office is not None:
        act.append(Write("office", office.id, {"window_days": days, "window_from": first}))


def check_known(directory: Directory, person: str) -> None:
    """Let a person of the directory pass. Problem `not_found`."""
    if person not in directory.persons:
        raise Problem("not_found")


def check_admin_remains(
    directory: Directory, day: str, *, without_person: str | None = None, without_assignment: str | None = None
) -> None:
    """Let the act pass if someone still administers. Problem `last_admin`: an office nobody can open is lost."""
    admins = [a for a in directory.assignments.values() if a.role == "admin" and a.current_on(day)]
    rest = [
        a
        for a in admins
        if a.person != without_person
        and a.id != without_assignment
        and a.person in directory.persons
        and not directory.persons[a.person].disabled
    ]
    if admins and not rest:
        raise Problem("last_admin")


def common_passwords() -> frozenset[str]:
    """What people try first, in small letters and digits."""
    text = (files("server.features.people") / "common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.split() if line)


def _add_login(act: Act, person: str, username: str) -> None:
    values = {"password_hash": None, "must_change": False, "disabled": False, "created": act.at}
    act.tx.connection.execute(sa.insert(logins).values(person=person, username=username, **values))


def _free_username(act: Act, typed: str) -> str:
    username = clean_username(typed)
    _pass(check_username(username))
    if find_login(act.tx, username) is not None:
        raise Problem("username_taken")
    return username


def _write(assignment: Assignment) -> Write:
    fields = {name: value for name, value in asdict(assignment).items() if name != "id"}
    return Write("assignment", assignment.id, fields, _EVERYONE)


def _pass(fault: Fault | None) -> None:
    if fault is not None:
        raise Problem(fault.code, fault.details)
