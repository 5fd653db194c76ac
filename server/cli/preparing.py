"""Makes an office ready to be served, and says what there is: `python -m server.cli.preparing demo|office DIR PORT`.

A process of its own: migrating and seeding need much memory for a short time.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from server.cli.serving import DEMO_MARK
from server.cli.telling import give_up, tell

if TYPE_CHECKING:
    from server.config import Config
    from server.context import Server

ACCOUNTS: Final = (
    "cadre1", "cadre2", "cadre3", "contact1", "contact2", "agency1", "clerk", "supervisor", "leader", "admin",
)  # fmt: skip
# What a bar of progress is wide.
_BAR_CHARS: Final = 30


def prepare_demo(folder: Path, port: int) -> None:
    """Bring the database up to date, seed it where it is empty, and tell who can sign in."""
    from server import create_app
    from server.config import read_config
    from server.demo.founding import PASSWORD
    from server.demo.seed import SeedingError, seed

    # The demo is always the file in its folder: it must never meet a real office's database.
    os.environ.pop("DIABAN_DATABASE_URL", None)
    # The mark lets `--fresh` empty the folder: it is set where nothing is yet, and never beside somebody's real office.
    if any(folder.iterdir()) and not (folder / DEMO_MARK).exists():
        give_up(tell("cli-not-a-demo", folder=str(folder)))
    (folder / DEMO_MARK).touch()
    click.echo(tell("cli-migrating"))
    app = create_app(read_config(data_dir=folder))
    click.echo(tell("cli-seeding"))
    try:
        fresh = seed(app, progress=show_progress)
    except SeedingError as fault:
        give_up(tell("cli-seed-failed", why=str(fault)))
    click.echo(tell("cli-seeded" if fresh else "cli-kept"))
    url = f"http://localhost:{port}"
    click.echo(tell("cli-demo-ready", url=url, password=PASSWORD))
    for name in ACCOUNTS:
        about = tell(f"cli-account-{name}")
        click.echo(f"  {name:<11} {about}")
    click.echo(tell("cli-demo-try", url=url))


def prepare_office(folder: Path, port: int) -> None:
    """Bring the database up to date, found the office where it is new, and say what comes next."""
    from server import create_app
    from server.config import read_config
    from server.founding import found_office

    config = read_config(data_dir=folder)
    check_means(config)
    click.echo(tell("cli-migrating"))
    here: Server = create_app(config).extensions["diaban"]
    found_office(here)
    click.echo(tell("cli-ready", url=here.config.public_origin or f"http://localhost:{port}", folder=str(folder)))
    if not has_admin(here):
        click.echo(tell("cli-first-admin", folder=str(folder)))


def check_means(config: Config) -> None:
    """End with a sentence when what reminders are sent by is set up wrongly."""
    from server.features.reminders.means import MeansError, check_settings

    try:
        check_settings(config)
    except MeansError as fault:
        give_up(tell(f"cli-means-{fault.code.replace('_', '-')}"))


def has_admin(here: Server) -> bool:
    """Whether someone administers this office."""
    from server.features.people.queries import load_directory

    with here.store.read() as reader:
        directory = load_directory(reader)
    return any(directory.is_admin(person, here.today) for person in directory.persons)


def show_progress(done: int, total: int) -> None:
    """A bar on a terminal; a line for each tenth elsewhere."""
    if sys.stdout.isatty():
        filled = _BAR_CHARS * done // total
        click.echo(f"\r  [{'█' * filled}{'·' * (_BAR_CHARS - filled)}] {done}/{total}", nl=done == total)
    elif done * 10 // total != (done - 1) * 10 // total:
        click.echo(f"  {done}/{total}")


if __name__ == "__main__":
    prepare = {"demo": prepare_demo, "office": prepare_office}[sys.argv[1]]
    prepare(Path(sys.argv[2]), int(sys.argv[3]))
