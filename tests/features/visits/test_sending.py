"""Sending a report: who may, which, when; and what each reader then has."""

from __future__ import annotations

from typing import Any

import pytest

from server.features.visits.rules import round_id
from tests.cast import AWAY, FAR, HOME, NEAR, NEXT_DOOR
from tests.factories import id_of
from tests.features.visits.stories import REPORT, decide, save, submit
from tests.hand import Hands, new_id, saw


def test_a_report_is_numbered_when_it_arrives(hands: Hands) -> None:
    first, second = submit(hands.owner), submit(hands.owner)
    numbers = {row["id"]: row["number"] for row in hands.owner.all("visit")}
    assert numbers == {first: "BC-2024-001", second: "BC-2024-002"}


@pytest.mark.failure(45)
def test_two_reports_of_one_trip_alike_in_every_word_are_two(hands: Hands) -> None:
    first, second = submit(hands.owner), submit(hands.second("owner"))
    assert {row["id"] for row in hands.owner.all("visit")} == {first, second}


def test_a_refused_report_uses_up_no_number(hands: Hands) -> None:
    hands.owner.do("visit.submit", new_id(), round=1, set={**REPORT, "unit": id_of(AWAY)})
    visit = submit(hands.owner)
    sent = hands.owner.sees("visit", visit)
    assert sent is not None
    assert sent["number"] == "BC-2024-001"


def test_a_series_of_numbers_belongs_to_the_year_of_the_trip(hands: Hands, clock: Any) -> None:
    submit(hands.owner)
    clock.move(200 * 86_400_000)
    visit = submit(hands.second("owner"), starts="2025-01-02", ends="2025-01-02")
    sent = hands.second("owner").sees("visit", visit)
    assert sent is not None
    assert sent["number"] == "BC-2025-001"


def test_the_draft_becomes_what_was_sent(hands: Hands) -> None:
    visit = save(hands.owner)
    assert hands.owner.do("visit.submit", visit, round=1, set={"proposals": "Khảo sát ngay."}) == "applied"
    rows = hands.owner.rows()
    assert ("draft", visit) not in rows
    public, report = rows["visit", visit], rows["report", visit]
    assert (public["status"], public["round"], public["author"], public["role"]) == ("sent", 1, hands.owner.id, "cadre")
    assert report["findings"] == REPORT["findings"]
    assert report["proposals"] == "Khảo sát ngay."
    assert "findings" not in public


def test_a_trip_of_one_day_ends_when_it_began(hands: Hands) -> None:
    words = {name: value for name, value in REPORT.items() if name != "ends"}
    visit = new_id()
    assert hands.owner.do("visit.submit", visit, round=1, set=words) == "applied"
    sent = hands.owner.sees("visit", visit)
    assert sent is not None
    assert sent["ends"] == REPORT["starts"]


BAD: list[tuple[dict[str, Any], str, dict[str, Any]]] = [
    ({"unit": None}, "missing", {"field": "unit"}),
    ({"kind": None}, "missing", {"field": "kind"}),
    ({"starts": None, "ends": None}, "missing", {"field": "starts"}),
    ({"kind": "picnic"}, "unknown_code", {"field": "kind"}),
    ({"starts": "2024-06-24", "ends": "2024-06-23"}, "end_before_start", {}),
    ({"starts": "2024-06-27", "ends": "2024-06-27"}, "date_in_future", {"field": "starts"}),
    ({"unit": id_of(AWAY)}, "unit_outside_assignment", {"unit": id_of(AWAY)}),
    ({"unit": id_of(NEXT_DOOR)}, "unit_outside_assignment", {"unit": id_of(NEXT_DOOR)}),
    ({"unit": id_of("nowhere")}, "unit_outside_assignment", {"unit": id_of("nowhere")}),
    ({"findings": " ", "difficulties": None, "recommendations": ""}, "empty_report", {}),
    ({"attendance_due": 10, "attendance_present": 11}, "attendance_present_over_due", {}),
    ({"findings": "a" * 20_001}, "text_too_long", {"field": "findings", "limit": 20_000}),
    ({"findings": "a\x00b"}, "bad_character", {"field": "findings"}),
    ({"findings": "a\u202eb"}, "bad_character", {"field": "findings"}),
]


def test_reports_that_cannot_be_sent_say_why_and_the_ones_between_them_go(hands: Hands) -> None:
    bad, good = [new_id() for _ in BAD], [new_id() for _ in BAD]
    ops = []
    for place, (changed, _, _) in enumerate(BAD):
        ops.append(("visit.submit", _cells(hands, bad[place], {**REPORT, **changed})))
        ops.append(("visit.submit", _cells(hands, good[place], REPORT)))
    outcomes = hands.owner.push(ops)
    refused = [(each.name, each.code, each.details) for each in outcomes[::2]]
    assert refused == [("quarantined", code, details) for _, code, details in BAD]
    assert all(each == "applied" for each in outcomes[1::2])
    assert {row["id"] for row in hands.supervisor.all("visit")} == set(good)


def _cells(hands: Hands, visit: str, words: dict[str, Any]) -> dict[str, Any]:
    at = hands.cast.here.clock.now_ms()
    return {"role": "cadre", "at": at, "id": visit, "round": 1, **{f"set.{name}": text for name, text in words.items()}}


def test_the_servers_tomorrow_counts_not_the_phones(hands: Hands) -> None:
    visit = new_id()
    words = {**REPORT, "starts": "2024-06-26", "ends": "2024-06-26"}
    assert hands.owner.do("visit.submit", visit, round=1, set=words, at=0) == "applied"
    words["starts"] = words["ends"] = "2024-06-27"
    ahead = 4_000_000_000_000
    assert hands.owner.do("visit.submit", new_id(), round=1, set=words, at=ahead) == ("quarantined", "date_in_future")


def test_a_leader_reports_on_his_district_as_a_cadre_on_his_commune(hands: Hands) -> None:
    visit = new_id()
    assert hands.leader.do("visit.submit", visit, round=1, set=REPORT) == "applied"
    assert hands.far_leader.do("visit.submit", new_id(), round=1, set=REPORT) == (
        "quarantined",
        "unit_outside_assignment",
    )


def test_nobody_sends_in_a_role_that_does_not_report(hands: Hands) -> None:
    for hand in (hands.contact, hands.clerk, hands.supervisor, hands.agency, hands.admin):
        assert hand.do("visit.submit", new_id(), round=1, set=REPORT) == ("quarantined", "not_allowed")


def test_nobody_sends_in_a_role_he_does_not_hold(hands: Hands) -> None:
    refused = hands.contact.do("visit.submit", new_id(), role="cadre", round=1, set=REPORT)
    assert refused == ("quarantined", "unit_outside_assignment")


def test_nobody_sends_somebody_elses_visit(hands: Hands) -> None:
    visit = save(hands.owner)
    assert hands.colleague.do("visit.submit", visit, round=1, set=REPORT) == ("quarantined", "id_taken")
    assert hands.supervisor.sees("visit", visit) is None


def test_words_changed_unseen_on_another_phone_stop_the_sending(hands: Hands) -> None:
    visit = save(hands.owner, village="Tân Sơn")
    was = {"village": saw("Tân Sơn")}
    hands.second("owner").do("draft.save", visit, set={"village": "Tân Hòa"}, was=was)
    assert hands.owner.do("visit.submit", visit, round=1, set={"village": "Tân Lập"}, was=was) == "conflict"
    assert hands.supervisor.sees("visit", visit) is None
    [conflict] = hands.owner.all("conflict")
    assert (conflict["mine"], conflict["theirs"]) == ("Tân Lập", "Tân Hòa")
    assert hands.owner.sees("draft", visit) is not None


@pytest.mark.invariant("no-value-vanishes")
@pytest.mark.parametrize("last", [{"village": "Tân Sơn"}, {}], ids=["with last words", "as it was saved"])
def test_a_deleted_draft_is_not_sent_behind_the_deletion(hands: Hands, last: dict[str, str]) -> None:
    from server.features.visits.drafts import PATCHED
    from tests.hand import digest_of

    visit = save(hands.owner)
    draft = hands.owner.sees("draft", visit)
    assert draft is not None
    hands.owner.do("draft.delete", visit, seen=digest_of(draft, PATCHED))
    assert hands.second("owner").do("visit.submit", visit, round=1, set=last) == ("conflict", "delete_against_edit")
    assert hands.supervisor.sees("visit", visit) is None
    [conflict] = hands.owner.all("conflict")
    assert (conflict["kind"], conflict["theirs"], conflict["state"]) == ("delete", None, "open")
    assert hands.owner.do("conflict.settle", conflict["id"], choice="mine") == "applied"
    assert hands.second("owner").do("visit.submit", visit, round=1) == "applied"


def test_a_round_that_is_past_is_not_sent_and_its_words_are_kept(hands: Hands) -> None:
    visit = submit(hands.owner)
    decide(hands.supervisor, "return", visit)
    stale = hands.second("owner").do("visit.submit", visit, round=1, set={"village": "Tân Sơn"})
    assert stale == ("conflict", "stale")
    draft = hands.owner.sees("draft", visit)
    assert draft is not None
    assert draft["village"] == "Tân Sơn"
    sent = hands.owner.sees("visit", visit)
    assert sent is not None
    assert (sent["status"], sent["round"]) == ("returned", 1)


def test_a_returned_report_is_corrected_and_sent_again_with_its_history(hands: Hands) -> None:
    visit = submit(hands.owner)
    decide(hands.supervisor, "return", visit)
    assert hands.owner.do("draft.save", visit, set={"village": "Tân Sơn"}) == "applied"
    draft = hands.owner.sees("draft", visit)
    assert draft is not None
    assert (draft["findings"], draft["village"], draft["round"]) == (REPORT["findings"], "Tân Sơn", 1)
    was = {"findings": saw(REPORT["findings"])}
    again = hands.owner.do("visit.submit", visit, round=2, set={"findings": "Bồi lấp 340 m, 38 hộ."}, was=was)
    assert again == "applied"
    rows = hands.supervisor.rows()
    assert (rows["visit", visit]["status"], rows["visit", visit]["round"]) == ("sent", 2)
    assert rows["visit", visit]["number"] == "BC-2024-001"
    assert rows["report", visit]["findings"] == "Bồi lấp 340 m, 38 hộ."
    earlier = rows["round", round_id(visit, 1)]
    assert (earlier["visit"], earlier["round"], earlier["findings"]) == (visit, 1, REPORT["findings"])


def test_a_corrected_unit_takes_the_whole_visit_with_it(hands: Hands) -> None:
    from tests.factories import assignment
    from tests.features.scope import assign

    assign(hands, assignment("owner", "cadre", AWAY))
    visit = submit(hands.owner)
    decide(hands.supervisor, "return", visit)
    assert hands.far_leader.sees("visit", visit) is None
    was = {"unit": saw(id_of(HOME))}
    assert hands.owner.do("visit.submit", visit, round=2, set={"unit": id_of(AWAY)}, was=was) == "applied"
    far, near = hands.far_leader.rows(), hands.leader.rows()
    for record in (("visit", visit), ("report", visit), ("round", round_id(visit, 1))):
        assert record in far
        assert record not in near
    assert hands.contact.sees("visit", visit) is None
    assert hands.far_contact.sees("visit", visit) is not None


def test_what_the_contact_said_follows_the_visit_to_who_judges_it_now(hands: Hands) -> None:
    from tests.factories import assignment
    from tests.features.scope import assign, hire

    near, far = hire(hands, "near", "supervisor", NEAR), hire(hands, "far", "supervisor", FAR)
    assign(hands, assignment("owner", "cadre", AWAY))
    visit, word = submit(hands.owner), new_id("word")
    said: dict[str, Any] = {"visit": visit, "round": 1, "stance": "disputed", "text": "Không ai đến xã."}
    assert hands.contact.do("acknowledgement.give", word, **said) == "applied"
    decide(near, "return", visit)
    was = {"unit": saw(id_of(HOME))}
    assert hands.owner.do("visit.submit", visit, round=2, set={"unit": id_of(AWAY)}, was=was) == "applied"
    for hand, reads in ((near, False), (far, True), (hands.owner, True), (hands.contact, True)):
        assert (hand.sees("acknowledgement", word) is not None) is reads


def test_a_companion_who_is_taken_out_loses_the_report(hands: Hands) -> None:
    visit, both = new_id(), {"companions": [hands.colleague.id, hands.stranger.id]}
    assert hands.owner.do("visit.submit", visit, round=1, set=REPORT, add=both) == "applied"
    assert hands.stranger.sees("report", visit) is not None
    decide(hands.supervisor, "return", visit)
    out = {"companions": [hands.stranger.id]}
    assert hands.owner.do("visit.submit", visit, round=2, dels=out) == "applied"
    assert not {("visit", visit), ("report", visit), ("round", round_id(visit, 1))} & set(hands.stranger.rows())
    assert hands.colleague.sees("report", visit) is not None


def test_an_author_takes_back_what_nobody_has_begun_to_review(hands: Hands) -> None:
    visit = submit(hands.owner)
    assert hands.owner.do("visit.withdraw", visit, round=1) == "applied"
    draft = hands.owner.sees("draft", visit)
    assert draft is not None
    assert draft["findings"] == REPORT["findings"]
    rows = hands.supervisor.rows()
    assert ("report", visit) not in rows
    assert rows["visit", visit]["status"] == "withdrawn"
    assert rows["visit", visit]["recommendations"] is None


def test_a_withdrawn_report_is_sent_again_under_its_number(hands: Hands) -> None:
    visit = submit(hands.owner)
    hands.owner.do("visit.withdraw", visit, round=1)
    assert hands.owner.do("visit.submit", visit, round=2) == "applied"
    sent = hands.supervisor.sees("visit", visit)
    assert sent is not None
    assert (sent["number"], sent["status"], sent["round"]) == ("BC-2024-001", "sent", 2)


def test_a_review_that_has_begun_stops_the_withdrawal(hands: Hands) -> None:
    visit = submit(hands.owner)
    assert hands.supervisor.do("visit.begin_review", visit, round=1) == "applied"
    assert hands.owner.do("visit.withdraw", visit, round=1) == ("conflict", "stale")
    sent = hands.supervisor.sees("visit", visit)
    assert sent is not None
    assert (sent["status"], sent["reviewing"]) == ("sent", hands.supervisor.id)
    [conflict] = hands.owner.all("conflict")
    assert (conflict["kind"], conflict["mine"], conflict["theirs"]) == ("stale", "withdraw", "sent")


def test_only_the_author_withdraws(hands: Hands) -> None:
    visit = submit(hands.owner)
    for hand in (hands.colleague, hands.stranger, hands.supervisor, hands.admin):
        refused = hand.do("visit.withdraw", visit, round=1)
        assert refused == ("quarantined", "not_found")
        assert refused == hand.do("visit.withdraw", new_id(), round=1)


def test_an_approved_report_is_amended_by_another(hands: Hands) -> None:
    visit = submit(hands.owner)
    decide(hands.supervisor, "approve", visit)
    amendment = submit(hands.owner, amends=visit, findings="Bồi lấp 350 m, đo lại.")
    sent = hands.contact.sees("visit", amendment)
    assert sent is not None
    assert (sent["amends"], sent["number"]) == (visit, "BC-2024-002")


def test_nobody_amends_what_another_wrote(hands: Hands) -> None:
    visit = submit(hands.owner)
    assert decide(hands.supervisor, "approve", visit) == "applied"
    said = {**REPORT, "unit": id_of(NEXT_DOOR), "findings": "Đo lại.", "amends": visit}
    assert hands.colleague.do("visit.submit", new_id(), round=1, set=said) == ("quarantined", "not_found")
    assert hands.owner.do("visit.submit", new_id(), round=1, set={**said, "unit": id_of(HOME)}) == "applied"


def test_no_report_amends_itself(hands: Hands) -> None:
    visit = new_id()
    said = {**REPORT, "amends": visit}
    assert hands.owner.do("visit.submit", visit, round=1, set=said) == ("quarantined", "not_found")
    assert hands.owner.sees("visit", visit) is None
