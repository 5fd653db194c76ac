"""Who is told of what, and who is not: every occasion, with everybody of the cast looking on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import pytest

from server.features.occasions import OCCASIONS, Phone, Scene
from server.platform.clock import start_of
from server.worktime import Calendar
from sync.ports import Record
from tests.cast import AWAY, HOME, NEAR, NEXT_DOOR, PROVINCE, ROLES, UNITS, WATER
from tests.factories import assignment, id_of, unit
from tests.features.reminders.scenes import HOUR, NAMES, STAND_IN, changed, dues, office, record, scene, told, whom

Told = set[tuple[str, str]]


def at(day: str, hour: float = 8) -> int:
    return start_of(day) + int(hour * HOUR)


def rule(**fields: Any) -> Record:
    return record("cadence", "rule", "clerk", **{
        "for_role": "cadre", "every_months": 1, "starts": "2024-06-01", "units": [id_of(HOME)], **fields,
    })  # fmt: skip


def draft(**fields: Any) -> Record:
    return record("draft", "trip", "owner", unit=id_of(HOME), starts="2024-06-20", ends="2024-06-21", **fields)


def visit(status: str = "sent", **fields: Any) -> Record:
    said = {"unit": id_of(HOME), "starts": "2024-06-20", "status": status, "round": 1, "received": at("2024-06-21")}
    return record("visit", "trip", "owner", **{**said, **fields})


def promise(due: str) -> list[dict[str, str]]:
    return [{"id": id_of("promise"), "text": "…", "due": due}]


def item(status: str, **fields: Any) -> Record:
    said = {
        "unit": id_of(HOME), "number": "PA-1", "status": status, "round": 1, "raised": at("2024-06-03"),
        "owner": None if status == "new" else id_of(WATER), "due": "2024-06-24", "answer_due": at("2024-06-04", 9),
        "thread": [],
    }  # fmt: skip
    return record("feedback", "matter", "owner", **{**said, **fields})


def entry(kind: str, day: str, role: str = "agency") -> dict[str, Any]:
    return {"id": id_of(f"{kind} {day}"), "kind": kind, "at": at(day, 9), "role": role}


SAID = [entry("message", "2024-06-03")]
RESULT = [*SAID, entry("answered", "2024-06-18")]


def meeting(log: Sequence[dict[str, Any]] = (), **fields: Any) -> Record:
    said = {
        "unit": id_of(HOME), "starts": "2024-06-27", "ends": "2024-06-27", "from_minute": 480, "status": "open",
        "invited": [id_of("owner"), id_of("leader")], "round": 0,
    }  # fmt: skip
    rows = [{"id": id_of("set"), "kind": "set", "at": at("2024-06-24"), "round": 0}, *log]
    return record("invitation", "meeting", "contact", **{**said, "log": rows, **fields})


def answer(name: str, kind: str, round: int = 0) -> dict[str, Any]:  # noqa: A002 - the wire's noun
    return {"id": id_of(name + kind), "kind": kind, "at": at("2024-06-24", 10), "person": id_of(name), "round": round}


def task(log: Sequence[dict[str, Any]] = (), **fields: Any) -> Record:
    milestones = [{"id": id_of("mark"), "text": "…", "due": "2024-06-28"}]
    said = {"unit": id_of(HOME), "owner": id_of("owner"), "status": "open", "milestones": milestones, "log": list(log)}
    return record("task", "task", "leader", **{**said, **fields})


def phone(name: str = "owner", seen: str = "2024-06-17", unkept: str | None = None, which: str = "phone") -> Phone:
    return Phone(id_of(name), id_of(f"{name} {which}"), seen, unkept)


class Case(NamedTuple):
    """Something that stands, on a day on which it is told, to whom; and by what it is done."""

    day: str
    stands: tuple[Record, ...]
    told: Told
    done: tuple[Record, ...] | None = ()
    phones: tuple[Phone, ...] = ()


CASES: dict[str, Case] = {
    "visit_due": Case("2024-06-25", (rule(),), {("owner", "visit_due")}, (rule(), visit())),
    "report_unsent": Case(
        "2024-06-24", (draft(),), {("owner", "report_unsent")}, (draft(), visit(received=at("2024-06-24")))
    ),
    "report_returned": Case(
        "2024-06-24",
        (visit("returned", decided=at("2024-06-24")),),
        {("owner", "report_returned")},
        (visit("approved"),),
    ),
    "report_waiting": Case("2024-06-24", (visit(),), {("supervisor", "report_waiting")}, (visit("approved"),)),
    "commitment_due": Case(
        "2024-06-25",
        (visit("approved", commitments=promise("2024-06-28")),),
        {("owner", "commitment_due")},
        (visit("withdrawn", commitments=promise("2024-06-28")),),
    ),
    "item_unowned": Case("2024-06-04", (item("new"),), {("clerk", "item_unowned")}, (item("owned", thread=SAID),)),
    "answer_due": Case("2024-06-04", (item("owned"),), {("agency", "answer_due")}, (item("owned", thread=SAID),)),
    "settlement_due": Case(
        "2024-06-20",
        (item("owned", thread=SAID),),
        {("agency", "settlement_due")},
        (item("confirmed", thread=RESULT),),
    ),
    "settlement_overdue": Case(
        "2024-06-25",
        (item("owned", thread=SAID),),
        {("agency", "settlement_overdue"), ("leader", "week")},
        (item("confirmed", thread=RESULT),),
    ),
    "settlement_escalated": Case(
        "2024-07-01",
        (item("owned", thread=SAID),),
        {
            ("agency", "settlement_overdue"),
            ("supervisor", "settlement_escalated"),
            ("leader", "settlement_escalated"),
            ("leader", "week"),
        },
        (item("confirmed", thread=RESULT),),
    ),
    "extension_asked": Case(
        "2024-06-11",
        (item("owned", asked_until="2024-07-24", thread=[*SAID, entry("extension_asked", "2024-06-11")]),),
        {("supervisor", "extension_asked")},
        (item("owned", thread=SAID, due="2024-07-24"),),
    ),
    "result_to_confirm": Case(
        "2024-06-18",
        (item("answered", thread=RESULT),),
        {("contact", "result_to_confirm")},
        (item("confirmed", thread=RESULT),),
    ),
    "invited": Case(
        "2024-06-24",
        (meeting(),),
        {("owner", "invited"), ("leader", "invited")},
        (meeting([answer("owner", "declined"), answer("leader", "accepted")]),),
    ),
    "invitation_eve": Case(
        "2024-06-26",
        (meeting([answer("owner", "accepted"), answer("leader", "declined")]),),
        {("owner", "invitation_eve")},
        (meeting(status="withdrawn"),),
    ),
    "milestone_due": Case(
        "2024-06-25",
        (task(),),
        {("owner", "milestone_due")},
        (task([{"id": id_of("reached"), "kind": "reached", "about": id_of("mark"), "day": "2024-06-24", "at": 1}]),),
    ),
    "period_close": Case(
        "2024-06-01",
        (),
        {("clerk", "period_close")},
        (record("closing", "may", "clerk", period="2024-05", status="closed"),),
    ),
    "phone_silent": Case(
        "2024-06-24",
        (),
        {("owner", "phone_silent")},
        None,
        (phone(),),
    ),
    "storage_unkept": Case(
        "2024-06-24",
        (),
        {("owner", "storage_unkept")},
        None,
        (phone(seen="2024-06-23", unkept="2024-06-20"),),
    ),
    "week": Case(
        "2024-06-25",
        (item("new", raised=at("2024-06-24")),),
        {("leader", "week"), ("clerk", "item_unowned")},
        (item("confirmed", thread=RESULT),),
    ),
}
# What stands on these days besides, as nobody has closed a month in this office.
BESIDE = {("clerk", "period_close")}


def look(case: Case, *, stands: tuple[Record, ...] | None = None, **more: Any) -> Scene:
    return scene(case.day, *(case.stands if stands is None else stands), **{"phones": case.phones, **more})


@pytest.fixture(params=list(OCCASIONS))
def code(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_it_is_told_to_whom_it_concerns_and_to_nobody_else(code: str) -> None:
    case = CASES[code]
    assert whom(look(case)) - BESIDE == case.told - BESIDE
    assert code in {occasion for _, occasion in whom(look(case))}


def test_what_is_done_is_told_to_nobody(code: str) -> None:
    case = CASES[code]
    done = look(case, stands=case.done) if case.done is not None else look(case, phones=(phone(seen=case.day),))
    assert code not in {occasion for _, occasion in whom(done)}


def test_an_occasion_that_the_office_switched_off_is_told_to_nobody(code: str) -> None:
    assert code not in {occasion for _, occasion in whom(look(CASES[code], turns={code: ()}))}


def test_the_office_may_tell_on_other_days(code: str) -> None:
    """Ninety days later than any turn nothing has come; at any time before, the first turn of all has."""
    case = CASES[code]
    assert code not in {occasion for _, occasion in whom(look(case, turns={code: (90,)}))}
    found = {(name, turn) for name, occasion, turn in told(look(case, turns={code: (-90,)})) if occasion == code}
    assert all(turn.endswith("-90") for _, turn in found)


@pytest.mark.parametrize("why", ["leave", "withdrawn"])
def test_who_is_not_there_is_not_told(code: str, why: str) -> None:
    for name, occasion in CASES[code].told - BESIDE:
        more = {"away": [name]} if why == "leave" else {"here": office(withdrawn=[name])}
        assert (name, occasion) not in whom(look(CASES[code], **more))


# Who answers for a post, and whose own matter nobody takes over.
OWN = ("report_unsent", "report_returned", "commitment_due", "invited", "invitation_eve", "milestone_due",
       "phone_silent", "storage_unkept")  # fmt: skip


@pytest.mark.parametrize("why", ["leave", "withdrawn"])
def test_a_substitute_stands_in_for_a_post_and_not_for_a_persons_own_matter(code: str, why: str) -> None:
    for name, occasion in CASES[code].told - BESIDE:
        here = changed(name, substitute=id_of(STAND_IN))
        if why == "withdrawn":
            people = {id: replace(one, disabled=id == id_of(name)) for id, one in here.persons.items()}
            here = replace(here, persons=people)
        found = whom(look(CASES[code], here=here, away=[name] if why == "leave" else []))
        assert ((STAND_IN, occasion) in found) == (occasion not in OWN)
        assert (name, occasion) not in found


def test_while_the_holder_is_there_his_substitute_is_left_in_peace(code: str) -> None:
    for name, occasion in CASES[code].told - BESIDE:
        found = whom(look(CASES[code], here=changed(name, substitute=id_of(STAND_IN))))
        assert (name, occasion) in found
        assert (STAND_IN, occasion) not in found


def test_a_post_that_has_ended_is_asked_for_nothing(code: str) -> None:
    """Long over: what was of the post is another's or nobody's. What a person owns himself goes with him."""
    for name, occasion in CASES[code].told - BESIDE:
        found = whom(look(CASES[code], here=changed(name, ends="2024-03-31")))
        assert ((name, occasion) in found) == (occasion in ("invited", "invitation_eve", "milestone_due"))


@pytest.mark.parametrize(("ends", "is_told"), [("2024-06-22", True), ("2024-05-25", True), ("2024-05-24", False)])
def test_a_report_is_asked_for_as_long_as_it_may_still_come(ends: str, is_told: bool) -> None:
    here = changed("owner", ends=ends)
    assert (("owner", "report_unsent") in whom(look(CASES["report_unsent"], here=here))) is is_told


def test_a_promise_is_kept_by_whoever_has_the_commune_now() -> None:
    posts = [assignment(name, role, over) for name, (role, over) in ROLES.items() if name != "owner"]
    ended = assignment("owner", "cadre", HOME, ends="2024-06-24")
    here = office(held=[*posts, ended, assignment(STAND_IN, "cadre", HOME, starts="2024-06-25")])
    assert whom(look(CASES["commitment_due"], here=here)) - BESIDE == {(STAND_IN, "commitment_due")}


HEIR = "Xã Mới"


def merged() -> Any:
    """Xã An and Xã Bình became one at the beginning of June; its people hold the new one."""
    old = [replace(each, valid_to="2024-05-31", successors=(id_of(HEIR),)) if each.name in (HOME, NEXT_DOOR) else each
           for each in UNITS]  # fmt: skip
    heir = unit(HEIR, above=NEAR, valid_from="2024-06-01", predecessors=(id_of(HOME), id_of(NEXT_DOOR)))
    held = []
    for name, (role, over) in ROLES.items():
        if over in (HOME, NEXT_DOOR):
            held.append(assignment(name, role, over, ends="2024-05-31"))
            held.append(assignment(name, role, HEIR, starts="2024-06-01"))
        else:
            held.append(assignment(name, role, over))
    return office(held=held, units=[*old, heir])


@pytest.mark.parametrize("code", ["report_unsent", "report_waiting", "commitment_due", "item_unowned", "answer_due",
                                  "settlement_escalated", "result_to_confirm", "week"])  # fmt: skip
def test_what_was_of_a_unit_that_is_gone_is_its_successors(code: str) -> None:
    assert whom(look(CASES[code], here=merged())) - BESIDE == CASES[code].told - BESIDE


# --- Days and turns ------------------------------------------------------------------------------------------------


def turns_of(code: str, *days: str, **more: Any) -> list[str | None]:
    """The turn in which somebody is told on each day."""
    found = []
    for day in days:
        here = told(look(CASES[code]._replace(day=day), **more))
        found.append(next((turn.rsplit(":", 1)[-1] for _, occasion, turn in sorted(here) if occasion == code), None))
    return found


def test_a_visit_is_asked_for_five_days_and_a_day_before_its_period_ends_and_the_day_after() -> None:
    # 30/6/2024 is a Sunday: the day before it is no day of work, so the Friday is.
    days = (
        "2024-06-24",
        "2024-06-25",
        "2024-06-27",
        "2024-06-28",
        "2024-06-30",
        "2024-07-01",
        "2024-07-31",
        "2024-08-02",
    )
    first, last = "2024-06-30-5", "2024-06-30-1"
    assert turns_of("visit_due", *days[:5]) == [None, first, first, last, last]
    found = [{turn for _, occasion, turn in told(look(CASES["visit_due"]._replace(day=day))) if occasion == "visit_due"}
             for day in days[5:]]  # fmt: skip
    assert found == [{"2024-06-30+1"}, {"2024-06-30+1", "2024-07-31-1"}, {"2024-07-31+1"}]


def test_turns_ahead_of_a_feast_come_before_it() -> None:
    tet = Calendar(days_off=frozenset(f"2024-02-{day:02}" for day in range(8, 15)))
    late = CASES["settlement_due"]._replace(stands=(item("owned", thread=SAID, due="2024-02-15"),))
    here = office(calendar=tet)
    # Both turns fall into the feast: one message on its eve, the nearer one.
    for day, turns in (("2024-02-06", set()), ("2024-02-07", {"1:2024-02-15-1"})):
        found = told(look(late._replace(day=day), here=here))
        assert {turn for _, occasion, turn in found if occasion == "settlement_due"} == turns


@pytest.mark.parametrize(("due", "hour", "first"), [
    ("2024-06-04", 16, "2024-06-04"),  # Tuesday afternoon: that morning
    ("2024-06-04", 9, "2024-06-04"),  # 07:00 to 09:00 are two hours
    ("2024-06-04", 8.5, "2024-06-03"),  # an hour and a half of the morning are not enough
    ("2024-06-03", 7.5, "2024-05-31"),  # Monday at half past seven: on Friday
    ("2024-06-03", 14, "2024-06-03"),
])  # fmt: skip
def test_a_first_answer_is_asked_for_while_there_is_time_to_give_it(due: str, hour: float, first: str) -> None:
    case = CASES["answer_due"]._replace(stands=(item("owned", raised=at("2024-05-30"), answer_due=at(due, hour)),))
    days = ("2024-05-30", "2024-05-31", "2024-06-01", "2024-06-02", "2024-06-03", "2024-06-04")
    on = [day for day in days if ("agency", "answer_due") in whom(look(case._replace(day=day)))]
    assert on[0] == first


def test_what_is_late_is_told_once_more_on_the_day_after() -> None:
    assert turns_of("answer_due", "2024-06-04", "2024-06-05", "2024-06-06") == [
        "2024-06-04+0", "2024-06-04+1", "2024-06-04+1",
    ]  # fmt: skip


def test_what_is_overdue_is_no_longer_said_to_be_due() -> None:
    on = {day: whom(look(CASES["settlement_due"]._replace(day=day))) for day in ("2024-06-24", "2024-06-25")}
    assert ("agency", "settlement_due") in on["2024-06-24"] - on["2024-06-25"]
    assert ("agency", "settlement_overdue") in on["2024-06-25"] - on["2024-06-24"]


def test_an_agency_without_anybody_is_the_clerks() -> None:
    assert ("clerk", "settlement_due") in whom(look(CASES["settlement_due"], away=["agency"]))


def test_a_matter_that_came_back_is_told_anew() -> None:
    first, again = (
        told(look(CASES["result_to_confirm"], stands=(item("answered", thread=RESULT, round=round_),)))
        for round_ in (1, 2)
    )
    assert (first & again) - {("clerk", "period_close", "2024-05-31+3")} == set()


def test_a_meeting_that_moved_is_asked_about_anew() -> None:
    moved = {"id": id_of("moved"), "kind": "moved", "at": at("2024-06-25"), "round": 1}
    accepted = meeting([answer("owner", "accepted"), moved], starts="2024-06-28", ends="2024-06-28", round=1)
    assert ("owner", "invited", "1:2024-06-25+0") in told(scene("2024-06-25", accepted))


def test_nobody_is_asked_to_a_meeting_that_is_today_or_over() -> None:
    assert {occasion for _, occasion in whom(scene("2024-06-28", meeting()))} <= {"period_close"}


def test_who_has_said_nothing_is_told_on_the_eve_too() -> None:
    assert ("leader", "invitation_eve") in whom(scene("2024-06-26", meeting([answer("owner", "accepted")])))


def test_a_trip_told_of_in_another_report_is_not_asked_for() -> None:
    other = replace(visit(), id=id_of("another"))
    assert ("owner", "report_unsent") not in whom(scene("2024-06-24", draft(), other))
    # Somebody else's report of the same day is his own.
    theirs = replace(other, author=id_of("colleague"))
    assert ("owner", "report_unsent") in whom(scene("2024-06-24", draft(), theirs))


def test_a_report_that_was_taken_back_is_asked_for_and_a_correction_or_what_was_thrown_away_is_not() -> None:
    assert ("owner", "report_unsent") in whom(scene("2024-06-24", draft(round=1), visit("withdrawn")))
    assert whom(scene("2024-06-24", draft(amends=id_of("old")))) <= BESIDE
    assert whom(scene("2024-06-24", draft(deleted=at("2024-06-22")))) <= BESIDE


def test_nobody_is_asked_to_judge_his_own_report() -> None:
    posts = [assignment(name, role, over) for name, (role, over) in ROLES.items()]
    both = office(held=[*posts, assignment("owner", "supervisor", NEAR)])
    assert whom(scene("2024-06-24", visit(), here=both)) - BESIDE == {("supervisor", "report_waiting")}
    theirs = replace(visit(), author=id_of("colleague"))
    # The nearest is asked, not everybody above him.
    assert whom(scene("2024-06-24", theirs, here=both)) - BESIDE == {("owner", "report_waiting")}


def test_who_has_begun_to_read_a_report_goes_on_with_it() -> None:
    posts = [assignment(name, role, over) for name, (role, over) in ROLES.items()]
    two = office(held=[*posts, assignment(STAND_IN, "supervisor", PROVINCE)])
    asked = {
        occasion: name for name, occasion in whom(scene("2024-06-24", visit(reviewing=id_of("supervisor")), here=two))
    }
    assert asked["report_waiting"] == "supervisor"
    assert (STAND_IN, "report_waiting") in whom(scene("2024-06-24", visit(), here=two))


def test_a_promise_of_an_amended_report_is_asked_for_once() -> None:
    amended = visit("approved", commitments=promise("2024-06-28"))
    amendment = replace(visit("approved", commitments=promise("2024-06-28"), amends=amended.id), id=id_of("amendment"))
    assert len([each for each in told(scene("2024-06-25", amended, amendment)) if each[1] == "commitment_due"]) == 1


def test_the_raiser_confirms_where_the_commune_has_no_contact() -> None:
    posts = [assignment(name, role, over) for name, (role, over) in ROLES.items() if name != "contact"]
    here = office(held=posts)
    assert whom(look(CASES["result_to_confirm"], here=here)) - BESIDE == {("owner", "result_to_confirm")}


def test_a_leaders_week_counts_his_own_area_alone() -> None:
    late = [replace(item("owned", thread=SAID, unit=id_of(place), due=due), id=id_of(f"{place} {due}"))
            for place, due in ((HOME, "2024-06-21"), (NEXT_DOOR, "2024-06-03"), (AWAY, "2024-06-20"))]  # fmt: skip
    at_ = scene("2024-06-24", *late)
    found = {
        NAMES[due.person]: (due.args["count"], due.args["escalated"], due.turn)
        for due in dues(at_)
        if due.occasion == "week"
    }
    assert found == {"leader": (2, 1, "2024-06-24+0"), "far_leader": (1, 0, "2024-06-24+0")}


def test_a_phone_is_missed_when_it_is_the_last_one_in_use() -> None:
    two = (phone(), phone(seen="2024-06-23", which="tablet"))
    assert whom(scene("2024-06-24", phones=two)) == BESIDE
    assert ("owner", "phone_silent") in whom(scene("2024-07-01", phones=two))


def test_a_browser_that_nobody_uses_any_more_is_not_asked_to_keep_anything() -> None:
    left = (phone(seen="2024-05-20", unkept="2024-05-10"),)
    assert ("owner", "storage_unkept") not in whom(scene("2024-06-24", phones=left))
