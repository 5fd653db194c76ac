"""Two devices, or two people, and one record: nothing that either wrote vanishes."""

import pytest

from sync.client import Client
from sync.ports import Patch, Value
from tests.factories import id_of
from tests.world import AN, HERE, NOON, World, outcomes, words

VISIT = id_of("visit")
FINDINGS = "Thôn 3 còn 5 hộ nghèo. Đường vào thôn hỏng nặng.\n\nTrạm y tế thiếu thuốc."


@pytest.fixture
def phone(world: World) -> Client:
    world.may_read(AN, f"unit:{HERE}")
    one = world.phone(AN)
    words(one, VISIT, village="Thôn 3", findings=FINDINGS)
    world.sync(one)
    return one


@pytest.fixture
def tablet(world: World, phone: Client) -> Client:
    other = world.phone(AN, "tablet")
    world.sync(other)
    return other


def meet(world: World, phone: Client, tablet: Client) -> None:
    """The phone's work arrives, then the tablet's, and both hear of everything."""
    for one in (phone, tablet, phone):
        world.sync(one)
    world.agree(phone)
    world.agree(tablet)


def test_different_fields_are_both_kept(world: World, phone: Client, tablet: Client) -> None:
    words(phone, VISIT, village="Thôn 4")
    words(tablet, VISIT, difficulties="Thiếu nước")
    meet(world, phone, tablet)
    assert outcomes(tablet) == ["applied"]
    body = phone.rows["draft", VISIT].body
    assert (body["village"], body["difficulties"]) == ("Thôn 4", "Thiếu nước")


def test_one_field_changed_by_both_stays_and_the_other_words_are_shown(
    world: World, phone: Client, tablet: Client
) -> None:
    words(phone, VISIT, village="Thôn 4")
    words(tablet, VISIT, village="Thôn 5")
    meet(world, phone, tablet)
    assert outcomes(tablet) == ["conflict"]
    assert phone.rows["draft", VISIT].body["village"] == "Thôn 4"
    [conflict] = [row.body for (entity, _), row in phone.rows.items() if entity == "conflict"]
    assert (conflict["mine"], conflict["theirs"]) == ("Thôn 5", "Thôn 4")


def test_words_that_do_not_touch_are_joined(world: World, phone: Client, tablet: Client) -> None:
    words(phone, VISIT, findings=FINDINGS.replace("5 hộ", "4 hộ"))
    words(tablet, VISIT, findings=FINDINGS.replace("thiếu thuốc", "đã có thuốc"))
    meet(world, phone, tablet)
    assert outcomes(tablet) == ["merged"]
    joined = FINDINGS.replace("5 hộ", "4 hộ").replace("thiếu thuốc", "đã có thuốc")
    assert tablet.rows["draft", VISIT].body["findings"] == joined


def test_what_both_changed_alike_is_no_conflict(world: World, phone: Client, tablet: Client) -> None:
    words(phone, VISIT, village="Thôn 4")
    words(tablet, VISIT, village="Thôn 4")
    meet(world, phone, tablet)
    assert outcomes(tablet) == ["applied"]
    assert tablet.rows["draft", VISIT].v == 2


def test_ones_own_edits_in_a_row_never_meet_each_other(world: World, phone: Client) -> None:
    for village in ("Thôn 4", "Thôn 5", "Thôn 6"):
        words(phone, VISIT, village=village)
    world.sync(phone)
    assert outcomes(phone) == ["applied"] * 4
    assert world.body("draft", VISIT)["village"] == "Thôn 6"


def test_one_end_of_a_pair_of_dates_carries_the_other(world: World, phone: Client, tablet: Client) -> None:
    words(phone, VISIT, starts="2024-06-20", ends="2024-06-22")
    world.sync(phone)
    world.sync(tablet)
    words(phone, VISIT, ends="2024-06-21")
    words(tablet, VISIT, starts="2024-06-22")
    meet(world, phone, tablet)
    assert outcomes(tablet) == ["conflict"]
    body = tablet.rows["draft", VISIT].body
    assert (body["starts"], body["ends"]) == ("2024-06-20", "2024-06-21")


def test_children_that_each_added_are_all_there(world: World, phone: Client, tablet: Client) -> None:
    for one, text in ((phone, "Sửa đường"), (tablet, "Xin thuốc")):
        add: dict[str, list[Value]] = {"commitments": [[id_of(text), text, None]], "companions": [id_of(text)]}
        one.say("draft.save", VISIT, role="cadre", at=NOON, patch=Patch(add=add))
    meet(world, phone, tablet)
    body = world.body("draft", VISIT)
    assert [item[1] for item in body["commitments"]] == ["Sửa đường", "Xin thuốc"]
    assert body["companions"] == [id_of("Sửa đường"), id_of("Xin thuốc")]


def test_text_that_is_not_in_normal_form_is_taken_in_it_and_its_writer_told(world: World, phone: Client) -> None:
    phone.say("draft.save", id_of("nfd"), role="cadre", at=NOON, patch=Patch(set={"village": "Tho\u0302n"}))
    world.sync(phone)
    assert phone.rows["draft", id_of("nfd")].body["village"] == "Thôn"
    world.agree(phone)
