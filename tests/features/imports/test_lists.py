"""An office brings the lists that it kept before: looked at row by row, confirmed, and in the books like any other."""

from __future__ import annotations

import io
from typing import Any, Final

import openpyxl
import pytest
import sqlalchemy as sa

from server.features.imports.columns import COLUMNS, KINDS
from server.features.people.actions import NewPerson, do_add_people
from server.features.people.model import imports
from server.platform.acts import NOBODY, Act
from server.platform.clock import SetClock, day_of
from server.platform.ids import new_id
from server.registry import JOBS
from tests.cast import AWAY, HOME, NEAR, ROADS, WATER, Cast
from tests.factories import id_of
from tests.features.imports.lists import bring, checked, confirm, sheet, take, verdict, with_themes
from tests.hand import Hand, Hands
from tests.refusals import refused

ITEM: Final[dict[str, Any]] = {
    "ref": "KN-12/2023", "unit": HOME, "raised": "15/03/2024", "matter": "Kênh N3 bồi lấp 340 m.", "kind": "Kiến nghị",
    "theme": "Thủy lợi", "owner": WATER, "due": "20/07/2024",
}  # fmt: skip
VISIT: Final[dict[str, Any]] = {
    "ref": "07/2024", "person": "Người owner", "unit": HOME, "starts": "12/03/2024", "visit_kind": "Họp chi bộ",
    "findings": "Chi bộ họp đúng kỳ.", "recommendations": "Sửa đường vào thôn.", "attendance_due": 42,
    "attendance_present": 38,
}  # fmt: skip
LEAVE: Final[dict[str, Any]] = {
    "away": "Người owner", "workplace": HOME, "first": "05/06/2024", "last": "14/06/2024", "decision": "12-QĐ/VP",
}  # fmt: skip
ROWS: Final = {"feedback": ITEM, "visits": VISIT, "leave": LEAVE}
ENTITY: Final = {"feedback": "feedback", "visits": "visit"}


@pytest.fixture(autouse=True)
def themes(cast: Cast) -> None:
    with_themes(cast)


def bringer(cast: Cast, kind: str) -> Any:
    return cast.supervisor if kind == "visits" else cast.clerk


def entered(hand: Hand, kind: str = "feedback") -> dict[str, Any]:
    """The one record that came from a list."""
    [one] = [each for each in hand.all(ENTITY[kind]) if each["list_name"]]
    return one


# --- Who, and the sheet ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_only_who_answers_for_a_list_may_bring_it(cast: Cast, kind: str) -> None:
    data = sheet(ROWS[kind], kind=kind)
    others = {"owner", "contact", "leader", "agency", "admin", "clerk", "supervisor"} - {bringer(cast, kind).username}
    for name in others:
        phone = getattr(cast, name).phone()
        refused(bring(getattr(cast, name), data, kind=kind), "not_found")
        refused(phone.post(f"/api/lists/{kind}/confirm", {"token": "x"}), "not_found")
        refused(phone.get(f"/api/lists/{kind}/template.xlsx"), "not_found")
        refused(phone.get(f"/api/lists/{kind}/left.xlsx?token=x"), "not_found")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_template_has_every_column_and_an_example_that_fits_them(cast: Cast, kind: str, language: str) -> None:
    answer = bringer(cast, kind).phone().get(f"/api/lists/{kind}/template.xlsx", headers={"Accept-Language": language})
    page, explained = openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets
    head, example = page.iter_rows(values_only=True)
    assert len(head) == len(set(head)) == len(example) == len(COLUMNS[kind])
    assert explained.max_row > 5
    [row] = checked(bringer(cast, kind), answer.data, kind=kind)["rows"]
    # Its place and its person are no real ones: everything else of it would have been taken.
    assert row["verdict"] == "bad"


# --- Items -----------------------------------------------------------------------------------------------------------


def test_nothing_is_in_the_books_before_it_is_confirmed(cast: Cast, hands: Hands) -> None:
    told = checked(cast.clerk, sheet(ITEM))
    assert told["counts"] == {"new": 1, "changed": 0, "same": 0, "ask": 0, "bad": 0}
    assert hands.clerk.all("feedback") == []


def test_an_open_item_is_in_the_books_with_its_day_its_owner_and_where_it_comes_from(cast: Cast, hands: Hands) -> None:
    assert take(cast.clerk, sheet(ITEM))["taken"] == 1
    item = entered(hands.contact)
    assert (item["unit"], item["kind"], item["theme"]) == (id_of(HOME), "recommendation", id_of("Thủy lợi"))
    assert (item["urgency"], item["source"], item["status"]) == ("normal", "commune", "owned")
    assert (day_of(item["raised"]), item["due"], item["due_original"]) == ("2024-03-15", "2024-07-20", "2024-07-20")
    assert (item["list_name"], item["list_ref"], item["listed_by"]) == ("Sổ 2024", "KN-12/2023", cast.clerk.id)
    assert item["number"].startswith("PA-") and day_of(item["listed"]) == "2024-06-25"
    assert [(entry[1], entry[3]) for entry in item["thread"]] == [("raised", cast.clerk.id), ("owned", cast.clerk.id)]
    assert hands.agency.sees("feedback", item["id"]) is not None
    assert hands.stranger.sees("feedback", item["id"]) is None


def test_without_a_due_day_it_is_due_by_its_urgency(cast: Cast, hands: Hands) -> None:
    take(cast.clerk, sheet({**ITEM, "due": None, "owner": None, "urgency": "Khẩn"}))
    assert entered(hands.clerk)["due"] == "2024-03-22"


def test_the_same_list_twice_changes_nothing_whoever_brings_it(cast: Cast, hands: Hands) -> None:
    data = sheet(ITEM, {**ITEM, "ref": None, "matter": "Đường ĐT 629 hỏng."})
    first = take(cast.clerk, data)
    with cast.here.store.read() as reader:
        before = reader.head().pos
    again = take(cast.clerk, data)
    assert (first["taken"], again["taken"], again["counts"]["same"]) == (2, 0, 2)
    # The plan of the first time, confirmed once more as after a lost answer.
    refused(confirm(cast.clerk, first["token"]), "import_gone")
    with cast.here.store.read() as reader:
        assert reader.head().pos == before


def test_a_plan_confirmed_again_after_a_lost_answer_changes_nothing(cast: Cast) -> None:
    token = checked(cast.clerk, sheet(ITEM))["token"]
    assert confirm(cast.clerk, token).json == {"total": 1, "next": None, "taken": 1, "refused": []}
    with cast.here.store.read() as reader:
        before = reader.head().pos
    assert confirm(cast.clerk, token).json == {"total": 1, "next": None, "taken": 1, "refused": []}
    with cast.here.store.read() as reader:
        assert reader.head().pos == before


def test_a_corrected_list_changes_what_was_corrected_and_adds_what_is_new(cast: Cast, hands: Hands) -> None:
    take(cast.clerk, sheet(ITEM))
    number = entered(hands.clerk)["number"]
    mended = {**ITEM, "matter": "Kênh N3 bồi lấp 430 m.", "due": "01/08/2024"}
    told = take(cast.clerk, sheet(mended, {**ITEM, "ref": "KN-13", "unit": AWAY}))
    assert (told["counts"]["changed"], told["counts"]["new"], told["taken"]) == (1, 1, 2)
    [item] = [one for one in hands.clerk.all("feedback") if one["number"] == number]
    assert (item["matter"], item["due"]) == ("Kênh N3 bồi lấp 430 m.", "2024-08-01")
    assert [entry[1] for entry in item["thread"]] == ["raised", "owned", "corrected"]


def test_a_corrected_owner_is_handed_over_with_the_lists_name_as_the_reason(cast: Cast, hands: Hands) -> None:
    take(cast.clerk, sheet(ITEM))
    assert take(cast.clerk, sheet({**ITEM, "owner": ROADS}))["counts"]["changed"] == 1
    item = entered(hands.clerk)
    assert (item["owner"], item["thread"][-1][1]) == (id_of(ROADS), "handed")
    assert "Sổ 2024" in item["thread"][-1][6]


def test_what_a_person_has_worked_on_goes_its_own_way(cast: Cast, hands: Hands) -> None:
    take(cast.clerk, sheet(ITEM))
    item = entered(hands.clerk)
    assert hands.agency.do("feedback.message", item["id"], entry=id_of("m"), text="Đã khảo sát.") == "applied"
    assert verdict(cast.clerk, ITEM)[0] == "same"
    assert verdict(cast.clerk, {**ITEM, "matter": "Kênh N3 bồi lấp 430 m."}) == ("ask", "list_worked_on")


def test_a_row_that_was_overtaken_since_the_check_is_told_and_keeps_none_out(cast: Cast, hands: Hands) -> None:
    take(cast.clerk, sheet(ITEM))
    token = checked(cast.clerk, sheet({**ITEM, "matter": "Khác."}, {**ITEM, "ref": "2", "matter": "Hai."}))["token"]
    hands.agency.do("feedback.message", entered(hands.clerk)["id"], entry=id_of("m"), text="Đã khảo sát.")
    taken = confirm(cast.clerk, token).json
    assert (taken["taken"], [(row["row"], row["code"]) for row in taken["refused"]]) == (1, [(2, "stale")])


def test_an_item_of_the_same_words_is_asked_about_and_taken_when_that_is_meant(cast: Cast, hands: Hands) -> None:
    take(cast.clerk, sheet(ITEM))
    twin = {**ITEM, "ref": "KN-99"}
    [row] = checked(cast.clerk, sheet(twin))["rows"]
    assert (row["verdict"], row["code"]) == ("ask", "list_similar")
    assert entered(hands.clerk)["number"] in row["message"]
    assert take(cast.clerk, sheet({**twin, "anyway": "x"}))["taken"] == 1


def test_a_number_of_the_list_that_names_another_matter_is_asked_about(cast: Cast) -> None:
    take(cast.clerk, sheet(ITEM))
    other = {**ITEM, "unit": AWAY, "matter": "Đường ĐT 629 hỏng."}
    assert verdict(cast.clerk, other) == ("ask", "list_ref_used")


BAD: Final[dict[str, list[tuple[Any, str]]]] = {
    "unit": [(None, "cell_missing"), ("Không Đâu", "unit_unknown")],
    "raised": [(None, "cell_missing"), ("31/02/2024", "bad_day"), ("01/01/2030", "date_in_future")],
    "due": [("01/03/2024", "end_before_start"), ("mai", "bad_day")],
    "matter": [
        (None, "cell_missing"), ("x" * 20_001, "cell_long"), ("Gọi 0905 123 456", "phone_number"),
        ("Tôi xin tố cáo ông A", "denunciation"), ("CCCD 079 203 001 234", "identity_number"), ("#REF!", "cell_broken"),
    ],
    "kind": [(None, "cell_missing"), ("gì đó", "cell_choice")],
    "theme": [(None, "cell_missing"), ("Vũ trụ", "cell_choice")],
    "urgency": [("sao cũng được", "cell_choice")],
    "owner": [("Sở Lạ", "agency_unknown")],
}  # fmt: skip


@pytest.mark.parametrize(("column", "cell", "code"), [(name, *each) for name, cases in BAD.items() for each in cases])
def test_a_bad_row_says_what_to_do_and_keeps_no_good_one_out(
    cast: Cast, column: str, cell: str | None, code: str
) -> None:
    rows = checked(cast.clerk, sheet({**ITEM, column: cell}, {**ITEM, "ref": "good", "matter": "Việc khác."}))["rows"]
    assert [(row["row"], row["verdict"], row["code"]) for row in rows] == [(2, "bad", code), (3, "new", None)]
    assert rows[0]["message"]


def test_the_same_matter_in_two_rows_counts_once(cast: Cast) -> None:
    rows = checked(cast.clerk, sheet(ITEM, ITEM))["rows"]
    assert [(row["row"], row["code"]) for row in rows] == [(3, "list_row_twice"), (2, None)]


def test_a_clerk_brings_items_of_his_own_units_only(cast: Cast, hands: Hands) -> None:
    assert verdict(cast.clerk, {**ITEM, "unit": HOME, "above": NEAR}) == ("new", None)
    assert hands.owner.do("feedback.enter", id_of("x"), **_enter(), role="cadre") == ("quarantined", "not_allowed")
    assert hands.clerk.do("feedback.enter", id_of("e"), **_enter()) == "applied"
    assert hands.clerk.do("feedback.enter", id_of("e"), **_enter(entry="again")) == ("conflict", "stale")


def _enter(entry: str = "entry") -> dict[str, Any]:
    fields = {"unit": id_of(HOME), "kind": "issue", "theme": id_of("Thủy lợi"), "urgency": "normal", "matter": "Một."}
    return {"entry": id_of(entry), "raised": "2024-03-15", "round": 1, "list_name": "Sổ", "set": fields}


def test_a_check_is_forgotten_after_an_hour(cast: Cast, clock: SetClock) -> None:
    token = checked(cast.clerk, sheet(ITEM))["token"]
    clock.move(3_600_001)
    refused(confirm(cast.clerk, token), "import_gone")


def test_what_no_exchange_may_hold_is_kept_in_no_plan(cast: Cast, clock: SetClock) -> None:
    checked(cast.clerk, sheet({**ITEM, "matter": "Gọi 0905 123 456"}))
    with cast.here.store.read() as reader:
        [kept] = reader.connection.execute(sa.select(imports.c.rows)).scalars()
    assert "0905" not in kept and "phone_number" in kept
    clock.move(3_600_001)
    assert JOBS["forget_plans"](cast.here) == 1
    assert JOBS["forget_plans"](cast.here) == 0


def test_what_was_not_taken_comes_back_as_a_file_to_be_mended(cast: Cast) -> None:
    told = checked(cast.clerk, sheet({**ITEM, "unit": "Không Đâu"}, {**ITEM, "ref": "2"}))
    answer = cast.clerk.phone().get(f"/api/lists/feedback/left.xlsx?token={told['token']}")
    head, row = openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets[0].iter_rows(values_only=True)
    assert head[-1] == "Lý do chưa nhận" and row[-1] and row[0] == ITEM["ref"]
    assert checked(cast.clerk, answer.data)["counts"]["bad"] == 1


def test_a_long_list_is_taken_a_hundred_rows_at_a_time_and_goes_on_where_it_stopped(cast: Cast, hands: Hands) -> None:
    data = sheet(*({**ITEM, "ref": f"R{n}", "matter": f"Việc {n}", "owner": None} for n in range(130)))
    token = checked(cast.clerk, data)["token"]
    assert confirm(cast.clerk, token).json["next"] == 100
    # The browser was closed there, and the list brought again.
    assert checked(cast.clerk, data)["counts"] == {"new": 30, "changed": 0, "same": 100, "ask": 0, "bad": 0}
    assert take(cast.clerk, data)["taken"] == 30
    assert len(hands.clerk.all("feedback")) == 130


# --- Visits ----------------------------------------------------------------------------------------------------------


def test_a_past_visit_is_in_the_books_as_approved_by_who_brought_it(cast: Cast, hands: Hands) -> None:
    assert take(cast.supervisor, sheet(VISIT, kind="visits"), kind="visits")["taken"] == 1
    visit = entered(hands.owner, "visits")
    assert (visit["author"], visit["role"], visit["status"]) == (cast.owner.id, "cadre", "approved")
    assert (visit["starts"], visit["ends"], visit["kind"]) == ("2024-03-12", "2024-03-12", "cell_meeting")
    assert (visit["decided_by"], visit["listed_by"]) == (cast.supervisor.id, cast.supervisor.id)
    assert (visit["list_name"], visit["list_ref"]) == ("Sổ 2024", "07/2024")
    assert (day_of(visit["submitted"]), day_of(visit["received"])) == ("2024-03-12", "2024-06-25")
    report = hands.owner.sees("report", visit["id"])
    assert report is not None
    assert (report["findings"], report["attendance_present"]) == ("Chi bộ họp đúng kỳ.", 38)


def test_the_commune_reads_its_recommendations_and_never_the_report(cast: Cast, hands: Hands) -> None:
    take(cast.supervisor, sheet(VISIT, kind="visits"), kind="visits")
    visit = entered(hands.contact, "visits")
    assert visit["recommendations"] == "Sửa đường vào thôn."
    assert hands.contact.sees("report", visit["id"]) is None
    assert hands.stranger.sees("visit", visit["id"]) is None


def test_a_corrected_visit_keeps_what_was_told_before_as_a_round(cast: Cast, hands: Hands) -> None:
    take(cast.supervisor, sheet(VISIT, kind="visits"), kind="visits")
    mended = sheet({**VISIT, "findings": "Chi bộ họp chậm một ngày.", "recommendations": None}, kind="visits")
    assert take(cast.supervisor, mended, kind="visits")["counts"]["changed"] == 1
    visit = entered(hands.owner, "visits")
    assert (visit["round"], visit["status"], visit["recommendations"]) == (2, "approved", "Sửa đường vào thôn.")
    [earlier] = hands.owner.all("round")
    assert (earlier["round"], earlier["findings"]) == (1, "Chi bộ họp đúng kỳ.")
    assert take(cast.supervisor, mended, kind="visits")["counts"]["same"] == 1


def test_a_joint_trip_is_one_report_credited_to_each(cast: Cast, hands: Hands) -> None:
    second = {**VISIT, "ref": "08/2024", "person": "Người leader"}
    rows = checked(cast.supervisor, sheet(VISIT, second, kind="visits"), kind="visits")["rows"]
    assert [(row["row"], row["verdict"], row["code"]) for row in rows][:1] == [(3, "ask", "list_joint_row")]
    joint = sheet({**VISIT, "companions": "đ/c Người leader; colleague"}, kind="visits")
    assert take(cast.supervisor, joint, kind="visits")["taken"] == 1
    report = hands.colleague.sees("report", entered(hands.colleague, "visits")["id"])
    assert report is not None and set(report["companions"]) == {cast.leader.id, cast.colleague.id}


def test_a_visit_that_a_phone_told_already_is_asked_about(cast: Cast, hands: Hands) -> None:
    words = {"unit": id_of(HOME), "kind": "dialogue", "starts": "2024-03-12", "findings": "Đã đối thoại."}
    assert hands.owner.do("visit.submit", id_of("told"), round=1, set=words) == "applied"
    assert verdict(cast.supervisor, VISIT, kind="visits") == ("ask", "list_visit_there")


BAD_VISITS: Final[dict[str, list[tuple[Any, str]]]] = {
    "person": [
        (None, "cell_missing"), ("Ai Đó", "list_person_unknown"), ("Người stranger", "list_not_assigned"),
        ("supervisor", "own_report"),
    ],
    "starts": [(None, "cell_missing"), ("12/03/2030", "date_in_future"), ("31/12/2023", "list_not_assigned")],
    "ends": [("11/03/2024", "end_before_start")],
    "visit_kind": [("đi chơi", "cell_choice")],
    "attendance_present": [(50, "attendance_present_over_due"), ("nhiều", "cell_number")],
    "findings": [("Liên hệ 0905 123 456", "phone_number")],
    "companions": [("Ai Đó", "list_person_unknown")],
}  # fmt: skip


@pytest.mark.parametrize(
    ("column", "cell", "code"), [(name, *each) for name, cases in BAD_VISITS.items() for each in cases]
)
def test_a_bad_visit_says_what_to_do(cast: Cast, column: str, cell: Any, code: str) -> None:
    assert verdict(cast.supervisor, {**VISIT, column: cell}, kind="visits") == ("bad", code)


def test_several_of_one_name_are_asked_about_unless_one_of_them_held_the_unit(cast: Cast) -> None:
    namesake = NewPerson(id_of("namesake"), "Người owner", "Phó phòng", None)
    with cast.here.store.write() as tx:
        do_add_people(Act(tx, NOBODY, cast.here.clock.now_ms(), cast.here.today, new_id), [namesake])
    assert verdict(cast.supervisor, VISIT, kind="visits") == ("new", None)
    along = {**VISIT, "person": "owner", "companions": "Người owner"}
    assert verdict(cast.supervisor, along, kind="visits") == ("ask", "list_person_unclear")
    told = {**along, "companions": "Người owner (Phó phòng)"}
    assert verdict(cast.supervisor, told, kind="visits") == ("new", None)


def test_a_visit_without_words_is_no_report(cast: Cast) -> None:
    silent = {**VISIT, "findings": None, "recommendations": None}
    assert verdict(cast.supervisor, silent, kind="visits") == ("bad", "empty_report")


def test_nobody_enters_a_visit_from_a_phone_that_the_list_would_refuse(cast: Cast, hands: Hands) -> None:
    words = {"unit": id_of(HOME), "kind": "dialogue", "starts": "2024-03-12", "findings": "Đã đối thoại."}

    def enter(hand: Hand, name: str, **said: Any) -> Any:
        args = {"person": cast.owner.id, "round": 1, "list_name": "Sổ", "set": words, **said}
        return hand.do("visit.enter", id_of(name), **args)

    assert enter(hands.clerk, "a") == ("quarantined", "not_allowed")
    assert enter(hands.supervisor, "b", person=cast.stranger.id) == ("quarantined", "unit_outside_assignment")
    assert enter(hands.supervisor, "c", person=cast.supervisor.id) == ("quarantined", "own_report")
    assert enter(hands.supervisor, "d", set={**words, "findings": "0905 123 456"}) == ("quarantined", "phone_number")
    assert enter(hands.supervisor, "e") == "applied"
    assert enter(hands.supervisor, "e") == ("conflict", "stale")
    assert hands.owner.do("draft.save", id_of("f"), set=words) == "applied"
    assert enter(hands.supervisor, "f") == ("quarantined", "not_found")
