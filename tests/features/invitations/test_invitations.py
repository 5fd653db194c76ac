"""Invitations over the wire: who invites, answers, moves and comes, and that no answer is taken for another time."""

from __future__ import annotations

from typing import Any

import pytest

from server.platform.clock import SetClock
from tests.cast import AWAY, HOME, MORNING_MS, NEAR, NEXT_DOOR, Cast
from tests.factories import id_of
from tests.features.changes.stories import applied, come, keep, planned, unit_called
from tests.features.invitations.stories import (
    DAY,
    DURING_MS,
    HOUR_MS,
    LATER,
    figures,
    frame,
    go_on,
    invite,
    no,
    say,
    told,
    yes,
)
from tests.hand import Hand, Hands, Outcome, new_id


def stale(outcome: Outcome) -> bool:
    """Whether the word came too late."""
    return outcome == ("conflict", "stale")


def conflicts(hand: Hand) -> list[tuple[str, str]]:
    """What came too late on this phone, beside what stands."""
    return [(each["mine"], each["theirs"]) for each in hand.all("conflict")]


def test_who_is_invited_and_the_communes_people_read_it_and_nobody_else(hands: Hands) -> None:
    invitation = invite(hands.contact)
    for reader in (hands.owner, hands.contact, hands.leader, hands.clerk, hands.supervisor):
        seen = reader.sees("invitation", invitation)
        assert seen is not None
        assert (seen["status"], seen["round"], seen["by"]) == ("open", 1, id_of("contact"))
    for other in (hands.stranger, hands.far_contact, hands.agency, hands.admin, hands.colleague):
        assert other.sees("invitation", invitation) is None
    assert figures(hands.stranger)["total"]["ahead"] == 0


def test_who_is_invited_from_elsewhere_in_the_district_reads_it_too(hands: Hands) -> None:
    invitation = invite(hands.clerk, unit=id_of(NEAR), invited=[id_of("leader"), id_of("colleague")])
    assert hands.colleague.sees("invitation", invitation) is not None
    assert hands.owner.sees("invitation", invitation) is None
    assert yes(hands.colleague, invitation) == "applied"


def test_an_answer_of_yes_or_no_is_kept_with_its_word(hands: Hands) -> None:
    invitation = invite(hands.contact)
    assert yes(hands.owner, invitation) == "applied"
    assert say(hands.leader, "answer", invitation, answer="no", text=" ") == ("quarantined", "reason_required")
    assert no(hands.leader, invitation) == "applied"
    assert told(hands.contact, invitation) == [
        ("set", None, 1),
        ("accepted", None, 1),
        ("declined", "Bận họp ở tỉnh", 1),
    ]


def test_the_same_answer_sent_twice_is_one_answer(hands: Hands) -> None:
    invitation, entry = invite(hands.contact), new_id("entry")
    for _ in range(2):
        assert say(hands.owner, "answer", invitation, answer="yes", entry=entry) == "applied"
    assert len(told(hands.contact, invitation)) == 2


@pytest.mark.invariant("no-value-vanishes")
def test_an_answer_to_a_time_that_moved_meanwhile_is_stale_and_both_are_told(hands: Hands) -> None:
    invitation = invite(hands.contact)
    assert say(hands.contact, "move", invitation, text="Đón đoàn công tác", **LATER) == "applied"
    assert stale(yes(hands.owner, invitation, read=1))
    assert stale(no(hands.leader, invitation, read=1))
    assert conflicts(hands.owner) == [("invitation.yes", "Đón đoàn công tác")]
    assert set(conflicts(hands.contact)) == {
        ("invitation.yes", "Đón đoàn công tác"),
        ("Bận họp ở tỉnh", "Đón đoàn công tác"),
    }
    # Nothing of it is taken for an answer to the new time.
    assert [kind for kind, _, _ in told(hands.contact, invitation)] == ["set", "moved"]
    assert yes(hands.owner, invitation, read=2) == "applied"


def test_an_answer_stands_when_only_the_words_of_the_invitation_were_corrected(hands: Hands) -> None:
    invitation = invite(hands.contact)
    corrected = frame(round=1, title="Họp đảng ủy sáu tháng")
    assert hands.contact.do("invitation.set", invitation, **corrected) == "applied"
    assert yes(hands.owner, invitation, read=1) == "applied"
    assert stale(hands.clerk.do("invitation.set", invitation, **frame(round=1, title="Khác")))
    assert hands.clerk.do("invitation.set", invitation, **frame(round=2, **LATER)) == ("quarantined", "reason_required")


@pytest.mark.invariant("no-value-vanishes")
def test_an_invitation_withdrawn_while_somebody_answers_tells_him_so(hands: Hands) -> None:
    invitation = invite(hands.contact)
    assert say(hands.contact, "withdraw", invitation, text=" ") == ("quarantined", "reason_required")
    assert say(hands.contact, "withdraw", invitation, text="Hoãn vì mưa lũ") == "applied"
    assert stale(yes(hands.owner, invitation))
    assert stale(say(hands.owner, "attend", invitation, at=DURING_MS))
    assert ("invitation.yes", "Hoãn vì mưa lũ") in conflicts(hands.owner)
    seen = hands.owner.sees("invitation", invitation)
    assert seen is not None
    assert (seen["status"], len(seen["log"])) == ("withdrawn", 2)
    assert stale(hands.clerk.do("invitation.set", invitation, **frame(round=2)))


def test_two_phones_of_one_person_answer_and_the_later_word_counts(hands: Hands) -> None:
    invitation = invite(hands.contact)
    late, early = hands.second("owner"), hands.owner
    assert say(late, "answer", invitation, answer="no", text="Ốm", at=MORNING_MS - HOUR_MS) == "applied"
    assert say(early, "answer", invitation, answer="yes", at=MORNING_MS - 2 * HOUR_MS) == "applied"
    assert [kind for kind, _, _ in told(hands.contact, invitation)] == ["set", "declined", "accepted"]
    go_on(hands, DURING_MS + 24 * HOUR_MS)
    [row] = [each for each in figures(hands.contact)["persons"] if each["person"] == id_of("owner")]
    assert row["sums"]["declined"] == 1


def test_who_proposes_another_time_says_why_and_has_accepted_it_when_it_moves_there(hands: Hands) -> None:
    invitation, proposal = invite(hands.contact), new_id("entry")
    assert say(hands.owner, "propose", invitation, **LATER, text=" ") == ("quarantined", "reason_required")
    said = say(hands.owner, "propose", invitation, entry=proposal, **LATER, text="Chiều đó họp tỉnh")
    assert said == "applied"
    moved = say(hands.contact, "move", invitation, **LATER, text="Theo đề nghị của đồng chí", proposal=proposal)
    assert moved == "applied"
    seen = hands.leader.sees("invitation", invitation)
    assert seen is not None
    assert (seen["starts"], seen["to_minute"], seen["log"][-1][11]) == ("2024-07-02", None, proposal)
    go_on(hands, DURING_MS + 10 * 24 * HOUR_MS)
    states = {each["person"]: each["sums"]["untold"] for each in figures(hands.contact)["persons"]}
    assert states == {id_of("owner"): 1, id_of("leader"): 1}


def test_who_came_says_so_once_it_has_begun_and_names_his_report(hands: Hands) -> None:
    invitation, visit = invite(hands.contact), new_id("visit")
    assert yes(hands.owner, invitation) == "applied"
    assert say(hands.owner, "attend", invitation, visit=visit) == ("quarantined", "not_begun")
    go_on(hands, DURING_MS)
    assert say(hands.owner, "attend", invitation, visit=visit) == "applied"
    seen = hands.contact.sees("invitation", invitation)
    assert seen is not None
    assert (seen["log"][-1][1], seen["log"][-1][11]) == ("attended", visit)
    # What took place neither moves nor is taken back, and who came stays on the list.
    assert say(hands.contact, "move", invitation, text="x", **LATER) == ("quarantined", "already_done")
    assert say(hands.contact, "withdraw", invitation, text="x") == ("quarantined", "already_done")
    alone = frame(round=1, invited=[id_of("leader")])
    assert hands.contact.do("invitation.set", invitation, **alone) == ("quarantined", "missing")


def test_an_attendance_told_without_network_is_judged_by_when_it_was_said(hands: Hands) -> None:
    invitation = invite(hands.contact)
    go_on(hands, DURING_MS)
    early = say(hands.owner, "attend", invitation, at=DURING_MS - 3 * HOUR_MS)
    assert early == ("quarantined", "not_begun")
    go_on(hands, DURING_MS + 5 * 24 * HOUR_MS)
    assert say(hands.leader, "answer", invitation, answer="yes", at=DURING_MS - 24 * HOUR_MS) == "applied"
    assert say(hands.owner, "answer", invitation, answer="yes") == ("quarantined", "date_in_past")


def test_an_invitation_written_in_time_arrives_late_and_counts(hands: Hands) -> None:
    go_on(hands, DURING_MS + 24 * HOUR_MS)
    late = hands.contact.do("invitation.set", new_id(), at=MORNING_MS, **frame())
    assert late == "applied"
    assert hands.contact.do("invitation.set", new_id(), **frame()) == ("quarantined", "date_in_past")


def test_invited_and_attended_are_counted_by_unit_and_person(hands: Hands) -> None:
    first, second = invite(hands.contact), invite(hands.contact, starts="2024-06-27", ends="2024-06-27")
    invite(hands.contact, **{**LATER, "to_minute": None})
    gone = invite(hands.contact, from_minute=600)
    assert say(hands.contact, "withdraw", gone, text="Trùng lịch") == "applied"
    assert hands.clerk.do("leave.set", new_id(), person=id_of("leader"), starts=DAY, ends=DAY) == "applied"
    assert no(hands.leader, second) == "applied"
    go_on(hands, DURING_MS)
    assert say(hands.owner, "attend", first) == "applied"
    go_on(hands, DURING_MS + 24 * HOUR_MS)
    wanted = {"invited": 4, "attended": 1, "declined": 1, "away": 1, "untold": 1, "ahead": 2, "attended_e1": 250}
    for reader in (hands.clerk, hands.contact, hands.supervisor, hands.leader):
        found = figures(reader)
        assert found["total"] == wanted
        assert found["units"] == [{"unit": id_of(HOME), "sums": wanted}]
    persons = {each["person"]: each["sums"] for each in figures(hands.clerk)["persons"]}
    assert (persons[id_of("owner")]["attended"], persons[id_of("owner")]["attended_e1"]) == (1, 500)
    assert (persons[id_of("leader")]["away"], persons[id_of("leader")]["declined"]) == (1, 1)
    assert figures(hands.clerk, "2024-07-01", "2024-07-31")["total"]["invited"] == 0


def test_the_same_invitation_written_twice_is_shown_to_the_office(hands: Hands) -> None:
    one, other = invite(hands.contact), invite(hands.clerk)
    invite(hands.contact, from_minute=600)
    assert figures(hands.clerk)["twins"] == [sorted([one, other])]


def test_a_span_of_days_must_exist(hands: Hands) -> None:
    answer = hands.clerk.phone.get("/api/invitations/figures", query_string={"first": "2024-02-30"})
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (422, "bad_day")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"title": " "}, "missing"),
        ({"invited": []}, "missing"),
        ({"kind": "party"}, "unknown_code"),
        ({"invited": [id_of("stranger")]}, "without_duty"),
        ({"invited": [id_of("owner"), id_of("colleague")]}, "without_duty"),
        ({"invited": [id_of("contact")]}, "without_duty"),
        ({"starts": "2024-06-24", "ends": "2024-06-24"}, "date_in_past"),
        ({"starts": "2024-06-25", "ends": "2024-06-25", "from_minute": 420}, "date_in_past"),
        ({"ends": "2024-06-27"}, "end_before_start"),
        ({"to_minute": 400}, "end_before_start"),
        ({"from_minute": 1440}, "out_of_range"),
        ({"starts": "2042-06-28", "ends": "2042-06-28"}, "out_of_range"),
        ({"unit": id_of(AWAY)}, "unit_outside_assignment"),
        ({"unit": id_of(NEXT_DOOR)}, "unit_outside_assignment"),
        ({"text": "Liên hệ anh Bảy 0905 123 456"}, "phone_number"),
        ({"title": "Gặp ông A 0905 123 456"}, "phone_number"),
    ],
)
def test_bad_lines_are_refused_with_what_is_wrong(hands: Hands, said: dict[str, Any], code: str) -> None:
    assert hands.contact.do("invitation.set", new_id(), **frame(**said)) == ("quarantined", code)


@pytest.mark.parametrize("step", ["move", "propose"])
@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"text": " "}, "reason_required"),
        ({"starts": "2024-06-24", "ends": "2024-06-24"}, "date_in_past"),
        ({"ends": "2024-06-30"}, "end_before_start"),
        ({"text": "Gọi 0905 123 456"}, "phone_number"),
    ],
)
def test_bad_moves_are_refused_with_what_is_wrong(hands: Hands, step: str, said: dict[str, Any], code: str) -> None:
    hand = hands.contact if step == "move" else hands.owner
    outcome = say(hand, step, invite(hands.contact), **{**LATER, "text": "Bận", **said})
    assert outcome == ("quarantined", code)


def test_a_cadre_invites_nobody_and_a_contact_answers_for_nobody(hands: Hands) -> None:
    assert hands.owner.do("invitation.set", new_id(), **frame()) == ("quarantined", "not_allowed")
    invitation = invite(hands.contact)
    assert yes(hands.contact, invitation) == ("quarantined", "not_allowed")
    assert say(hands.owner, "withdraw", invitation, text="x") == ("quarantined", "not_allowed")
    alone = invite(hands.contact, invited=[id_of("owner")], from_minute=600)
    assert yes(hands.leader, alone) == ("quarantined", "not_allowed")
    assert say(hands.owner, "answer", alone, answer="perhaps") == ("quarantined", "unknown_code")


@pytest.mark.parametrize("step", ["set", "move", "withdraw", "answer", "propose", "attend"])
def test_a_stranger_cannot_tell_an_invitation_from_none(hands: Hands, step: str) -> None:
    invitation = invite(hands.contact)
    said: dict[str, dict[str, Any]] = {
        "move": {**LATER, "text": "x"},
        "withdraw": {"text": "x"},
        "answer": {"answer": "yes"},
        "propose": {**LATER, "text": "x"},
        "attend": {"visit": new_id()},
    }
    if step == "set":
        assert hands.far_contact.do("invitation.set", invitation, **frame(round=1)) == ("quarantined", "not_found")
        return
    of_his, of_none = (say(hands.stranger, step, id, **said[step]) for id in (invitation, new_id()))
    assert of_his == of_none == ("quarantined", "not_found")


def end(cast: Cast, name: str, day: str) -> None:
    """The assignment of one of the cast ends on that day."""
    people = cast.admin.phone().get("/api/admin/people").get_json()
    [held] = next(one["assignments"] for one in people if one["id"] == id_of(name))
    path = f"/api/admin/assignments/{held['id']}"
    answer = cast.admin.phone().patch(path, {"ends": day, "reason": "Chuyển công tác"})
    assert answer.status_code == 200, answer.text


def test_an_assignment_that_ends_between_lets_its_holder_say_so_and_counts_for_nobody(cast: Cast, hands: Hands) -> None:
    invitation = invite(hands.contact)
    end(cast, "owner", "2024-06-26")
    go_on(hands, MORNING_MS + 2 * 24 * HOUR_MS)
    assert hands.owner.sees("invitation", invitation) is not None
    assert no(hands.owner, invitation) == "applied"
    # A correction keeps him; a new invitation does not take him.
    assert hands.contact.do("invitation.set", invitation, **frame(round=1, title="Họp quý")) == "applied"
    assert hands.contact.do("invitation.set", new_id(), **frame(from_minute=600)) == ("quarantined", "without_duty")
    go_on(hands, DURING_MS + 24 * HOUR_MS)
    assert figures(hands.contact)["total"]["invited"] == 1
    go_on(hands, DURING_MS + 40 * 24 * HOUR_MS)
    assert no(hands.owner, invitation) == ("quarantined", "unit_outside_assignment")


def test_an_invitation_to_a_unit_that_is_merged_by_then_goes_to_its_heir(
    cast: Cast, hands: Hands, clock: SetClock
) -> None:
    plan = planned(cast)
    keep(cast, plan, "owner")
    applied(cast, plan)
    heir = unit_called(cast, "Xã An Bình")
    before = invite(hands.contact)
    after = invite(hands.contact, **{**LATER, "to_minute": None}, invited=[id_of("owner")])
    for invitation, unit in ((before, id_of(HOME)), (after, heir)):
        seen = hands.contact.sees("invitation", invitation)
        assert seen is not None
        assert seen["unit"] == unit
    come(cast, clock)
    assert yes(hands.owner, after) == "applied"
    # Who still writes the former unit's name is understood.
    again = invite(hands.clerk, **{**LATER, "to_minute": None}, invited=[id_of("owner")])
    seen = hands.owner.sees("invitation", again)
    assert seen is not None
    assert seen["unit"] == heir


def test_an_abolished_unit_invites_nobody(cast: Cast, hands: Hands, clock: SetClock) -> None:
    applied(cast, planned(cast, [{"old": HOME, "abolish": "x"}]))
    come(cast, clock)
    late = frame(starts="2024-07-20", ends="2024-07-20")
    assert hands.clerk.do("invitation.set", new_id(), **late) == ("quarantined", "unit_outside_assignment")


def test_an_invitation_is_found_by_its_entry_and_never_made_of_another_id(hands: Hands) -> None:
    invitation, entry = new_id(), new_id()
    for _ in range(2):
        assert hands.contact.do("invitation.set", invitation, **frame(entry=entry)) == "applied"
    assert len(told(hands.contact, invitation)) == 1
    task = new_id()
    assert hands.owner.do("draft.save", task, set={"findings": "x"}) == "applied"
    assert hands.contact.do("invitation.set", task, **frame()) == ("quarantined", "id_taken")
