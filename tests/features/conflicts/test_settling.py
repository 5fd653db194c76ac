"""How a conflict is settled: mine, theirs or both; and what that does when the visit has moved on meanwhile."""

from __future__ import annotations

from typing import Any

import pytest

from server.features.visits.drafts import PATCHED
from server.features.visits.rules import amendment_id
from tests.features.visits.stories import REPORT, decide, save, submit
from tests.hand import Hand, Hands, digest_of, new_id, saw


def clash(hands: Hands, field: str = "village", mine: Any = "Tân Lập", theirs: Any = "Tân Hòa") -> tuple[str, str]:
    """A draft that two phones edited in one place: the visit's id and the conflict's."""
    visit = save(hands.owner, **{field: "Tân Sơn"} if field == "village" else {})
    was = {field: saw("Tân Sơn" if field == "village" else REPORT.get(field))}
    assert hands.owner.do("draft.save", visit, set={field: theirs}, was=was) == "applied"
    assert hands.second("owner").do("draft.save", visit, set={field: mine}, was=was) == "conflict"
    [conflict] = hands.owner.all("conflict")
    return visit, conflict["id"]


def draft_of(hands: Hands, visit: str) -> dict[str, Any]:
    found = hands.owner.sees("draft", visit)
    assert found is not None
    return found


def conflict_of(hands: Hands, id: str) -> dict[str, Any]:
    found = hands.owner.sees("conflict", id)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("choice", "value", "result"),
    [
        ("mine", None, "Tân Lập"),
        ("theirs", None, "Tân Hòa"),
        ("both", None, "Tân Hòa Tân Lập"),
        ("both", "Tân Hòa và Tân Lập", "Tân Hòa và Tân Lập"),
    ],
)
def test_the_choice_becomes_the_words(hands: Hands, choice: str, value: str | None, result: str) -> None:
    visit, conflict = clash(hands)
    assert hands.owner.do("conflict.settle", conflict, choice=choice, value=value) == "applied"
    assert draft_of(hands, visit)["village"] == result
    settled = conflict_of(hands, conflict)
    assert (settled["state"], settled["choice"], settled["settled_by"]) == ("settled", choice, hands.owner.id)
    assert settled["settled"] == hands.cast.here.clock.now_ms()


def test_a_value_that_is_no_text_is_chosen_not_joined(hands: Hands) -> None:
    visit, conflict = clash(hands, "kind", mine="dialogue", theirs="cell_meeting")
    assert hands.owner.do("conflict.settle", conflict, choice="both") == ("quarantined", "unknown_code")
    assert hands.owner.do("conflict.settle", conflict, choice="mine") == "applied"
    assert draft_of(hands, visit)["kind"] == "dialogue"


def test_numbers_come_through_a_conflict_as_numbers(hands: Hands) -> None:
    visit, tablet = save(hands.owner), hands.second("owner")
    hands.owner.do("draft.save", visit, set={"attendance_due": 45, "attendance_present": 38})
    tablet.do("draft.save", visit, set={"attendance_due": 48, "attendance_present": 38})
    [conflict] = hands.owner.all("conflict")
    assert (conflict["field"], conflict["mine"], conflict["theirs"]) == ("attendance_due", "48", "45")
    assert hands.owner.do("conflict.settle", conflict["id"], choice="mine") == "applied"
    assert draft_of(hands, visit)["attendance_due"] == 48


def test_one_column_of_one_commitment_is_settled_alone(hands: Hands) -> None:
    visit, child = save(hands.owner), new_id()
    hands.owner.do("draft.save", visit, add={"commitments": [[child, "gửi dự toán", "2024-07-08"]]})
    was = {f"commitments/{child}/due": saw("2024-07-08")}
    hands.owner.do("draft.save", visit, set={f"commitments/{child}/due": "2024-07-09"}, was=was)
    late = hands.second("owner").do("draft.save", visit, set={f"commitments/{child}/due": "2024-07-10"}, was=was)
    assert late == "conflict"
    [conflict] = hands.owner.all("conflict")
    assert (conflict["mine"], conflict["theirs"]) == ("2024-07-10", "2024-07-09")
    assert hands.owner.do("conflict.settle", conflict["id"], choice="mine") == "applied"
    assert draft_of(hands, visit)["commitments"] == [[child, "gửi dự toán", "2024-07-10"]]


def test_words_that_changed_again_while_choosing_are_not_overwritten(hands: Hands) -> None:
    visit, conflict = clash(hands)
    hands.owner.do("draft.save", visit, set={"village": "Tân Mới"}, was={"village": saw("Tân Hòa")})
    assert hands.second("owner").do("conflict.settle", conflict, choice="mine") == "conflict"
    assert draft_of(hands, visit)["village"] == "Tân Mới"
    [again] = [each for each in hands.owner.all("conflict") if each["state"] == "open"]
    assert (again["mine"], again["theirs"]) == ("Tân Lập", "Tân Mới")


def test_a_conflict_is_settled_once(hands: Hands) -> None:
    _, conflict = clash(hands)
    assert hands.owner.do("conflict.settle", conflict, choice="theirs") == "applied"
    assert hands.second("owner").do("conflict.settle", conflict, choice="mine") == ("quarantined", "already_done")


def test_nobody_else_settles_a_conflict(hands: Hands) -> None:
    _, conflict = clash(hands)
    for hand in (hands.colleague, hands.stranger, hands.supervisor, hands.admin):
        refused = hand.do("conflict.settle", conflict, choice="mine")
        assert refused == ("quarantined", "not_found")
        assert refused == hand.do("conflict.settle", new_id(), choice="mine")


def test_the_side_that_was_faster_sees_a_stale_conflict_but_does_not_settle_it(hands: Hands) -> None:
    visit = submit(hands.owner)
    hands.owner.do("visit.withdraw", visit, round=1)
    decide(hands.supervisor, "approve", visit)
    [conflict] = hands.owner.all("conflict")
    assert hands.owner.do("conflict.settle", conflict["id"], choice="mine") == ("quarantined", "not_allowed")
    assert hands.supervisor.do("conflict.settle", conflict["id"], choice="theirs") == "applied"
    assert conflict_of(hands, conflict["id"])["settled_by"] == hands.supervisor.id


def test_a_choice_that_nobody_knows(hands: Hands) -> None:
    _, conflict = clash(hands)
    assert hands.owner.do("conflict.settle", conflict, choice="neither") == ("quarantined", "unknown_code")


def late_edit(hands: Hands, visit: str) -> str:
    hands.second("owner").do("draft.save", visit, set={"findings": "Bồi lấp 350 m."})
    [conflict] = [each for each in hands.owner.all("conflict") if each["state"] == "open"]
    id: str = conflict["id"]
    return id


def test_a_late_edit_takes_an_unread_report_back(hands: Hands) -> None:
    visit = submit(hands.owner)
    assert hands.owner.do("conflict.settle", late_edit(hands, visit), choice="mine") == "applied"
    draft = draft_of(hands, visit)
    assert (draft["findings"], draft["difficulties"]) == ("Bồi lấp 350 m.", REPORT["difficulties"])
    rows = hands.supervisor.rows()
    assert rows["visit", visit]["status"] == "withdrawn"
    assert ("report", visit) not in rows


def test_a_late_edit_that_is_dropped_leaves_the_report_alone(hands: Hands) -> None:
    visit = submit(hands.owner)
    assert hands.owner.do("conflict.settle", late_edit(hands, visit), choice="theirs") == "applied"
    report = hands.supervisor.sees("report", visit)
    assert report is not None
    assert report["findings"] == REPORT["findings"]


def test_a_late_edit_waits_while_the_report_is_being_read(hands: Hands) -> None:
    visit = submit(hands.owner)
    conflict = late_edit(hands, visit)
    hands.supervisor.do("visit.begin_review", visit, round=1)
    assert hands.owner.do("conflict.settle", conflict, choice="mine") == ("conflict", "stale")
    assert conflict_of(hands, conflict)["state"] == "open"
    decide(hands.supervisor, "return", visit)
    assert hands.owner.do("conflict.settle", conflict, choice="mine") == "applied"
    assert draft_of(hands, visit)["findings"] == "Bồi lấp 350 m."


def test_a_late_edit_of_an_approved_report_becomes_an_amendment(hands: Hands) -> None:
    visit = submit(hands.owner)
    decide(hands.supervisor, "approve", visit)
    assert hands.owner.do("conflict.settle", late_edit(hands, visit), choice="mine") == "applied"
    amendment = draft_of(hands, amendment_id(visit, 0))
    assert (amendment["amends"], amendment["findings"]) == (visit, "Bồi lấp 350 m.")
    assert amendment["difficulties"] == REPORT["difficulties"]
    assert hands.owner.do("visit.submit", amendment_id(visit, 0), round=1) == "applied"


def test_several_late_edits_become_one_amendment(hands: Hands) -> None:
    visit = submit(hands.owner)
    decide(hands.supervisor, "approve", visit)
    hands.second("owner").do("draft.save", visit, set={"findings": "Bồi lấp 350 m.", "village": "Tân Sơn"})
    for conflict in hands.owner.all("conflict"):
        assert hands.owner.do("conflict.settle", conflict["id"], choice="mine") == "applied"
    amendment = draft_of(hands, amendment_id(visit, 0))
    assert (amendment["findings"], amendment["village"]) == ("Bồi lấp 350 m.", "Tân Sơn")


@pytest.mark.parametrize("is_approved", [False, True], ids=["taken back", "amended"])
def test_late_words_about_one_promise_go_into_it_alone(hands: Hands, is_approved: bool) -> None:
    visit, [one, other] = save(hands.owner), [new_id(), new_id()]
    promises = [[one, "Sửa đường.", None], [other, "Họp dân.", "2024-07-20"]]
    hands.owner.do("draft.save", visit, add={"commitments": promises})
    assert hands.owner.do("visit.submit", visit, round=1, set=REPORT) == "applied"
    if is_approved:
        decide(hands.supervisor, "approve", visit)
    hands.second("owner").do("draft.save", visit, add={"commitments": [[one, "Sửa cầu.", "2024-07-01"]]})
    open_ones = {each["field"].split("/")[2]: each["id"] for each in hands.owner.all("conflict")}
    assert hands.owner.do("conflict.settle", open_ones["text"], choice="both") == "applied"
    assert hands.owner.do("conflict.settle", open_ones["due"], choice="mine") == "applied"
    draft = draft_of(hands, amendment_id(visit, 0) if is_approved else visit)
    assert draft["commitments"] == [[one, "Sửa đường.\n\nSửa cầu.", "2024-07-01"], promises[1]]


@pytest.mark.parametrize(("choice", "is_deleted"), [("mine", True), ("theirs", False)])
def test_a_deletion_that_met_an_edit_is_decided_by_the_person(hands: Hands, choice: str, is_deleted: bool) -> None:
    visit = save(hands.owner)
    seen = digest_of(draft_of(hands, visit), PATCHED)
    hands.second("owner").do("draft.save", visit, set={"proposals": "Viết thêm."})
    hands.owner.do("draft.delete", visit, seen=seen)
    [conflict] = hands.owner.all("conflict")
    assert hands.owner.do("conflict.settle", conflict["id"], choice=choice) == "applied"
    assert (draft_of(hands, visit)["deleted"] is not None) is is_deleted


@pytest.mark.parametrize(("choice", "is_deleted"), [("mine", False), ("theirs", True)])
def test_an_edit_that_met_a_deletion_is_decided_by_the_person(hands: Hands, choice: str, is_deleted: bool) -> None:
    visit = save(hands.owner)
    hands.owner.do("draft.delete", visit, seen=digest_of(draft_of(hands, visit), PATCHED))
    hands.second("owner").do("draft.save", visit, set={"proposals": "Viết tiếp."})
    [conflict] = hands.owner.all("conflict")
    assert hands.owner.do("conflict.settle", conflict["id"], choice="both") == ("quarantined", "unknown_code")
    assert hands.owner.do("conflict.settle", conflict["id"], choice=choice) == "applied"
    assert (draft_of(hands, visit)["deleted"] is not None) is is_deleted
    assert draft_of(hands, visit)["proposals"] == "Viết tiếp."


def delete(hand: Hand, draft: str) -> None:
    found = hand.sees("draft", draft)
    assert found is not None
    assert hand.do("draft.delete", draft, seen=digest_of(found, PATCHED)) == "applied"


def open_ones(hands: Hands) -> list[dict[str, Any]]:
    return [each for each in hands.owner.all("conflict") if each["state"] == "open"]


@pytest.mark.invariant("no-value-vanishes")
def test_words_that_are_chosen_for_a_draft_deleted_meanwhile_ask_whether_it_comes_back(hands: Hands) -> None:
    visit, conflict = clash(hands, "findings", mine="Bồi lấp 350 m.", theirs="Bồi lấp 300 m.")
    delete(hands.owner, visit)
    assert hands.second("owner").do("conflict.settle", conflict, choice="mine") == "conflict"
    [asked] = open_ones(hands)
    assert (asked["kind"], asked["record"], asked["theirs"]) == ("delete", visit, None)
    assert "Bồi lấp 350 m." in asked["mine"]
    assert hands.owner.do("conflict.settle", asked["id"], choice="mine") == "applied"
    draft = draft_of(hands, visit)
    assert (draft["findings"], draft["deleted"]) == ("Bồi lấp 350 m.", None)


@pytest.mark.invariant("no-value-vanishes")
def test_a_late_edit_after_an_amendment_was_deleted_begins_another(hands: Hands) -> None:
    visit = submit(hands.owner)
    decide(hands.supervisor, "approve", visit)
    assert hands.owner.do("conflict.settle", late_edit(hands, visit), choice="mine") == "applied"
    delete(hands.owner, amendment_id(visit, 0))
    hands.second("owner").do("draft.save", visit, set={"village": "Tân Sơn"})
    [asked] = open_ones(hands)
    assert hands.owner.do("conflict.settle", asked["id"], choice="mine") == "applied"
    amendment = draft_of(hands, amendment_id(visit, 1))
    assert (amendment["village"], amendment["amends"], amendment["deleted"]) == ("Tân Sơn", visit, None)
    assert draft_of(hands, amendment_id(visit, 0))["deleted"] is not None


@pytest.mark.invariant("no-value-vanishes")
def test_a_deletion_that_is_chosen_deletes_nothing_that_was_written_meanwhile(hands: Hands) -> None:
    visit, clock = save(hands.owner), hands.cast.here.clock
    seen = digest_of(draft_of(hands, visit), PATCHED)
    hands.second("owner").do("draft.save", visit, set={"proposals": "Viết thêm."})
    hands.owner.do("draft.delete", visit, seen=seen)
    [first] = open_ones(hands)
    clock.move(60_000)  # type: ignore[attr-defined]
    was = {"proposals": saw("Viết thêm.")}
    hands.second("owner").do("draft.save", visit, set={"proposals": "Giao khảo sát."}, was=was)
    assert hands.owner.do("conflict.settle", first["id"], choice="mine") == "conflict"
    assert draft_of(hands, visit)["deleted"] is None
    [again] = open_ones(hands)
    assert (again["kind"], again["mine"]) == ("delete", None)
    assert "Giao khảo sát." in again["theirs"]
    assert hands.owner.do("conflict.settle", again["id"], choice="mine") == "applied"
    assert draft_of(hands, visit)["deleted"] is not None


def test_a_text_that_grew_too_long_by_choosing_both_is_refused(hands: Hands) -> None:
    _, conflict = clash(hands)
    refused = hands.owner.do("conflict.settle", conflict, choice="both", value="a" * 301)
    assert refused == ("quarantined", "text_too_long")
    assert conflict_of(hands, conflict)["state"] == "open"
