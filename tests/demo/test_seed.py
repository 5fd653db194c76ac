"""The seeded demo, as its ten accounts find it over HTTP on the morning of 25/06/2024."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from server import create_app
from server.config import Config
from server.context import Server
from server.demo.founding import PASSWORD
from server.demo.ids import record_id
from server.demo.material import read_material
from server.demo.seed import OPENS, SeedingError, seed
from server.features.duty.periods import arrival
from server.features.people.actions import NewPerson, do_add_person
from server.platform.acts import NOBODY, Act
from server.platform.clock import SetClock, day_of
from server.platform.ids import new_id
from tests.cast import MEMORY_KIB, Member, Phone
from tests.hand import Hand
from tests.stores import Stores

# Whenever somebody tries the demo: more than two years after the morning it plays on.
REAL_MS = 1_795_000_000_000
OFFICE_HOURS_MS = 3_600_000
ACCOUNTS = {person.account: person.code for person in read_material().people if person.account}


def open_office(url: str, data_dir: Path, clock: SetClock) -> Flask:
    config = Config(
        data_dir=data_dir, database_url=url, password_memory_kib=MEMORY_KIB, requests_per_minute=1_000_000,
        sign_ins_per_minute=1_000_000,
    )  # fmt: skip
    app = create_app(config, clock=clock)
    app.testing = True
    return app


def close_office(app: Flask) -> None:
    here: Server = app.extensions["diaban"]
    here.store.engine.dispose()


@pytest.fixture(scope="module")
def clock() -> SetClock:
    return SetClock(REAL_MS)


@pytest.fixture(scope="module")
def demo(stores: Stores, tmp_path_factory: pytest.TempPathFactory, clock: SetClock) -> Iterator[Flask]:
    """The demo, seeded once for all tests that only look; opened anew, as the server does after seeding."""
    url, data_dir = stores.prepared("demo"), tmp_path_factory.mktemp("demo")
    empty = open_office(url, data_dir, clock)
    assert seed(empty)
    close_office(empty)
    app = open_office(url, data_dir, clock)
    yield app
    close_office(app)
    stores.drop("demo")


class People:
    """The demo's accounts with their phones."""

    def __init__(self, app: Flask, clock: SetClock) -> None:
        self._app = app
        self._clock = clock
        self._hands: dict[str, Hand] = {}

    def __getitem__(self, account: str) -> Hand:
        if account not in self._hands:
            member = Member(record_id("person", ACCOUNTS[account]), account, "cadre", None, None, self._app)
            self._hands[account] = Hand(member, "phone", self._clock.now_ms)
        return self._hands[account]


@pytest.fixture(scope="module")
def people(demo: Flask, clock: SetClock) -> People:
    return People(demo, clock)


def numbers(people: People, account: str, entity: str, status: str | None = None) -> list[str]:
    """The numbers of what an account's phone holds, in order."""
    found = people[account].all(entity)
    return sorted(each["number"] for each in found if status in (None, each["status"]))


# --- The office ------------------------------------------------------------------------------------------------------


def test_it_is_eight_in_the_morning_of_25_june_2024_and_time_goes_on(demo: Flask, clock: SetClock) -> None:
    here: Server = demo.extensions["diaban"]
    assert here.today == OPENS[:10]
    assert here.office_clock.offset_ms + REAL_MS == 1_719_277_200_000


def test_every_account_signs_in_with_the_demo_password_and_learns_the_offset(people: People) -> None:
    assert len(ACCOUNTS) == 10
    for account in ACCOUNTS:
        answer = people[account].phone.sign_in(account, PASSWORD)
        assert answer.status_code == 200
        assert answer.json is not None
        assert (answer.json["must_change_password"], answer.json["office_offset_ms"] < 0) == (False, True)


def test_everyone_has_the_directory(people: People) -> None:
    kinds = Counter(entity for entity, _ in people["contact2"].rows())
    assert (kinds["unit"], kinds["theme"], kinds["agency"]) == (171, 17, 15)
    assert kinds["person"] == len(read_material().people)
    assert kinds["assignment"] == len(read_material().assignments)


# --- The check figures -----------------------------------------------------------------------------------------------


def figures(people: People, as_of: str) -> dict[str, Any]:
    answer = people["clerk"].phone.get(f"/api/feedback/figures?as_of={as_of}")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json or {}
    return found


def test_the_figures_of_20_april(people: People) -> None:
    expected = {"total": 12, "closed": 5, "transferred": 1, "open": 6, "ever_reopened": 2, "extended": 1}
    assert expected.items() <= figures(people, "2024-04-20").items()


def test_the_figures_of_24_june(people: People) -> None:
    expected = {
        "total": 15, "closed": 10, "in_progress": 2, "refused": 1, "transferred": 1, "overdue_unanswered": 1,
        "ever_reopened": 2, "extended": 1, "finally_answered_percent": 80.0,
    }  # fmt: skip
    assert expected.items() <= figures(people, "2024-06-24").items()


def test_the_morning_of_25_june_adds_its_own(people: People) -> None:
    # Three were raised, one says what another says, and one held two matters.
    assert figures(people, "2024-06-25")["total"] == 18 + 1 + 2
    assert figures(people, "2024-06-25")["closed"] == 10


# --- What each account finds -----------------------------------------------------------------------------------------


def test_cadre1_has_a_returned_visit_with_comments_on_its_sections(people: People) -> None:
    assert numbers(people, "cadre1", "visit", "returned") == ["BC-2024-013"]
    review = next(each for each in people["cadre1"].all("review") if each["decision"] == "returned")
    assert review["comment"].startswith("Nội dung tốt.")
    assert [section for section, _ in review["sections"]] == ["difficulties", "recommendations"]


def test_cadre2_and_cadre3_hold_their_own_communes_only(people: People) -> None:
    assert numbers(people, "cadre2", "visit") == ["BC-2024-002", "BC-2024-014"]
    assert numbers(people, "cadre3", "visit") == ["BC-2024-003", "BC-2024-015"]


def test_contact1_has_an_answer_to_confirm_and_never_sees_findings(people: People) -> None:
    assert numbers(people, "contact1", "feedback", "answered") == ["PA-016"]
    assert numbers(people, "contact1", "visit") == ["BC-2024-001", "BC-2024-013"]
    kinds = {entity for entity, _ in people["contact1"].rows()}
    assert kinds.isdisjoint({"report", "round", "review", "draft", "attachment"})


def test_contact2_sees_the_matters_of_vinh_son(people: People) -> None:
    assert numbers(people, "contact2", "feedback") == ["PA-002", "PA-003", "PA-017"]


def test_agency1_owns_the_overdue_matter_and_sees_no_visit(people: People) -> None:
    assert numbers(people, "agency1", "feedback", "owned") == ["PA-015"]
    assert people["agency1"].all("visit") == []


def test_the_clerk_finds_two_matters_without_an_owner(people: People) -> None:
    waiting = [each for each in people["clerk"].all("feedback") if each["status"] == "new"]
    assert sorted(each["number"] for each in waiting if not each["duplicate_of"]) == ["PA-017", "PA-018"]


def test_four_visits_wait_for_the_supervisor(people: People) -> None:
    waiting = ["BC-2024-012", "BC-2024-014", "BC-2024-015", "BC-2024-016"]
    assert numbers(people, "supervisor", "visit", "sent") == waiting


def test_the_leader_sees_hoai_an_and_no_other_district(people: People) -> None:
    assert numbers(people, "leader", "visit") == ["BC-2024-001", "BC-2024-011", "BC-2024-013", "BC-2024-016"]
    assert numbers(people, "leader", "feedback") == ["PA-001", "PA-015", "PA-016", "PA-019"]


def test_the_admin_sees_people_and_units_but_no_work(people: People) -> None:
    kinds = {entity for entity, _ in people["admin"].rows()}
    assert kinds >= {"office", "unit", "agency", "theme", "person", "assignment"}
    assert not kinds & {"draft", "visit", "report", "round", "review", "feedback", "attachment", "conflict", "task"}


# --- Duty ------------------------------------------------------------------------------------------------------------


def account(people: People, who: str, unit: str) -> dict[str, Any]:
    answer = people[who].phone.get("/api/duty/ledger")
    found = {each["unit"]: each for each in answer.json or []}
    return dict(found[record_id("unit", unit)])


def test_cadre1_owes_seven_months_and_reads_why(people: People) -> None:
    found = account(people, "cadre1", "21690")
    assert [(line["last_month"], line["state"], line["day"]) for line in found["lines"]] == [
        ("2024-01", "done", "2024-01-04"),
        ("2024-02", "excused", None),
        ("2024-03", "open", None),
        ("2024-04", "leave", None),
        ("2024-05", "open", None),
        ("2024-06", "open", None),
        ("2024-07", "done", "2024-06-24"),
    ]
    sums = {name: found[name] for name in ("due", "done", "excused", "leave", "open", "missed")}
    assert sums == {"due": 7, "done": 2, "excused": 1, "leave": 1, "open": 3, "missed": 3}


def test_an_lao_owes_by_quarters(people: People) -> None:
    found = account(people, "clerk", "21622")
    assert [(line["first_month"], line["last_month"], line["state"]) for line in found["lines"]] == [
        ("2024-01", "2024-03", "open"),
        ("2024-04", "2024-06", "done"),
        ("2024-07", "2024-09", "open"),
    ]


def test_the_clerk_reads_the_accounts_of_all_communes_and_districts(people: People) -> None:
    answer = people["clerk"].phone.get("/api/duty/ledger")
    assert len({each["unit"] for each in answer.json or []}) == 159 + 11


# --- What happened ---------------------------------------------------------------------------------------------------


def test_visits_were_numbered_as_they_arrived_and_approved_but_the_open_ones(people: People) -> None:
    visits = people["supervisor"].all("visit")
    assert sorted(each["number"] for each in visits) == [f"BC-2024-{n:03d}" for n in range(1, 17)]
    assert Counter(each["status"] for each in visits) == {"approved": 11, "sent": 4, "returned": 1}


def test_the_report_that_came_back_is_in_its_second_round_and_keeps_the_first(people: People) -> None:
    rows = people["supervisor"].rows()
    visit = rows["visit", record_id("visit", "BC-2024-006")]
    first = next(body for (entity, _), body in rows.items() if entity == "round")
    assert visit["round"] == 2
    assert "trước 10/4" in visit["recommendations"]
    assert "trước 10/4" not in first["recommendations"]


def test_both_paragraphs_of_the_two_devices_are_kept(people: People) -> None:
    visit = people["leader"].sees("visit", record_id("visit", "BC-2024-011"))
    assert visit is not None
    assert visit["recommendations"].count("\n\n") == 1


def test_times_are_told_on_the_office_clock(people: People) -> None:
    visit = people["cadre2"].sees("visit", record_id("visit", "BC-2024-002"))
    assert visit is not None
    assert visit["received"] - visit["submitted"] == 11 * OFFICE_HOURS_MS + 41 * 60_000


def test_an_extension_keeps_the_original_due_date_and_a_set_date_is_none(people: People) -> None:
    items = {each["number"]: each for each in people["clerk"].all("feedback")}
    assert (items["PA-002"]["due"], items["PA-002"]["due_original"]) == ("2024-04-30", "2024-02-29")
    assert items["PA-003"]["due"] == "2024-09-30"
    assert "extended" not in {entry[1] for entry in items["PA-003"]["thread"]}


def test_the_referred_matter_is_a_count_without_words(people: People) -> None:
    item = next(each for each in people["clerk"].all("feedback") if each["number"] == "PA-012")
    assert (item["matter"], item["theme"], item["unit"]) == (None, None, record_id("unit", "52"))
    assert numbers(people, "leader", "feedback", "confirmed") == ["PA-001"]


def test_what_was_said_twice_waits_for_the_first_and_two_matters_are_two_items(people: People) -> None:
    items = {each["number"]: each for each in people["clerk"].all("feedback")}
    assert items["PA-019"]["duplicate_of"] == items["PA-015"]["id"]
    assert items["PA-020"]["parts"] == [items["PA-021"]["id"], items["PA-022"]["id"]]
    assert (items["PA-020"]["outcome"], items["PA-022"]["status"]) == ("split", "owned")
    assert items["PA-021"]["due"] == items["PA-020"]["due"] == "2024-07-16"


def test_the_commune_spoke_to_two_visits_and_their_authors_read_it(people: People) -> None:
    [mine] = people["cadre1"].all("acknowledgement")
    [theirs] = people["cadre2"].all("acknowledgement")
    assert (mine["stance"], theirs["stance"]) == ("acknowledged", "annotated")
    assert len(people["supervisor"].all("acknowledgement")) == 2


def test_the_demos_calendar_knows_tet_and_the_saturdays_that_are_worked(people: People) -> None:
    [calendar] = people["clerk"].all("calendar")
    off = {day for day, _ in calendar["days_off"]}
    assert "2024-02-10" in off
    assert [day for day, _ in calendar["made_up"]] == ["2024-05-04", "2025-04-26", "2026-08-22"]


def test_photos_are_there_for_readers_of_the_report_and_for_nobody_else(people: People) -> None:
    photos = people["supervisor"].all("attachment")
    assert Counter(each["state"] for each in photos) == {"stored": 30}
    mine = next(each["id"] for each in photos if each["visit"] == record_id("visit", "BC-2024-001"))
    answer = people["cadre1"].phone.get(f"/api/files/{mine}")
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    assert people["contact1"].phone.get(f"/api/files/{mine}").status_code == 404
    assert people["cadre2"].phone.get(f"/api/files/{mine}").status_code == 404


def test_everybody_finds_what_the_demo_would_have_reminded_him_of_and_nothing_left_the_machine(people: People) -> None:
    told = people["clerk"].phone.get("/api/reminders/standing").get_json()
    assert (told["roads"], told["since"]) == (["kept"], "2024-06-14")
    standing = {row["code"]: row for row in told["rows"] if row["standing"]}
    # The period ended on the 14th: whoever has not been to his commune was told on the next working morning.
    assert standing["visit_due"]["standing"] > 150
    assert all(row["told"] == row["standing"] == row["again"] for row in standing.values())
    page = people["clerk"].phone.get("/api/reminders/outbox").get_json()
    assert {(row["state"], *(each["road"] for each in row["tries"])) for row in page["rows"]} == {("done", "kept")}
    for name in ("cadre1", "agency1", "clerk", "supervisor", "leader"):
        assert [notice for notice in people[name].all("notice") if notice["ended"] is None], name


# --- Seeding itself --------------------------------------------------------------------------------------------------


def test_a_second_start_keeps_the_data(demo: Flask, people: People) -> None:
    before = people["supervisor"].rows()
    assert seed(demo) is False
    assert people["supervisor"].rows() == before


class PowerCutError(Exception):
    """Someone pulled the plug while the demo was being made."""


def test_an_interrupted_seeding_goes_on_where_it_stopped(
    database_url: str, tmp_path: Path, clock: SetClock, people: People
) -> None:
    def cut(done: int, _all: int) -> None:
        if done == 50:
            raise PowerCutError

    app = open_office(database_url, tmp_path, clock)
    with pytest.raises(PowerCutError):
        seed(app, progress=cut)
    assert seed(app)
    close_office(app)
    again = open_office(database_url, tmp_path, clock)
    rows = People(again, clock)["supervisor"].rows()
    assert without_secret(rows) == without_secret(people["supervisor"].rows())
    close_office(again)


def without_secret(rows: dict[tuple[str, str], dict[str, Any]]) -> dict[tuple[str, ...], dict[str, Any]]:
    """Notices are named by the secret of their office: here by what they say."""
    named = {key: key if key[0] != "notice" else (*map(str, body.values()),) for key, body in rows.items()}
    return {named[key]: body for key, body in rows.items()}


def test_a_real_office_is_never_seeded(database_url: str, tmp_path: Path, clock: SetClock) -> None:
    app = open_office(database_url, tmp_path, clock)
    here: Server = app.extensions["diaban"]
    with here.store.write() as tx:
        do_add_person(Act(tx, NOBODY, clock.now_ms(), here.today, new_id), NewPerson(new_id(), "Người thật"))
    with pytest.raises(SeedingError):
        seed(app)
    close_office(app)


def test_nobody_sees_anything_without_signing_in(demo: Flask) -> None:
    visitor = Phone(demo, new_id())
    assert visitor.get("/api/feedback/figures?as_of=2024-06-24").status_code == 401


# --- Invitations -----------------------------------------------------------------------------------------------------


def test_invitations_were_answered_moved_withdrawn_and_attended(people: People) -> None:
    answer = people["clerk"].phone.get(
        "/api/invitations/figures", query_string={"first": "2024-01-01", "last": "2024-06-30"}
    )
    found = answer.json or {}
    sums = {"invited": 6, "attended": 4, "declined": 2, "away": 0, "untold": 0, "ahead": 5, "attended_e1": 667}
    assert found["total"] == sums
    assert found["twins"] == []


def test_each_account_has_an_invitation_of_its_own(people: People) -> None:
    mine = {who: len(people[who].all("invitation")) for who in ("cadre1", "cadre2", "contact2", "leader", "agency1")}
    assert mine == {"cadre1": 4, "cadre2": 3, "contact2": 3, "leader": 5, "agency1": 0}


def test_a_report_without_signal_came_after_the_cut_off_and_says_so(people: dict[str, Hand]) -> None:
    visit = people["clerk"].sees("visit", record_id("visit", "BC-2024-005"))
    assert visit is not None
    sent, came = (day_of(visit[name]) for name in ("first_submitted", "first_received"))
    assert arrival(last="2024-03-14", submitted=sent, received=came) == "received_after"
