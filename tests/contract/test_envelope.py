"""Each field of the envelope corrupted singly, over HTTP, with the product's own handlers."""

import json
from copy import deepcopy
from functools import reduce
from pathlib import Path
from typing import Any

from werkzeug.test import TestResponse

from sync.stored import Head
from tests.cast import Cast

VECTORS = json.loads((Path(__file__).parents[2] / "sync/vectors/envelope_faults.json").read_text(encoding="utf-8"))
CASES = {case["name"]: case for case in VECTORS["cases"]}


def put(envelope: Any, path: list[str | int], value: Any) -> None:
    *above, last = path
    place = reduce(lambda one, step: one[step], above, envelope)
    if value == "$absent":
        del place[last]
    else:
        place[last] = value


def corrupted(case: dict[str, Any]) -> Any:
    envelope = deepcopy(VECTORS["envelope"])
    for path, value in [*case.get("also", []), [case["path"], case["value"]]]:
        put(envelope, path, value)
    return envelope


def sent(cast: Cast, envelope: Any, turn: int = 0) -> TestResponse:
    """Send the envelope with ids of its own for every turn, so that no case is a replay of another."""
    me = cast.owner
    text = json.dumps(envelope, ensure_ascii=False).replace("a000-0000-7000", f"a{turn:03d}-0000-7000")
    text = text.replace("A000-0000-7000", f"A{turn:03d}-0000-7000")
    for name, value in {"$person": me.id, "$device": me.device(), "$unit": me.unit or "", "$half": "\\ud800"}.items():
        text = text.replace(name, value)
    return me.phone().ask("POST", "/api/sync", data=text.encode(), content_type="application/json")


def parts(answer: TestResponse) -> list[dict[str, Any]]:
    return [json.loads(line) for line in answer.data.splitlines()]


def got(answer: TestResponse, expected: dict[str, Any]) -> dict[str, Any]:
    """What came back, in the vectors' words."""
    if answer.status_code != 200:
        error = answer.get_json()["error"]
        return {"http": answer.status_code, "code": error["code"], "field": error["details"]["field"]}
    head, *rest = parts(answer)
    if head.get("error") is not None or "results" not in rest[0]:
        return {"head": head["error"]["code"] if "error" in head else None}
    row = rest[0]["results"][expected.get("result", [1])[0] - 1]
    return {"result": [row[0], row[1], row[4]["code"] if row[1] in ("held", "quarantined") else None]}


def head_of(cast: Cast) -> Head:
    with cast.here.store.read() as reader:
        return reader.head()


def test_the_envelope_itself_is_taken(cast: Cast) -> None:
    answer = parts(sent(cast, VECTORS["envelope"]))
    assert [row[:2] for row in answer[1]["results"]] == [[1, "applied"], [2, "applied"]]


def test_each_field_corrupted_singly_gets_its_named_outcome(cast: Cast) -> None:
    sent(cast, VECTORS["envelope"])
    for turn, (name, case) in enumerate(CASES.items(), 1):
        before = head_of(cast)
        expected = json.loads(json.dumps(case["expect"]).replace("a000-0000-7000", f"a{turn:03d}-0000-7000"))
        assert (name, got(sent(cast, corrupted(case), turn), expected)) == (name, expected)
        assert "http" not in expected or head_of(cast) == before, f"{name}: half-written"


def test_every_field_has_a_case() -> None:
    def fields(value: Any, path: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
        if isinstance(value, dict):
            return {(*path, name) for name in value} | {
                found for name, one in value.items() for found in fields(one, (*path, name))
            }
        return {found for one in value for found in fields(one, path)} if isinstance(value, list) else set()

    covered = {tuple(step for step in case["path"] if isinstance(step, str)) for case in CASES.values()}
    assert fields(VECTORS["envelope"]) <= covered
