"""What an office's backup consists of, where it goes, how long it stays, and how a refill ends.

Owns the list of what the features hold, for `server/platform/backup`, which knows nothing of them.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from functools import partial
from os import urandom
from pathlib import Path
from typing import Final

from sqlalchemy.engine import Engine

from server.config import Config
from server.context import Server
from server.features.agenda.model import addresses as calendars
from server.features.attachments.model import photos, uploads
from server.features.cases.model import handed_over
from server.features.devices.model import devices, sessions
from server.features.erasures.opening import catch_up_within, eraser_of
from server.features.people.model import codes, imports, logins
from server.features.reminders.model import addresses, begun, push_key, reminders, sendings, subscriptions
from server.platform.backup.dump import Holdings
from server.platform.backup.load import Contents
from server.platform.backup.make import SCRATCH, UNPROVED, Means, Office, make_backup
from server.platform.backup.positions import RESTORABLE_DAYS, Kept, list_backups, note_safe_pos
from server.platform.backup.restore import Restored, restore
from server.platform.blobs import Blobs
from server.platform.clock import DAY_MS, stamp_of
from server.platform.ids import new_id
from server.wire.ingest import retry

# Parts of files and sheets under way begin anew. Who may sign in, and on which devices, never goes back in time: what
# was withdrawn since stays withdrawn. Nor does what people were told: nobody is told twice of what he has done since.
HOLDINGS: Final = Holdings(
    named_by=(photos.c.stored_sha,),
    left_out=(uploads.name, imports.name),
    kept=(
        *(logins, codes, devices, sessions),
        *(reminders, sendings, begun, addresses, subscriptions, push_key, calendars),
    ),
)
# Tables are found by their modules: what waits in the office's hands is part of a backup.
assert handed_over.metadata is photos.metadata
_NAME: Final = "diaban-{stamp}.diaban"
# A daily job that comes a little early has not been done today.
_DAILY_MS: Final = DAY_MS - 3_600_000
# Phones keep what they sent for as long as backups are counted on; who was away longer brings nothing more.
REFILL_DAYS: Final = RESTORABLE_DAYS


def office_of(config: Config, engine: Engine) -> Office:
    """The office at these settings."""
    return Office(engine, Blobs(config.blobs_dir), HOLDINGS, config.data_dir)


def backup_now(
    office: Office, config: Config, means: Means, *, to: Path | None, pass_phrase: bytes | None
) -> tuple[Kept, Contents]:
    """Back the office up: to a file or into a folder, else into the folder of the settings. Old ones there go.

    FileExistsError, OSError, UnfitError.
    """
    name = _NAME.format(stamp=stamp_of(means.now))
    own = to is None
    place = to or config.backups_dir
    if own or place.is_dir():
        place.mkdir(parents=True, exist_ok=True)
        place = place / name
    _sweep_leavings(office.scratch, place.parent, now=means.now)
    made = make_backup(office, place.resolve(), pass_phrase, means)
    if own:
        sweep_backups(place.parent, now=means.now)
    return made


def sweep_backups(folder: Path, *, now: int) -> int:
    """Throw away backups that nobody counts on any more, but never the newest. How many went."""
    files = sorted(folder.glob(_NAME.format(stamp="*")))
    # A file's own time, not its name: it may have been copied here, and is then as young as that.
    old = [path for path in files[:-1] if path.stat().st_mtime * 1000 < now - RESTORABLE_DAYS * DAY_MS]
    for path in old:
        path.unlink()
    return len(old)


def _sweep_leavings(scratch: Path, folder: Path, *, now: int) -> None:
    """Throw away what backups left that a kill or a power cut broke off. What is younger than a day may be at work."""
    for path in (*scratch.glob(f"{SCRATCH}*"), *folder.glob(f"*{UNPROVED}")):
        if path.stat().st_mtime * 1000 < now - DAY_MS:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def restore_now(config: Config, file: Path, pass_phrase: bytes | None, means: Means) -> Restored:
    """Go back to a backup, but for what was erased since. See `restore` for what it raises. BrokenListError."""
    erased = {sha for one in eraser_of(config).listed.read() for sha in one.blobs}
    holdings = replace(HOLDINGS, erased=erased, settle=partial(catch_up_within, config))
    return restore(file, pass_phrase, config.url, Blobs(config.blobs_dir), holdings, means)


def close_refill(here: Server) -> int:
    """Wait no more for what phones hand in again; how many operations got their last outcome by that."""
    with here.store.write() as tx:
        tx.close_refill()
    return retry(here)


def daily_backup(here: Server) -> int:
    """Where the settings ask for it: back up once a day. Always: say anew what backups hold, and end an old refill."""
    now = here.clock.now_ms()
    with here.store.write() as tx:
        note_safe_pos(tx, now=now)
        since = tx.meta().refill_since
        newest = max((one.made for one in list_backups(tx)), default=0)
    if since is not None and since < now - REFILL_DAYS * DAY_MS:
        close_refill(here)
    if here.config.backup_dir is None or newest > now - _DAILY_MS:
        return 0
    phrase = _pass_phrase_of(here.config)
    means = Means(now, new_id, urandom, lambda _what, _done, _total: None)
    office = office_of(here.config, here.store.engine)
    backup_now(office, here.config, means, to=None, pass_phrase=phrase)
    return 1


def _pass_phrase_of(config: Config) -> bytes | None:
    """What daily backups are locked with. ValueError where a file for it is set and says nothing: no lock is that."""
    if config.backup_pass_phrase_file is None:
        return None
    phrase = read_pass_phrase(config.backup_pass_phrase_file)
    if not phrase:
        raise ValueError("the file of the pass phrase is empty")
    return phrase


def read_pass_phrase(file: Path) -> bytes:
    """The first line of a file, without what surrounds it; empty when there is none."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return lines[0].strip().encode() if lines else b""
