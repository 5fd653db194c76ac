"""A cursor that leads nowhere is noticed, whatever became of phone or server, and the outbox is not touched."""

import base64
import shutil
from pathlib import Path

import pytest

from server.platform.db import engine_of
from server.platform.store import SqlStore
from sync import limits
from sync.client import Client
from sync.cursor import Cursor, Fill, Place, Stage, epoch_mark, opened, sealed
from sync.memory_store import MemoryStore
from sync.stored import Meta
from tests.factories import id_of
from tests.world import AN, BINH, HERE, THERE, World, matter, open_memory_store, outcomes, take, words

META = Meta(id_of("epoch"), b"g" * 32, b"k" * 32, 0)


@pytest.fixture
def phone(world: World) -> Client:
    world.may_read(AN, f"unit:{HERE}")
    one = world.phone(AN)
    matter(one, "một")
    world.sync(one)
    return one


def epoch_of(world: World) -> str:
    with world.store.read() as reader:
        return reader.meta().epoch


def is_resync(lines: list[bytes]) -> bool:
    return b'"code":"resync"' in lines[0] and len(lines) == 2


@pytest.mark.parametrize("fill", [None, Fill(-1), Fill(5, Stage.REST, 2**40)])
@pytest.mark.parametrize("seen", [None, Place(9000, b"87654321")])
def test_a_cursor_opens_for_whom_it_was_sealed_and_is_short(fill: Fill | None, seen: Place | None) -> None:
    cursor = Cursor(8201, b"12345678", b"abcdefgh", fill, seen)
    text = sealed(cursor, META, person=AN, device=HERE)
    assert opened(text, META, person=AN, device=HERE) == cursor
    assert len(text) <= 512
    assert opened(text, META, person=BINH, device=HERE) is None
    assert opened(text, META, person=AN, device=BINH) is None


@pytest.mark.parametrize(
    ("text", "fill"),
    [
        ("AQAAAAAAACAJMTIzNDU2NzhhYmNkZWZnaAAAAAAAAAAAAAAAAAAAAAAAAGSu5Cvk2W1iMsdGE5VZS3Y", None),
        (
            "AQAAAAAAACAJMTIzNDU2NzhhYmNkZWZnaAEAAAAAAAAABQEAAAEAAAAAABVR-xYksQYlJNFMdvrNcvA",
            Fill(5, Stage.REST, 2**40),
        ),
    ],
)
def test_a_cursor_that_an_older_server_gave_stays_good(text: str, fill: Fill | None) -> None:
    cursor = Cursor(8201, b"12345678", b"abcdefgh", fill)
    assert opened(text, META, person=AN, device=HERE) == cursor
    assert len(sealed(cursor, META, person=AN, device=HERE)) == (55 if fill is None else 79)


@pytest.mark.parametrize("text", ["", "x", "A" * 79, "ê" * 79, "A" * 600, "====", "AQ=="])
def test_a_cursor_made_up_is_none(text: str) -> None:
    assert opened(text, META, person=AN, device=HERE) is None


def test_no_byte_of_a_cursor_can_be_changed() -> None:
    text = sealed(Cursor(8201, b"12345678", b"abcdefgh"), META, person=AN, device=HERE)
    raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    for place in range(len(raw)):
        forged = raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]
        assert opened(base64.urlsafe_b64encode(forged).decode().rstrip("="), META, person=AN, device=HERE) is None


@pytest.mark.invariant("quiet-means-equal")
@pytest.mark.failure(9)
def test_a_cursor_made_up_means_a_fresh_load_and_the_outbox_stays(world: World, phone: Client) -> None:
    matter(phone, "hai")
    phone.cursor = "made-up"
    lines = world.lines(phone)
    assert is_resync(lines)
    take(phone, lines)
    assert len(phone.unsent) == 1
    world.sync(phone)
    assert outcomes(phone) == ["applied", "applied"]
    world.agree(phone)


def test_another_devices_cursor_is_worthless(world: World, phone: Client) -> None:
    tablet = world.phone(AN, "tablet")
    tablet.cursor = phone.cursor
    assert is_resync(world.lines(tablet))


def test_a_made_up_cursor_begins_no_new_life(world: World, phone: Client) -> None:
    before = epoch_of(world)
    phone.cursor = "made-up"
    world.lines(phone)
    assert epoch_of(world) == before


@pytest.mark.invariant("quiet-means-equal")
@pytest.mark.failure(12)
def test_a_fresh_load_sweeps_what_is_his_no_more(world: World, phone: Client) -> None:
    phone.rows["feedback", id_of("leftover")] = phone.rows["feedback", id_of("một")]
    phone.cursor = "made-up"
    world.sync(phone)
    world.agree(phone)


def test_a_cursor_stays_good_in_a_new_life_when_its_log_is_there(world: World, phone: Client) -> None:
    with world.store.write() as tx:
        tx.put_epoch(id_of("new life"), world.now)
    assert not is_resync(world.lines(phone))


@pytest.mark.invariant("restored-server-refilled")
@pytest.mark.failure(7, 8)
def test_a_server_put_back_is_noticed_and_the_phones_bring_everything_again() -> None:
    store = open_memory_store()
    world = World(store)
    world.may_read(AN, f"unit:{HERE}")
    phone, tablet = world.phone(AN), world.phone(AN, "tablet")
    matter(phone, "một")
    world.sync(phone)
    backup, before = store.snapshot(), epoch_of(world)
    matter(phone, "hai")
    world.sync(phone)
    world.sync(tablet)
    store.put_back(backup)
    lines = world.lines(phone)
    assert is_resync(lines)
    assert epoch_of(world) != before
    take(phone, lines)
    world.sync(phone)
    assert set(phone.rows) == {("feedback", id_of("một")), ("feedback", id_of("hai"))}
    world.agree(phone)


def test_a_second_phone_from_the_old_life_begins_no_third() -> None:
    store = open_memory_store()
    world = World(store)
    world.may_read(AN, f"unit:{HERE}")
    phone, tablet = world.phone(AN), world.phone(AN, "tablet")
    backup = store.snapshot()
    matter(phone, "một")
    world.sync(phone)
    world.sync(tablet)
    store.put_back(backup)
    take(phone, world.lines(phone))
    second_life = epoch_of(world)
    world.sync(phone)
    matter(phone, "ba")
    world.sync(phone)
    assert is_resync(world.lines(tablet))
    world.sync(tablet)
    assert epoch_of(world) == second_life
    world.agree(tablet)


@pytest.mark.invariant("lost-scope-rows-go", "restored-server-refilled")
def test_a_cursor_on_its_way_from_an_older_server_is_good_in_its_own_life_only(world: World, phone: Client) -> None:
    with world.store.read() as reader:
        meta, pos = reader.meta(), reader.head().pos
        head = (reader.hash_at(pos) or b"")[:8]
    for epoch, is_good in ((meta.epoch, True), (id_of("another life"), False)):
        cursor = Cursor(pos, head, epoch_mark(epoch), Fill(-1))
        phone.cursor = sealed(cursor, meta, person=AN, device=phone.device)
        assert is_resync(world.lines(phone)) is not is_good


@pytest.mark.invariant("cursor-with-rows", "quiet-means-equal", "restored-server-refilled")
@pytest.mark.parametrize("told", [True, False], ids=["restored", "copied back silently"])
def test_what_had_moved_on_when_an_answer_broke_off_comes_from_a_restored_office_too(
    monkeypatch: pytest.MonkeyPatch, *, told: bool
) -> None:
    """A record stands where its last version is: before the restored log's end, but behind the place that was told."""
    monkeypatch.setattr(limits, "SEGMENT_BYTES", 1)
    store = open_memory_store()
    world = World(store)
    world.may_read(AN, f"unit:{HERE}")
    phone, tablet = world.phone(AN), world.phone(AN, "tablet")
    words(phone, id_of("visit"), village="Thôn 1")
    world.sync(phone)
    world.sync(tablet)
    words(tablet, id_of("visit"), difficulties="Thiếu thuốc.")
    matter(tablet, "một")
    world.sync(tablet)
    backup = store.snapshot()
    words(tablet, id_of("visit"), findings="Đường hỏng.")
    world.sync(tablet)
    take(phone, world.lines(phone)[:2])
    store.put_back(backup)
    if told:
        with store.write() as tx:
            tx.put_epoch(id_of("restored"), world.now)
    world.sync(phone)
    world.agree(phone)


@pytest.mark.invariant("lost-scope-rows-go", "restored-server-refilled")
@pytest.mark.parametrize("segments", [1, 2])
@pytest.mark.parametrize("told", [True, False], ids=["restored", "copied back silently"])
def test_rows_of_a_key_that_a_restored_office_never_gave_go(
    monkeypatch: pytest.MonkeyPatch, segments: int, *, told: bool
) -> None:
    """Schedule 4016: cut before the place at which the key was gained, and the office put back to just there."""
    monkeypatch.setattr(limits, "SEGMENT_BYTES", 1)
    store = open_memory_store()
    world = World(store)
    world.may_read(AN, f"unit:{HERE}")
    world.may_read(BINH, f"unit:{THERE}")
    phone, other = world.phone(AN), world.phone(BINH)
    world.sync(phone)
    for name in ("một", "hai", "ba"):
        matter(other, name, THERE)
    world.sync(other)
    backup = store.snapshot()
    world.may_read(AN, f"unit:{HERE}", f"unit:{THERE}")
    head, *rest = world.lines(phone)
    take(phone, [head, *rest[:segments]])
    assert phone.rows
    store.put_back(backup)
    before = epoch_of(world)
    if told:
        with store.write() as tx:
            tx.put_epoch(id_of("restored"), world.now)
    world.may_read(AN, f"unit:{HERE}")
    world.sync(phone)
    assert not phone.rows
    assert epoch_of(world) != before
    world.agree(phone)


def test_a_database_replaced_by_an_older_copy_begins_a_new_life(stores: object, tmp_path: Path) -> None:
    """With an SQLite file, as someone with a copy and a good intention does it."""
    live, copy = tmp_path / "live.sqlite3", tmp_path / "copy.sqlite3"
    world = _open(live)
    world.may_read(AN, f"unit:{HERE}")
    phone = world.phone(AN)
    matter(phone, "một")
    world.sync(phone)
    _close(world)
    shutil.copy(live, copy)
    world.store = _open(live).store
    matter(phone, "hai")
    world.sync(phone)
    before = epoch_of(world)
    _close(world)
    shutil.copy(copy, live)
    world.store = _open(live).store
    assert is_resync(world.lines(phone))
    assert epoch_of(world) != before
    _close(world)


def _open(path: Path) -> World:
    from server.platform.migrate import open_store

    return World(open_store(engine_of(f"sqlite:///{path}")))


def _close(world: World) -> None:
    assert isinstance(world.store, SqlStore)
    world.store.engine.dispose()


def test_two_new_stores_never_share_a_history() -> None:
    one, other = MemoryStore(epoch="", genesis=b"1" * 32, cursor_key=b""), open_memory_store()
    with one.read() as first, other.read() as second:
        assert first.hash_at(0) != second.hash_at(0)
