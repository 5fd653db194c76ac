"""Splitting an item that holds several matters, linking one that says what another says: as on the phone."""

from __future__ import annotations

from typing import Any

import pytest

from server.features.feedback import rules
from sync.entities import THREAD_MAX
from tests.cast import AWAY, HOME, NEXT_DOOR, WATER
from tests.factories import id_of
from tests.features.feedback.stories import ITEM, answered, kinds, of, owned, raised, say
from tests.features.vectors import named, vectors
from tests.hand import Hand, Hands, Outcome, new_id

CASES = vectors("feedback_joining")


@pytest.mark.parametrize("case", named(CASES["steps"]))
def test_a_joining_step_is_taken_or_refused_as_on_the_phone(case: dict[str, Any]) -> None:
    step, item, actor = rules.Step(**case["step"]), rules.Item(**case["item"]), rules.Actor(**case["actor"])
    refused = rules.check_step(step, item, actor)
    assert (refused and list(refused)) == case["refusal"]


@pytest.mark.parametrize("case", named(CASES["parts"]))
def test_parts_are_checked_as_on_the_phone(case: dict[str, Any]) -> None:
    refused = rules.check_parts(case["parts"])
    assert (refused and list(refused)) == case["refusal"]


@pytest.mark.parametrize("case", named(CASES["originals"]))
def test_an_original_is_checked_as_on_the_phone(case: dict[str, Any]) -> None:
    refused = rules.check_original(rules.Item(**case["original"]), is_itself=case["is_itself"])
    assert (refused and list(refused)) == case["refusal"]


# --- Splitting -------------------------------------------------------------------------------------------------------


def part(text: str, *, id: str | None = None, urgency: str = "normal") -> list[str]:
    return [id or new_id("part"), text, "issue", id_of("giao thông"), urgency]


DAYS = ("2024-06-26", "2024-06-27")


def split(hand: Hand, item: str, *parts: list[str]) -> Outcome:
    return say(hand, "split", item, parts=list(parts) or [part("Kênh N3 bồi lấp."), part("Đường K2 sụt.")])


def test_three_matters_in_one_become_three_items_with_the_first_ones_dates(hands: Hands) -> None:
    item = raised(hands.owner, matter="1. Kênh N3. 2. Đường K2. 3. Nhà văn hóa.")
    first = of(hands.owner, item)
    hands.cast.here.clock.move(2 * 86_400_000)  # type: ignore[attr-defined]
    ids = [new_id(name) for name in ("a", "b", "c")]
    parts = [part("Kênh N3.", id=ids[0]), part("Đường K2.", id=ids[1]), part("Mái.", id=ids[2], urgency="urgent")]
    assert split(hands.clerk, item, *parts) == "applied"
    whole = of(hands.contact, item)
    assert (whole["status"], whole["outcome"], whole["parts"]) == ("confirmed", "split", ids)
    made = [of(hands.owner, id) for id in ids]
    assert [each["number"] for each in made] == ["PA-002", "PA-003", "PA-004"]
    assert {(each["split_from"], each["author"], each["raised"], each["status"]) for each in made} == {
        (item, hands.owner.id, first["raised"], "new")
    }
    assert [each["due"] for each in made] == [first["due"], first["due"], "2024-07-02"]
    assert kinds(made[0]) == ["split_off"]
    assert hands.stranger.sees("feedback", ids[0]) is None
    assert say(hands.clerk, "own", ids[0], owner=id_of(WATER)) == "applied"


def test_parts_of_an_item_whose_day_was_moved_keep_that_day_and_the_first_one(hands: Hands) -> None:
    item = owned(hands)
    assert say(hands.clerk, "set_due", item, due="2024-08-15", text="Chờ kỳ họp HĐND.") == "applied"
    moved = of(hands.owner, item)
    hands.cast.here.clock.move(3 * 86_400_000)  # type: ignore[attr-defined]
    ids = [new_id(name) for name in ("a", "b")]
    parts = [part("Kênh N3.", id=ids[0]), part("Đường K2.", id=ids[1], urgency="urgent")]
    assert split(hands.clerk, item, *parts) == "applied"
    same, sooner = [of(hands.owner, id) for id in ids]
    dates = ("due", "due_original", "answer_due")
    assert [same[name] for name in dates] == [moved[name] for name in dates]
    assert (same["due"], sooner["due"] < moved["due_original"]) == ("2024-08-15", True)


def test_parts_split_off_by_a_slow_clock_do_not_count_beside_the_whole(hands: Hands) -> None:
    item = owned(hands)
    hands.cast.here.clock.move(2 * 86_400_000)  # type: ignore[attr-defined]
    assert say(hands.agency, "message", item, text="Việc này có hai phần.") == "applied"
    before = hands.cast.here.clock.now_ms() - 86_400_000
    parts = [part("Kênh N3 bồi lấp."), part("Đường K2 sụt.")]
    assert say(hands.clerk, "split", item, parts=parts, at=before) == "applied"
    told = {day: hands.clerk.phone.get(f"/api/feedback/figures?as_of={day}").get_json() for day in DAYS}
    assert [told[day]["total"] for day in DAYS] == [1, 2]


def test_a_split_is_made_once_and_by_a_clerk_in_scope(hands: Hands) -> None:
    item = owned(hands)
    for hand in (hands.owner, hands.contact, hands.agency, hands.supervisor):
        assert split(hand, item) == ("quarantined", "not_allowed")
    for hand in (hands.stranger, hands.far_agency, hands.admin):
        assert split(hand, item) == ("quarantined", "not_found")
    assert split(hands.clerk, item) == "applied"
    assert split(hands.clerk, item) == ("quarantined", "not_allowed")
    assert len(hands.clerk.all("feedback")) == 3


def test_parts_that_are_no_items_split_nothing(hands: Hands) -> None:
    item, other = raised(hands.owner), raised(hands.contact)
    taken = split(hands.clerk, item, part("Kênh."), part("Đường.", id=other))
    assert taken == ("quarantined", "id_taken")
    assert split(hands.clerk, item, part("Kênh.")) == ("quarantined", "missing")
    many = [part(f"Việc {n}.") for n in range(11)]
    assert split(hands.clerk, item, *many) == ("quarantined", "too_many")
    assert of(hands.owner, item)["status"] == "new"
    assert len(hands.clerk.all("feedback")) == 2


# --- Linking ---------------------------------------------------------------------------------------------------------


def link(hand: Hand, item: str, original: str) -> Outcome:
    return say(hand, "link", item, original=original)


def test_what_was_said_twice_closes_with_its_original(hands: Hands) -> None:
    original, twice = owned(hands), raised(hands.contact)
    assert link(hands.clerk, twice, original) == "applied"
    waiting = of(hands.contact, twice)
    assert (waiting["duplicate_of"], waiting["status"], waiting["owner"]) == (original, "new", None)
    assert say(hands.clerk, "own", twice, owner=id_of(WATER)) == ("quarantined", "not_allowed")
    say(hands.agency, "answer", original, round=1, outcome="settled", text="Đã nạo vét.")
    assert of(hands.contact, twice)["status"] == "new"
    assert say(hands.contact, "confirm", original, round=1) == "applied"
    closed = of(hands.contact, twice)
    assert (closed["status"], closed["outcome"]) == ("confirmed", "settled")
    assert kinds(closed) == ["raised", "linked", "closed_with"]
    assert closed["thread"][-1][6] == "Đã nạo vét."
    assert kinds(of(hands.agency, original))[2] == "joined"


def test_messages_leave_room_for_the_steps_that_close_an_item_and_what_waits_for_it(hands: Hands) -> None:
    first, second = owned(hands), raised(hands.owner)
    assert say(hands.clerk, "link", second, original=first) == "applied"
    for item in (first, second):
        cells = {"role": "cadre", "at": hands.cast.here.clock.now_ms(), "id": item, "text": "Lời."}
        said = hands.owner.push([("feedback.message", {**cells, "entry": new_id("entry")}) for _ in range(THREAD_MAX)])
        assert said[-1] == ("quarantined", "too_many")
    assert say(hands.agency, "answer", first, round=1, outcome="settled", text="Xong.") == "applied"
    assert say(hands.contact, "confirm", first, round=1) == "applied"
    assert of(hands.owner, second)["status"] == "confirmed"


def test_a_reopened_original_keeps_what_waits_for_it_waiting(hands: Hands) -> None:
    original, twice = answered(hands), raised(hands.contact)
    link(hands.clerk, twice, original)
    assert say(hands.contact, "reopen", original, round=1, text="Còn sót ngõ 3.") == "applied"
    assert of(hands.contact, twice)["status"] == "new"


def test_readers_of_two_communes_learn_the_outcome_and_nothing_of_each_other(hands: Hands) -> None:
    original = owned(hands)
    far = raised(hands.stranger, unit=id_of(AWAY), matter="Nước kênh chung bị cạn.")
    assert link(hands.clerk, far, original) == "applied"
    say(hands.agency, "answer", original, round=1, outcome="partly", text="Đã nạo vét 300 m.")
    say(hands.contact, "confirm", original, round=1, text="Đồng ý.")
    closed = of(hands.far_contact, far)
    assert (closed["status"], closed["outcome"]) == ("confirmed", "partly")
    assert closed["thread"][-1][3:7] == [None] * 4
    for hand in (hands.stranger, hands.far_contact):
        assert hand.sees("feedback", original) is None
        assert "300 m" not in str(hand.rows())
    for hand in (hands.owner, hands.contact, hands.agency):
        assert hand.sees("feedback", far) is None
        assert "Nước kênh chung" not in str(hand.rows())
    joined = next(entry for entry in of(hands.owner, original)["thread"] if entry[1] == "joined")
    assert joined[3:7] == [None] * 4


def test_a_link_leads_to_one_open_item_that_the_clerk_may_read(hands: Hands) -> None:
    one, two, three = raised(hands.owner), raised(hands.owner), raised(hands.owner)
    assert link(hands.clerk, one, one) == ("quarantined", "not_allowed")
    assert link(hands.clerk, one, new_id()) == ("quarantined", "not_found")
    assert link(hands.clerk, one, two) == "applied"
    assert link(hands.clerk, three, one) == ("quarantined", "not_allowed")
    assert link(hands.clerk, two, three) == ("quarantined", "not_allowed")
    assert say(hands.owner, "explain", two, text="Đã giải thích tại chỗ.") == "applied"
    assert of(hands.owner, one)["status"] == "confirmed"
    assert link(hands.clerk, three, two) == ("quarantined", "already_done")


def test_nobody_but_a_clerk_links(hands: Hands) -> None:
    one, two = raised(hands.owner), raised(hands.owner)
    for hand in (hands.owner, hands.contact, hands.leader, hands.supervisor):
        assert link(hand, one, two) == ("quarantined", "not_allowed")
    for hand in (hands.stranger, hands.admin):
        assert link(hand, one, two) == ("quarantined", "not_found")


def test_a_link_is_undone_with_a_reason_and_the_item_needs_an_owner_again(hands: Hands) -> None:
    original, twice = owned(hands), owned(hands)
    link(hands.clerk, twice, original)
    assert hands.agency.sees("feedback", twice) is None
    assert say(hands.clerk, "unlink", twice, text="Hai tuyến kênh khác nhau.") == "applied"
    assert (of(hands.owner, twice)["duplicate_of"], of(hands.owner, twice)["status"]) == (None, "new")
    say(hands.agency, "answer", original, round=1, outcome="settled", text="Xong.")
    say(hands.contact, "confirm", original, round=1)
    assert of(hands.owner, twice)["status"] == "new"


def test_an_item_taken_out_of_a_link_keeps_the_date_that_was_promised_first(hands: Hands) -> None:
    item, other = raised(hands.owner), raised(hands.contact)
    assert say(hands.clerk, "own", item, owner=id_of(WATER), due="2024-07-10") == "applied"
    assert say(hands.clerk, "link", item, original=other) == "applied"
    assert say(hands.clerk, "unlink", item, text="Hai việc khác nhau.") == "applied"
    assert say(hands.clerk, "own", item, owner=id_of(WATER), due="2024-08-20") == "applied"
    seen = of(hands.owner, item)
    assert (seen["due"], seen["due_original"]) == ("2024-08-20", "2024-07-10")


def test_two_cadres_of_neighbouring_communes_raise_the_same_and_both_hear(hands: Hands) -> None:
    original = owned(hands)
    other = raised(hands.colleague, unit=id_of(NEXT_DOOR))
    assert link(hands.clerk, other, original) == "applied"
    say(hands.agency, "answer", original, round=1, outcome="refused", text="Không thuộc thẩm quyền.")
    say(hands.contact, "confirm", original, round=1)
    assert (of(hands.colleague, other)["status"], of(hands.colleague, other)["outcome"]) == ("confirmed", "refused")
    assert ITEM["unit"] == id_of(HOME)


# --- What proves an answer, and when the first is due ----------------------------------------------------------------


def test_an_answer_names_the_paper_that_proves_it(hands: Hands) -> None:
    item = owned(hands)
    said = {"round": 1, "outcome": "settled", "text": "Đã nạo vét.", "document": "12/BB-UBND"}
    assert say(hands.agency, "answer", item, **said) == "applied"
    assert of(hands.contact, item)["thread"][-1][11] == "12/BB-UBND"


def test_a_first_answer_is_due_by_working_hours(hands: Hands) -> None:
    normal, urgent = raised(hands.owner), raised(hands.owner, urgency="urgent")
    # Raised on Tuesday 25/06/2024 at 08:00: eight working hours and four.
    day = 86_400_000
    at = of(hands.owner, normal)["raised"]
    assert of(hands.owner, normal)["answer_due"] - at == day
    assert of(hands.owner, urgent)["answer_due"] - at == day // 4
