"""`diaban backup`, `restore`, `verify`: an office in a file, back again, and whether it is whole.

The server may be running. What the work consists of is `server/platform/backup`; here it is asked for and told about.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from os import urandom
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from server.cli.telling import give_up, tell

if TYPE_CHECKING:
    from server.config import Config
    from server.platform.backup.finding import Finding
    from server.platform.backup.make import Means, Office
    from server.platform.backup.positions import Kept

_FILE: Final = click.Path(dir_okay=False, path_type=Path)
_FOLDER: Final = click.Path(file_okay=False, path_type=Path)


def _pass_phrase_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--pass-phrase-file", type=_FILE, help=tell("cli-help-pass-phrase"))(command)


def _data_dir(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--data-dir", type=_FOLDER, help=tell("cli-help-data-dir"))(command)


@click.command(help=tell("cli-help-backup"))
@click.option("--to", type=click.Path(path_type=Path), help=tell("cli-help-backup-to"))
@click.option("--list", "listing", is_flag=True, help=tell("cli-help-backup-list"))
@_pass_phrase_option
@_data_dir
def backup(to: Path | None, pass_phrase_file: Path | None, data_dir: Path | None, *, listing: bool) -> None:
    """Back the office up, or say what backups there are."""
    from server.backups import backup_now

    with _told(), _office(data_dir) as (config, office):
        if listing:
            _show_backups(office)
            return
        kept, contents = backup_now(office, config, _means(), to=to, pass_phrase=_pass_phrase(pass_phrase_file))
    rows = sum(contents.totals.rows.values())
    click.echo(tell("cli-backup-made", file=kept.file, rows=rows, photos=contents.totals.blobs, pos=kept.pos))
    if contents.totals.missing:
        click.echo(tell("cli-backup-photos-missing", count=len(contents.totals.missing)))
    if pass_phrase_file is not None:
        click.echo(tell("cli-backup-locked"))


@click.command(help=tell("cli-help-restore"))
@click.argument("file", type=_FILE, required=False)
@click.option("--close-refill", is_flag=True, help=tell("cli-help-close-refill"))
@_pass_phrase_option
@_data_dir
def restore(file: Path | None, pass_phrase_file: Path | None, data_dir: Path | None, *, close_refill: bool) -> None:
    """Go back to a backup, or end the time in which phones hand in again."""
    if close_refill:
        _close_refill(data_dir)
        return
    if file is None:
        raise click.UsageError(tell("cli-restore-which"))
    from server.backups import restore_now

    with _told():
        done = restore_now(_config(data_dir), _existing(file), _pass_phrase(pass_phrase_file), _means())
    click.echo(tell("cli-restored", file=str(file), made=_day(done.contents.about.made), pos=done.pos))
    if done.before is not None:
        click.echo(tell("cli-restored-before", before=done.before))
    click.echo(tell("cli-restored-refill"))


@click.command(help=tell("cli-help-verify"))
@click.argument("file", type=_FILE, required=False)
@_pass_phrase_option
@_data_dir
def verify(file: Path | None, pass_phrase_file: Path | None, data_dir: Path | None) -> None:
    """Look through the office, or through a backup."""
    from server.backups import HOLDINGS
    from server.platform.backup.make import prove
    from server.platform.backup.verify import verify as look_through

    with _told():
        if file is not None:
            here = _config(data_dir).data_dir
            contents, found = prove(_existing(file), _pass_phrase(pass_phrase_file), HOLDINGS, here, _progress())
            photos = contents.totals.blobs
        else:
            with _office(data_dir) as (_, office):
                found = look_through(office.engine, office.blobs, HOLDINGS, _progress())
            photos = found.photos
    for name, rows in found.rows.items():
        click.echo(f"  {name:<20} {rows:>10}")
    if found.findings:
        _give_up_over(found.findings)
    click.echo(tell("cli-verified", rows=sum(found.rows.values()), photos=photos, pos=found.pos))


def _close_refill(data_dir: Path | None) -> None:
    from server import create_app
    from server.backups import close_refill

    app = create_app(_config(data_dir))
    here = app.extensions["diaban"]
    try:
        settled = close_refill(here)
    finally:
        here.store.engine.dispose()
    click.echo(tell("cli-refill-closed", count=settled))


def _show_backups(office: Office) -> None:
    from server.platform.backup.positions import list_backups
    from server.platform.store import SqlStore

    with SqlStore(office.engine).read() as reader:
        backups, safe_pos = list_backups(reader), reader.meta().safe_pos
    for each in backups:
        click.echo(f"{_day(each.made)}  {each.size_bytes:>12}  pos {each.pos:<9} {_state(each):<32} {each.file}")
    click.echo(tell("cli-backups", count=len(backups), pos=safe_pos))


def _state(each: Kept) -> str:
    if not Path(each.file).exists():
        return tell("cli-backup-not-here")
    return tell("cli-backup-counted", until=_day(each.until) if each.until > _now() else "–")


@contextmanager
def _office(data_dir: Path | None) -> Iterator[tuple[Config, Office]]:
    from server.backups import office_of
    from server.platform.db import engine_of
    from server.platform.migrate import open_store

    config = _config(data_dir)
    engine = engine_of(config.url)
    try:
        open_store(engine)
        yield config, office_of(config, engine)
    finally:
        engine.dispose()


def _config(data_dir: Path | None) -> Config:
    from server.cli.serving import office_folder
    from server.config import read_config

    return read_config(data_dir=office_folder(data_dir))


@contextmanager
def _told() -> Iterator[None]:
    """What cannot be done is told in a sentence and ends the command."""
    import sqlalchemy as sa

    from server.platform.backup.archive import ArchiveError, DamagedError
    from server.platform.backup.make import UnfitError
    from server.platform.backup.places import LockedError, PlaceError
    from server.platform.backup.restore import OtherOfficeError
    from server.platform.erasure_list import BrokenListError

    try:
        yield
    except ArchiveError as error:
        give_up(tell(f"cli-archive-{error.code.replace('_', '-')}"))
    except DamagedError as error:
        give_up(tell("cli-archive-damaged", at=error.at, after=error.after))
    except UnfitError as error:
        _give_up_over(error.findings)
    except LockedError:
        give_up(tell("cli-restore-locked"))
    except OtherOfficeError:
        give_up(tell("cli-restore-other-office"))
    except PlaceError as error:
        give_up(tell("cli-restore-place", why=str(error)))
    except BrokenListError as error:
        give_up(tell("cli-erasures-broken", why=str(error)))
    except FileExistsError as error:
        give_up(tell("cli-file-exists", file=str(error.filename or error)))
    except (OSError, UnicodeDecodeError, sa.exc.SQLAlchemyError) as error:
        give_up(tell("cli-file-fault", why=str(getattr(error, "orig", None) or error)))


def _give_up_over(findings: Sequence[Finding]) -> None:
    for each in findings:
        fault = tell(f"verify-fault-{each.fault}")
        click.echo(f"  {each.place}  {each.at}: {fault}", err=True)
    give_up(tell("cli-unfit", count=len(findings)))


def _existing(file: Path) -> Path:
    if not file.is_file():
        give_up(tell("cli-file-missing", file=str(file)))
    return file.resolve()


def _pass_phrase(file: Path | None) -> bytes | None:
    from server.backups import read_pass_phrase

    if file is None:
        return None
    pass_phrase = read_pass_phrase(_existing(file))
    if not pass_phrase:
        give_up(tell("cli-pass-phrase-empty", file=str(file)))
    return pass_phrase


def _means() -> Means:
    from server.platform.backup.make import Means
    from server.platform.ids import new_id

    return Means(_now(), new_id, urandom, _progress())


def _now() -> int:
    from server.platform.clock import SystemClock

    return SystemClock().now_ms()


def _day(ms: int) -> str:
    """The office's day and time: `25/06/2024 08:00`."""
    from server.platform.clock import stamp_of

    day, time = stamp_of(ms).split("-")
    return f"{day[6:]}/{day[4:6]}/{day[:4]} {time[:2]}:{time[2:4]}"


def _progress() -> Callable[[str, int, int], None]:
    """How far it is, on a terminal: one line, written over."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        return lambda _what, _done, _total: None

    def show(what: str, done: int, total: int) -> None:
        percent = done * 100 // max(total, 1)
        click.echo(f"\r  {what:<20} {percent:>3} %", nl=done >= total, err=True)

    return show
