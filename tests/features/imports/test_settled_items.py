"""A list tells too of what was settled before: it comes in as settled, by the list's word, and counts as that."""

from __future__ import annotations

from typing import Any, Final

import pytest

from server.platform.clock import day_of
from tests.cast import HOME, ROADS, WATER, Cast
from tests.factories import id_of
from tests.features.imports.lists import checked, sheet, take, verdict, with_themes
from tests.hand import Hand, Hands, new_id

SETTLED: Final[dict[str, Any]] = {
    "ref": "KN-12/2023", "unit": HOME, "raised": "15/03/2024", "matter": "Kênh N3 bồi lấp 340 m.", "kind": "Kiến nghị",
    "theme": "Thủy lợi", "owner": WATER, "settled": "20/05/2024", "outcome": "Đã giải quyết",
    "result": "Đã nạo vét 340 m.", "settled_by": "UBND huyện Một",
}  # fmt: skip
OPEN: Final = {**SETTLED, "settled": None, "outcome": None, "result": None, "settled_by": None}


@pytest.fixture(autouse=True)
def themes(cast: Cast) -> None:
    with_themes(cast)


def item_of(hand: Hand) -> dict[str, Any]:
    [item] = hand.all("feedback")
    return item


def figures(hand: Hand, as_of: str) -> dict[str, Any]:
    told: dict[str, Any] = hand.phone.get(f"/api/feedback/figures?as_of={as_of}").get_json()
    return told


def accounts(hand: Hand, as_of: str) -> dict[str, Any]:
    """The account of the one agency that had anything."""
    [told] = hand.phone.get(f"/api/feedback/accounts?by=agency&as_of={as_of}").get_json()["accounts"]
    return dict(told)


def test_what_was_settled_before_comes_in_as_settled_by_whom_the_list_says(cast: Cast, hands: Hands) -> None:
    assert take(cast.clerk, sheet(SETTLED))["taken"] == 1
    item = item_of(hands.contact)
    assert (item["status"], item["outcome"], item["owner"]) == ("confirmed", "settled", id_of(WATER))
    assert (item["list_name"], item["list_ref"], item["listed_by"]) == ("Sổ 2024", "KN-12/2023", cast.clerk.id)
    raised, listed = item["thread"]
    assert (raised[1], day_of(raised[2]), raised[6]) == ("raised", "2024-03-15", None)
    # Nobody of the office said so: it is the list's word, of the list's day.
    assert (listed[1], day_of(listed[2]), listed[3], listed[4]) == ("listed", "2024-05-20", None, None)
    assert (listed[6], listed[8]) == ("UBND huyện Một: Đã nạo vét 340 m.", "settled")
    assert item_of(hands.agency)["id"] == item["id"]
    assert hands.stranger.all("feedback") == []


def test_it_counts_as_received_and_closed_on_the_lists_days_and_is_measured_against_no_promise(
    cast: Cast, hands: Hands
) -> None:
    take(cast.clerk, sheet({**SETTLED, "due": "01/04/2024"}))
    before, after = figures(hands.clerk, "2024-05-19"), figures(hands.clerk, "2024-05-20")
    assert (before["total"], before["closed"], before["overdue_unanswered"]) == (1, 0, 1)
    assert (after["total"], after["closed"], after["open"], after["finally_answered_percent"]) == (1, 1, 0, 100.0)
    account = accounts(hands.clerk, "2024-06-25")
    assert (account["received"], account["median_days"]) == (1, 66)
    assert (account["on_time_percent"], account["reopened_percent"], account["overdue"]) == (None, None, 0)


def test_a_refusal_and_a_transfer_count_as_what_they_were(cast: Cast, hands: Hands) -> None:
    rows = [
        {**SETTLED, "ref": word, "matter": f"Việc {word}", "outcome": word}
        for word in ("Từ chối", "Đã chuyển", "Một phần")
    ]
    assert take(cast.clerk, sheet(*rows))["taken"] == 3
    told = figures(hands.clerk, "2024-06-25")
    assert (told["refused"], told["transferred"], told["closed"], told["open"]) == (1, 1, 1, 0)


def test_the_same_list_twice_changes_nothing_and_a_corrected_result_is_corrected(cast: Cast, hands: Hands) -> None:
    take(cast.clerk, sheet(SETTLED))
    assert take(cast.clerk, sheet(SETTLED))["counts"]["same"] == 1
    # An empty cell takes nothing away.
    assert verdict(cast.clerk, OPEN) == ("same", None)
    told = take(cast.clerk, sheet({**SETTLED, "outcome": "Một phần", "settled_by": None, "result": None}))
    assert (told["counts"]["changed"], told["taken"]) == (1, 1)
    item = item_of(hands.clerk)
    assert (item["status"], item["outcome"], item["thread"][-1][6]) == (
        "confirmed", "partly", "UBND huyện Một: Đã nạo vét 340 m.",
    )  # fmt: skip
    assert [entry[1] for entry in item["thread"]] == ["raised", "listed", "corrected", "listed"]


def test_an_open_item_of_the_list_is_settled_by_the_list_until_somebody_acts_on_it(cast: Cast, hands: Hands) -> None:
    take(cast.clerk, sheet(OPEN, {**OPEN, "ref": "2", "matter": "Đường hỏng."}))
    [road] = [one["id"] for one in hands.clerk.all("feedback") if one["matter"] == "Đường hỏng."]
    assert hands.agency.do("feedback.message", road, entry=new_id(), text="Đã khảo sát.") == "applied"
    told = take(cast.clerk, sheet(SETTLED, {**SETTLED, "ref": "2", "matter": "Đường hỏng."}))
    assert {row["row"]: (row["verdict"], row["code"]) for row in told["rows"]} == {
        2: ("changed", None), 3: ("ask", "list_worked_on"),
    }  # fmt: skip
    assert {one["matter"]: one["status"] for one in hands.clerk.all("feedback")} == {
        "Kênh N3 bồi lấp 340 m.": "confirmed", "Đường hỏng.": "owned",
    }  # fmt: skip
    assert figures(hands.clerk, "2024-06-25")["closed"] == 1


def test_a_result_without_an_outcome_is_settled_and_one_that_says_only_the_outcome_is_that(
    cast: Cast, hands: Hands
) -> None:
    words = {**SETTLED, "outcome": None, "settled_by": None}
    take(cast.clerk, sheet(words, {**words, "ref": "2", "matter": "Đường hỏng.", "result": "Không giải quyết"}))
    outcomes = {one["matter"]: one["outcome"] for one in hands.clerk.all("feedback")}
    assert outcomes == {"Kênh N3 bồi lấp 340 m.": "settled", "Đường hỏng.": "refused"}


def test_words_without_a_day_leave_the_matter_open(cast: Cast, hands: Hands) -> None:
    take(cast.clerk, sheet({**OPEN, "result": "Đang khảo sát"}))
    assert item_of(hands.clerk)["status"] == "owned"


BAD: Final[dict[str, tuple[dict[str, Any], str]]] = {
    "settled before it was raised": ({"settled": "01/03/2024"}, "end_before_start"),
    "settled tomorrow": ({"settled": "26/06/2024"}, "date_in_future"),
    "no day at all": ({"settled": "hôm qua"}, "bad_day"),
    "an outcome without its day": ({"settled": None}, "cell_missing"),
    "done, without its day": ({"settled": None, "outcome": None, "result": "Xong"}, "cell_missing"),
    "a day without a result": ({"outcome": None, "result": None}, "cell_missing"),
    "an outcome that is none": ({"outcome": "tùy"}, "cell_choice"),
    "a telephone number": ({"result": "Gọi 0905 123 456"}, "phone_number"),
    "a long name": ({"settled_by": "x" * 301}, "cell_long"),
}


@pytest.mark.parametrize("case", BAD.values(), ids=BAD.keys())
def test_a_result_that_is_half_told_says_what_is_missing(cast: Cast, case: tuple[dict[str, Any], str]) -> None:
    told, code = case
    assert verdict(cast.clerk, {**SETTLED, **told}) == ("bad", code)


def test_an_open_item_of_the_same_words_is_asked_about(cast: Cast) -> None:
    take(cast.clerk, sheet({**OPEN, "owner": ROADS}))
    [row] = checked(cast.clerk, sheet({**SETTLED, "ref": "other"}))["rows"]
    assert (row["verdict"], row["code"]) == ("ask", "list_similar")


REFUSED: Final[dict[str, tuple[dict[str, Any], str]]] = {
    "no day": ({"settled": None}, "missing"),
    "an outcome that is none": ({"outcome": "split"}, "unknown_code"),
    "in the future": ({"settled": "2024-06-26"}, "date_in_future"),
    "before it was raised": ({"settled": "2024-03-14"}, "end_before_start"),
    "an agency that is none": ({"owner": id_of("none")}, "unknown_code"),
}


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED.keys())
def test_the_operation_asks_again_what_the_rows_were_asked(hands: Hands, case: tuple[dict[str, Any], str]) -> None:
    wrong, code = case
    fields = {"unit": id_of(HOME), "kind": "issue", "theme": id_of("Thủy lợi"), "urgency": "normal", "matter": "Một."}
    ended = {"settled": "2024-05-20", "outcome": "settled", "text": "Xong.", "owner": id_of(WATER), **wrong}
    told = {"entry": new_id(), "raised": "2024-03-15", "round": 1, "list_name": "Sổ", "set": fields}
    args: dict[str, Any] = {**told, **{name: value for name, value in ended.items() if value is not None}}
    assert hands.clerk.do("feedback.enter", new_id(), **args) == ("quarantined", code)
