"""`diaban keys`: the key pair by which push services know this office."""

from __future__ import annotations

from pathlib import Path

import click

from server.cli.telling import tell
from server.cli.users import data_dir_option, open_office


@click.command(help=tell("cli-help-keys"))
@click.option("--replace", is_flag=True, help=tell("cli-help-keys-replace"))
@data_dir_option
def keys(data_dir: Path | None, *, replace: bool) -> None:
    """Make the key pair where there is none, and show its public half. Another takes its place only by `--replace`."""
    from server.features.reminders.means import contact_of, do_keep_key, read_key, shown
    from server.platform.channels.push import new_push_key

    with open_office(data_dir) as here:
        with here.store.write() as tx:
            key, phones = read_key(tx.connection), 0
            said = "cli-keys-kept" if key else "cli-keys-made"
            if key is None or replace:
                said = "cli-keys-replaced" if key else said
                key = new_push_key()
                phones = do_keep_key(tx.connection, key, now=here.clock.now_ms())
        click.echo(tell(said, count=phones))
        click.echo(shown(key))
        if not contact_of(here.config):
            click.echo(tell("cli-keys-no-contact"))
