"""`diaban units change …`: plans of changes of units, looked at and applied from the office's own machine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from server.cli.telling import give_up, language, tell
from server.cli.users import data_dir_option, open_office, person_of

if TYPE_CHECKING:
    from server.context import Server
    from server.features.changes.queries import Plan
    from server.platform.store import SqlReader


@click.group(help=tell("cli-help-units"))
def units() -> None:
    """Units."""


@units.command("go", help=tell("cli-help-units-go"))
@click.argument("day")
@data_dir_option
def go_to(day: str, data_dir: Path | None) -> None:
    """A demo's calendar on another day."""
    from server.days import read_day
    from server.features.people.queries import load_directory

    with open_office(data_dir) as here:
        if read_day(day) != day:
            give_up(tell("cli-units-no-day", day=day))
        with here.store.write() as tx:
            office = load_directory(tx).office
            if office is None or not office.demo:
                give_up(tell("cli-change-demo-only"))
            moved = _go_to(here, tx, day)
        click.echo(tell("cli-change-gone", day=day))
        click.echo(tell("cli-units-moved", moved=moved))


@units.group(help=tell("cli-help-change"))
def change() -> None:
    """Plans."""


@change.command("list", help=tell("cli-help-change-list"))
@data_dir_option
def list_changes(data_dir: Path | None) -> None:
    """Every plan."""
    from server.features.changes.queries import list_plans

    with open_office(data_dir) as here, here.store.read() as reader:
        for plan in list_plans(reader):
            _tell_head(plan)


@change.command("show", help=tell("cli-help-change-show"))
@click.argument("which")
@data_dir_option
def show_change(which: str, data_dir: Path | None) -> None:
    """What a plan would do."""
    from server.features.changes.describing import describe
    from server.features.changes.queries import look

    with open_office(data_dir) as here, here.store.read() as reader:
        plan = _find(reader, which)
        _tell_head(plan)
        _tell_whole(describe(reader, look(reader, plan), language()))


@change.command("add", help=tell("cli-help-change-add"))
@click.argument("sheet", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--day", required=True)
@click.option("--title", required=True)
@click.option("--decision")
@click.option("--by", "username", help=tell("cli-help-change-by"))
@data_dir_option
def add_change(
    sheet: Path, day: str, title: str, decision: str | None, username: str | None, data_dir: Path | None
) -> None:
    """A plan of a spreadsheet."""
    from server.features.changes.actions import do_put_plan
    from server.features.changes.describing import describe
    from server.features.changes.queries import find_plan, look
    from server.features.changes.sheets import read_plan

    with open_office(data_dir) as here:
        # What was typed in an old font is read like the rest: the plan is shown below, line by line.
        rows, _ = read_plan(sheet.read_bytes(), language())
        with here.store.write() as tx:
            act = _act(here, tx, username)
            id = act.new_id()
            do_put_plan(act, id, day=day, title=title, decision=decision, rows=rows)
            plan = find_plan(tx, id)
            if plan is not None:
                _tell_head(plan)
                _tell_whole(describe(tx, look(tx, plan), language()))


@change.command("apply", help=tell("cli-help-change-apply"))
@click.argument("which")
@click.option("--by", "username", help=tell("cli-help-change-by"))
@click.option("--go", is_flag=True, help=tell("cli-help-change-go"))
@data_dir_option
def apply_change(which: str, username: str | None, data_dir: Path | None, *, go: bool) -> None:
    """A plan takes effect."""
    from server.features.changes.actions import do_apply
    from server.features.people.queries import load_directory

    with open_office(data_dir) as here:
        with here.store.write() as tx:
            office = load_directory(tx).office
            if go and (office is None or not office.demo):
                give_up(tell("cli-change-demo-only"))
            plan = _find(tx, which)
            moved = do_apply(_act(here, tx, username), plan.id)
            if go:
                moved += _go_to(here, tx, plan.day)
        click.echo(tell("cli-change-done", moved=moved))
        if go:
            click.echo(tell("cli-change-gone", day=plan.day))
        elif plan.day > here.today:
            click.echo(tell("cli-change-later", day=plan.day))


def _go_to(here: Server, tx: Any, day: str) -> int:
    """Put a demo's calendar to the morning of that day, and let open items follow; how many did."""
    from dataclasses import replace

    from server.features.changes.actions import do_catch_up
    from server.features.people.actions import do_put_office
    from server.features.people.queries import load_directory
    from server.platform.clock import start_of

    office = load_directory(tx).office
    if office is None:
        return 0
    act = replace(_act(here, tx, None), today=day)
    morning = start_of(day) + 8 * 3_600_000
    do_put_office(
        act, office.id, name=office.name, phone=office.phone, province=office.province,
        clock_offset_ms=morning - here.clock.now_ms(), demo=office.demo,
    )  # fmt: skip
    return do_catch_up(act)


def _act(here: Server, tx: Any, username: str | None) -> Any:
    from server.platform.acts import NOBODY, Act
    from server.platform.ids import new_id

    by = person_of(tx, username) if username is not None else NOBODY
    return Act(tx, by, here.clock.now_ms(), here.today, new_id)


def _find(reader: SqlReader, which: str) -> Plan:
    """A plan by its id, or by its day when it is the only one of that day."""
    from server.errors import Problem
    from server.features.changes.queries import list_plans

    found = [plan for plan in list_plans(reader) if which in (plan.id, plan.day)]
    if len(found) != 1:
        raise Problem("not_found")
    return found[0]


def _tell_head(plan: Plan) -> None:
    state = tell("cli-change-waiting" if plan.applied is None else "cli-change-applied")
    decision, lines = plan.decision or "–", len(plan.rows)
    click.echo(tell("cli-change-line", day=plan.day, title=plan.title, decision=decision, lines=lines, state=state))
    click.echo(f"  {plan.id}")


def _tell_whole(told: dict[str, Any]) -> None:
    for row in told["rows"]:
        if row["verdict"] == "bad":
            click.echo(tell("cli-change-bad", row=row["row"], old=row["old"], message=row["message"]))
    for level in told["levels"]:
        click.echo(tell("cli-change-level", **level))
    for move in told["moves"]:
        click.echo(tell("cli-change-move", **{"from": "; ".join(move["from"]), "to": move["name"]}))
    if told["abolished"]:
        click.echo(tell("cli-change-abolished", names="; ".join(told["abolished"])))
    click.echo(tell("cli-change-items", moving=told["items_moving"], asking=told["items_waiting"]))
    click.echo(tell("cli-change-tasks", moving=told["tasks_moving"], asking=told["tasks_waiting"]))
    for item in (*told["items_asking"], *told["tasks_asking"]):
        heirs = " / ".join(item["heirs"]) or "–"
        click.echo(tell("cli-change-item", number=item["number"] or "–", unit=item["unit"], heirs=heirs))
    going, choices = len(told["going_on"]), len(told["choices"])
    click.echo(tell("cli-change-people", ending=told["assignments_ending"], going=going, choices=choices))
    for one in told["leaving"]:
        click.echo(tell("cli-change-leaving", person=one["person"], unit=one["from"]))
    if told["vacant"]:
        click.echo(tell("cli-change-vacant", names="; ".join(told["vacant"])))
    for rule in told["duties"]:
        units, unclear = "; ".join(rule["heirs"]) or "–", "; ".join(rule["unclear"]) or "–"
        click.echo(tell("cli-change-duties", name=rule["decision"] or rule["id"], units=units, unclear=unclear))
    click.echo(tell("cli-change-targets", following=told["targets_following"], asking=told["targets_asking"]))
    click.echo(tell("cli-change-meetings", following=told["meetings_following"], asking=told["meetings_asking"]))
    click.echo(tell("cli-change-fits" if told["fits"] else "cli-change-unfit"))
