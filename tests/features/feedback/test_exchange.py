"""One matter from its raising to its confirmation, and everyone who may not take a step in it."""

from __future__ import annotations

from typing import Any

from tests.cast import AWAY, HOME, NEAR, NEXT_DOOR, PROVINCE, ROADS, WATER
from tests.factories import assignment, id_of
from tests.features.feedback.stories import ITEM, answered, kinds, of, owned, raised, say
from tests.features.scope import assign, end
from tests.hand import Hands, new_id


def test_a_matter_goes_round_and_comes_back(hands: Hands) -> None:
    item = raised(hands.owner)
    assert say(hands.clerk, "own", item, owner=id_of(WATER), due="2024-07-05") == "applied"
    assert say(hands.contact, "message", item, text="Đã cắm biển.") == "applied"
    assert say(hands.agency, "answer", item, round=1, outcome="settled", text="Đã nạo vét.") == "applied"
    assert say(hands.contact, "confirm", item, round=1) == "applied"
    for hand in (hands.owner, hands.contact, hands.leader, hands.clerk, hands.supervisor, hands.agency):
        now = of(hand, item)
        assert (now["status"], now["outcome"], now["owner"]) == ("confirmed", "settled", id_of(WATER))
        assert kinds(now) == ["raised", "owned", "message", "answered", "confirmed"]


def test_an_item_is_numbered_and_due_when_it_arrives(hands: Hands) -> None:
    first, second = raised(hands.owner), raised(hands.contact, urgency="urgent")
    assert (of(hands.owner, first)["number"], of(hands.owner, second)["number"]) == ("PA-001", "PA-002")
    # 25/06/2024 and 15 or 5 working days.
    assert (of(hands.owner, first)["due"], of(hands.owner, second)["due"]) == ("2024-07-16", "2024-07-02")
    assert (of(hands.owner, first)["source"], of(hands.owner, second)["source"]) == ("monitor", "commune")


def test_every_entry_says_who_when_and_in_which_role(hands: Hands) -> None:
    item = answered(hands)
    entry = of(hands.owner, item)["thread"][2]
    now = hands.cast.here.clock.now_ms()
    assert entry[1:7] == ["answered", now, hands.agency.id, "agency", id_of(WATER), "Đã nạo vét 340/340 m."]


def test_the_same_entry_twice_is_one(hands: Hands) -> None:
    item, entry = raised(hands.owner), new_id("entry")
    for _ in range(2):
        assert hands.contact.do("feedback.message", item, entry=entry, text="Đã cắm biển.") == "applied"
    assert kinds(of(hands.owner, item)) == ["raised", "message"]


BAD: list[tuple[dict[str, Any], str]] = [
    ({"unit": None}, "missing"),
    ({"kind": None}, "missing"),
    ({"theme": None}, "missing"),
    ({"urgency": None}, "missing"),
    ({"matter": " "}, "missing"),
    ({"kind": "gossip"}, "unknown_code"),
    ({"urgency": "now"}, "unknown_code"),
    ({"source": "dream"}, "unknown_code"),
    ({"unit": id_of(AWAY)}, "unit_outside_assignment"),
    ({"matter": "a" * 20_001}, "text_too_long"),
    ({"matter": "a\u2066b"}, "bad_character"),
]


def test_items_that_cannot_be_raised_say_why(hands: Hands) -> None:
    for changed, code in BAD:
        assert say(hands.owner, "raise", new_id(), set={**ITEM, **changed}) == ("quarantined", code)
    assert hands.clerk.all("feedback") == []


def test_cadre_contact_and_leader_raise_and_nobody_else(hands: Hands) -> None:
    for hand in (hands.owner, hands.contact, hands.leader):
        raised(hand)
    for hand in (hands.clerk, hands.supervisor, hands.agency, hands.admin):
        assert say(hand, "raise", new_id(), set=ITEM) == ("quarantined", "not_allowed")
    for hand in (hands.colleague, hands.stranger, hands.far_contact, hands.far_leader):
        assert say(hand, "raise", new_id(), set=ITEM) == ("quarantined", "unit_outside_assignment")


def test_what_is_explained_on_the_spot_is_done(hands: Hands) -> None:
    item = raised(hands.owner)
    assert say(hands.contact, "explain", item, text="Tôi giải thích.") == ("quarantined", "not_allowed")
    assert say(hands.owner, "explain", item, text="Đã giải thích tại chỗ.") == "applied"
    assert (of(hands.owner, item)["status"], of(hands.owner, item)["outcome"]) == ("confirmed", "settled")


def test_only_a_clerk_in_scope_gives_the_first_owner(hands: Hands) -> None:
    item = raised(hands.owner)
    for hand in (hands.owner, hands.contact, hands.leader, hands.supervisor):
        assert say(hand, "own", item, owner=id_of(WATER)) == ("quarantined", "not_allowed")
    for hand in (hands.stranger, hands.far_contact, hands.far_leader, hands.agency, hands.admin):
        refused = say(hand, "own", item, owner=id_of(WATER))
        assert refused == ("quarantined", "not_found")
        assert refused == say(hand, "own", new_id(), owner=id_of(WATER))
    assert say(hands.clerk, "own", item, owner=id_of("nobody")) == ("quarantined", "unknown_code")


def test_a_hand_over_needs_a_reason_and_takes_the_item_along(hands: Hands) -> None:
    item = owned(hands)
    assert hands.far_agency.sees("feedback", item) is None
    assert say(hands.agency, "own", item, owner=id_of(ROADS)) == ("quarantined", "reason_required")
    assert say(hands.agency, "own", item, owner=id_of(ROADS), text="Việc của Sở Đường.") == "applied"
    assert hands.agency.sees("feedback", item) is None
    assert kinds(of(hands.far_agency, item))[-1] == "handed"
    assert say(hands.agency, "message", item, text="Còn đây.") == ("quarantined", "not_found")


def test_of_two_clerks_who_give_an_owner_the_first_wins_and_the_second_is_told(hands: Hands) -> None:
    assign(hands, assignment("colleague", "clerk", PROVINCE))
    item = owned(hands)
    late = say(hands.colleague, "own", item, role="clerk", owner=id_of(ROADS))
    assert late == ("conflict", "stale")
    assert of(hands.owner, item)["owner"] == id_of(WATER)
    for hand in (hands.colleague, hands.clerk):
        assert [each["kind"] for each in hand.all("conflict")] == ["stale"]
    same = say(hands.colleague, "own", item, role="clerk", owner=id_of(WATER))
    assert same == "applied"


def test_an_owner_is_given_with_a_reason_to_the_item_that_was_read_and_no_other(hands: Hands) -> None:
    assign(hands, assignment("colleague", "clerk", PROVINCE))
    item = owned(hands)
    said: dict[str, Any] = {"role": "clerk", "owner": id_of(ROADS), "text": "Đường là việc của Sở Đường."}
    for seen in (item, id_of(ROADS)):
        assert say(hands.colleague, "own", item, seen=seen, **said) == ("conflict", "stale")
    assert of(hands.owner, item)["owner"] == id_of(WATER)
    assert [each["mine"] for each in hands.clerk.all("conflict")] == [said["text"]] * 2
    assert say(hands.colleague, "own", item, seen=id_of(WATER), **said) == "applied"
    assert kinds(of(hands.owner, item)) == ["raised", "owned", "handed"]


def test_only_the_owner_answers(hands: Hands) -> None:
    item = owned(hands)
    words = {"round": 1, "outcome": "settled", "text": "Xong."}
    for hand in (hands.owner, hands.contact, hands.clerk, hands.supervisor, hands.leader):
        assert say(hand, "answer", item, **words) == ("quarantined", "not_allowed")
    for hand in (hands.far_agency, hands.stranger, hands.admin):
        refused = say(hand, "answer", item, **words)
        assert refused == ("quarantined", "not_found")
        assert refused == say(hand, "answer", new_id(), **words)
    for hand in (hands.owner, hands.clerk):
        assert say(hand, "answer", item, role="agency", **words) == ("quarantined", "not_allowed")
    assert say(hands.agency, "answer", item, **words) == "applied"


def test_a_refusal_says_why(hands: Hands) -> None:
    item = owned(hands)
    empty = say(hands.agency, "answer", item, round=1, outcome="refused", text="  ")
    assert empty == ("quarantined", "reason_required")
    assert say(hands.agency, "answer", item, round=1, outcome="settled", text="") == ("quarantined", "missing")
    unknown = say(hands.agency, "answer", item, round=1, outcome="done", text="Xong.")
    assert unknown == ("quarantined", "unknown_code")


def test_a_second_answer_of_the_same_desk_is_stale_and_keeps_its_words(hands: Hands) -> None:
    item = answered(hands)
    late = say(hands.agency, "answer", item, round=1, outcome="partly", text="Mới xong một nửa.")
    assert late == ("conflict", "stale")
    [conflict] = hands.agency.all("conflict")
    assert (conflict["mine"], conflict["theirs"]) == ("Mới xong một nửa.", "answered")
    assert of(hands.owner, item)["outcome"] == "settled"
    assert hands.agency.do("conflict.settle", conflict["id"], choice="theirs") == "applied"


def test_the_contact_reopens_with_a_reason_and_the_next_answer_is_another_round(hands: Hands) -> None:
    item = answered(hands)
    assert say(hands.contact, "reopen", item, round=1, text=" ") == ("quarantined", "reason_required")
    assert say(hands.contact, "reopen", item, round=1, text="Còn sót ngõ 3.") == "applied"
    now = of(hands.agency, item)
    assert (now["status"], now["round"], now["outcome"]) == ("owned", 2, None)
    assert say(hands.contact, "confirm", item, round=1) == ("conflict", "stale")
    assert say(hands.agency, "answer", item, round=2, outcome="settled", text="Bổ sung ngõ 3.") == "applied"
    assert say(hands.contact, "confirm", item, round=1) == ("conflict", "stale")
    assert say(hands.contact, "confirm", item, round=2) == "applied"


def test_where_there_is_a_contact_nobody_else_confirms(hands: Hands) -> None:
    item = answered(hands)
    for hand in (hands.owner, hands.leader, hands.clerk, hands.supervisor, hands.agency):
        for step, said in (("confirm", {}), ("reopen", {"text": "Chưa xong."})):
            assert say(hand, step, item, round=1, **said) == ("quarantined", "not_allowed")
    for hand in (hands.far_contact, hands.stranger, hands.admin):
        refused = say(hand, "confirm", item, round=1)
        assert refused == ("quarantined", "not_found")
        assert refused == say(hand, "confirm", new_id(), round=1)


def test_where_there_is_no_contact_who_raised_it_confirms(hands: Hands) -> None:
    item = raised(hands.colleague, unit=id_of(NEXT_DOOR))
    say(hands.clerk, "own", item, owner=id_of(WATER))
    say(hands.agency, "answer", item, round=1, outcome="settled", text="Xong.")
    assert say(hands.leader, "confirm", item, round=1) == ("quarantined", "not_allowed")
    assert say(hands.colleague, "confirm", item, round=1) == "applied"


def test_a_district_item_is_confirmed_by_the_leader_who_raised_it(hands: Hands) -> None:
    item = raised(hands.leader, unit=id_of(NEAR))
    say(hands.clerk, "own", item, owner=id_of(WATER))
    say(hands.agency, "answer", item, round=1, outcome="settled", text="Xong.")
    assert say(hands.leader, "confirm", item, round=1) == "applied"


def test_the_handler_never_closes_its_own_item_in_any_role(hands: Hands) -> None:
    assign(hands, assignment("contact", "agency", WATER))
    item = answered(hands)
    assert say(hands.contact, "confirm", item, round=1) == ("quarantined", "not_allowed")
    assert of(hands.owner, item)["status"] == "answered"


def test_the_owner_asks_for_time_and_the_supervisor_grants_it(hands: Hands) -> None:
    item = owned(hands)
    original = of(hands.owner, item)["due"]
    assert say(hands.supervisor, "extend", item, until="2024-08-01", text="Gia hạn.") == ("quarantined", "not_allowed")
    assert say(hands.agency, "ask_extension", item, until="2024-08-01", text="Chưa bố trí được vốn.") == "applied"
    assert of(hands.supervisor, item)["asked_until"] == "2024-08-01"
    assert say(hands.clerk, "extend", item, until="2024-08-01", text="Gia hạn.") == ("quarantined", "not_allowed")
    assert say(hands.supervisor, "extend", item, until="2024-08-01", text="Gia hạn một lần.") == "applied"
    now = of(hands.owner, item)
    assert (now["due"], now["due_original"], now["asked_until"]) == ("2024-08-01", original, None)


def test_more_time_is_granted_to_the_agency_that_was_read_and_to_no_other(hands: Hands) -> None:
    assign(hands, assignment("colleague", "agency", ROADS))
    item = owned(hands)
    assert say(hands.agency, "ask_extension", item, until="2024-08-01", text="Chưa bố trí được vốn.") == "applied"
    assert say(hands.clerk, "own", item, owner=id_of(ROADS), text="Đường là việc của Sở Đường.") == "applied"
    assert (
        say(hands.colleague, "ask_extension", item, role="agency", until="2024-09-01", text="Mới nhận việc.")
        == "applied"
    )
    due = of(hands.owner, item)["due"]
    said: dict[str, Any] = {"until": "2024-08-01", "text": "Gia hạn một lần."}
    assert say(hands.supervisor, "extend", item, seen=id_of(WATER), **said) == ("conflict", "stale")
    now = of(hands.owner, item)
    assert (now["due"], now["asked_until"]) == (due, "2024-09-01")
    assert [each["mine"] for each in hands.supervisor.all("conflict")] == [said["text"]]
    assert say(hands.supervisor, "extend", item, seen=id_of(ROADS), **said) == "applied"


def test_nobody_grants_the_extension_that_his_own_desk_asks_for(hands: Hands) -> None:
    assign(hands, assignment("supervisor", "agency", WATER))
    item = owned(hands)
    original = of(hands.owner, item)["due"]
    say(hands.agency, "ask_extension", item, until="2024-08-01", text="Chưa bố trí được vốn.")
    assert say(hands.supervisor, "extend", item, until="2024-08-01", text="Tự cho.") == ("quarantined", "own_extension")
    now = of(hands.owner, item)
    assert (now["due"], now["asked_until"]) == (original, "2024-08-01")


def test_the_clerk_sets_a_date_with_a_reason_and_the_original_is_kept(hands: Hands) -> None:
    item = owned(hands)
    assert say(hands.clerk, "set_due", item, due="2024-07-30", text="") == ("quarantined", "reason_required")
    assert say(hands.agency, "set_due", item, due="2024-07-30", text="Xin.") == ("quarantined", "not_allowed")
    assert say(hands.clerk, "set_due", item, due="2024-07-30", text="Chờ kỳ họp HĐND.") == "applied"
    assert (of(hands.owner, item)["due"], of(hands.owner, item)["due_original"]) == ("2024-07-30", "2024-07-16")


def test_a_referred_matter_is_a_count_for_the_province_and_nothing_else(hands: Hands) -> None:
    item = new_id()
    assert say(hands.contact, "refer", item, unit=id_of(HOME)) == "applied"
    counted = of(hands.clerk, item)
    assert (counted["unit"], counted["status"], counted["outcome"]) == (id_of(PROVINCE), "confirmed", "transferred")
    assert [counted[name] for name in ("matter", "author", "kind", "theme", "role", "visit")] == [None] * 6
    [entry] = counted["thread"]
    assert entry[3:7] == [None] * 4
    for hand in (hands.contact, hands.owner, hands.leader, hands.far_leader, hands.agency, hands.admin):
        assert hand.sees("feedback", item) is None
    assert say(hands.clerk, "message", item, text="Ai?") == "applied"


def test_one_refers_what_was_brought_to_ones_own_unit(hands: Hands) -> None:
    refused = say(hands.contact, "refer", new_id(), unit=id_of(AWAY))
    assert refused == ("quarantined", "unit_outside_assignment")
    assert say(hands.agency, "refer", new_id(), unit=id_of(HOME)) == ("quarantined", "not_allowed")


def test_who_lost_the_unit_takes_no_step_in_its_items_but_his_own(hands: Hands) -> None:
    of_others, own = raised(hands.contact), raised(hands.owner)
    end(hands, assignment("owner", "cadre", HOME), "2024-06-24")
    assert say(hands.owner, "message", of_others, text="Tôi hỏi thêm.") == ("quarantined", "not_found")
    assert say(hands.owner, "message", own, text="Tôi bàn giao.") == "applied"


def test_an_entry_from_a_slow_clock_is_not_before_what_it_follows(hands: Hands) -> None:
    item = answered(hands)
    assert say(hands.contact, "confirm", item, round=1, at=0) == "applied"
    instants = [entry[2] for entry in of(hands.owner, item)["thread"]]
    assert instants == sorted(instants)


def test_an_id_that_names_a_visit_is_no_item(hands: Hands) -> None:
    from tests.features.visits.stories import submit

    visit = submit(hands.owner)
    assert say(hands.owner, "raise", visit, set=ITEM) == ("quarantined", "id_taken")
    item = raised(hands.owner)
    assert say(hands.stranger, "raise", item, set={**ITEM, "unit": id_of(AWAY)}) == ("quarantined", "id_taken")
    assert say(hands.contact, "refer", item, unit=id_of(HOME)) == ("quarantined", "id_taken")


def test_an_item_is_raised_once_and_its_matter_never_rewritten(hands: Hands) -> None:
    item = raised(hands.owner)
    assert say(hands.owner, "raise", item, set={**ITEM, "matter": "Khác."}) == ("quarantined", "id_taken")
    assert of(hands.owner, item)["matter"] == ITEM["matter"]


def test_a_thread_keeps_what_everyone_said_in_the_order_in_which_it_came(hands: Hands) -> None:
    item = owned(hands)
    for hand in (hands.contact, hands.agency, hands.owner):
        assert say(hand, "message", item, text=f"Lời của {hand.member.username}.") == "applied"
    said = [entry[6] for entry in of(hands.clerk, item)["thread"][2:]]
    assert said == ["Lời của contact.", "Lời của agency.", "Lời của owner."]


def test_who_raised_an_item_takes_no_step_in_a_role_he_does_not_hold(hands: Hands) -> None:
    item = raised(hands.owner)
    for role in ("clerk", "supervisor", "contact", "leader", "agency", "admin"):
        assert say(hands.owner, "own", item, role=role, owner=id_of(WATER)) == ("quarantined", "not_allowed")
        assert say(hands.owner, "message", item, role=role, text="Lời.") == ("quarantined", "not_allowed")
    assert kinds(of(hands.owner, item)) == ["raised"]
