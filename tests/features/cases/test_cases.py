"""Refused work as cases: their author, or the clerk he hands them to, lets them count or closes them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sync.errors import REFUSAL_CODES
from sync.outcomes import DETAILS, details_of
from sync.protocol import result_tail
from tests.cast import AWAY, HOME, NEAR, WATER, Cast
from tests.factories import assignment, id_of
from tests.features.feedback.stories import ITEM
from tests.features.scope import end, hire
from tests.features.visits.stories import REPORT
from tests.hand import Hands, new_id
from tests.refusals import refused

pytestmark = pytest.mark.invariant("no-value-vanishes", "nothing-blocks")


def refuse(hands: Hands, visit: str | None = None) -> str:
    """The owner reports on a unit that is not his; the operation's id."""
    outcome = hands.owner.do("visit.submit", visit or new_id(), round=1, set={**REPORT, "unit": id_of(AWAY)})
    assert outcome == ("quarantined", "unit_outside_assignment")
    assert hands.owner._last is not None
    return hands.owner._last


def own(cast: Cast, device: str = "phone") -> list[dict[str, Any]]:
    return list(cast.owner.phone(device).get("/api/cases").json or [])


def handed(cast: Cast, name: str = "clerk") -> list[dict[str, Any]]:
    return list(getattr(cast, name).phone().get("/api/cases/handed").json or [])


def count(cast: Cast, name: str = "clerk") -> int:
    """What that person's Today is told."""
    return int((getattr(cast, name).phone().get("/api/cases/handed/count").json or {})["cases"])


def outcomes(hands: Hands) -> list[tuple[str, str | None]]:
    """What the owner's phones are told later."""
    return [(row["outcome"], row["code"]) for row in hands.owner.all("outcome")]


def test_refused_work_on_one_record_is_one_case_on_every_device_of_its_author(hands: Hands) -> None:
    visit = new_id()
    first, second, other = refuse(hands, visit), refuse(hands, visit), refuse(hands)
    cases = own(hands.cast, "tablet")
    assert [[op["op_id"] for op in case["ops"]] for case in cases] == [[first, second], [other]]
    op = cases[0]["ops"][0]
    assert (op["kind"], op["code"]) == ("visit.submit", "unit_outside_assignment")
    assert op["sentence"].endswith(".")
    assert {"path": "set.findings", "value": REPORT["findings"]} in op["words"]
    assert not [word for word in op["words"] if word["path"].startswith("was.")]


@pytest.mark.invariant("counts-are-true")
def test_a_refusal_reaches_each_device_of_its_author_and_nobody_else(hands: Hands) -> None:
    visit = new_id()
    op = refuse(hands, visit)
    (told,) = hands.second("owner").all("outcome")
    assert (told["op"], told["outcome"], told["code"]) == (op, "quarantined", "unit_outside_assignment")
    assert (told["entity"], told["record"]) == ("visit", visit)
    assert outcomes(hands) == [("quarantined", "unit_outside_assignment")]
    for hand in (hands.colleague, hands.clerk, hands.supervisor, hands.leader):
        assert hand.all("outcome") == []


def detailed(hands: Hands, *names: str) -> list[list[Any]]:
    """What the sentences on the owner's other phone name."""
    return [[row["code"], *(row[name] for name in names)] for row in hands.second("owner").all("outcome")]


@pytest.mark.invariant("nothing-blocks")
def test_each_phone_of_the_author_reads_the_same_sentence(hands: Hands) -> None:
    refuse(hands)
    long = hands.owner.do("draft.save", new_id(), set={"findings": "x" * 20_001})
    assert long == ("quarantined", "text_too_long")
    assert sorted(detailed(hands, "unit", "field", "limit", "role")) == [
        ["text_too_long", None, "findings", 20_000, None],
        ["unit_outside_assignment", id_of(AWAY), None, None, None],
    ]
    assert long.details == {"field": "findings", "limit": 20_000}


def test_a_second_refusal_for_another_reason_is_told_to_every_phone(hands: Hands) -> None:
    item = new_id()
    assert hands.owner.do("feedback.own", item, entry=new_id(), owner=id_of(WATER)) == ("quarantined", "not_found")
    assert hands.contact.do("feedback.raise", item, entry=new_id(), set=ITEM) == "applied"
    assert hands.owner._last is not None
    body = {"author": hands.owner.id, "ops": [hands.owner._last]}
    assert hands.owner.phone.post("/api/cases/again", body).status_code == 200
    assert detailed(hands, "role") == [["not_allowed", "cadre"]]


def test_no_words_ride_on_the_details_of_a_refusal(hands: Hands) -> None:
    op = refuse(hands)
    with hands.cast.here.store.read() as reader:
        kept = reader.ops(hands.owner.id, [op])[op]
    for code, said, told in [
        ("unit_outside_assignment", {"unit": "Xã Lộc Thành"}, {}),
        ("unknown_code", {"field": "Lời của người"}, {}),
        ("text_too_long", {"field": "findings", "limit": "Hai mươi", "said": "findings"}, {"field": "findings"}),
        ("period_locked", {"period": "2024-06"}, {"period": "2024-06"}),
        ("too_many", {"field": "photos", "limit": 12}, {"field": "photos", "limit": 12}),
    ]:
        result = result_tail("quarantined", None, None, {"code": code, "details": said})
        named = details_of(replace(kept, code=code, result=result))
        assert {name: value for name, value in named.items() if value is not None} == told


def test_every_detail_of_a_refusal_has_a_field_in_the_record() -> None:
    assert {field.name for field in DETAILS} == {name for code in REFUSAL_CODES for name in code.details}


@pytest.mark.invariant("counts-are-true")
def test_what_was_sent_again_leaves_nothing_to_tell(hands: Hands) -> None:
    visit = new_id()
    op = refuse(hands, visit)
    again = hands.owner.do("visit.submit", visit, round=1, set={**REPORT, "unit": id_of(AWAY)}, supersedes=[op])
    assert again == ("quarantined", "unit_outside_assignment")
    (told,) = hands.second("owner").all("outcome")
    assert told["op"] == hands.owner._last != op
    assert hands.owner.do("visit.submit", visit, round=1, set=REPORT, supersedes=[op, told["op"]]) == "applied"
    assert outcomes(hands) == []


def test_nobody_else_sees_a_case_before_it_is_handed_over(hands: Hands) -> None:
    op = refuse(hands)
    cast = hands.cast
    for name in ("colleague", "stranger", "clerk", "supervisor", "admin"):
        assert handed(cast, name) == []
        phone = getattr(cast, name).phone()
        assert phone.get("/api/cases").json == []
        for path in ("again", "close"):
            refused(phone.post(f"/api/cases/{path}", {"author": cast.owner.id, "ops": [op]}), "not_found")
        refused(phone.post("/api/cases/hand-over", {"ops": [op]}), "not_found")


def test_a_clerk_looks_after_what_is_handed_over_and_nobody_else(hands: Hands) -> None:
    op = refuse(hands)
    cast = hands.cast
    assert cast.owner.phone().post("/api/cases/hand-over", {"ops": [op]}).status_code == 204
    assert cast.owner.phone().post("/api/cases/hand-over", {"ops": [op]}).status_code == 204
    (case,) = handed(cast)
    assert (case["author_name"], case["handed"]) == ("Người owner", cast.here.clock.now_ms())
    assert (count(cast), count(cast, "owner")) == (1, 0)
    for name in ("colleague", "stranger", "supervisor", "leader", "admin"):
        assert (handed(cast, name), count(cast, name)) == ([], 0)
        body = {"author": cast.owner.id, "ops": [op]}
        refused(getattr(cast, name).phone().post("/api/cases/again", body), "not_found")


def test_what_others_handed_to_other_clerks_hides_nothing(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.features.cases.queries.CASES_MAX", 2)
    near = hire(hands, "near.clerk", "clerk", NEAR)
    for _ in range(2):
        far = hands.stranger.do("visit.submit", new_id(), round=1, set={**REPORT, "unit": id_of(HOME)})
        assert far == ("quarantined", "unit_outside_assignment")
        hands.cast.stranger.phone().post("/api/cases/hand-over", {"ops": [hands.stranger._last]})
    op = refuse(hands)
    # One that is named twice is handed over once.
    assert hands.cast.owner.phone().post("/api/cases/hand-over", {"ops": [op, op]}).status_code == 204
    assert [case["author"] for case in near.phone.get("/api/cases/handed").json or []] == [hands.cast.owner.id]
    assert len(handed(hands.cast)) == 2


def test_what_was_put_right_counts_at_the_second_try_and_its_author_is_told(hands: Hands) -> None:
    from tests.features.scope import assign

    visit = new_id()
    op = refuse(hands, visit)
    cast = hands.cast
    cast.owner.phone().post("/api/cases/hand-over", {"ops": [op]})
    body = {"author": cast.owner.id, "ops": [op]}
    again = cast.clerk.phone().post("/api/cases/again", body, headers={"Accept-Language": "en"}).json
    assert again == [{
        "op_id": op, "outcome": "quarantined",
        "sentence": "This unit was not assigned to you on that day. Please choose another unit or day.",
    }]  # fmt: skip
    assign(hands, assignment("owner", "cadre", AWAY))
    assert cast.clerk.phone().post("/api/cases/again", body).json == [
        {"op_id": op, "outcome": "applied", "sentence": None}
    ]
    seen = hands.supervisor.sees("visit", visit)
    assert seen is not None and seen["author"] == cast.owner.id
    assert outcomes(hands) == [("applied", None)]
    assert own(cast) == handed(cast) == []
    assert cast.clerk.phone().post("/api/cases/again", body).status_code == 404


def test_closing_keeps_the_words_and_tells_their_author(hands: Hands) -> None:
    op = refuse(hands)
    cast = hands.cast
    cast.owner.phone().post("/api/cases/hand-over", {"ops": [op]})
    assert cast.clerk.phone().post("/api/cases/close", {"author": cast.owner.id, "ops": [op]}).status_code == 204
    assert own(cast) == handed(cast) == []
    assert outcomes(hands) == [("quarantined", "looked_after")]
    with cast.here.store.read() as reader:
        kept = reader.ops(cast.owner.id, [op])[op]
    assert str(REPORT["findings"]) in (kept.body or "")


def test_what_was_dropped_out_of_reach_is_closed_once_however_often_it_is_told(hands: Hands) -> None:
    op, other = refuse(hands), refuse(hands)
    cast = hands.cast
    phone = cast.owner.phone()
    assert phone.post("/api/cases/hand-over", {"ops": [other]}).status_code == 204
    body = {"author": cast.owner.id, "ops": [op, other, new_id()]}
    for name in ("colleague", "stranger", "clerk", "supervisor", "admin"):
        refused(getattr(cast, name).phone().post("/api/cases/drop", body), "not_found")
    seen = []
    for _ in range(2):
        assert phone.post("/api/cases/drop", body).status_code == 204
        with cast.here.store.read() as reader:
            seen.append(reader.head().pos)
    assert seen[0] == seen[1]
    assert [[one["op_id"] for one in case["ops"]] for case in own(cast)] == [[other]]
    assert [[one["op_id"] for one in case["ops"]] for case in handed(cast)] == [[other]]
    assert sorted(outcomes(hands)) == [
        ("quarantined", "looked_after"), ("quarantined", "unit_outside_assignment"),
    ]  # fmt: skip
    with cast.here.store.read() as reader:
        assert str(REPORT["findings"]) in (reader.ops(cast.owner.id, [op])[op].body or "")


def hand_in_withdrawn(hands: Hands, kind: str, **said: Any) -> list[str]:
    """What the owner's phone still held when it was withdrawn, handed in; the operations of the case."""
    cast, phone = hands.cast, hands.owner
    phone.sync()
    path = f"/api/admin/people/{cast.owner.id}/devices/{cast.owner.device()}"
    cast.admin.phone().patch(path, {"state": "drain"})
    group = phone._group(kind, {"role": "cadre", "at": 0, **said})
    push = {"inc": phone._inc, "from": 1, "prev": None, "refill": None, "groups": [group]}
    body = {"p": 1, "person": phone.id, "device": phone._device, "sent": 0, "cursor": None, "push": push}
    assert phone.phone.post("/api/sync", body).status_code == 200
    refused(phone.phone.get("/api/cases"), "device_withdrawn")
    (case,) = own(cast, "tablet")
    assert case["ops"][0]["code"] == "device_withdrawn"
    return [op["op_id"] for op in case["ops"]]


def test_words_of_a_withdrawn_phone_count_when_their_author_says_so(hands: Hands) -> None:
    visit = new_id()
    report = {f"set.{name}": value for name, value in REPORT.items()}
    ops = hand_in_withdrawn(hands, "visit.submit", id=visit, round=1, **report)
    said = {"author": hands.cast.owner.id, "ops": ops}
    (told,) = hands.cast.owner.phone("tablet").post("/api/cases/again", said).json or []
    assert told["outcome"] == "applied"
    assert hands.second("owner").sees("report", visit) is not None


def test_words_that_must_not_be_here_stay_no_longer_than_somebody_looks_after_them(hands: Hands) -> None:
    cast, words = hands.cast, "Đơn tố cáo ông A nhận tiền của dân"
    item = {f"set.{name}": value for name, value in {**ITEM, "matter": words}.items()}
    ops = hand_in_withdrawn(hands, "feedback.raise", id=new_id(), entry=new_id(), **item)
    said = {"author": cast.owner.id, "ops": ops}
    tablet = cast.owner.phone("tablet")
    assert [told["outcome"] for told in tablet.post("/api/cases/again", said).json or []] == ["quarantined"]
    # Its phone is empty: they are nowhere else, and their author may copy them.
    assert words in str(own(cast, "tablet"))
    assert tablet.post("/api/cases/close", said).status_code == 204
    with cast.here.store.read() as reader:
        kept = reader.ops(cast.owner.id, ops)[ops[0]]
    assert (kept.outcome, kept.code, kept.body) == ("quarantined", "denunciation", None)


def test_what_was_sent_again_is_no_case_any_more(hands: Hands) -> None:
    visit = new_id()
    op = refuse(hands, visit)
    assert hands.owner.do("visit.submit", visit, round=1, set=REPORT, supersedes=[op]) == "applied"
    assert own(hands.cast) == []
    body = {"author": hands.cast.owner.id, "ops": [op]}
    refused(hands.cast.owner.phone().post("/api/cases/again", body), "not_found")


def test_a_clerk_whose_scope_ended_looks_after_nothing(hands: Hands) -> None:
    from tests.cast import PROVINCE

    op = refuse(hands)
    hands.cast.owner.phone().post("/api/cases/hand-over", {"ops": [op]})
    end(hands, assignment("clerk", "clerk", PROVINCE), "2024-06-24")
    assert handed(hands.cast) == []


@pytest.mark.parametrize("ops", [[], ["x"], None, [id_of("a")] * 201])
def test_a_case_names_operations(cast: Cast, ops: object) -> None:
    refused(cast.owner.phone().post("/api/cases/hand-over", {"ops": ops}), "invalid")


@pytest.mark.failure(22)
def test_late_words_beyond_thirty_days_are_a_case_and_not_lost(hands: Hands) -> None:
    end(hands, assignment("owner", "cadre", HOME), "2024-05-25")
    words = {**REPORT, "starts": "2024-05-25", "ends": "2024-05-25"}
    assert hands.owner.do("visit.submit", new_id(), round=1, set=words) == ("quarantined", "unit_outside_assignment")
    (case,) = own(hands.cast)
    assert {"path": "set.findings", "value": REPORT["findings"]} in case["ops"][0]["words"]
