"""The joint record of a visit: the commune's contact says whether it was so."""

from __future__ import annotations

from typing import Any

import pytest

from server.features.acknowledgements.rules import Word, check_word
from tests.features.scope import hire
from tests.features.vectors import named, vectors
from tests.features.visits.stories import submit
from tests.hand import Hand, Hands, Outcome, new_id


@pytest.mark.parametrize("case", named(vectors("acknowledgement_rules")["cases"]))
def test_it_is_taken_or_refused_as_on_the_phone(case: dict[str, Any]) -> None:
    facts = {name: case[name] for name in ("status", "current", "role", "is_contact")}
    refused = check_word(Word(**case["word"]), **facts)
    assert (refused and list(refused)) == case["refusal"]


def give(hand: Hand, visit: str, stance: str = "acknowledged", *, id: str | None = None, **said: Any) -> Outcome:
    said = {"round": 1, **said}
    return hand.do("acknowledgement.give", id or new_id("word"), visit=visit, stance=stance, **said)


def test_the_contact_acknowledges_and_the_author_and_supervisors_see_it(hands: Hands) -> None:
    visit, id = submit(hands.owner), new_id("word")
    assert give(hands.contact, visit, id=id) == "applied"
    for hand in (hands.contact, hands.owner, hands.clerk, hands.supervisor):
        seen = hand.sees("acknowledgement", id)
        assert seen is not None
        assert (seen["visit"], seen["round"], seen["person"], seen["stance"]) == (
            visit,
            1,
            hands.contact.id,
            "acknowledged",
        )
    for hand in (hands.colleague, hands.leader, hands.stranger, hands.far_contact, hands.agency, hands.admin):
        assert hand.sees("acknowledgement", id) is None


def test_a_dispute_says_why_and_stands_beside_the_report(hands: Hands) -> None:
    visit = submit(hands.owner)
    assert give(hands.contact, visit, "disputed", text=" ") == ("quarantined", "reason_required")
    assert give(hands.contact, visit, "disputed", text="Xã không nêu con số này.") == "applied"
    assert give(hands.contact, visit, "annotated", text="Thêm: 12 hộ ở thôn 2.") == "applied"
    said = hands.owner.all("acknowledgement")
    assert {(each["stance"], each["text"]) for each in said} == {
        ("disputed", "Xã không nêu con số này."),
        ("annotated", "Thêm: 12 hộ ở thôn 2."),
    }
    assert hands.owner.sees("visit", visit)["status"] == "sent"  # type: ignore[index]


def test_the_same_word_twice_is_one(hands: Hands) -> None:
    visit, id = submit(hands.owner), new_id("word")
    assert give(hands.contact, visit, id=id) == "applied"
    assert give(hands.contact, visit, id=id) == "applied"
    assert len(hands.clerk.all("acknowledgement")) == 1


def test_only_the_communes_contact_speaks_for_it(hands: Hands) -> None:
    visit = submit(hands.owner)
    for hand in (hands.owner, hands.leader, hands.clerk, hands.supervisor):
        assert give(hand, visit) == ("quarantined", "not_allowed")
    for hand in (hands.stranger, hands.far_contact, hands.agency, hands.admin):
        refused = give(hand, visit)
        assert refused == ("quarantined", "not_found")
        assert refused == give(hand, new_id())


def test_a_word_about_a_round_that_was_replaced_is_stale(hands: Hands) -> None:
    visit = submit(hands.owner)
    hands.supervisor.do("visit.return", visit, round=1, review=new_id("review"), comment="Bổ sung số hộ.")
    assert give(hands.contact, visit) == ("quarantined", "not_allowed")
    assert hands.owner.do("visit.submit", visit, round=2, set={"village": "Thôn 2"}) == "applied"
    assert give(hands.contact, visit, "annotated", text="Thêm: 12 hộ.") == ("conflict", "stale")
    [conflict] = hands.contact.all("conflict")
    assert (conflict["kind"], conflict["mine"], conflict["theirs"]) == ("stale", "Thêm: 12 hộ.", "sent")
    assert hands.contact.do("conflict.settle", conflict["id"], choice="theirs") == "applied"
    assert hands.owner.all("acknowledgement") == []
    assert give(hands.contact, visit, round=2) == "applied"


def test_what_is_withdrawn_is_not_acknowledged(hands: Hands) -> None:
    visit = submit(hands.owner)
    assert hands.owner.do("visit.withdraw", visit, round=1) == "applied"
    assert give(hands.contact, visit) == ("quarantined", "not_allowed")


def test_a_word_holds_no_telephone_number_and_no_denunciation(hands: Hands) -> None:
    visit = submit(hands.owner)
    refused = give(hands.contact, visit, "annotated", text="Gọi 0905 123 456.")
    assert refused == ("quarantined", "phone_number")
    refused = give(hands.contact, visit, "disputed", text="Tôi tố cáo ông A.")
    assert refused == ("quarantined", "denunciation")


def test_an_id_that_names_something_else_is_no_word(hands: Hands) -> None:
    visit = submit(hands.owner)
    assert give(hands.contact, visit, id=visit) == ("quarantined", "id_taken")
    mine = new_id("word")
    assert give(hands.contact, visit, id=mine) == "applied"
    other = hire(hands, "second_contact", "contact", "Xã An")
    assert give(other, visit, id=mine) == ("quarantined", "id_taken")
