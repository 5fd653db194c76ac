"""Difficult tasks over the wire: who gives, tells, moves and ends them, and that no percent is ever typed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import AWAY, NEXT_DOOR, WATER
from tests.factories import id_of
from tests.features.tasks.stories import GOAL, MILESTONE, frame, give, goal, listed, measure, register
from tests.features.visits.stories import submit
from tests.hand import Hands, new_id


def test_a_task_reaches_its_place_and_its_owner_and_nobody_else(hands: Hands) -> None:
    task = give(hands.clerk, owner=id_of("colleague"))
    for reader in (hands.owner, hands.contact, hands.leader, hands.clerk, hands.colleague):
        told = reader.sees("task", task)
        assert told is not None
        assert (told["status"], told["round"], told["ends_original"]) == ("open", 1, "2024-09-30")
    assert hands.stranger.sees("task", task) is None
    assert register(hands.stranger)["tasks"] == []


def test_a_percent_is_computed_of_the_last_point_and_never_capped(hands: Hands) -> None:
    task = give(hands.clerk, goals=[goal(target=2000)])
    assert measure(hands.contact, task, 1000) == "applied"
    assert measure(hands.owner, task, 3000, "2024-06-01") == "applied"
    assert listed(hands.clerk, task)["percent"] == {"value_e1": 1500, "comparator": "eq"}
    assert listed(hands.clerk, task, "2024-05-31")["percent"] == {"value_e1": 500, "comparator": "eq"}
    assert listed(hands.clerk, task)["goals"][0]["verdict"] == "met"


def test_a_comparator_survives_to_the_register(hands: Hands) -> None:
    task = give(hands.clerk, goals=[goal(target=100000)])
    assert measure(hands.contact, task, 64000, comparator="gt") == "applied"
    told = listed(hands.clerk, task)
    assert (told["goals"][0]["comparator"], told["percent"]) == ("gt", {"value_e1": 640, "comparator": "gt"})


def test_the_same_point_sent_twice_is_one_point(hands: Hands) -> None:
    task, entry = give(hands.clerk), new_id("point")
    assert measure(hands.contact, task, 4000, entry=entry) == "applied"
    measure(hands.contact, task, 4000, entry=entry)
    told = hands.contact.sees("task", task)
    assert told is not None
    assert len(told["points"]) == 1


def test_a_point_told_in_error_is_struck_out_with_a_reason_and_stays_readable(hands: Hands) -> None:
    task, wrong = give(hands.clerk), new_id("point")
    measure(hands.contact, task, 4000)
    measure(hands.contact, task, 40000, "2024-06-01", entry=wrong)
    assert hands.owner.do("task.strike", task, entry=new_id(), point=wrong, text=" ") == (
        "quarantined",
        "reason_required",
    )
    assert hands.owner.do("task.strike", task, entry=new_id(), point=wrong, text="Gõ thừa số 0") == "applied"
    assert listed(hands.clerk, task)["percent"] == {"value_e1": 444, "comparator": "eq"}
    told = hands.clerk.sees("task", task)
    assert told is not None
    assert len(told["points"]) == 2
    again = hands.owner.do("task.strike", task, entry=new_id(), point=wrong, text="Lần nữa")
    assert again == ("quarantined", "already_done")


def test_the_first_deadline_is_kept_when_it_moves_with_a_reason(hands: Hands) -> None:
    task = give(hands.clerk)
    step: dict[str, Any] = {"round": 1, "until": "2024-11-30"}
    assert hands.leader.do("task.extend", task, entry=new_id(), **step, text=" ") == ("quarantined", "reason_required")
    assert hands.leader.do("task.extend", task, entry=new_id(), **step, text="Mưa lũ kéo dài") == "applied"
    told = hands.contact.sees("task", task)
    assert told is not None
    assert (told["ends"], told["ends_original"], told["round"]) == ("2024-11-30", "2024-09-30", 2)
    assert [(row[1], row[5], row[6]) for row in told["log"]][-1] == ("extended", "Mưa lũ kéo dài", "2024-11-30")
    assert hands.clerk.do("task.extend", task, entry=new_id(), **step, text="Cũng thế") == ("conflict", "stale")


def test_a_deadline_never_moves_by_the_way(hands: Hands) -> None:
    task = give(hands.clerk)
    moved = hands.clerk.do("task.set", task, **frame(round=1, ends="2024-12-31"))
    assert moved == ("quarantined", "reason_required")
    assert hands.clerk.do("task.set", task, **frame(round=1, title="Xóa nhà tạm")) == "applied"
    assert hands.clerk.do("task.set", task, **frame(round=1, title="Lần nữa")) == ("conflict", "stale")


def test_of_two_who_change_a_frame_the_second_sees_both_and_decides_anew(hands: Hands) -> None:
    task = give(hands.clerk)
    assert hands.clerk.do("task.set", task, **frame(round=1, title="Xóa nhà tạm")) == "applied"
    late = frame(round=1, title="Xóa 9 nhà tạm", why="Thiếu đất ở")
    assert hands.leader.do("task.set", task, **late) == ("conflict", "stale")
    [conflict] = hands.leader.all("conflict")
    assert (conflict["entity"], conflict["record"], conflict["field"], conflict["round"]) == ("task", task, "frame", 2)
    assert conflict["mine"].splitlines() == [
        "Xóa 9 nhà tạm",
        "Thiếu đất ở",
        "2024-01-01 – 2024-09-30",
        "Xóa nhà tạm: 9 nhà",
        "Chốt danh sách (2024-03-31)",
    ]
    assert conflict["theirs"].splitlines()[0] == "Xóa nhà tạm"
    assert hands.leader.do("conflict.settle", conflict["id"], choice="theirs") == "applied"
    assert hands.leader.do("task.set", task, **{**late, "entry": new_id(), "round": 2}) == "applied"
    # A step that came too late tells what was wanted, too.
    assert hands.clerk.do("task.drop", task, entry=new_id(), round=2, text="Hết vốn") == ("conflict", "stale")
    assert [(each["mine"], each["theirs"]) for each in hands.clerk.all("conflict") if each["field"] == "status"] == [
        ("Hết vốn", "task.open")
    ]


def test_who_may_give_no_task_does_not_learn_which_ids_are_taken(hands: Hands) -> None:
    visit = submit(hands.owner)
    assert hands.contact.do("task.set", visit, **frame()) == ("quarantined", "not_allowed")
    assert hands.far_leader.do("task.set", visit, **frame()) == ("quarantined", "unit_outside_assignment")
    assert hands.clerk.do("task.set", visit, **frame()) == ("quarantined", "id_taken")
    task = give(hands.clerk)
    assert hands.stranger.do("task.set", task, **frame(round=1)) == ("quarantined", "not_found")
    assert hands.contact.do("task.set", task, **frame(round=1)) == ("quarantined", "not_allowed")


def test_an_aim_that_was_measured_stays(hands: Hands) -> None:
    task = give(hands.clerk)
    measure(hands.contact, task, 4000)
    other = hands.clerk.do("task.set", task, **frame(round=1, goals=[goal(new_id("goal"))]))
    assert other == ("quarantined", "missing")


def test_a_milestone_is_reached_with_its_evidence_or_was_not_after_all(hands: Hands) -> None:
    task = give(hands.clerk)
    assert listed(hands.clerk, task)["milestones"][0] == {"id": MILESTONE, "state": "overdue", "days": 86}
    reached: dict[str, Any] = {"milestone": MILESTONE, "day": "2024-06-05", "document": "15/BB-UBND"}
    assert hands.contact.do("task.reach", task, entry=new_id(), **reached) == "applied"
    assert listed(hands.clerk, task)["milestones"][0] == {"id": MILESTONE, "state": "late", "days": 66}
    assert listed(hands.clerk, task, "2024-04-01")["milestones"][0]["state"] == "overdue"
    undone: dict[str, Any] = {"milestone": MILESTONE}
    assert hands.owner.do("task.reach", task, entry=new_id(), **undone) == ("quarantined", "reason_required")
    assert hands.owner.do("task.reach", task, entry=new_id(), **undone, text="Còn hai hộ") == "applied"
    assert listed(hands.clerk, task)["milestones"][0]["state"] == "overdue"
    future: dict[str, Any] = {"milestone": MILESTONE, "day": "2024-07-01"}
    assert hands.contact.do("task.reach", task, entry=new_id(), **future) == ("quarantined", "date_in_future")
    unknown = hands.contact.do("task.reach", task, entry=new_id(), milestone=new_id(), day="2024-06-01")
    assert unknown == ("quarantined", "unknown_code")


def test_who_gave_a_task_ends_it_and_its_owner_does_not(hands: Hands) -> None:
    task = give(hands.leader)
    assert hands.contact.do("task.close", task, entry=new_id(), round=1) == ("quarantined", "not_allowed")
    assert hands.leader.do("task.close", task, entry=new_id(), round=1) == "applied"
    assert listed(hands.leader, task)["deadline"] == {"id": task, "state": "done", "days": 0}
    assert hands.clerk.do("task.close", task, entry=new_id(), round=1) == ("conflict", "stale")
    # What was measured while it was open may still arrive.
    assert measure(hands.contact, task, 9000, "2024-06-20") == "applied"
    assert hands.clerk.do("task.reopen", task, entry=new_id(), round=2, text="Còn một hộ") == "applied"
    assert hands.clerk.do("task.drop", task, entry=new_id(), round=3, text="Chuyển sang năm sau") == "applied"
    assert register(hands.clerk)["tasks"] == []


def test_an_agency_tells_of_its_own_task_and_another_does_not_know_it(hands: Hands) -> None:
    task = give(hands.clerk, owner=None, agency=id_of(WATER))
    assert measure(hands.agency, task, 1000) == "applied"
    assert measure(hands.far_agency, task, 1000) == ("quarantined", "not_found")
    assert hands.far_agency.sees("task", task) is None


def test_a_visit_is_tied_by_who_can_read_it(hands: Hands) -> None:
    task, visit = give(hands.clerk), submit(hands.owner)
    assert hands.owner.do("task.tie", task, entry=new_id(), visit=visit) == "applied"
    assert hands.owner.do("task.tie", task, entry=new_id(), visit=visit) == "applied"
    told = hands.contact.sees("task", task)
    assert told is not None
    assert told["visits"] == [visit]
    elsewhere = give(hands.clerk, unit=id_of(AWAY), owner=id_of("far_contact"))
    assert hands.far_contact.do("task.tie", elsewhere, entry=new_id(), visit=visit) == ("quarantined", "not_found")


@pytest.mark.parametrize(
    "step", ["task.progress", "task.close", "task.tie", "task.strike", "task.reach", "task.extend"]
)
def test_a_stranger_cannot_tell_a_task_from_none(hands: Hands, step: str) -> None:
    task = give(hands.clerk)
    said: dict[str, dict[str, Any]] = {
        "task.progress": {"goal": GOAL, "day": "2024-06-01", "value_e3": 1, "comparator": "eq"},
        "task.close": {"round": 1},
        "task.tie": {"visit": new_id()},
        "task.strike": {"point": new_id(), "text": "x"},
        "task.reach": {"milestone": MILESTONE},
        "task.extend": {"round": 1, "until": "2024-12-31", "text": "x"},
    }
    of_his, of_none = (hands.stranger.do(step, id, entry=new_id(), **said[step]) for id in (task, new_id()))
    assert of_his == of_none == ("quarantined", "not_found")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"title": " "}, "missing"),
        ({"owner": None}, "missing"),
        ({"agency": id_of(WATER)}, "missing"),
        ({"owner": id_of("nobody")}, "unknown_code"),
        ({"ends": "2023-12-31"}, "end_before_start"),
        ({"goals": []}, "missing"),
        ({"goals": [goal(target=-1)]}, "out_of_range"),
        ({"goals": [goal(comparator="much")]}, "unknown_code"),
        ({"unit": id_of(NEXT_DOOR)}, "applied"),
        ({"unit": id_of(AWAY)}, "unit_outside_assignment"),
        ({"why": "Gọi anh Bảy 0905 123 456 để biết thêm"}, "phone_number"),
    ],
)
def test_bad_lines_are_refused_with_what_is_wrong(hands: Hands, said: dict[str, Any], code: str) -> None:
    outcome = hands.leader.do("task.set", new_id("task"), **frame(**said))
    assert outcome == ("applied" if code == "applied" else ("quarantined", code))


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"day": "2024-06-26"}, "date_in_future"),
        ({"goal": id_of("no goal")}, "unknown_code"),
        ({"value": -1}, "out_of_range"),
        ({"comparator": "much"}, "unknown_code"),
        ({"source": "Theo ông A, 0905 123 456"}, "phone_number"),
    ],
)
def test_bad_points_are_refused_with_what_is_wrong(hands: Hands, said: dict[str, Any], code: str) -> None:
    value = said.pop("value", 4000)
    day = said.pop("day", "2024-05-22")
    assert measure(hands.contact, give(hands.clerk), value, day, **said) == ("quarantined", code)


def test_a_cadre_gives_no_tasks(hands: Hands) -> None:
    assert hands.owner.do("task.set", new_id("task"), **frame()) == ("quarantined", "not_allowed")


def test_the_register_asks_for_a_day_that_exists(hands: Hands) -> None:
    answer = hands.clerk.phone.get("/api/tasks", query_string={"as_of": "2024-02-30"})
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (422, "bad_day")


def test_a_correction_of_a_task_that_the_office_has_not_is_refused_by_name(hands: Hands) -> None:
    assert hands.clerk.do("task.set", new_id("task"), **frame(round=1)) == ("quarantined", "not_found")
