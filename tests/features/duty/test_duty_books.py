"""Who may keep the books of duty, what they say then, and what a locked period refuses."""

from __future__ import annotations

from typing import Any

import pytest

from server.features.duty.periods import closing_id
from tests.cast import AWAY, HOME, NEAR, NEXT_DOOR
from tests.factories import assignment, id_of
from tests.features.duty.stories import MONTHLY, begin, ledger, put, states, step
from tests.features.indicators.stories import define, plan, tell
from tests.features.scope import assign
from tests.features.visits.stories import decide, submit
from tests.hand import Hands, new_id

LEAVE: dict[str, Any] = {"person": id_of("owner"), "starts": "2024-04-15", "ends": "2024-05-14"}
OWN: dict[str, Any] = {
    "assignment": assignment("owner", "cadre", HOME).id,
    "starts": "2024-03-15",
    "ends": "2024-04-14",
    "reason": "Bão số 1",
}


def test_a_rule_reaches_everyone_and_says_what_is_due(hands: Hands) -> None:
    rule = put(hands.clerk, "cadence", **MONTHLY, decision="12-QĐ/TU", grace_days=3, catch_up=1, units=[id_of(NEAR)])
    told = hands.contact.sees("cadence", rule)
    assert told is not None
    assert (told["every_months"], told["units"], told["by"]) == (1, [id_of(NEAR)], hands.clerk.id)
    assert states(ledger(hands.owner)[id_of(HOME)])["2024-06"] == "open"
    assert ledger(hands.stranger) == {}


def test_a_cut_off_moves_the_bounds_of_months(hands: Hands) -> None:
    begin(hands.clerk)
    submit(hands.owner, starts="2024-06-14", ends="2024-06-14")
    line = ledger(hands.owner)[id_of(HOME)]["lines"][-2]
    assert (line["last_month"], line["first"], line["last"], line["state"]) == (
        "2024-06", "2024-05-15", "2024-06-14", "done",
    )  # fmt: skip


def test_leave_and_excuse_take_a_period_away_until_they_are_taken_back(hands: Hands) -> None:
    begin(hands.clerk)
    leave, excuse = put(hands.clerk, "leave", **LEAVE), put(hands.supervisor, "excuse", **OWN)
    found = states(ledger(hands.owner)[id_of(HOME)])
    assert (found["2024-04"], found["2024-05"], found["2024-06"]) == ("excused", "leave", "open")
    put(hands.clerk, "leave", leave, **LEAVE, cancelled=True)
    put(hands.clerk, "excuse", excuse, **OWN, cancelled=True)
    assert set(states(ledger(hands.owner)[id_of(HOME)]).values()) == {"open"}


def test_a_leave_says_that_and_not_why(hands: Hands) -> None:
    told = hands.stranger.sees("leave", put(hands.clerk, "leave", **LEAVE))
    assert told is not None
    assert "reason" not in told


def test_a_joint_trip_is_credited_once_to_each(hands: Hands) -> None:
    begin(hands.clerk)
    assign(hands, assignment("colleague", "cadre", HOME))
    visit = new_id("visit")
    hands.owner.do("draft.save", visit, add={"companions": [id_of("colleague")]})
    submit(hands.owner, visit, starts="2024-06-20", ends="2024-06-20")
    accounts = [each for each in hands.clerk.phone.get("/api/duty/ledger").get_json() if each["unit"] == id_of(HOME)]
    assert [(each["done"], each["extra"]) for each in accounts] == [(1, 0), (1, 0)]
    assert ledger(hands.colleague)[id_of(NEXT_DOOR)]["done"] == 0


def test_an_amended_visit_counts_once(hands: Hands) -> None:
    begin(hands.clerk)
    visit, amendment = submit(hands.owner, starts="2024-06-20", ends="2024-06-20"), new_id("visit")
    decide(hands.supervisor, "approve", visit)
    submit(hands.owner, amendment, starts="2024-06-21", ends="2024-06-21", amends=visit)
    line = ledger(hands.owner)[id_of(HOME)]["lines"][-1]
    assert (line["visit"], line["day"]) == (visit, "2024-06-20")
    decide(hands.supervisor, "approve", amendment)
    account = ledger(hands.owner)[id_of(HOME)]
    assert (account["lines"][-1]["visit"], account["extra"]) == (amendment, 0)


def test_everyone_reads_the_accounts_of_his_own_scope(hands: Hands) -> None:
    begin(hands.clerk)
    assert set(ledger(hands.owner)) == {id_of(HOME)}
    assert set(ledger(hands.leader)) == {id_of(HOME), id_of(NEXT_DOOR)}
    assert set(ledger(hands.clerk)) == {id_of(HOME), id_of(NEXT_DOOR), id_of(AWAY)}
    assert ledger(hands.contact) == ledger(hands.agency) == ledger(hands.admin) == {}
    assert hands.cast.visitor().get("/api/duty/ledger").status_code == 401


def test_the_ledger_as_of_a_day_that_does_not_exist_is_refused(hands: Hands) -> None:
    answer = hands.clerk.phone.get("/api/duty/ledger", query_string={"as_of": "2024-02-30"})
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (422, "bad_day")


@pytest.mark.parametrize("who", ["owner", "contact", "leader", "agency"])
def test_only_the_offices_clerks_keep_the_books(hands: Hands, who: str) -> None:
    hand = getattr(hands, who)
    for kind, fields in (("cadence", MONTHLY), ("leave", LEAVE), ("excuse", OWN)):
        assert hand.do(f"{kind}.set", new_id(kind), **fields) == ("quarantined", "not_allowed")
    assert step(hand, "close") == ("quarantined", "not_allowed")


def test_an_administrator_keeps_them_too_and_nobody_by_a_role_he_has_not(hands: Hands) -> None:
    put(hands.admin, "cadence", **MONTHLY)
    assert hands.owner.do("cadence.set", new_id(), role="admin", **MONTHLY) == ("quarantined", "not_allowed")
    refused = ("quarantined", "unit_outside_assignment")
    assert hands.owner.do("cadence.set", new_id(), role="clerk", **MONTHLY) == refused


def test_the_provinces_clerk_notes_the_leave_of_who_has_only_an_agencys_post(hands: Hands) -> None:
    away = {**LEAVE, "person": id_of("agency")}
    leave = put(hands.clerk, "leave", **away)
    told = hands.agency.sees("leave", leave)
    assert told is not None and told["person"] == id_of("agency")
    put(hands.supervisor, "leave", leave, **away, cancelled=True)
    assign(hands, assignment("colleague", "clerk", NEAR))
    refused = ("quarantined", "unit_outside_assignment")
    assert hands.colleague.do("leave.set", new_id(), role="clerk", **away) == refused
    assert hands.agency.do("leave.set", new_id(), **away) == ("quarantined", "not_allowed")


def test_a_district_clerk_keeps_only_the_books_of_his_district(hands: Hands) -> None:
    assign(hands, assignment("colleague", "clerk", NEAR))
    put(hands.colleague, "leave", role="clerk", **LEAVE)
    refused = ("quarantined", "unit_outside_assignment")
    far = {**OWN, "assignment": assignment("stranger", "cadre", AWAY).id}
    assert hands.colleague.do("excuse.set", new_id(), role="clerk", **far) == refused
    assert hands.colleague.do("cadence.set", new_id(), role="clerk", **MONTHLY) == refused
    rule = put(hands.clerk, "cadence", **MONTHLY)
    assert hands.colleague.do("cadence.set", rule, role="clerk", **MONTHLY, units=[id_of(NEAR)]) == refused
    assert step(hands.colleague, "close") == ("quarantined", "not_allowed")


def test_a_district_clerk_notes_no_leave_of_who_has_left_his_district(hands: Hands) -> None:
    assign(hands, assignment("colleague", "clerk", NEAR))
    assign(hands, assignment("stranger", "cadre", HOME, starts="2023-01-01", ends="2023-12-31"))
    refused = ("quarantined", "unit_outside_assignment")
    away = {**LEAVE, "person": id_of("stranger")}
    assert hands.colleague.do("leave.set", new_id(), role="clerk", **away) == refused
    put(hands.colleague, "leave", role="clerk", **{**away, "starts": "2023-12-20"})


@pytest.mark.parametrize(
    ("kind", "fields", "code"),
    [
        ("cadence", {**MONTHLY, "every_months": 0}, "out_of_range"),
        ("cadence", {**MONTHLY, "ends": "2023-12-31"}, "end_before_start"),
        ("cadence", {**MONTHLY, "units": [id_of("nowhere")]}, "unit_outside_assignment"),
        ("leave", {**LEAVE, "ends": "2024-04-14"}, "end_before_start"),
        ("leave", {**LEAVE, "person": id_of("nobody")}, "not_found"),
        ("excuse", {**OWN, "reason": " "}, "reason_required"),
        ("excuse", {**OWN, "unit": id_of(HOME)}, "missing"),
        ("excuse", {**OWN, "assignment": id_of("none")}, "not_found"),
        ("period", {"first_day": 29, "starts": "2024-01-01"}, "out_of_range"),
    ],
)
def test_bad_instruments_are_refused(hands: Hands, kind: str, fields: dict[str, Any], code: str) -> None:
    assert hands.clerk.do(f"{kind}.set", new_id(kind), **fields) == ("quarantined", code)


def test_an_instrument_never_takes_the_place_of_something_else(hands: Hands) -> None:
    rule = put(hands.clerk, "cadence", **MONTHLY)
    assert hands.clerk.do("leave.set", rule, **LEAVE) == ("quarantined", "id_taken")


def test_a_period_is_closed_locked_and_reopened_with_a_reason(hands: Hands) -> None:
    begin(hands.clerk)
    assert step(hands.clerk, "close") == "applied"
    assert step(hands.clerk, "lock", round=1) == "applied"
    assert step(hands.clerk, "reopen", round=2) == ("quarantined", "reason_required")
    kept = hands.owner.sees("closing", closing_id("2024-05"))
    assert kept is not None
    assert (kept["status"], kept["round"], kept["until"]) == ("locked", 2, hands.cast.here.clock.now_ms())
    assert step(hands.supervisor, "reopen", round=2, text="Xã An gửi thiếu") == "applied"
    kept = hands.owner.sees("closing", closing_id("2024-05"))
    assert kept is not None
    assert (kept["status"], kept["until"], [row[1] for row in kept["log"]]) == (
        "open",
        None,
        ["close", "lock", "reopen"],
    )


def test_a_period_that_goes_on_is_not_closed(hands: Hands) -> None:
    begin(hands.clerk)
    assert step(hands.clerk, "close", "2024-07") == ("quarantined", "period_unfinished")
    assert step(hands.clerk, "close", "2024-13") == ("quarantined", "unknown_code")
    said: dict[str, Any] = {"entry": new_id("entry"), "period": "2024-05", "round": 0}
    assert hands.clerk.do("closing.close", new_id(), **said) == ("quarantined", "unknown_code")


def test_a_step_that_did_not_see_the_last_one_is_stale(hands: Hands) -> None:
    begin(hands.clerk)
    step(hands.clerk, "close")
    assert step(hands.supervisor, "close") == ("conflict", "stale")
    conflict = hands.supervisor.all("conflict")[0]
    assert (conflict["entity"], conflict["mine"], conflict["theirs"]) == ("closing", "closing.close", "closed")
    assert conflict["theirs_by"] == hands.clerk.id
    kept = hands.clerk.sees("closing", closing_id("2024-05"))
    assert kept is not None
    assert len(kept["log"]) == 1
    assert hands.supervisor.do("conflict.settle", conflict["id"], choice="theirs") == "applied"


def test_a_locked_period_is_changed_by_nothing(hands: Hands) -> None:
    begin(hands.clerk)
    leave = put(hands.clerk, "leave", **LEAVE)
    step(hands.clerk, "close")
    put(hands.clerk, "excuse", **{**OWN, "starts": "2024-04-20", "ends": "2024-04-21"})
    step(hands.clerk, "lock", round=1)
    refused = ("quarantined", "period_locked")
    assert hands.clerk.do("leave.set", leave, **LEAVE, cancelled=True) == refused
    assert hands.clerk.do("excuse.set", new_id(), **{**OWN, "ends": "2024-04-15"}) == refused
    assert hands.clerk.do("cadence.set", new_id(), **MONTHLY) == refused
    assert hands.clerk.do("period.set", new_id(), first_day=1, starts="2024-02-01") == refused
    put(hands.clerk, "leave", leave, **{**LEAVE, "ends": "2024-05-20"})
    put(hands.clerk, "excuse", **OWN)
    put(hands.clerk, "period", first_day=1, starts="2024-07-01")


def test_a_locked_period_takes_no_figure_until_it_is_reopened(hands: Hands) -> None:
    begin(hands.clerk)
    houses = define(hands.admin, "houses")
    may = ("2024-04-15", "2024-05-14")
    told = new_id("progress")
    figure: dict[str, Any] = {"indicator": houses, "unit": id_of(HOME), "value_e3": 4000, "comparator": "eq"}
    assert hands.owner.do("progress.set", told, **figure, starts=may[0], ends=may[1]) == "applied"
    assert plan(hands.clerk, houses, 9) == "applied"
    step(hands.clerk, "close")
    step(hands.clerk, "lock", round=1)
    locked = hands.owner.do("progress.set", told, **figure, starts=may[0], ends=may[1], cancelled=True)
    assert (locked.code, dict(locked.details)) == ("period_locked", {"period": "2024-05"})
    moved = hands.owner.do("progress.set", told, **figure, starts="2024-05-15", ends="2024-06-14")
    assert moved == ("quarantined", "period_locked")
    assert plan(hands.clerk, houses, 9, may) == ("quarantined", "period_locked")
    assert tell(hands.owner, houses, 5, ("2024-05-15", "2024-06-14")) == "applied"
    assert plan(hands.clerk, houses, 10) == "applied"
    step(hands.clerk, "reopen", round=2, text="Số liệu xã báo nhầm.")
    assert hands.owner.do("progress.set", told, **figure, starts=may[0], ends=may[1], cancelled=True) == "applied"


def test_a_report_for_a_locked_period_is_taken_and_stands_apart(hands: Hands) -> None:
    begin(hands.clerk)
    step(hands.clerk, "close")
    step(hands.clerk, "lock", round=1)
    hands.cast.here.clock.move(60_000)  # type: ignore[attr-defined]
    visit = submit(hands.owner, starts="2024-05-10", ends="2024-05-10")
    assert states(ledger(hands.owner)[id_of(HOME)])["2024-05"] == "done"
    told, kept = hands.clerk.sees("visit", visit), hands.clerk.sees("closing", closing_id("2024-05"))
    assert told is not None
    assert kept is not None
    assert told["received"] > kept["until"]


def test_who_stands_in_writes_and_reads_as_the_holder_does(hands: Hands) -> None:
    begin(hands.clerk)
    held = assignment("owner", "cadre", HOME)
    answer = hands.admin.phone.patch(f"/api/admin/assignments/{held.id}", {"substitute": id_of("stranger")})
    assert (answer.status_code, answer.get_json()["substitute"]) == (200, id_of("stranger"))
    visit = submit(hands.stranger, starts="2024-06-20", ends="2024-06-20")
    assert hands.stranger.sees("report", visit) is not None
    assert ledger(hands.owner)[id_of(HOME)]["done"] == 1
    assert set(ledger(hands.stranger)) == {id_of(HOME), id_of(AWAY)}
    assert ledger(hands.stranger)[id_of(AWAY)]["done"] == 0


@pytest.mark.parametrize("substitute", ["owner", "nobody"])
def test_nobody_stands_in_for_himself_or_is_unknown(hands: Hands, substitute: str) -> None:
    held = assignment("owner", "cadre", HOME)
    answer = hands.admin.phone.patch(f"/api/admin/assignments/{held.id}", {"substitute": id_of(substitute)})
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (422, "substitute_unknown")
