"""`diaban rescue import FILE`: the work of a phone that cannot send it, taken in at the office's own machine."""

from __future__ import annotations

from pathlib import Path

import click

from server.cli.telling import tell
from server.cli.users import data_dir_option, open_office


@click.group(help=tell("cli-help-rescue"))
def rescue() -> None:
    """Rescue files."""


@rescue.command("import", help=tell("cli-help-rescue-import"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@data_dir_option
def take_file(file: Path, data_dir: Path | None) -> None:
    """Take a rescue file in. The same file again changes nothing."""
    from server.platform.acts import NOBODY
    from server.wire.rescue import take

    with open_office(data_dir) as here:
        taken = take(here, file.read_bytes(), via=NOBODY)
    count = sum(taken.ops.values())
    needs = taken.ops["quarantined"] + taken.ops["conflict"]
    click.echo(tell("cli-rescued", name=taken.name, count=str(count), known=str(taken.known)))
    click.echo(tell("cli-rescued-photos", stored=str(taken.photos["stored"]), refused=str(taken.photos["refused"])))
    if needs:
        click.echo(tell("cli-rescued-needs", count=str(needs), name=taken.name))
