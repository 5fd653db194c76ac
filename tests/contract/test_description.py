"""What is said on `/api/sync` is what `/api/openapi.json` says, which refuses what the office refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Validator, validator_for
from werkzeug.test import TestResponse

from tests.cast import Cast, Phone
from tests.factories import id_of
from tests.features.feedback.stories import answered
from tests.features.visits.stories import REPORT, decide, submit
from tests.hand import Hands, new_id

VECTORS = Path(__file__).parents[2] / "sync" / "vectors"
Heard = list[tuple[Any, bytes]]


@pytest.fixture
def told(cast: Cast) -> Any:
    """The API's own description."""
    return cast.visitor().get("/api/openapi.json").json


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Heard:
    """Every exchange on `/api/sync`: the body as sent, the answer's bytes."""
    kept: Heard = []
    ask = Phone.ask

    def listen(phone: Phone, method: str, path: str, json: object = None, **more: Any) -> TestResponse:
        answer = ask(phone, method, path, json, **more)
        if path == "/api/sync":
            kept.append((json, answer.get_data()))
        return answer

    monkeypatch.setattr(Phone, "ask", listen)
    return kept


def shape(told: Any, name: str) -> Validator:
    """What checks a value against one schema of the description."""
    return validator_for({"$ref": f"#/components/schemas/{name}", "components": told["components"]})


def sealed() -> Any:
    """The request that both languages make, to the byte."""
    vector = json.loads((VECTORS / "envelope.json").read_text(encoding="utf-8"))
    return json.loads(vector["text"])


def play(hands: Hands) -> None:
    """A day on which every kind of record is written."""
    promise = [[new_id("promise"), "Gửi lại số liệu.", "2024-07-10"]]
    added = {"companions": [hands.colleague.id], "commitments": promise}
    visit = new_id("visit")
    assert hands.owner.do("draft.save", visit, set=REPORT, add=added) == "applied"
    assert hands.owner.do("visit.submit", visit, round=1, set={"village": "Thôn 3"}) == "applied"
    decide(hands.supervisor, "return", visit)
    decide(hands.supervisor, "approve", visit)
    assert hands.owner.do("visit.submit", visit, round=2, set={"proposals": "Cho máy đào."}) == "applied"
    hands.owner.do("draft.save", submit(hands.owner), set={"findings": "Thêm."})
    answered(hands)
    assert hands.owner.do("feedback.message", id_of("none"), entry=new_id("entry"), text="?") == "quarantined"


def test_a_day_of_everybody_is_as_described(hands: Hands, told: Any, heard: Heard) -> None:
    play(hands)
    for name in ("owner", "contact", "supervisor", "clerk", "agency"):
        getattr(hands, name).rows()
    request, line = shape(told, "SyncRequest"), shape(told, "SyncLine")
    assert len(heard) > 10
    for body, answer in heard:
        request.validate(body)
        for said in answer.splitlines():
            line.validate(json.loads(said))
    lines = [json.loads(said) for _, answer in heard for said in answer.splitlines()]
    entities = {table["e"] for said in lines for table in said.get("rows", ())}
    assert {"visit", "report", "round", "review", "feedback", "conflict", "person"} <= entities


def test_the_requests_of_the_vectors_are_as_described(told: Any) -> None:
    shape(told, "SyncRequest").validate(sealed())


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("extra",), 1),
        (("person",), "someone"),
        (("push", "from"), 0),
        (("push", "groups", 0, "cols", 5), "set.secrets"),
        (("push", "groups", 0, "extra"), 1),
        (("push", "groups", 0, "rows"), None),
    ],
)
def test_what_the_office_refuses_is_not_described(told: Any, path: tuple[str | int, ...], value: object) -> None:
    place = body = sealed()
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert not shape(told, "SyncRequest").is_valid(body)
