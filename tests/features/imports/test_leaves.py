"""An office brings its list of leave: looked at row by row, confirmed, and in the books of duty like any other."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any, Final

import pytest

from server.features.duty.periods import closing_id
from server.features.people.actions import NewPerson, do_add_people
from server.platform.acts import NOBODY, Act
from server.platform.ids import new_id
from tests.cast import AWAY, HOME, NEAR, WATER, Cast
from tests.factories import assignment, id_of
from tests.features.duty.stories import begin, ledger, put, states
from tests.features.imports.lists import book, bring, checked, data_of, sheet, take, verdict
from tests.features.scope import assign
from tests.hand import Hands

LEAVE: Final[dict[str, Any]] = {
    "away": "Người owner", "workplace": HOME, "first": "05/06/2024", "last": "14/06/2024", "decision": "12-QĐ/VP",
}  # fmt: skip
DAYS: Final = ("2024-06-05", "2024-06-14")


def brought(cast: Cast, *rows: dict[str, Any]) -> dict[str, Any]:
    """The list, confirmed to its end."""
    return take(cast.clerk, sheet(*rows, kind="leave"), kind="leave")


def said(cast: Cast, row: dict[str, Any]) -> tuple[str, str | None]:
    return verdict(cast.clerk, row, kind="leave")


def leaves(hands: Hands) -> list[tuple[Any, ...]]:
    """The leaves that stand: who, from, to, by which decision."""
    told = [each for each in hands.stranger.all("leave") if not each["cancelled"]]
    return sorted((each["person"], each["starts"], each["ends"], each["decision"]) for each in told)


def add_namesake(cast: Cast, hands: Hands) -> None:
    """Another person of the owner's name, at the far commune."""
    with cast.here.store.write() as tx:
        act = Act(tx, NOBODY, cast.here.clock.now_ms(), cast.here.today, new_id)
        do_add_people(act, [NewPerson(id_of("namesake"), "Người owner", "Phó phòng", None)])
    assign(hands, assignment("namesake", "cadre", AWAY))


def test_a_leave_is_in_the_books_once_it_is_confirmed_and_counts_in_the_ledger(cast: Cast, hands: Hands) -> None:
    begin(hands.clerk)
    long = {**LEAVE, "first": "15/04/2024", "last": "14/05/2024"}
    assert checked(cast.clerk, sheet(long, kind="leave"), kind="leave")["counts"]["new"] == 1
    assert leaves(hands) == []
    assert brought(cast, long)["taken"] == 1
    assert leaves(hands) == [(cast.owner.id, "2024-04-15", "2024-05-14", "12-QĐ/VP")]
    assert hands.stranger.all("leave")[0]["by"] == cast.clerk.id
    assert states(ledger(hands.owner)[id_of(HOME)])["2024-05"] == "leave"


def test_the_same_list_twice_changes_nothing_and_a_bad_row_keeps_no_good_one_out(cast: Cast, hands: Hands) -> None:
    bad, far = {**LEAVE, "away": "Ai Đó"}, {**LEAVE, "away": "stranger", "workplace": None, "decision": None}
    first = brought(cast, bad, LEAVE, far)
    assert (first["taken"], first["counts"]["bad"]) == (2, 1)
    with cast.here.store.read() as reader:
        before = reader.head().pos
    again = brought(cast, bad, LEAVE, far)
    assert (again["taken"], again["counts"]["same"], again["counts"]["bad"]) == (0, 2, 1)
    with cast.here.store.read() as reader:
        assert reader.head().pos == before
    assert len(leaves(hands)) == 2


def test_a_corrected_last_day_corrects_that_leave_and_an_empty_cell_takes_nothing_away(
    cast: Cast, hands: Hands
) -> None:
    brought(cast, LEAVE)
    assert brought(cast, {**LEAVE, "last": "12/06/2024", "decision": None})["counts"]["changed"] == 1
    assert leaves(hands) == [(cast.owner.id, "2024-06-05", "2024-06-12", "12-QĐ/VP")]


def test_what_a_hand_noted_already_is_there_and_what_overlaps_it_is_asked_about(cast: Cast, hands: Hands) -> None:
    put(hands.supervisor, "leave", person=cast.owner.id, starts=DAYS[0], ends=DAYS[1])
    assert said(cast, {**LEAVE, "decision": None}) == ("same", None)
    later = {**LEAVE, "first": "14/06/2024", "last": "20/06/2024"}
    [row] = checked(cast.clerk, sheet(later, kind="leave"), kind="leave")["rows"]
    assert (row["verdict"], row["code"]) == ("ask", "list_leave_there")
    assert "05/06/2024" in row["message"] and "14/06/2024" in row["message"]
    assert brought(cast, {**later, "anyway": "x"})["taken"] == 1


def test_a_leave_that_was_taken_back_here_is_asked_about(cast: Cast, hands: Hands) -> None:
    brought(cast, LEAVE)
    [leave] = hands.clerk.all("leave")
    put(hands.clerk, "leave", leave["id"], person=cast.owner.id, starts=DAYS[0], ends=DAYS[1], cancelled=True)
    assert said(cast, LEAVE) == ("ask", "list_leave_back")
    assert brought(cast, {**LEAVE, "anyway": "x"})["taken"] == 1
    assert len(leaves(hands)) == 1


def test_a_locked_period_keeps_its_leave(cast: Cast, hands: Hands) -> None:
    begin(hands.clerk)
    for step, read in (("close", 0), ("lock", 1)):
        period, entry = closing_id("2024-05"), id_of(step)
        assert hands.clerk.do(f"closing.{step}", period, entry=entry, period="2024-05", round=read) == "applied"
    assert said(cast, {**LEAVE, "first": "01/05/2024", "last": "20/05/2024"}) == ("bad", "period_locked")


NAMED: Final[dict[str, dict[str, Any]]] = {
    "by user name": {"away": "owner", "workplace": None},
    "by full name": {"away": "Người owner", "workplace": None},
    "with a form of address": {"away": "Đ/c Người owner"},
    "decomposed": {"away": unicodedata.normalize("NFD", "Người owner")},
    "an agency's": {"away": "Người agency", "workplace": WATER},
    "days as Excel keeps them": {"first": date(2024, 6, 5), "last": date(2024, 6, 14)},
    "days as numbers": {"first": 45448, "last": 45457},
}


@pytest.mark.parametrize("row", NAMED.values(), ids=NAMED.keys())
def test_who_is_away_and_when_is_read_however_it_is_written(cast: Cast, hands: Hands, row: dict[str, Any]) -> None:
    assert brought(cast, {**LEAVE, **row})["taken"] == 1
    [(person, *days, _decision)] = leaves(hands)
    assert (person in (cast.owner.id, cast.agency.id), tuple(days)) == (True, DAYS)


HEADS: Final = (
    ("Người nghỉ", "Đơn vị, cơ quan", "Từ ngày", "Đến ngày", "Số quyết định"),
    ("Ho va ten", "Don vi cong tac", "Tu ngay", "Den ngay", "So quyet dinh"),
    tuple(unicodedata.normalize("NFD", head) for head in ("HỌ TÊN", "Đơn vị", "Ngày bắt đầu", "Ngày kết thúc", "QĐ")),
)


@pytest.mark.parametrize("head", HEADS)
def test_columns_are_known_with_accents_and_without(cast: Cast, head: tuple[str, ...]) -> None:
    data = data_of(book(("UBND TỈNH",), (), head, list(LEAVE.values())))
    assert checked(cast.clerk, data, kind="leave")["counts"]["new"] == 1


def test_of_two_of_one_name_the_unit_says_who_is_meant_else_the_row_asks(cast: Cast, hands: Hands) -> None:
    add_namesake(cast, hands)
    [row] = checked(cast.clerk, sheet({**LEAVE, "workplace": None}, kind="leave"), kind="leave")["rows"]
    assert (row["verdict"], row["code"]) == ("ask", "list_person_unclear")
    assert HOME in row["message"] and f"Phó phòng, {AWAY}" in row["message"]
    assert said(cast, {**LEAVE, "workplace": "Phó phòng"}) == ("new", None)
    assert brought(cast, {**LEAVE, "workplace": AWAY}, LEAVE)["taken"] == 2
    assert {person for person, *_ in leaves(hands)} == {cast.owner.id, id_of("namesake")}


def test_someone_who_works_elsewhere_than_the_row_says_is_asked_about(cast: Cast) -> None:
    [row] = checked(cast.clerk, sheet({**LEAVE, "workplace": AWAY}, kind="leave"), kind="leave")["rows"]
    assert (row["verdict"], row["code"]) == ("ask", "list_person_elsewhere")
    assert HOME in row["message"]
    assert said(cast, {**LEAVE, "workplace": AWAY, "anyway": "x"}) == ("new", None)


BAD: Final[dict[str, list[tuple[Any, str]]]] = {
    "away": [(None, "cell_missing"), ("Ai Đó", "list_person_unknown")],
    "first": [(None, "cell_missing"), ("31/02/2024", "bad_day"), ("15/06/2024", "end_before_start")],
    "last": [(None, "cell_missing"), ("mai", "bad_day")],
    "decision": [("x" * 1_001, "cell_long"), ("gọi 0905 123 456", "phone_number"), ("#REF!", "cell_broken")],
}


@pytest.mark.parametrize(("column", "cell", "code"), [(name, *each) for name, cases in BAD.items() for each in cases])
def test_a_bad_row_says_what_to_do(cast: Cast, column: str, cell: Any, code: str) -> None:
    assert said(cast, {**LEAVE, column: cell}) == ("bad", code)


def test_one_leave_in_two_rows_counts_once(cast: Cast) -> None:
    rows = checked(cast.clerk, sheet(LEAVE, LEAVE, kind="leave"), kind="leave")["rows"]
    assert [(row["row"], row["code"]) for row in rows] == [(3, "list_row_twice"), (2, None)]


def test_a_districts_clerk_brings_the_leave_of_his_district_only(cast: Cast, hands: Hands) -> None:
    assign(hands, assignment("colleague", "clerk", NEAR))
    others = ({"away": "stranger", "workplace": AWAY}, {"away": "agency", "workplace": WATER})
    data = sheet(LEAVE, *({**LEAVE, **other} for other in others), kind="leave")
    rows = checked(cast.colleague, data, kind="leave")["rows"]
    assert {row["row"]: row["code"] for row in rows} == {
        2: None, 3: "unit_outside_assignment", 4: "unit_outside_assignment",
    }  # fmt: skip
    assert bring(cast.owner, data, kind="leave").status_code == 404
