"""A backup is one file: whole, proved, locked when that is wished, and told apart from anything else."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
import sqlalchemy as sa

from server.backups import HOLDINGS, backup_now, daily_backup, office_of, sweep_backups
from server.config import Config
from server.platform.backup.archive import ArchiveError, DamagedError, Writer, read_frames
from server.platform.backup.load import load
from server.platform.backup.make import prove
from server.platform.backup.places import LockedError
from server.platform.backup.positions import RESTORABLE_DAYS, list_backups
from server.platform.backup.restore import OtherOfficeError
from server.platform.backup.verify import verify
from server.platform.clock import DAY_MS
from server.platform.db import engine_of, write_transaction
from server.platform.migrate import is_current, upgrade
from server.platform.store import SqlStore, SqlTx
from tests.cast import OpenOffice, Phone, found_office
from tests.factories import id_of
from tests.features.attachments.stories import photo, send
from tests.features.backups.stories import Bag, quiet
from tests.hand import Hand

LOCK = "trăng sáng trên đồng".encode()
VISIT = id_of("visit")


@pytest.mark.invariant("acked-is-durable")
def test_a_backup_made_while_people_write_is_of_one_moment(bag: Bag) -> None:
    owner = bag.phone("owner")
    owner.submit(VISIT)
    owner.sync()
    before, written = bag.pos(), iter(range(100))

    def write(what: str, _done: int, _total: int) -> None:
        # The log is read already when the records are not: what is written now must be in neither.
        if what in ("change", "membership", "op"):
            owner.save(id_of(f"draft {next(written)}"), village="Thôn 3")
            owner.sync()

    file = bag.back_up(tell=write)
    assert bag.pos() > before
    contents, found = prove(file, None, HOLDINGS, bag.folder, quiet)
    assert (contents.about.pos, found.findings) == (before, [])
    assert contents.totals.rows["op"] == 1


def test_texts_of_the_widest_letters_fit_the_frames_of_a_backup(bag: Bag) -> None:
    owner, text = bag.phone("owner"), "🌾" * 20_000
    for number in range(60):
        owner.submit(id_of(f"wide {number}"), findings=text, difficulties=text, proposals=text)
        if number % 10 == 9:
            owner.sync()
    with bag.back_up().open("rb") as file:
        sizes = [len(msgspec.msgpack.encode(frame.content)) for frame in read_frames(file, None)]
    # A frame holds four times as much: the last row of each may be as long as a record can be.
    assert 3_000_000 < max(sizes) < 5_000_000


def test_a_second_backup_into_the_same_file_does_not_break_the_first(bag: Bag) -> None:
    to = bag.folder / "office.diaban"
    refused: list[str] = []
    office = office_of(bag.here.config, bag.here.store.engine)

    def meanwhile(what: str, _done: int, _total: int) -> None:
        if what == "change" and not refused:
            refused.append(what)
            with pytest.raises(FileExistsError):
                backup_now(office, bag.here.config, bag.means(), to=to, pass_phrase=None)

    backup_now(office, bag.here.config, bag.means(meanwhile), to=to, pass_phrase=None)
    assert refused
    assert prove(to, None, HOLDINGS, bag.folder, quiet)[1].findings == []


@pytest.mark.invariant("restored-server-refilled")
def test_phones_learn_up_to_where_every_backup_reaches_and_keep_what_is_beyond(bag: Bag) -> None:
    owner = bag.phone("owner")
    for number in range(3):
        owner.save(id_of(f"draft {number}"), village="Thôn 3")
        owner.sync()
    bag.back_up()
    first = bag.pos()
    owner.save(id_of("late"), village="Thôn 3")
    owner.sync()
    assert owner.client.safe_pos == bag.meta().safe_pos == first
    assert len(owner.client.ops) == 1
    bag.clock.move(DAY_MS)
    bag.back_up()
    owner.sync()
    assert owner.client.safe_pos == first


def test_the_oldest_backup_that_is_counted_on_decides(bag: Bag) -> None:
    owner = bag.phone("owner")
    places = []
    for day in (0, 20, 11, 40):
        bag.clock.move(day * DAY_MS)
        owner.save(id_of(f"draft {day}"), village="Thôn 3")
        owner.sync()
        bag.back_up()
        places.append((bag.pos(), bag.meta().safe_pos))
    # On day 31 the first is too old; on day 71 only the one just made is young enough.
    (first, a), (second, b), (_third, c), (fourth, d) = places
    assert (a, b, c, d) == (first, first, second, fourth)
    bag.clock.move((RESTORABLE_DAYS + 1) * DAY_MS)
    daily_backup(bag.here)
    assert bag.meta().safe_pos == fourth


@pytest.mark.parametrize("pass_phrase", [None, LOCK], ids=["open", "locked"])
def test_a_byte_that_flipped_anywhere_is_found_with_its_place(bag: Bag, pass_phrase: bytes | None) -> None:
    owner = bag.phone("owner")
    one = photo()
    owner.submit(VISIT, add={"photos": [one.row]})
    owner.sync()
    send(Hand(owner.member, "phone", bag.clock.now_ms), VISIT, one)
    file = bag.back_up(pass_phrase)
    whole = file.read_bytes()
    chance = random.Random(7)
    # Every byte of the head and of the first frames' lengths, and many of the rest.
    for at in [*range(120), *(chance.randrange(len(whole)) for _ in range(200)), len(whole) - 1]:
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :])
        assert not _opens(file, pass_phrase), at
    for size in (0, 10, 100, len(whole) // 2, len(whole) - 1):
        file.write_bytes(whole[:size])
        assert not _opens(file, pass_phrase), size
    file.write_bytes(whole + b"x")
    assert not _opens(file, pass_phrase)
    file.write_bytes(whole)
    assert _opens(file, pass_phrase)


def _opens(file: Path, pass_phrase: bytes | None) -> bool:
    try:
        with file.open("rb") as opened:
            for _frame in read_frames(opened, pass_phrase):
                pass
    except DamagedError as damaged:
        assert 0 <= damaged.at <= file.stat().st_size
        assert damaged.after
        return False
    except ArchiveError:
        return False
    return True


def test_a_frame_is_good_in_its_own_place_only(bag: Bag) -> None:
    """Somebody who cannot open a locked backup cannot leave something out or put it elsewhere either."""
    file = bag.back_up(LOCK)
    whole = file.read_bytes()
    frames = _cut(whole)
    assert len(frames) > 5
    for changed in (frames[:2] + frames[3:], [*frames[:2], frames[3], frames[2], *frames[4:]], [*frames, frames[-1]]):
        file.write_bytes(b"".join(changed))
        assert not _opens(file, LOCK)


def _cut(whole: bytes) -> list[bytes]:
    """The beginning, the head, and each frame."""
    frames, at = [whole[:16]], 16
    while at < len(whole):
        size = 4 + int.from_bytes(whole[at : at + 4], "big")
        frames.append(whole[at : at + size])
        at += size
    return frames


def test_a_locked_backup_opens_by_its_pass_phrase_alone_and_shows_nothing(bag: Bag, tmp_path: Path) -> None:
    owner = bag.phone("owner")
    owner.submit(VISIT, findings="Bí mật của làng")
    owner.sync()
    file = bag.back_up(LOCK)
    for wrong, code in ((None, "needs_pass_phrase"), (b"trang sang tren dong", "wrong_pass_phrase")):
        with pytest.raises(ArchiveError) as error:
            bag.restore(file, wrong)
        assert error.value.code == code
    assert b"visit" not in file.read_bytes()
    # Nor does the proof leave anything open beside it.
    assert list(tmp_path.glob("**/*proof*")) == []
    assert file.stat().st_mode & 0o077 == 0
    bag.restore(file, LOCK)
    owner.sync()
    assert owner.body("report", VISIT)["findings"] == "Bí mật của làng"


def test_what_is_no_backup_is_said_to_be_none(bag: Bag, tmp_path: Path) -> None:
    other = tmp_path / "photo.jpg"
    other.write_bytes(photo().data)
    with pytest.raises(ArchiveError) as error:
        bag.restore(other)
    assert error.value.code == "not_a_backup"


def test_a_damaged_backup_changes_nothing(bag: Bag) -> None:
    owner = bag.phone("owner")
    file = bag.back_up()
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    owner.submit(VISIT)
    owner.sync()
    life = bag.meta()
    with pytest.raises(DamagedError):
        bag.restore(file)
    assert bag.meta() == life
    owner.sync()
    assert owner.body("visit", VISIT)["status"] == "sent"


def test_another_offices_backup_is_not_put_over_this_one(bag: Bag, open_office: OpenOffice, tmp_path: Path) -> None:
    other = open_office(_elsewhere(bag, tmp_path / "other"))
    found_office(other)
    here = other.extensions["diaban"]
    file = tmp_path / "other.diaban"
    backup_now(office_of(here.config, here.store.engine), here.config, bag.means(), to=file, pass_phrase=None)
    with pytest.raises(OtherOfficeError):
        bag.restore(file)
    assert bag.findings() == []


def test_a_backup_founds_the_office_anew_on_an_empty_machine(bag: Bag, open_office: OpenOffice, tmp_path: Path) -> None:
    """Of whichever database: the new machine has a file of SQLite."""
    owner = bag.phone("owner")
    one = photo()
    owner.submit(VISIT, add={"photos": [one.row]})
    owner.sync()
    send(Hand(owner.member, "phone", bag.clock.now_ms), VISIT, one)
    config = _elsewhere(bag, tmp_path / "new")
    restored = bag.restore(bag.back_up(), data_dir=config.data_dir, database_url=config.database_url)
    assert restored.before is None
    app = open_office(config)
    there = app.extensions["diaban"]
    with there.store.read() as reader:
        assert reader.record("visit", VISIT) is not None
        assert reader.meta().epoch == restored.epoch
    browser = Phone(app, owner.browser.device)
    assert browser.sign_in("owner").status_code == 200
    assert browser.get(f"/api/files/{one.id}").status_code == 200


def _elsewhere(bag: Bag, folder: Path) -> Config:
    folder.mkdir()
    return replace(bag.here.config, data_dir=folder, database_url=f"sqlite:///{folder}/diaban.sqlite3")


@pytest.mark.invariant("acked-is-durable")
def test_a_restore_and_a_writer_never_mix(bag: Bag, monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer who is at it keeps the lock and the restore gives up, or he is sent away and nothing of his is there."""
    monkeypatch.setattr("server.platform.backup.places._TRIES", 2)
    owner = bag.phone("owner")
    owner.sync()
    file, life = bag.back_up(), bag.meta()
    refused = sent_away = False
    try:
        with write_transaction(bag.here.store.engine) as connection:
            SqlTx(connection).put_numbers({"writer": 7})
            try:
                bag.restore(file)
            except LockedError:
                refused = True
    except sa.exc.DBAPIError:
        sent_away = True
    assert refused != sent_away
    with bag.here.store.read() as reader:
        assert (reader.meta().epoch == life.epoch, reader.last_number("writer")) == (
            (True, 7) if refused else (False, 0)
        )
    assert bag.findings() == []


def test_who_was_signed_out_since_stays_signed_out_and_who_signed_in_stays_in(bag: Bag) -> None:
    owner, colleague = bag.phone("owner"), bag.phone("colleague")
    file = bag.back_up()
    assert owner.browser.delete("/api/session").status_code in (200, 204)
    tablet = bag.phone("owner", "tablet")
    bag.restore(file)
    assert owner.browser.get("/api/session").status_code == 401
    assert tablet.browser.get("/api/session").status_code == 200
    assert colleague.browser.get("/api/session").status_code == 200


@pytest.mark.invariant("photo-whole")
def test_a_restore_makes_a_damaged_photo_whole(bag: Bag) -> None:
    path = _photo_on_disk(bag)
    whole, file = path.read_bytes(), bag.back_up()
    for damaged in (whole[:-100], bytes([whole[0] ^ 1]) + whole[1:], b""):
        path.write_bytes(damaged)
        bag.clock.move(60_000)
        bag.restore(file)
        assert path.read_bytes() == whole
    assert bag.findings() == []


@pytest.mark.invariant("acked-is-durable", "photo-whole")
def test_a_damaged_photo_keeps_nothing_else_out_of_a_backup(bag: Bag) -> None:
    path = _photo_on_disk(bag)
    path.write_bytes(path.read_bytes()[:-100])
    contents, verified = prove(bag.back_up(), None, HOLDINGS, bag.folder, quiet)
    assert (contents.totals.blobs, contents.totals.missing, verified.findings) == (0, [path.name], [])
    assert [(each.place, each.at, each.fault) for each in bag.findings()] == [("photos", path.name, "broken")]


def _photo_on_disk(bag: Bag) -> Path:
    """Where the office keeps the one photo of a report."""
    owner, one = bag.phone("owner"), photo()
    owner.submit(VISIT, add={"photos": [one.row]})
    owner.sync()
    send(Hand(owner.member, "phone", bag.clock.now_ms), VISIT, one)
    [path] = (bag.here.config.blobs_dir / "blobs").glob("*/*")
    return path


@pytest.mark.parametrize("damaged", ["login", "session"])
def test_a_table_that_cannot_be_read_any_more_comes_from_the_backup_and_the_others_come_along(
    bag: Bag, damaged: str
) -> None:
    """That may be why somebody restores: afterwards people can sign in, and a phone withdrawn since stays so."""
    owner, colleague = bag.phone("owner"), bag.phone("colleague")
    file = bag.back_up()
    device = f"/api/admin/people/{colleague.member.id}/devices/{colleague.browser.device}"
    assert bag.cast.admin.phone().patch(device, {"state": "lost"}).status_code == 200
    with write_transaction(bag.here.store.engine) as connection:
        connection.execute(sa.text(f"DROP TABLE {damaged}"))
    bag.restore(file)
    assert owner.browser.sign_in("owner").status_code == 200
    assert (colleague.browser.get("/api/session").json or {})["device_state"] == "lost"
    assert bag.findings() == []


def test_a_daily_backup_is_made_once_a_day_and_old_ones_go(bag: Bag, tmp_path: Path, open_office: OpenOffice) -> None:
    folder = tmp_path / "daily"
    phrase = tmp_path / "phrase"
    phrase.write_text("trăng sáng\n", encoding="utf-8")
    config = replace(bag.here.config, backup_dir=folder, backup_pass_phrase_file=phrase)
    here = open_office(config).extensions["diaban"]
    made = []
    for _ in range(4):
        made.append(daily_backup(here))
        bag.clock.move(DAY_MS // 2)
    assert made == [1, 0, 1, 0]
    files = sorted(folder.iterdir())
    assert len(files) == 2
    assert prove(files[0], "trăng sáng".encode(), HOLDINGS, tmp_path, quiet)[1].findings == []
    for file in files:
        os.utime(file, (0, 0))
    assert sweep_backups(folder, now=bag.clock.now_ms()) == 1
    assert list(folder.iterdir()) == files[1:]
    with here.store.read() as reader:
        assert len(list_backups(reader)) == 2


def test_a_daily_backup_is_never_locked_with_nothing(bag: Bag, tmp_path: Path, open_office: OpenOffice) -> None:
    phrase = tmp_path / "phrase"
    config = replace(bag.here.config, backup_dir=tmp_path / "daily", backup_pass_phrase_file=phrase)
    here = open_office(config).extensions["diaban"]
    for text in ("", "  \n", "\nsecond line\n"):
        phrase.write_text(text, encoding="utf-8")
        with pytest.raises(ValueError, match="empty"):
            daily_backup(here)
    assert not (tmp_path / "daily").exists()


def test_a_backup_of_a_newer_build_is_left_alone(bag: Bag) -> None:
    with write_transaction(bag.here.store.engine) as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ArchiveError) as error:
        bag.back_up()
    assert error.value.code == "newer_build"


def test_a_backup_of_an_older_build_is_brought_up_to_date(bag: Bag, tmp_path: Path) -> None:
    """A database as an earlier build made it, with its own tables and columns only."""
    old = engine_of(f"sqlite:///{tmp_path}/old.sqlite3")
    upgrade(old, "0004")
    SqlStore(old).initialise(epoch=id_of("old"), genesis=b"g" * 32, cursor_key=b"k" * 32)
    file = tmp_path / "old.diaban"
    with file.open("wb") as opened:
        _dump_as_it_is(old, Writer(opened, None, os.urandom))
    old.dispose()
    new = engine_of(f"sqlite:///{tmp_path}/new.sqlite3")
    assert load(file, None, new, len, quiet).about.revision == "0004"
    assert is_current(new)
    assert verify(new, None, HOLDINGS, quiet).findings == []
    new.dispose()


def _dump_as_it_is(engine: sa.Engine, writer: Writer) -> None:
    about = {"made": 1, "revision": "0004", "epoch": id_of("old"), "genesis": "00", "pos": 0, "head": "00"}
    writer.put("about", content=about)
    tables = sa.MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        (row,) = connection.execute(sa.select(tables.tables["meta"])).mappings()
    writer.put("rows", "meta", 0, {"cols": list(map(str, row)), "rows": [list(row.values())]})
    writer.put("end", content={"rows": {"meta": 1}, "blobs": 0, "blob_bytes": 0, "missing": []})


def test_what_a_killed_backup_left_is_thrown_away_the_next_day(bag: Bag, tmp_path: Path) -> None:
    bag.here.config.data_dir.mkdir(exist_ok=True)
    left = [tmp_path / "yesterday.diaban.unproved", bag.here.config.data_dir / ".proof-abc" / "proof.sqlite3"]
    left[1].parent.mkdir()
    for path in left:
        path.touch()
    bag.back_up()
    assert all(path.exists() for path in left)
    for path in (left[0], left[1].parent):
        os.utime(path, (0, 0))
    bag.back_up()
    assert not any(path.exists() for path in left)
