"""Scope that changes while phones are away: what comes, what goes, and what becomes of work that waits."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import AWAY, HOME, NEXT_DOOR, TODAY
from tests.factories import assignment, id_of
from tests.features.scope import assign, end
from tests.features.visits.stories import REPORT, submit
from tests.hand import Hand, Hands, new_id
from tests.refusals import refused

pytestmark = pytest.mark.invariant("lost-scope-rows-go")

Pair = tuple[str, str]


class Follower:
    """A phone that keeps its place in the feed, and what one contact brought it."""

    def __init__(self, hand: Hand) -> None:
        self.hand = hand
        self.cursor: str | None = None
        self.held: dict[Pair, int] = {}

    def contact(self) -> tuple[list[Pair], list[Pair]]:
        """What came, in order, and what is gone."""
        came: list[Pair] = []
        gone: list[Pair] = []
        more = True
        while more:
            lines = self.hand.sync(cursor=self.cursor)
            for line in lines:
                for table in line.get("rows", ()):
                    came += [(table["e"], row[0]) for row in table["rows"]]
                gone += [(entity, id) for entity, id in line.get("gone", ())]
                self.cursor = line.get("cursor", self.cursor)
            more = lines[-1]["more"]
        self.held = {pair: 1 for pair in [*self.held, *came] if pair not in gone}
        return came, gone


@pytest.fixture
def phone(hands: Hands) -> Follower:
    """The owner's phone, which has loaded."""
    follower = Follower(hands.owner)
    submit(hands.owner)
    follower.contact()
    return follower


def visits(pairs: list[Pair]) -> list[str]:
    return [id for entity, id in pairs if entity == "visit"]


def test_a_unit_gained_is_filled_newest_first_and_nothing_else_comes_again(hands: Hands, phone: Follower) -> None:
    first, second = (submit(hands.colleague, unit=id_of(NEXT_DOOR)) for _ in range(2))
    elsewhere = submit(hands.stranger, unit=id_of(AWAY))
    assert phone.contact() == ([], [])
    assign(hands, assignment("owner", "cadre", NEXT_DOOR))
    came, gone = phone.contact()
    assert visits(came) == [second, first]
    assert gone == []
    # The assignment itself, and the reports of the unit: no record that the phone had comes a second time.
    assert {entity for entity, _ in came} == {"assignment", "visit", "report"}
    assert ("visit", elsewhere) not in phone.held
    assert phone.contact() == ([], [])


@pytest.mark.failure(21)
def test_an_assignment_that_ends_takes_its_rows_at_the_next_contact(hands: Hands, phone: Follower) -> None:
    theirs = submit(hands.leader)
    phone.contact()
    assert ("report", theirs) in phone.held
    end(hands, assignment("owner", "cadre", HOME), "2024-06-24")
    _, gone = phone.contact()
    assert {("visit", theirs), ("report", theirs)} <= set(gone)
    assert set(phone.held) == set(hands.owner.rows())


@pytest.mark.failure(22)
def test_late_work_within_thirty_days_counts_and_is_not_read_back_from_others(hands: Hands, phone: Follower) -> None:
    theirs = submit(hands.leader)
    end(hands, assignment("owner", "cadre", HOME), "2024-06-01")
    words = {**REPORT, "starts": "2024-05-30", "ends": "2024-06-01"}
    visit = new_id()
    assert hands.owner.do("visit.submit", visit, round=1, set=words) == "applied"
    phone.contact()
    assert ("visit", visit) in phone.held
    assert ("visit", theirs) not in phone.held
    assert hands.supervisor.sees("report", visit) is not None


@pytest.mark.failure(22)
def test_work_that_came_too_late_is_kept_for_its_author_and_leaks_to_nobody(hands: Hands, phone: Follower) -> None:
    end(hands, assignment("owner", "cadre", HOME), "2024-05-25")
    visit = new_id()
    words = {**REPORT, "starts": "2024-05-24", "ends": "2024-05-24", "findings": "Lời đến quá muộn."}
    refused_op = hands.owner.do("visit.submit", visit, round=1, set=words)
    assert refused_op == ("quarantined", "unit_outside_assignment")
    for name in ("colleague", "leader", "supervisor", "clerk", "contact", "admin"):
        assert ("visit", visit) not in getattr(hands, name).rows()
        assert words["findings"] not in str(getattr(hands, name).sync())
    # Words behind it on the same record are one case with it, and those on another are not held up.
    behind = hands.owner.do("draft.save", visit, set={"findings": "Thêm một đoạn."})
    assert behind == "applied"
    (case,) = hands.cast.owner.phone().get("/api/cases").json or []
    assert [op["code"] for op in case["ops"]] == ["unit_outside_assignment"]


@pytest.mark.failure(23)
def test_what_is_written_while_an_assignment_ends_leaves_no_stale_row(hands: Hands, phone: Follower) -> None:
    theirs = submit(hands.leader)
    end(hands, assignment("owner", "cadre", HOME), "2024-06-24")
    after = submit(hands.leader)
    came, _ = phone.contact()
    assert not {("visit", theirs), ("visit", after)} & {*came, *phone.held}
    assert set(phone.held) == set(hands.owner.rows())


def test_a_unit_lost_and_regained_is_whole_again(hands: Hands, phone: Follower) -> None:
    theirs = submit(hands.leader)
    phone.contact()
    end(hands, assignment("owner", "cadre", HOME), "2024-06-24")
    phone.contact()
    end(hands, assignment("owner", "cadre", HOME), TODAY)
    phone.contact()
    assert ("report", theirs) in phone.held
    assert set(phone.held) == set(hands.owner.rows())


def test_a_disabled_person_hands_in_nothing_and_loses_nothing(hands: Hands, phone: Follower) -> None:
    """His phone keeps what it has; others go on reading what he wrote; enabled again, he goes on where he was."""
    cast = hands.cast
    path = f"/api/admin/people/{cast.owner.id}"
    visit = next(id for entity, id in phone.held if entity == "visit")
    assert cast.admin.phone().patch(path, {"disabled": True}).status_code == 200
    body: dict[str, Any] = {"p": 1, "person": hands.owner.id, "device": hands.owner._device, "sent": 0, "cursor": None}
    refused(hands.owner.phone.post("/api/sync", {**body, "push": None}), "account_disabled")
    for address in ("/api/session", "/api/cases", f"/api/files/{new_id()}"):
        refused(hands.owner.phone.get(address), "account_disabled")
    seen = hands.supervisor.sees("visit", visit)
    assert seen is not None and seen["author"] == hands.owner.id
    assert (hands.supervisor.sees("person", hands.owner.id) or {})["disabled"] is True
    assert cast.admin.phone().patch(path, {"disabled": False}).status_code == 200
    came, gone = phone.contact()
    assert ({entity for entity, _ in came}, gone) == ({"person"}, [])
    assert hands.owner.do("draft.save", new_id(), set={"findings": "Cầu gãy."}) == "applied"
