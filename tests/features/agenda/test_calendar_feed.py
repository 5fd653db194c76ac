"""A person's calendar at its secret address: what is in it, for whom it opens, and how little it says."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from icalendar import Calendar
from werkzeug.test import TestResponse

from server.features.agenda.model import addresses
from server.features.agenda.rules import SIZE_BYTES_MAX, Entry
from server.features.agenda.writing import Paper, write
from tests.cast import HOME, Cast
from tests.contract.test_statements import counted
from tests.factories import assignment, directory, id_of, unit
from tests.features.duty.stories import begin, put
from tests.features.invitations.stories import DAY, LATER, TIMES, invite, no, say, yes
from tests.features.tasks.stories import MILESTONE, give
from tests.features.visits.stories import submit
from tests.hand import Hand, Hands, new_id

PATH = "/api/reminders/calendar"
Event = Any


def address(hand: Hand) -> str:
    """A new address of the person's calendar, as a path."""
    answer = hand.phone.post(PATH)
    assert answer.status_code == 200, answer.text
    return str(urlsplit(answer.get_json()["url"]).path)


def fetch(cast: Cast, path: str, **headers: str) -> TestResponse:
    """What a calendar program gets: it has no session."""
    return cast.visitor().get(path, headers={"X-Diaban": "", **headers})


def events(cast: Cast, hand: Hand) -> dict[str, Event]:
    """The events of the person's calendar by the first word of their names and their day."""
    found = read(fetch(cast, address(hand)).get_data())
    return {f"{each['uid'].split('-')[0]} {_day(each)}": each for each in found}


def read(body: bytes) -> list[Event]:
    """The events of a calendar."""
    return list(Calendar.from_ical(body).walk("VEVENT"))


def _day(event: Event) -> str:
    start = event.decoded("dtstart")
    return (start.astimezone(ZoneInfo("Asia/Ho_Chi_Minh")).date() if isinstance(start, datetime) else start).isoformat()


def test_visits_due_are_whole_days_until_they_are_made(cast: Cast, hands: Hands) -> None:
    begin(hands.clerk)
    found = events(cast, hands.owner)
    assert list(found) == [
        f"visit {day}" for day in ("2024-07-14", "2024-08-14", "2024-09-14", "2024-10-14", "2024-06-14")
    ]
    due = found["visit 2024-07-14"]
    assert (due.decoded("dtstart"), due.decoded("dtend")) == (date(2024, 7, 14), date(2024, 7, 15))
    assert (due["summary"], due["location"], due["transp"]) == ("Hạn đi cơ sở xã Xã An", "xã Xã An", "TRANSPARENT")
    now = datetime.fromtimestamp(cast.here.clock.now_ms() / 1000, UTC)
    assert all(each.decoded(name) <= now for each in found.values() for name in ("dtstamp", "last-modified"))
    submit(hands.owner, starts="2024-06-20", ends="2024-06-20")
    assert "visit 2024-07-14" not in events(cast, hands.owner)


def test_a_meeting_is_in_utc_and_says_how_its_person_stands_to_it(cast: Cast, hands: Hands) -> None:
    id = invite(hands.contact)
    asked = events(cast, hands.owner)[f"meeting {DAY}"]
    assert (asked["status"], asked["summary"]) == ("TENTATIVE", "Được mời họp tại xã Xã An, chưa nhận lời")
    yes(hands.owner, id)
    agreed = events(cast, hands.owner)[f"meeting {DAY}"]
    assert (agreed["status"], agreed["summary"]) == ("CONFIRMED", "Họp tại xã Xã An")
    assert agreed["uid"] == asked["uid"]
    assert agreed["sequence"] > asked["sequence"]
    assert agreed.decoded("last-modified") >= asked.decoded("last-modified")
    assert agreed.decoded("dtstart") == datetime(2024, 6, 28, 1, 0, tzinfo=UTC)
    assert agreed.decoded("dtend") == datetime(2024, 6, 28, 4, 30, tzinfo=UTC)
    assert b"TZID" not in fetch(cast, address(hands.owner)).get_data()
    assert events(cast, hands.contact)[f"meeting {DAY}"]["status"] == "CONFIRMED"


@pytest.mark.parametrize(("starts", "hour"), [("2024-07-02", 3), ("2024-11-12", 2)])
def test_a_zone_with_summer_time_reads_the_same_instant(cast: Cast, hands: Hands, starts: str, hour: int) -> None:
    invite(hands.contact, **{**TIMES, "starts": starts, "ends": starts})
    start = events(cast, hands.owner)[f"meeting {starts}"].decoded("dtstart")
    assert start.astimezone(ZoneInfo("Europe/Berlin")).hour == hour


def test_a_meeting_that_moves_is_the_same_one_and_is_asked_about_anew(cast: Cast, hands: Hands) -> None:
    id = invite(hands.contact)
    yes(hands.owner, id)
    before = events(cast, hands.owner)[f"meeting {DAY}"]
    assert say(hands.contact, "move", id, text="Trùng lịch", **LATER) == "applied"
    found = events(cast, hands.owner)
    after = found[f"meeting {LATER['starts']}"]
    assert (len(found), after["uid"], after["status"]) == (1, before["uid"], "TENTATIVE")
    assert after["sequence"] > before["sequence"]
    # Nobody said until when.
    assert "dtend" not in after


def test_what_is_called_off_says_so_and_what_was_declined_is_gone(cast: Cast, hands: Hands) -> None:
    first, second = invite(hands.contact), invite(hands.contact, **{**LATER, "to_minute": None})
    yes(hands.owner, first)
    no(hands.owner, second)
    for id in (first, second):
        assert say(hands.contact, "withdraw", id, text="Trùng lịch") == "applied"
    found = events(cast, hands.owner)
    assert {name: each["status"] for name, each in found.items()} == {f"meeting {DAY}": "CANCELLED"}
    assert {each["status"] for each in events(cast, hands.contact).values()} == {"CANCELLED"}


def test_milestones_are_their_owners_until_they_are_reached(cast: Cast, hands: Hands) -> None:
    told: dict[str, Any] = {"milestones": [[MILESTONE, "Chốt danh sách", "2024-07-31"]]}
    task = give(hands.clerk, **told)
    assert events(cast, hands.contact)["milestone 2024-07-31"]["summary"] == "Mốc của nhiệm vụ khó ở xã Xã An"
    # Who gave it, and who reads it, has no day of his own in it.
    assert events(cast, hands.clerk) == events(cast, hands.supervisor) == {}
    reached: dict[str, Any] = {"entry": new_id("entry"), "milestone": MILESTONE, "day": "2024-06-24"}
    assert hands.contact.do("task.reach", task, **reached) == "applied"
    assert events(cast, hands.contact) == {}
    give(hands.clerk, owner=None, agency=id_of("Sở Nước"), **told)
    assert list(events(cast, hands.agency)) == ["milestone 2024-07-31"]
    assert events(cast, hands.far_agency) == {}


def test_nothing_that_somebody_wrote_is_in_it(cast: Cast, hands: Hands) -> None:
    invite(hands.contact, invited=[id_of("owner")])
    give(hands.clerk, owner=id_of("owner"), milestones=[[MILESTONE, "Chốt danh sách", "2024-07-31"]])
    text = fetch(cast, address(hands.owner)).get_data(as_text=True).replace("\r\n ", "")
    assert text.count("BEGIN:VEVENT") == 2
    for written in ("quý II", "Hội trường", "sáu tháng", "nhà tạm", "giấy tờ", "Chốt", "Người "):
        assert written not in text


def test_each_person_has_his_own_days_alone(cast: Cast, hands: Hands) -> None:
    begin(hands.clerk)
    yes(hands.owner, invite(hands.contact))
    assert f"meeting {DAY}" in events(cast, hands.owner)
    for other in (hands.colleague, hands.stranger):
        found = events(cast, other)
        assert {name.split()[0] for name in found} == {"visit"}
        assert "xã Xã An" not in {each["location"] for each in found.values()}
    assert events(cast, hands.admin) == {}


def test_leave_gives_the_days_to_who_stands_in(cast: Cast, hands: Hands) -> None:
    begin(hands.clerk)
    yes(hands.owner, invite(hands.contact))
    held = assignment("owner", "cadre", HOME)
    hands.admin.phone.patch(f"/api/admin/assignments/{held.id}", {"substitute": id_of("stranger")})
    # The last days of the period: too short a leave to be free of the visit.
    put(hands.clerk, "leave", person=hands.owner.id, starts="2024-07-10", ends="2024-07-20")
    put(hands.clerk, "leave", person=hands.owner.id, starts=DAY, ends=DAY)
    mine, his = events(cast, hands.owner), events(cast, hands.stranger)
    assert "visit 2024-07-14" not in mine
    assert "visit 2024-08-14" in mine
    assert [name for name, each in his.items() if each["location"] == "xã Xã An"] == ["visit 2024-07-14"]
    assert f"meeting {DAY}" not in mine


def test_an_assignment_that_ended_yesterday_owes_nothing_today(cast: Cast, hands: Hands) -> None:
    begin(hands.clerk)
    invite(hands.contact)
    give(hands.clerk, owner=id_of("owner"), milestones=[[MILESTONE, "Chốt danh sách", "2024-07-31"]])
    assert len(events(cast, hands.owner)) == 7
    held = assignment("owner", "cadre", HOME)
    hands.admin.phone.patch(f"/api/admin/assignments/{held.id}", {"ends": "2024-06-24", "reason": "Chuyển công tác"})
    assert events(cast, hands.owner) == {}


def test_a_new_address_ends_the_one_before_and_a_press_ends_both(cast: Cast, hands: Hands) -> None:
    assert hands.owner.phone.get(PATH).get_json() == {"made": None}
    first, second = address(hands.owner), address(hands.owner)
    assert hands.owner.phone.get(PATH).get_json()["made"] == cast.here.clock.now_ms()
    assert [fetch(cast, each).status_code for each in (first, second)] == [404, 200]
    other = address(hands.colleague)
    assert hands.owner.phone.delete(PATH).status_code == 204
    assert [fetch(cast, each).status_code for each in (second, other)] == [404, 200]


def test_unknown_ended_and_disabled_answer_alike(cast: Cast, hands: Hands) -> None:
    begin(hands.clerk)
    path = address(hands.owner)
    cast.admin.phone().patch(f"/api/admin/people/{cast.owner.id}", {"disabled": True})
    answers = [fetch(cast, each) for each in (path, f"/api/calendar/{'A' * 43}.ics")]
    assert [each.status_code for each in answers] == [404, 404]
    assert answers[0].get_json() == answers[1].get_json()
    for strange in ("short", "A" * 42, "A" * 44, "%00" * 43, "é" * 43):
        assert fetch(cast, f"/api/calendar/{strange}.ics").status_code == 404


def test_the_address_is_made_and_ended_in_a_session_alone(cast: Cast) -> None:
    visitor = cast.visitor()
    answers = [visitor.get(PATH), visitor.post(PATH), visitor.delete(PATH)]
    assert [each.get_json()["error"]["code"] for each in answers] == ["signed_out"] * 3


def test_the_secret_is_kept_as_a_hash_and_written_to_no_log(
    cast: Cast, hands: Hands, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = address(hands.owner)
    secret = path.rsplit("/", 1)[1].removesuffix(".ics")
    with cast.here.store.read() as reader:
        rows = reader.connection.execute(sa.select(addresses)).all()
    assert [row.person for row in rows] == [cast.owner.id]
    assert secret not in repr(rows)
    # Even a fault while it is read names the place in the code, and not the address.
    monkeypatch.setattr("server.features.agenda.routes.read_entries", lambda *_: 1 / 0)
    cast.app.testing = False
    answer = fetch(cast, path)
    said = capfd.readouterr()
    assert answer.status_code == 500
    assert secret not in said.out + said.err + answer.get_data(as_text=True)


def test_what_has_not_changed_is_not_sent_again(cast: Cast, hands: Hands) -> None:
    begin(hands.clerk)
    path = address(hands.owner)
    first = fetch(cast, path)
    assert first.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert first.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in first.headers
    tag = first.headers["ETag"]
    again = fetch(cast, path, **{"If-None-Match": tag})
    assert (again.status_code, again.get_data()) == (304, b"")
    yes(hands.owner, invite(hands.contact))
    assert fetch(cast, path, **{"If-None-Match": tag}).status_code == 200


def test_it_speaks_the_persons_language(cast: Cast, hands: Hands) -> None:
    begin(hands.clerk)
    wish: dict[str, Any] = {"zone": "Europe/Berlin", "quiet_from": "21:00", "quiet_until": "06:30", "language": "en"}
    assert (
        hands.owner.do("preference.set", new_id(), **wish, show_text=False, push=True, mail=True, gateway=False)
        == "applied"
    )
    assert events(cast, hands.owner)["visit 2024-07-14"]["summary"] == "Visit due in xã Xã An"


def test_a_flood_from_one_address_is_slowed(cast: Cast, hands: Hands) -> None:
    path = address(hands.owner)
    answers = [fetch(cast, path).status_code for _ in range(61)]
    assert answers[-1] == 429
    assert answers[0] == 200


@pytest.mark.invariant("work-is-bounded")
def test_more_days_are_not_more_questions(cast: Cast, hands: Hands) -> None:
    begin(hands.clerk)
    path = address(hands.owner)
    fetch(cast, path)
    with counted() as few:
        fetch(cast, path)
    for day in range(10, 28):
        invite(hands.contact, **{**TIMES, "starts": f"2024-07-{day}", "ends": f"2024-07-{day}"})
        give(hands.clerk, owner=id_of("owner"), milestones=[[MILESTONE, "Mốc", f"2024-08-{day}"]])
    fetch(cast, path)
    with counted() as many:
        fetch(cast, path)
    assert 10 < len(many) == len(few) < 30


LONG = "Thị trấn Nông trường Việt Trung – Khu kinh tế mới Đăk Ơ Nghĩa Hưng Phước Long"


def test_long_vietnamese_names_are_folded_between_letters() -> None:
    place = unit(LONG)
    paper = Paper(directory(units=[place]), "vi", "https://diaban.example.vn")
    body = write([Entry("visit", "visit-1", place.id, "2024-06-30", "/duty/1", 0)], paper)
    lines = body.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    # Each line is whole letters: some calendars read line by line.
    assert all(line.decode() is not None for line in lines)
    [event] = read(body)
    assert LONG in event["summary"]


def test_what_has_no_room_is_the_furthest_away() -> None:
    place = unit(LONG)
    paper = Paper(directory(units=[place]), "vi", "https://diaban.example.vn")
    entries = [Entry("visit", f"visit-{each}", place.id, "2024-06-30", "/duty/1", 0) for each in range(400)]
    body = write(entries, paper)
    kept = [each["uid"] for each in read(body)]
    assert SIZE_BYTES_MAX * 0.98 < len(body) <= SIZE_BYTES_MAX
    assert kept == [f"visit-{each}@diaban" for each in range(len(kept))]
