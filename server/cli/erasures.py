"""`diaban erase …`: words that must not be there, taken out by a named act, from the office's own machine."""

from __future__ import annotations

from pathlib import Path

import click

from server.cli.telling import tell
from server.cli.users import data_dir_option, open_office, person_of


@click.command(help=tell("cli-help-erase"))
@click.argument("what", required=False)
@click.option("--part", "parts", multiple=True, help=tell("cli-help-erase-part"))
@click.option("--ground", help=tell("cli-help-erase-ground"))
@click.option("--reason", help=tell("cli-help-erase-reason"))
@click.option("--by", "username", help=tell("cli-help-erase-by"))
@click.option("--list", "listing", is_flag=True, help=tell("cli-help-erase-list"))
@data_dir_option
def erase(
    what: str | None, parts: tuple[str, ...], ground: str | None, reason: str | None, username: str | None,
    data_dir: Path | None, *, listing: bool,
) -> None:  # fmt: skip
    """Erase parts of a report, an item or a photo; without a ground: say which parts there are."""
    if listing:
        _list(data_dir)
    elif what is None or ground is None:
        _show(what or "", data_dir)
    else:
        _erase(what, parts, (ground, reason or ""), username, data_dir)


def _erase(
    what: str, parts: tuple[str, ...], why: tuple[str, str], username: str | None, data_dir: Path | None
) -> None:
    from server.errors import Problem
    from server.features.erasures.actions import do_erase, drop_bytes
    from server.features.erasures.opening import eraser_of
    from server.features.erasures.queries import find_wished
    from server.features.erasures.rules import Wish
    from server.platform.acts import NOBODY
    from server.platform.blobs import Blobs
    from server.platform.ids import new_id

    with open_office(data_dir) as here:
        with here.store.write() as tx:
            wished = find_wished(tx, what)
            if wished is None:
                raise Problem("not_found")
            by = person_of(tx, username) if username is not None else NOBODY
            wish = Wish(*wished, parts, *why)
            erasure, done = do_erase(tx, eraser_of(here.config), wish, id=new_id(), by=by, at=here.clock.now_ms())
        with here.store.write() as tx:
            drop_bytes(tx, Blobs(here.config.blobs_dir), [erasure])
    name = erasure.number or erasure.matter
    click.echo(tell("cli-erased", name=name, records=done.records, changes=done.changes, photos=len(erasure.blobs)))


def _show(what: str, data_dir: Path | None) -> None:
    from server.errors import Problem
    from server.features.erasures.queries import find_matter

    with open_office(data_dir) as here, here.store.read() as reader:
        found = find_matter(reader, what)
        if found is None:
            raise Problem("not_found")
    click.echo(tell("cli-erase-parts", name=found.number or found.id, parts=", ".join(found.parts)))
    for child in found.children:
        click.echo(f"  {child.part}")
    if found.amended_by:
        click.echo(tell("cli-erase-amended", names=", ".join(found.amended_by)))


def _list(data_dir: Path | None) -> None:
    from server.features.people.queries import load_directory
    from server.platform.clock import day_of

    with open_office(data_dir) as here, here.store.read() as reader:
        people = load_directory(reader).persons
        for one in reader.erasures():
            who = people[one.by].name if one.by in people else tell("cli-erase-nobody")
            places = ", ".join(one.places)
            click.echo(f"{day_of(one.at)}  {one.number or one.matter}  {who}  {one.ground}  {one.reason}  [{places}]")
