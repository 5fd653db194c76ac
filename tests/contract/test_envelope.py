"""Each field of the envelope corrupted singly, over HTTP, with the product's own handlers."""

import json
from copy import deepcopy
from functools import reduce
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from sync.ports import Head
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


def sent(cast: Cast, envelope: Any) -> TestResponse:
    me = cast.owner
    text = json.dumps(envelope, ensure_ascii=False)
    for name, value in {"$person": me.id, "$device": me.device(), "$unit": me.unit or "", "$half": "\\ud800"}.items():
        text = text.replace(name, value)
    return me.phone().ask("POST", "/api/sync", data=text.encode(), content_type="application/json")


def parts(answer: TestResponse) -> list[dict[str, Any]]:
    return [json.loads(line) for line in answer.data.splitlines()]


def head_of(cast: Cast) -> Head:
    with cast.here.store.read() as reader:
        return reader.head()


def test_the_envelope_itself_is_taken(cast: Cast) -> None:
    answer = parts(sent(cast, VECTORS["envelope"]))
    assert [row[:2] for row in answer[1]["results"]] == [[1, "applied"], [2, "applied"]]


@pytest.mark.parametrize("name", CASES)
def test_a_corrupted_field_gets_its_named_outcome(cast: Cast, name: str) -> None:
    expected = CASES[name]["expect"]
    before = head_of(cast)
    answer = sent(cast, corrupted(CASES[name]))
    if "http" in expected:
        error = answer.get_json()["error"]
        assert (answer.status_code, error["code"]) == (expected["http"], expected["code"])
        assert error["details"]["field"] == expected["field"]
        assert head_of(cast) == before, "nothing is half-written"
    elif "head" in expected:
        assert parts(answer)[0]["error"]["code"] == expected["head"]
    else:
        n, outcome, code = expected["result"]
        row = parts(answer)[1]["results"][n - 1]
        said = row[4]["code"] if row[1] in ("held", "quarantined") else None
        assert (row[0], row[1], said) == (n, outcome, code)


def test_every_field_has_a_case() -> None:
    def fields(value: Any, path: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
        if isinstance(value, dict):
            return {(*path, name) for name in value} | {
                found for name, one in value.items() for found in fields(one, (*path, name))
            }
        return {found for one in value for found in fields(one, path)} if isinstance(value, list) else set()

    covered = {tuple(step for step in case["path"] if isinstance(step, str)) for case in CASES.values()}
    assert fields(VECTORS["envelope"]) <= covered
