"""What a person may read comes to each of his devices once, in order, and leaves when it is his no more."""

import json
from collections.abc import Iterator

import pytest

from server.platform.changes import Removal, Write, append
from sync import feed, limits
from sync.applying import Contact
from sync.client import Client
from sync.ports import Patch
from sync.protocol import read_request
from tests.factories import id_of
from tests.world import AN, BINH, HERE, NOON, THERE, TODAY, World, matter, take, words

VISIT = id_of("visit")


@pytest.fixture
def phone(world: World) -> Client:
    world.may_read(AN, f"unit:{HERE}")
    return world.phone(AN)


@pytest.fixture
def other(world: World) -> Client:
    world.may_read(BINH, f"unit:{HERE}")
    return world.phone(BINH)


def office_writes(world: World, *changes: Write | Removal) -> None:
    with world.store.write() as tx:
        append(tx, changes, actor=id_of("admin"), op_id=world.new_id(), at=NOON)


def raise_many(world: World, count: int, unit: str = HERE) -> None:
    """So many matters of about 2 KB about a unit, raised by someone else."""
    writer = world.phone(id_of("writer"))
    for n in range(count):
        matter(writer, f"{unit} {n}", unit, kind="issue", theme=None)
    world.sync(writer)


def rows_in(lines: list[bytes]) -> list[str]:
    parts = [json.loads(line) for line in lines]
    return [row[0] for part in parts for table in part.get("rows", []) for row in table["rows"]]


def entities_in(lines: list[bytes]) -> list[str]:
    return [table["e"] for line in lines for table in json.loads(line).get("rows", [])]


def test_a_first_load_brings_the_directory_first_and_then_the_newest(world: World, phone: Client) -> None:
    raise_many(world, 3)
    office_writes(world, Write("unit", HERE, {"name": "Xã An"}, {"all"}))
    lines = world.sync(phone)
    assert entities_in(lines) == ["unit", "feedback"]
    assert rows_in(lines)[1:] == [id_of(f"{HERE} {n}") for n in (2, 1, 0)]
    world.agree(phone)


def test_nothing_new_is_one_trip_and_two_lines(world: World, phone: Client) -> None:
    raise_many(world, 3)
    world.sync(phone)
    lines = world.lines(phone)
    assert len(lines) == 2
    assert sum(map(len, lines)) < 200


def test_what_someone_else_wrote_comes_once(world: World, phone: Client, other: Client) -> None:
    world.sync(phone)
    matter(other, "cầu gãy")
    world.sync(other)
    assert rows_in(world.sync(phone)) == [id_of("cầu gãy")]
    assert rows_in(world.sync(phone)) == []
    world.agree(phone)


def test_ones_own_work_does_not_come_back(world: World, phone: Client) -> None:
    world.sync(phone)
    matter(phone, "cầu gãy")
    assert rows_in(world.sync(phone)) == []
    world.agree(phone)


def test_ones_own_work_comes_back_when_someone_changed_the_record_unseen(
    world: World, phone: Client, other: Client
) -> None:
    world.may_read(AN, f"unit:{HERE}", f"unit:{THERE}")
    id = matter(other, "cầu gãy")
    world.sync(other)
    world.sync(phone)
    office_writes(world, Write("feedback", id, {"urgency": "urgent"}))
    phone.say("feedback.refer", id, role="contact", at=NOON, args={"entry": id_of("e"), "unit": THERE})
    assert rows_in(world.sync(phone)) == [id]
    world.agree(phone)


def test_ones_own_work_on_what_a_load_has_not_brought_yet_comes_whole(world: World, phone: Client) -> None:
    raise_many(world, 3)
    office_writes(world, Write("theme", id_of("t"), {"name_vi": "Đường sá"}, {"all"}))
    world.may_read(AN, f"unit:{HERE}", f"unit:{THERE}")
    directory_only = world.lines(phone)[:2]
    take(phone, directory_only)
    assert [entity for entity, _ in phone.rows] == ["theme"]
    oldest = id_of(f"{HERE} 0")
    phone.say("feedback.refer", oldest, role="contact", at=NOON, args={"entry": id_of("e"), "unit": THERE})
    assert oldest in rows_in(world.sync(phone))
    world.agree(phone)


def test_a_stranger_reads_nothing_and_hears_of_nothing(world: World) -> None:
    raise_many(world, 3)
    stranger = world.phone(id_of("stranger"))
    lines = world.sync(stranger)
    assert rows_in(lines) == []
    office_writes(world, Removal("feedback", id_of(f"{HERE} 0")))
    assert b'"gone":[[' not in b"".join(world.sync(stranger))


def test_a_record_that_is_removed_is_gone(world: World, phone: Client) -> None:
    raise_many(world, 2)
    world.sync(phone)
    office_writes(world, Removal("feedback", id_of(f"{HERE} 0")))
    world.sync(phone)
    assert len(phone.rows) == 1
    world.agree(phone)


def test_a_record_that_moves_away_is_gone_and_comes_where_it_went(world: World, phone: Client, other: Client) -> None:
    world.may_read(BINH, f"unit:{THERE}")
    id = matter(phone, "cầu gãy")
    world.sync(phone)
    world.sync(other)
    phone.say("feedback.refer", id, role="contact", at=NOON, args={"entry": id_of("e"), "unit": THERE})
    world.sync(phone)
    world.sync(other)
    assert phone.rows == {}
    assert other.rows["feedback", id].body["unit"] == THERE
    world.agree(other)


def test_a_record_stays_while_any_key_covers_it(world: World, phone: Client) -> None:
    office_writes(world, Write("feedback", VISIT, {"matter": "x"}, {f"unit:{HERE}", f"person:{AN}"}))
    world.sync(phone)
    office_writes(world, Write("feedback", VISIT, {"matter": "y"}, {f"person:{AN}"}))
    world.sync(phone)
    assert phone.rows["feedback", VISIT].body["matter"] == "y"
    office_writes(world, Write("feedback", VISIT, {}, {f"unit:{THERE}"}))
    world.sync(phone)
    assert phone.rows == {}


def test_a_unit_gained_is_filled_without_sending_what_is_there(world: World, phone: Client) -> None:
    raise_many(world, 2)
    raise_many(world, 3, THERE)
    office_writes(world, Write("theme", id_of("t"), {"name_vi": "Đường"}, {"all"}))
    world.sync(phone)
    world.may_read(AN, f"unit:{HERE}", f"unit:{THERE}")
    assert rows_in(world.sync(phone)) == [id_of(f"{THERE} {n}") for n in (2, 1, 0)]
    world.agree(phone)


@pytest.mark.invariant("lost-scope-rows-go")
@pytest.mark.failure(21)
def test_a_unit_lost_is_gone_on_each_device(world: World, phone: Client) -> None:
    raise_many(world, 2)
    raise_many(world, 2, THERE)
    world.may_read(AN, f"unit:{HERE}", f"unit:{THERE}")
    tablet = world.phone(AN, "tablet")
    world.sync(phone)
    world.sync(tablet)
    world.may_read(AN, f"unit:{HERE}")
    world.sync(phone)
    world.sync(tablet)
    assert len(phone.rows) == 2
    world.agree(phone)
    world.agree(tablet)


def test_what_moved_out_of_a_unit_before_it_was_lost_is_gone_too(world: World, phone: Client) -> None:
    raise_many(world, 2)
    world.sync(phone)
    office_writes(world, Write("feedback", id_of(f"{HERE} 0"), {}, {f"unit:{THERE}"}))
    world.may_read(AN)
    world.sync(phone)
    assert phone.rows == {}


@pytest.mark.invariant("lost-scope-rows-go")
def test_what_moved_out_of_the_last_of_several_lost_units_is_gone_too(world: World, phone: Client) -> None:
    raise_many(world, 1)
    raise_many(world, 1, THERE)
    world.may_read(AN, f"unit:{HERE}", f"unit:{THERE}")
    world.sync(phone)
    assert len(phone.rows) == 2
    for unit in (HERE, THERE):
        office_writes(world, Write("feedback", id_of(f"{unit} 0"), {}, {f"unit:{id_of('elsewhere')}"}))
    world.may_read(AN)
    world.sync(phone)
    assert phone.rows == {}


@pytest.mark.invariant("lost-scope-rows-go")
def test_what_moves_out_of_a_unit_after_it_was_lost_is_gone_from_the_other_device(world: World, phone: Client) -> None:
    raise_many(world, 2)
    tablet = world.phone(AN, "tablet")
    world.sync(phone)
    world.may_read(AN)
    world.sync(tablet)
    office_writes(world, Write("feedback", id_of(f"{HERE} 0"), {}, {f"unit:{THERE}"}))
    world.sync(phone)
    assert phone.rows == {}


def test_a_unit_lost_and_given_back_between_two_contacts_is_whole(world: World, phone: Client) -> None:
    raise_many(world, 3)
    world.sync(phone)
    tablet = world.phone(AN, "tablet")
    world.may_read(AN)
    world.sync(tablet)
    office_writes(world, Removal("feedback", id_of(f"{HERE} 1")))
    world.may_read(AN, f"unit:{HERE}")
    world.sync(tablet)
    world.sync(phone)
    world.agree(phone)
    world.agree(tablet)


def test_losing_very_much_is_a_fresh_load(world: World, phone: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "GONE_MAX", 5)
    raise_many(world, 8, THERE)
    raise_many(world, 2)
    world.may_read(AN, f"unit:{HERE}", f"unit:{THERE}")
    world.sync(phone)
    world.may_read(AN, f"unit:{HERE}")
    matter(phone, "cầu gãy")
    assert b'"code":"resync"' in world.sync(phone)[0]
    assert len(phone.rows) == 3
    world.agree(phone)


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "STEP", 4)
    monkeypatch.setattr(limits, "ANSWER_BYTES_MIN", 1)


@pytest.mark.usefixtures("small_steps")
def test_a_load_broken_off_anywhere_goes_on_where_it_was(world: World, phone: Client, other: Client) -> None:
    raise_many(world, 11)
    for n in range(3):
        office_writes(world, Write("theme", id_of(f"t{n}"), {"name_vi": f"{n}"}, {"all"}))
    for turn in range(40):
        lines = world.lines(phone, want=1)
        take(phone, lines if turn % 2 else lines[:2])
        if turn == 3:
            matter(other, "giữa chừng")
            world.sync(other)
            office_writes(world, Removal("feedback", id_of(f"{HERE} 9")), Write("theme", id_of("t0"), {"order": 5}))
        if turn == 5:
            matter(phone, "của mình")
    world.sync(phone)
    world.agree(phone)


@pytest.mark.usefixtures("small_steps")
def test_a_unit_gained_in_the_middle_of_a_load_is_whole_in_the_end(world: World, phone: Client) -> None:
    raise_many(world, 9)
    raise_many(world, 9, THERE)
    take(phone, world.lines(phone, want=1))
    world.may_read(AN, f"unit:{HERE}", f"unit:{THERE}")
    take(phone, world.lines(phone, want=1))
    world.sync(phone, want=1)
    world.agree(phone)


@pytest.mark.invariant("lost-scope-rows-go")
@pytest.mark.failure(23)
@pytest.mark.usefixtures("small_steps")
def test_a_unit_lost_in_the_middle_of_a_load_leaves_nothing(world: World, phone: Client) -> None:
    raise_many(world, 9)
    raise_many(world, 9, THERE)
    world.may_read(AN, f"unit:{HERE}", f"unit:{THERE}")
    for _ in range(3):
        take(phone, world.lines(phone, want=1))
    world.may_read(AN, f"unit:{THERE}")
    world.sync(phone, want=1)
    world.agree(phone)


def answering(world: World, phone: Client) -> Iterator[tuple[int, bytes]]:
    """One answer, line by line: what happens meanwhile happens between two steps of the office."""
    request, who = read_request(phone.request(world.now)), Contact(phone.person, phone.device)
    return enumerate(world.exchange.answer(request, who, now=world.now, today=TODAY))


@pytest.mark.invariant("lost-scope-rows-go")
@pytest.mark.failure(23)
@pytest.mark.usefixtures("small_steps")
@pytest.mark.parametrize("at", range(1, 7))
def test_a_unit_whose_loss_the_other_device_meets_while_an_answer_runs_leaves_nothing(
    world: World, phone: Client, at: int
) -> None:
    raise_many(world, 9)
    raise_many(world, 9, THERE)
    world.may_read(AN, f"unit:{HERE}", f"unit:{THERE}")
    tablet = world.phone(AN, "tablet")
    for number, line in answering(world, phone):
        if number == at:
            world.may_read(AN, f"unit:{THERE}")
            world.sync(tablet)
        phone.take(line)
    world.sync(phone)
    world.agree(phone)


@pytest.mark.invariant("feed-is-commit-order")
@pytest.mark.failure(23)
@pytest.mark.usefixtures("small_steps")
@pytest.mark.parametrize("at", range(3, 7))
def test_a_unit_whose_gain_the_other_device_meets_while_an_answer_runs_lacks_nothing(
    world: World, phone: Client, other: Client, at: int
) -> None:
    raise_many(world, 30)
    tablet = world.phone(AN, "tablet")
    for number, line in answering(world, phone):
        if number == 1:
            world.may_read(AN, f"unit:{HERE}", f"unit:{THERE}")
            world.sync(tablet)
        if number == at:
            matter(other, "giữa chừng", THERE)
            world.sync(other)
        phone.take(line)
    world.sync(phone)
    world.agree(phone)


def test_an_answer_is_cut_into_segments_that_a_thin_line_can_lose(
    world: World, phone: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "SEGMENT_BYTES", 1_000)
    raise_many(world, 20)
    segments = [line for line in world.sync(phone) if b'"cursor"' in line]
    assert len(segments) > 3
    assert all(len(segment) < 3_000 for segment in segments)
    world.agree(phone)


@pytest.mark.invariant("cursor-with-rows")
def test_a_segment_is_kept_only_on_the_cursor_it_was_made_for(world: World, phone: Client) -> None:
    raise_many(world, 2)
    late = world.lines(phone)
    world.sync(phone)
    before = dict(phone.rows)
    office_writes(world, Removal("feedback", id_of(f"{HERE} 0")))
    world.sync(phone)
    phone.listen(None)
    take(phone, late)
    assert len(phone.rows) == 1 < len(before)


def test_two_devices_of_one_person_share_the_draft(world: World, phone: Client) -> None:
    tablet = world.phone(AN, "tablet")
    words(phone, VISIT, village="Thôn 3")
    world.sync(phone)
    world.sync(tablet)
    assert tablet.rows["draft", VISIT].body["village"] == "Thôn 3"
    world.agree(tablet)


@pytest.mark.invariant("no-value-vanishes")
@pytest.mark.failure(7)
def test_words_stay_while_a_later_version_of_their_draft_is_on_its_way(
    world: World, phone: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Schedule 21524: the draft comes where it was written last, and the answer is cut before that."""
    monkeypatch.setattr(limits, "SEGMENT_BYTES", 1)
    tablet = world.phone(AN, "tablet")
    words(phone, VISIT, village="Thôn 3")
    world.sync(phone)
    words(tablet, VISIT, difficulties="Mưa lớn.")
    world.sync(tablet)
    words(phone, VISIT, findings="Cầu gãy.")
    matter(phone, "cầu gãy")
    words(phone, VISIT, recommendations="Sửa cầu.")
    head, results, first, *_ = world.lines(phone)
    take(phone, [head, results, first])
    shown = phone.shown("draft", VISIT) or {}
    assert (shown["village"], shown["findings"], shown["recommendations"]) == ("Thôn 3", "Cầu gãy.", "Sửa cầu.")
    world.sync(phone)
    world.agree(phone)
    assert not any(op.writes for op in phone.ops)


def test_the_chain_of_the_log_holds_and_shows_where_it_was_broken(world: World, phone: Client) -> None:
    from dataclasses import replace

    from sync.changelog import first_broken

    raise_many(world, 3)
    world.sync(phone)
    with world.store.read() as reader:
        log, genesis = reader.changes(0, 100), reader.meta().genesis
    assert first_broken(genesis, log) is None
    erased = [replace(one, salt=None, payload=None) if one.pos == 2 else one for one in log]
    assert first_broken(genesis, erased) is None
    forged = [replace(one, payload='{"fields":{}}') if one.pos == 2 else one for one in log]
    assert first_broken(genesis, forged) == 2


@pytest.mark.invariant("client-time-is-data")
@pytest.mark.failure(30)
def test_clocks_that_differ_by_a_zone_hide_nothing(world: World, phone: Client, other: Client) -> None:
    world.sync(other)
    for hours in (-12, 14, 0):
        name = f"at {hours} hours"
        patch = Patch(set={"unit": HERE, "matter": name})
        phone.say("feedback.raise", id_of(name), role="contact", at=NOON + hours * 3_600_000, patch=patch,
                  args={"entry": id_of(name + "!")})  # fmt: skip
        world.sync(phone)
        assert rows_in(world.sync(other)) == [id_of(name)]
    world.agree(other)
