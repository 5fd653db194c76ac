"""`diaban`: the product on the command line.

Owns the commands' names and options. This process stays small, because it lives as long as the server it starts; what
needs the database is imported by the commands that do.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from server.cli.telling import tell


def data_dir_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Where the office's data lies; else DIABAN_DATA_DIR, else a folder of the user's own."""
    path = click.Path(file_okay=False, path_type=Path)
    return click.option("--data-dir", type=path, help=tell("cli-help-data-dir"))(command)


def port_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Which port to serve on."""
    return click.option("--port", type=click.IntRange(1, 65535), default=8000, help=tell("cli-help-port"))(command)


@click.group(help=tell("cli-help"))
def main() -> None:
    """All of them."""


@main.command(help=tell("cli-help-demo"))
@click.option("--fresh", is_flag=True, help=tell("cli-help-fresh"))
@click.option("--no-browser", is_flag=True, help=tell("cli-help-no-browser"))
@port_option
@data_dir_option
def demo(port: int, data_dir: Path | None, *, fresh: bool, no_browser: bool) -> None:
    """The demo province."""
    from server.cli.serving import serve_demo

    serve_demo(port, data_dir, fresh=fresh, browser=not no_browser)


@main.command(help=tell("cli-help-serve"))
@port_option
@data_dir_option
def serve(port: int, data_dir: Path | None) -> None:
    """A real office."""
    from server.cli.serving import serve_office

    serve_office(port, data_dir)


@main.command(help=tell("cli-help-migrate"))
@data_dir_option
def migrate(data_dir: Path | None) -> None:
    """The database, brought up to date."""
    from server.cli.serving import office_folder
    from server.config import read_config
    from server.platform.migrate import migrate as bring_up_to_date

    config = read_config(data_dir=office_folder(data_dir))
    bring_up_to_date(config.url)
    click.echo(tell("cli-migrated"))


@main.command(help=tell("cli-help-openapi"))
def openapi() -> None:
    """The description of the API, as `/api/openapi.json` gives it."""
    from server.cli.describing import describe

    click.echo(describe())


def _add_commands() -> None:
    from server.cli.backups import backup, restore, verify
    from server.cli.erasures import erase
    from server.cli.keys import keys
    from server.cli.rescue import rescue
    from server.cli.units import units
    from server.cli.users import user
    from server.cli.working import worker

    for command in (user, rescue, backup, restore, verify, erase, units, keys, worker):
        main.add_command(command)


_add_commands()
