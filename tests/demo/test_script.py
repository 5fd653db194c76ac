"""The stories as operations: in order, in the words of the wire, each knowing what its device had seen."""

from __future__ import annotations

import pytest

from server.demo.ids import made_id, record_id
from server.demo.material import instant_ms, read_material
from server.demo.script import Send, write_script
from sync.operations import BY_NAME_KIND
from sync.values import is_id


@pytest.fixture(scope="module")
def script() -> list[Send]:
    return write_script(read_material())


def test_ids_are_those_of_a_phone_and_the_same_every_time() -> None:
    at = instant_ms("2024-06-25T06:08")
    first = made_id(at, "one")
    assert is_id(first)
    assert first[14] == "7"
    assert int(first.replace("-", "")[:12], 16) == at
    assert first == made_id(at, "one") != made_id(at, "two")
    assert is_id(record_id("unit", "52"))


def test_operations_arrive_in_order(script: list[Send]) -> None:
    arrivals = [send.arrived_ms for send in script]
    assert arrivals == sorted(arrivals)
    assert all(send.at_ms <= send.arrived_ms for send in script)


def test_operations_carry_what_their_kind_allows(script: list[Send]) -> None:
    for send in script:
        kind = BY_NAME_KIND[send.kind]
        assert set(send.args) <= {argument.name for argument in kind.arguments}
        assert {argument.name for argument in kind.arguments if argument.required} <= set(send.args)
        assert {*send.set, *send.add} <= set(kind.patches)


def test_the_report_that_came_back_sends_only_what_changed_and_names_what_stood(script: list[Send]) -> None:
    first, again = sent(script, "BC-2024-006")
    assert (first.args["round"], again.args["round"]) == (1, 2)
    assert set(again.set) == {"difficulties", "recommendations"}
    assert again.seen == {name: first.set[name] for name in again.set}


def test_the_wrong_commune_is_corrected_before_sending(script: list[Send]) -> None:
    wrong, right = saved(script, "BC-2024-005")
    assert wrong.set["unit"] == right.seen["unit"] == record_id("unit", "22006")
    assert right.set == {"unit": record_id("unit", "21997")}
    assert "unit" not in sent(script, "BC-2024-005")[0].set


def test_the_tablet_had_not_seen_what_the_phone_wrote(script: list[Send]) -> None:
    _, phone, tablet = saved(script, "BC-2024-011")
    assert (phone.device, tablet.device) == ("phone", "tablet")
    assert set(phone.set) == set(tablet.set) == {"recommendations"}
    assert tablet.seen == {}
    settle = next(send for send in script if send.kind == "conflict.settle")
    assert settle.args["value"] == f"{phone.set['recommendations']}\n\n{tablet.set['recommendations']}"


def test_answers_and_confirmations_name_the_round_they_belong_to(script: list[Send]) -> None:
    item = record_id("feedback", "PA-009")
    rounds = [(send.kind, send.args["round"]) for send in script if send.id == item and "round" in send.args]
    assert rounds == [
        ("feedback.answer", 1), ("feedback.reopen", 1), ("feedback.answer", 2), ("feedback.confirm", 2),
    ]  # fmt: skip


def test_photos_go_with_the_first_sending(script: list[Send]) -> None:
    assert len(sent(script, "BC-2024-002")[0].photos) == 4
    assert [len(send.photos) for send in sent(script, "BC-2024-006")] == [2, 0]


def sent(script: list[Send], number: str) -> list[Send]:
    return [send for send in script if send.id == record_id("visit", number) and send.kind == "visit.submit"]


def saved(script: list[Send], number: str) -> list[Send]:
    return [send for send in script if send.id == record_id("visit", number) and send.kind == "draft.save"]
