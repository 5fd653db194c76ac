"""`diaban user …`: accounts from the command line, by the same actions as the administrator's screens.

The server may be running: it sees what is written here with the next request.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from os import urandom
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from server.cli.telling import give_up, language, tell

if TYPE_CHECKING:
    from server.context import Server
    from server.platform.acts import Act
    from server.platform.store import SqlReader


@click.group(help=tell("cli-help-user"))
def user() -> None:
    """Accounts."""


def data_dir_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Where the office's data lies."""
    path = click.Path(file_okay=False, path_type=Path)
    return click.option("--data-dir", type=path, help=tell("cli-help-data-dir"))(command)


@contextmanager
def open_office(data_dir: Path | None) -> Iterator[Server]:
    """The office's database, opened. A Problem inside is told in a sentence and ends the command."""
    from server.cli.serving import office_folder
    from server.config import read_config
    from server.errors import Problem, sentence_of
    from server.opening import open_server
    from server.platform.clock import SystemClock
    from server.platform.db import engine_of
    from server.platform.erasure_list import BrokenListError

    config = read_config(data_dir=office_folder(data_dir))
    try:
        here = open_server(config, SystemClock(), engine_of(config.url))
    except BrokenListError as error:
        give_up(tell("cli-erasures-broken", why=str(error)))
    try:
        yield here
    except Problem as problem:
        give_up(sentence_of(problem.code, problem.details, language()))
    finally:
        here.store.engine.dispose()


@contextmanager
def _act(data_dir: Path | None) -> Iterator[Act]:
    from server.founding import found_office
    from server.platform.acts import NOBODY, Act
    from server.platform.ids import new_id

    with open_office(data_dir) as here:
        found_office(here)
        with here.store.write() as tx:
            yield Act(tx, NOBODY, here.clock.now_ms(), here.today, new_id)


@user.command(help=tell("cli-help-user-add"))
@click.argument("username")
@click.option("--name", help=tell("cli-help-name"))
@click.option("--title", help=tell("cli-help-title"))
@click.option("--admin", is_flag=True, help=tell("cli-help-admin"))
@data_dir_option
def add(username: str, name: str | None, title: str | None, data_dir: Path | None, *, admin: bool) -> None:
    """A person who can sign in, with a code to begin with."""
    from server.features.people.actions import NewPerson, do_add_person, do_assign
    from server.features.people.directory import Assignment

    with _act(data_dir) as act:
        person = act.new_id()
        do_add_person(act, NewPerson(person, name or username, title, username))
        if admin:
            do_assign(act, Assignment(act.new_id(), person, "admin", starts=act.today))
        told = _issue(act, person)
    click.echo(tell("cli-user-added", username=username))
    click.echo(told)


@user.command(help=tell("cli-help-user-code"))
@click.argument("username")
@data_dir_option
def code(username: str, data_dir: Path | None) -> None:
    """A one-time code."""
    with _act(data_dir) as act:
        told = _issue(act, _person(act, username))
    click.echo(told)


@user.command(help=tell("cli-help-user-disable"))
@click.argument("username")
@data_dir_option
def disable(username: str, data_dir: Path | None) -> None:
    """Shut a person out."""
    _switch(username, data_dir, disabled=True)
    click.echo(tell("cli-user-disabled", username=username))


@user.command(help=tell("cli-help-user-enable"))
@click.argument("username")
@data_dir_option
def enable(username: str, data_dir: Path | None) -> None:
    """Let a person in again."""
    _switch(username, data_dir, disabled=False)
    click.echo(tell("cli-user-enabled", username=username))


@user.command("list", help=tell("cli-help-user-list"))
@data_dir_option
def list_users(data_dir: Path | None) -> None:
    """Everyone who can sign in."""
    from server.features.people.queries import list_people, load_directory

    with open_office(data_dir) as here, here.store.read() as reader:
        directory = load_directory(reader)
        for person in list_people(reader):
            roles = {tell(f"sheet-role-{held.role}"): None for held in directory.roles(person.id, here.today)}
            state = tell("cli-user-is-disabled") if person.disabled else ""
            click.echo(f"{person.username or '—':<20} {person.name:<32} {', '.join(roles)} {state}".rstrip())


@user.command(help=tell("cli-help-user-sessions"))
@click.argument("username")
@data_dir_option
def sessions(username: str, data_dir: Path | None) -> None:
    """The open sessions of a person."""
    from server.features.devices.queries import list_sessions
    from server.platform.clock import day_of

    with _act(data_dir) as act:
        for each in list_sessions(act.tx.connection, _person(act, username), act.at):
            click.echo(f"{each.id}  {day_of(each.last_seen)}  {each.label}")


@user.command("end-session", help=tell("cli-help-user-end-session"))
@click.argument("username")
@click.argument("session", required=False)
@data_dir_option
def end_session(username: str, session: str | None, data_dir: Path | None) -> None:
    """End one session of a person, or all."""
    from server.features.devices.actions import do_end_session, do_end_sessions

    with _act(data_dir) as act:
        person = _person(act, username)
        if session is not None:
            do_end_session(act.tx.connection, person, session)
        count = 1 if session is not None else do_end_sessions(act.tx.connection, person)
    click.echo(tell("cli-sessions-ended", count=count))


@user.command(help=tell("cli-help-user-devices"))
@click.argument("username")
@data_dir_option
def devices(username: str, data_dir: Path | None) -> None:
    """Every device that a person ever signed in on."""
    from server.features.devices.queries import list_devices
    from server.platform.clock import day_of

    with _act(data_dir) as act:
        for each in list_devices(act.tx.connection, _person(act, username)):
            state = tell("cli-device-wiped" if each.wiped is not None else f"cli-device-{each.state}")
            click.echo(f"{each.id}  {day_of(each.last_seen)}  {state:<24} {each.label}".rstrip())


@user.command(help=tell("cli-help-user-withdraw"))
@click.argument("username")
@click.argument("device")
@click.option("--lost", is_flag=True, help=tell("cli-help-lost"))
@click.option("--give-back", is_flag=True, help=tell("cli-help-give-back"))
@data_dir_option
def withdraw(username: str, device: str, data_dir: Path | None, *, lost: bool, give_back: bool) -> None:
    """Withdraw a device, or let it work again."""
    from server.features.devices.actions import do_withdraw
    from server.features.devices.rules import ACTIVE, DRAIN, LOST

    state = ACTIVE if give_back else LOST if lost else DRAIN
    with _act(data_dir) as act:
        do_withdraw(act.tx.connection, _person(act, username), device, state, act.at)
    click.echo(tell(f"cli-device-now-{state}"))


@user.command(help=tell("cli-help-user-role"))
@click.argument("username")
@click.argument("role")
@click.option("--unit", help=tell("cli-help-unit"))
@click.option("--agency", help=tell("cli-help-agency"))
@click.option("--from", "starts", help=tell("cli-help-from"))
@click.option("--to", "ends", help=tell("cli-help-to"))
@click.option("--decision", help=tell("cli-help-decision"))
@click.option("--substitute", help=tell("cli-help-substitute"))
@click.option("--beside-others", is_flag=True, help=tell("cli-help-beside-others"))
@data_dir_option
def role(username: str, starts: str | None, data_dir: Path | None, *, beside_others: bool, **cells: str | None) -> None:
    """Assign a person, as a row of the spreadsheet would."""
    from server.errors import Problem
    from server.features.people.actions import do_put_assignments
    from server.features.people.directory import Assignment
    from server.features.people.imports import make_bench
    from server.features.people.judging import BAD, judge_assignments

    with _act(data_dir) as act:
        told = {name: cell or "" for name, cell in cells.items()}
        row = {**told, "username": username, "starts": starts or act.today, "above": "", "reason": ""}
        row["beside"] = "x" if beside_others else ""
        (judged,) = judge_assignments([row], make_bench(act))
        if judged.verdict == BAD and judged.fault is not None:
            raise Problem(judged.fault.code, judged.fault.details)
        if isinstance(judged.wanted, Assignment):
            do_put_assignments(act, [judged.wanted])
    click.echo(tell("cli-user-assigned", username=username))


def _person(act: Act, username: str) -> str:
    return person_of(act.tx, username)


def person_of(reader: SqlReader, username: str) -> str:
    """The person of a user name. Problem `person_unknown`."""
    from server.errors import Problem
    from server.features.people.queries import find_login
    from server.features.people.rules import clean_username

    login = find_login(reader, clean_username(username))
    if login is None:
        raise Problem("person_unknown")
    return str(login.person)


def _issue(act: Act, person: str) -> str:
    from server.features.people.actions import do_issue_code
    from server.features.people.rules import CODE_CHARS, show_code

    made, _expires = do_issue_code(act, person, urandom(CODE_CHARS))
    return tell("cli-user-code", code=show_code(made))


def _switch(username: str, data_dir: Path | None, *, disabled: bool) -> None:
    from server.features.people.actions import do_disable_person

    with _act(data_dir) as act:
        do_disable_person(act, _person(act, username), disabled=disabled)
