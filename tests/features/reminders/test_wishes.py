"""How a person wants to be told, what he has read, and the office's own rules: over the wire, each his own."""

from __future__ import annotations

from typing import Any

import pytest

from server.features.reminders.watch import Watch
from server.platform.clock import SetClock
from tests.cast import NEAR, Cast
from tests.features.feedback.stories import raised
from tests.features.reminders.test_watch import DAY_MS, open_watch
from tests.features.scope import hire
from tests.hand import Hand, Hands, new_id

WISH: dict[str, Any] = {
    "zone": "Asia/Ho_Chi_Minh", "quiet_from": "21:00", "quiet_until": "06:30", "show_text": False, "language": "vi",
    "push": True, "mail": True, "gateway": False,
}  # fmt: skip
RULE: dict[str, Any] = {"code": "visit_due", "turns": "-7 -2 1"}


@pytest.fixture
def watch(cast: Cast) -> Watch:
    return open_watch(cast)


def wishes(hand: Hand) -> list[dict[str, Any]]:
    """What of anybody's wishes reaches this phone."""
    return hand.all("preference")


def test_a_wish_reaches_the_persons_phones_and_nobody_elses(hands: Hands) -> None:
    assert hands.owner.do("preference.set", new_id(), **WISH, silenced=[["visit_due"]]) == "applied"
    [wish] = wishes(hands.owner)
    assert wish["person"] == hands.owner.id
    assert (wish["quiet_from"], wish["silenced"]) == ("21:00", [["visit_due"]])
    assert wishes(hands.colleague) == wishes(hands.supervisor) == wishes(hands.clerk) == []


def test_two_phones_that_begin_at_once_keep_one_wish_and_the_later_stands(hands: Hands) -> None:
    assert hands.owner.do("preference.set", new_id(), **WISH) == "applied"
    assert hands.owner.do("preference.set", new_id(), **{**WISH, "digest": "07:00"}) == "applied"
    [wish] = wishes(hands.owner)
    assert wish["digest"] == "07:00"


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("zone_unknown", {"zone": "Asia/Bình_Định"}),
        ("clock_bad", {"quiet_from": "25:00"}),
        ("quiet_all_day", {"quiet_from": "06:30"}),
        ("digest_in_quiet", {"digest": "23:00"}),
        ("unknown_code", {"silenced": [["birthday"]]}),
        ("unknown_code", {"language": "fr"}),
    ],
)
def test_a_wish_that_cannot_be_meant_is_refused_by_name(hands: Hands, code: str, changed: dict[str, Any]) -> None:
    assert hands.owner.do("preference.set", new_id(), **{**WISH, **changed}) == ("quarantined", code)
    assert wishes(hands.owner) == []


def test_nobody_writes_over_anothers_wishes_or_another_rule(hands: Hands) -> None:
    own, rule = new_id(), new_id()
    assert hands.owner.do("preference.set", own, **WISH) == "applied"
    assert hands.stranger.do("preference.set", own, **WISH) == ("quarantined", "id_taken")
    assert [each["id"] for each in wishes(hands.owner)] == [own]
    assert hands.clerk.do("occasion.set", rule, **RULE) == "applied"
    assert hands.clerk.do("occasion.set", rule, **{**RULE, "code": "report_unsent"}) == ("quarantined", "id_taken")


def test_the_offices_rule_reaches_everybody(hands: Hands) -> None:
    assert hands.clerk.do("occasion.set", new_id(), **RULE, wording_vi="Đến hạn đi { unit }") == "applied"
    assert hands.clerk.do("occasion.set", new_id(), **{**RULE, "turns": None}) == "applied"
    for hand in (hands.owner, hands.colleague, hands.supervisor):
        [rule] = hand.all("occasion")
        assert (rule["code"], rule["turns"], rule["wording_vi"]) == ("visit_due", None, None)


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("turns_bad", {"turns": "1 -5"}),
        ("turns_bad", {"turns": "tomorrow"}),
        ("wording_bad", {"wording_vi": "Chào { name }"}),
        ("wording_bad", {"wording_en": "Due in { unit"}),
        ("unknown_code", {"code": "birthday"}),
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused_by_name(hands: Hands, code: str, changed: dict[str, Any]) -> None:
    assert hands.clerk.do("occasion.set", new_id(), **{**RULE, **changed}) == ("quarantined", code)


def test_nobody_but_the_offices_keepers_makes_rules(hands: Hands) -> None:
    for hand in (hands.owner, hands.colleague, hands.supervisor):
        assert hand.do("occasion.set", new_id(), **RULE) == ("quarantined", "not_allowed")
    assert hands.owner.do("occasion.set", new_id(), role="clerk", **RULE) == ("quarantined", "not_allowed")
    # A rule and its words reach the whole province: they are not one district's to make.
    assert hire(hands, "near", "clerk", NEAR).do("occasion.set", new_id(), **RULE) == ("quarantined", "not_allowed")
    assert hands.admin.do("occasion.set", new_id(), **RULE) == "applied"


def test_a_notice_is_read_once_by_the_one_it_is_for(hands: Hands, watch: Watch, clock: SetClock) -> None:
    watch.look()
    raised(hands.owner)
    clock.move(DAY_MS)
    watch.look()
    [notice] = hands.clerk.all("notice")
    assert hands.owner.do("notice.read", notice["id"]) == ("quarantined", "not_found")
    assert hands.clerk.do("notice.read", notice["id"]) == "applied"
    first = hands.clerk.all("notice")[0]["read"]
    clock.move(DAY_MS)
    assert hands.clerk.do("notice.read", notice["id"]) == "applied"
    assert hands.clerk.all("notice")[0]["read"] == first
