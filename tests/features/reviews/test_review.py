"""A supervisor reads, returns or approves; the author has the verdict; whoever comes too late is told."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import AWAY, NEAR, NEXT_DOOR, PROVINCE
from tests.factories import assignment, id_of
from tests.features.scope import assign
from tests.features.visits.stories import REPORT, decide, submit
from tests.hand import Hands, new_id, saw


def test_a_returned_report_comes_back_with_its_comments(hands: Hands) -> None:
    visit = submit(hands.owner)
    returned = hands.supervisor.do(
        "visit.return",
        visit,
        round=1,
        review=new_id(),
        comment="Bổ sung số hộ và mốc thời gian.",
        sections=[["findings", "Bao nhiêu hộ?"], ["attendance", "Ai dự?"]],
    )
    assert returned == "applied"
    sent = hands.owner.sees("visit", visit)
    assert sent is not None
    assert (sent["status"], sent["decided_by"]) == ("returned", hands.supervisor.id)
    [review] = hands.owner.all("review")
    assert (review["visit"], review["round"], review["decision"]) == (visit, 1, "returned")
    assert review["comment"] == "Bổ sung số hộ và mốc thời gian."
    assert review["sections"] == [["findings", "Bao nhiêu hộ?"], ["attendance", "Ai dự?"]]


def test_an_approved_report_names_who_and_when(hands: Hands) -> None:
    visit = submit(hands.owner)
    assert decide(hands.supervisor, "approve", visit, comment=None) == "applied"
    sent = hands.contact.sees("visit", visit)
    assert sent is not None
    assert (sent["status"], sent["decided_by"]) == ("approved", hands.supervisor.id)
    assert sent["decided"] == hands.cast.here.clock.now_ms()


@pytest.mark.parametrize("comment", [None, "", " \n"])
def test_a_return_without_a_comment_is_refused(hands: Hands, comment: str | None) -> None:
    visit = submit(hands.owner)
    assert decide(hands.supervisor, "return", visit, comment=comment) == ("quarantined", "comment_required")
    sent = hands.owner.sees("visit", visit)
    assert sent is not None
    assert sent["status"] == "sent"


def test_a_comment_on_a_section_that_no_report_has_is_refused(hands: Hands) -> None:
    visit = submit(hands.owner)
    refused = hands.supervisor.do(
        "visit.return", visit, round=1, review=new_id(), comment="Xem lại.", sections=[["secrets", "?"]]
    )
    assert refused == ("quarantined", "unknown_code")


@pytest.mark.parametrize("step", ["begin_review", "return", "approve"])
def test_only_a_supervisor_in_scope_judges(hands: Hands, step: str) -> None:
    visit = submit(hands.owner)
    said: dict[str, Any] = {} if step == "begin_review" else {"review": new_id(), "comment": "Duyệt."}
    for hand in (hands.owner, hands.colleague, hands.stranger, hands.contact, hands.leader, hands.clerk, hands.admin):
        for role in (hand.role, "supervisor"):
            refused = hand.do(f"visit.{step}", visit, role=role, round=1, **said)
            assert refused == ("quarantined", "not_found")
            assert refused == hand.do(f"visit.{step}", new_id(), role=role, round=1, **said)


def test_a_supervisor_judges_as_supervisor(hands: Hands) -> None:
    visit = submit(hands.owner)
    refused = hands.supervisor.do("visit.approve", visit, role="clerk", round=1, review=new_id())
    assert refused == ("quarantined", "not_allowed")


@pytest.mark.parametrize("step", ["begin_review", "return", "approve"])
def test_nobody_judges_his_own_report(hands: Hands, step: str) -> None:
    assign(hands, assignment("owner", "supervisor", PROVINCE))
    visit = submit(hands.owner)
    said: dict[str, Any] = {} if step == "begin_review" else {"review": new_id(), "comment": "Duyệt."}
    refused = hands.owner.do(f"visit.{step}", visit, role="supervisor", round=1, **said)
    assert refused == ("quarantined", "own_report")
    sent = hands.owner.sees("visit", visit)
    assert sent is not None
    assert (sent["status"], sent["reviewing"]) == ("sent", None)
    assert hands.owner.all("review") == []


def test_another_supervisor_judges_what_a_supervisor_wrote(hands: Hands) -> None:
    assign(hands, assignment("owner", "supervisor", PROVINCE))
    visit = submit(hands.owner)
    assert decide(hands.supervisor, "approve", visit) == "applied"


def test_a_supervisor_still_judges_what_others_wrote(hands: Hands) -> None:
    assign(hands, assignment("owner", "supervisor", PROVINCE))
    visit = submit(hands.colleague, unit=id_of(NEXT_DOOR))
    assert decide(hands.owner, "approve", visit) == "applied"


def test_a_decision_on_a_round_that_was_replaced_is_stale_and_both_are_told(hands: Hands) -> None:
    visit = submit(hands.owner)
    decide(hands.supervisor, "return", visit)
    hands.owner.do("visit.submit", visit, round=2, set={"village": "Tân Sơn"})
    stale = decide(hands.supervisor, "approve", visit, of_round=1, comment="Tốt.")
    assert stale == ("conflict", "stale")
    assert stale.details == {"round": 2}
    sent = hands.owner.sees("visit", visit)
    assert sent is not None
    assert sent["status"] == "sent"
    for hand in (hands.supervisor, hands.owner):
        [conflict] = hand.all("conflict")
        assert (conflict["kind"], conflict["record"], conflict["round"]) == ("stale", visit, 1)
        assert (conflict["mine"], conflict["mine_by"]) == ("Tốt.", hands.supervisor.id)
    assert len(hands.owner.all("review")) == 1


def test_a_decision_on_a_withdrawn_report_is_stale(hands: Hands) -> None:
    visit = submit(hands.owner)
    hands.owner.do("visit.withdraw", visit, round=1)
    assert decide(hands.supervisor, "approve", visit) == ("conflict", "stale")
    sent = hands.supervisor.sees("visit", visit)
    assert sent is not None
    assert sent["status"] == "withdrawn"


def test_of_two_decisions_the_first_stands_and_the_second_hears_of_it(hands: Hands) -> None:
    visit = submit(hands.owner)
    assert decide(hands.supervisor, "approve", visit, comment=None) == "applied"
    assert decide(hands.supervisor, "return", visit) == ("conflict", "stale")
    sent = hands.owner.sees("visit", visit)
    assert sent is not None
    assert sent["status"] == "approved"


def test_beginning_to_read_what_has_moved_on_changes_nothing(hands: Hands) -> None:
    visit = submit(hands.owner)
    hands.owner.do("visit.withdraw", visit, round=1)
    assert hands.supervisor.do("visit.begin_review", visit, round=1) == "applied"
    sent = hands.supervisor.sees("visit", visit)
    assert sent is not None
    assert sent["reviewing"] is None
    assert hands.supervisor.all("conflict") == []


def test_a_review_id_that_names_something_else_is_refused(hands: Hands) -> None:
    visit, other = submit(hands.owner), submit(hands.owner)
    refused = hands.supervisor.do("visit.approve", visit, round=1, review=other)
    assert refused == ("quarantined", "id_taken")
    sent = hands.owner.sees("visit", visit)
    assert sent is not None
    assert sent["status"] == "sent"


def test_comments_reach_the_author_and_those_who_judge(hands: Hands) -> None:
    visit = submit(hands.owner)
    decide(hands.supervisor, "return", visit)
    for hand in (hands.owner, hands.clerk, hands.supervisor):
        assert len(hand.all("review")) == 1
    for hand in (hands.contact, hands.colleague, hands.leader, hands.stranger, hands.agency, hands.admin):
        assert hand.all("review") == []


def test_comments_follow_a_corrected_unit(hands: Hands) -> None:
    assign(hands, assignment("owner", "cadre", AWAY))
    assign(hands, assignment("colleague", "supervisor", NEAR))
    visit = submit(hands.owner)
    decide(hands.supervisor, "return", visit)
    assert len(hands.colleague.all("review")) == 1
    was = {"unit": saw(REPORT["unit"])}
    hands.owner.do("visit.submit", visit, round=2, set={"unit": id_of(AWAY)}, was=was)
    assert hands.colleague.all("review") == []
    assert len(hands.supervisor.all("review")) == 1
