"""The office's calendar: an administrator writes it, every phone gets it, and deadlines follow it."""

from __future__ import annotations

from typing import Any

from server.features.calendar.rules import vietnam_days
from server.founding import found_office
from tests.cast import TODAY, Cast, OpenOffice
from tests.factories import id_of
from tests.features.feedback.stories import of, raised
from tests.hand import Hands

URL = "/api/admin/calendar"
CLOCKS = [
    {"urgency": "urgent", "answer_hours": 2, "settle_days": 3},
    {"urgency": "normal", "answer_hours": 8, "settle_days": 15},
    {"urgency": "complex", "answer_hours": 16, "settle_days": 30},
]
PLAN: dict[str, Any] = {
    "hours": "07:30-11:30 13:00-17:00",
    "week": "12345",
    "days_off": [{"day": "2024-06-26", "name": "Nghỉ bù"}],
    "made_up": [{"day": "2024-06-29", "name": "Làm bù"}],
    "clocks": CLOCKS,
}


def test_an_administrator_writes_it_and_every_phone_has_it(hands: Hands) -> None:
    admin = hands.cast.admin.phone()
    assert admin.get(URL).get_json()["days_off"] == []
    assert admin.ask("PUT", URL, PLAN).status_code == 200
    assert admin.get(URL).get_json()["hours"] == PLAN["hours"]
    for hand in (hands.owner, hands.contact, hands.agency):
        held = hand.sees("calendar", id_of("office"))
        assert held is not None
        assert (held["hours"], held["week"]) == (PLAN["hours"], "12345")
        assert held["days_off"] == [["2024-06-26", "Nghỉ bù"]]
        assert held["clocks"][2] == ["urgent", 2, 3]


def test_deadlines_follow_it_and_those_given_stay(hands: Hands) -> None:
    before = raised(hands.owner, urgency="urgent")
    given = of(hands.owner, before)
    hands.cast.admin.phone().ask("PUT", URL, PLAN)
    after = of(hands.owner, raised(hands.owner, urgency="urgent"))
    # Tuesday 25/06 at 08:00: two hours; the 26th is off, Saturday the 29th is worked.
    assert (after["answer_due"] - after["raised"], after["due"]) == (2 * 3_600_000, "2024-06-29")
    assert of(hands.owner, before)["due"] == given["due"] == "2024-07-02"


def test_nobody_else_learns_that_it_can_be_written(cast: Cast) -> None:
    for name in ("owner", "contact", "clerk", "supervisor"):
        phone = getattr(cast, name).phone()
        for answer in (phone.get(URL), phone.ask("PUT", URL, PLAN), phone.get(f"{URL}/holidays/2024")):
            assert (answer.status_code, answer.get_json()["error"]["code"]) == (404, "not_found")


BAD: list[tuple[dict[str, Any], str]] = [
    ({"hours": "always"}, "hours_bad"),
    ({"hours": "13:00-17:00 07:30-11:30"}, "hours_bad"),
    ({"week": ""}, "week_bad"),
    ({"week": "18"}, "week_bad"),
    ({"days_off": [{"day": "2024-02-30", "name": ""}]}, "bad_day"),
    ({"clocks": CLOCKS[:2]}, "promise_bad"),
    ({"clocks": [{**CLOCKS[0], "answer_hours": 0}, *CLOCKS[1:]]}, "promise_bad"),
    ({"clocks": [{**CLOCKS[0], "settle_days": 251}, *CLOCKS[1:]]}, "promise_bad"),
    ({"made_up": [{"day": "25/06/2024", "name": ""}]}, "invalid"),
    ({"extra": 1}, "invalid"),
]


def test_what_no_office_can_work_by_is_refused(cast: Cast) -> None:
    admin = cast.admin.phone()
    for changed, code in BAD:
        answer = admin.ask("PUT", URL, {**PLAN, **changed})
        assert (answer.status_code, answer.get_json()["error"]["code"]) == (422, code), changed
    assert admin.get(URL).get_json()["days_off"] == []


def test_a_years_holidays_are_offered_to_begin_with(cast: Cast) -> None:
    admin = cast.admin.phone()
    offered = admin.get(f"{URL}/holidays/2024").get_json()
    assert {"day": "2024-02-10", "name": "Tết Nguyên Đán"} in offered["days_off"]
    assert [each["day"] for each in offered["made_up"]] == ["2024-05-04"]
    assert admin.get(f"{URL}/holidays/1999").status_code == 404


def test_a_new_office_begins_with_vietnams_holidays_about_its_year(config: Any, open_office: OpenOffice) -> None:
    here = open_office(config).extensions["diaban"]
    assert found_office(here) is True
    with here.store.read() as reader:
        [calendar] = reader.records("calendar")
        [office] = reader.records("office")
    days = {row[0] for row in calendar.body["days_off"]}
    assert calendar.id == office.id
    assert days == {day for year in range(2023, 2027) for day in vietnam_days(year)[0]}
    assert "2024" in TODAY


def test_an_office_of_an_earlier_version_gets_its_calendar_once(cast: Cast) -> None:
    here = cast.here
    assert found_office(here) is False
    with here.store.read() as reader:
        [calendar] = reader.records("calendar")
    assert found_office(here) is False
    with here.store.read() as reader:
        assert [each.v for each in reader.records("calendar")] == [calendar.v]
