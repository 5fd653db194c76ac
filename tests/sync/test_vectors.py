"""The golden cases that the phone's twin runs too (`client_pwa/src/sync/vectors.test.ts`)."""

import json
from pathlib import Path
from typing import Any

import pytest

from sync.client import DONE, Client, Row
from sync.entities import BY_NAME
from sync.fold import folded, without
from sync.merge import merge
from sync.ports import Patch, Value
from sync.protocol import Push, read_request, segment_line
from sync.reading import read_ops
from sync.values import canonical, hashed, seen, text_of, was_seen

FOLDER = Path(__file__).parents[2] / "sync/vectors"


def vectors(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return found


def named(cases: list[dict[str, Any]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases, ids=[case["name"] for case in cases])


def patch_of(case: dict[str, Any]) -> Patch:
    return Patch(case["set"], case["was"], case["add"], case["del"])


def said(body: dict[str, Value]) -> dict[str, Value]:
    return {name: value for name, value in body.items() if value is not None}


@named(vectors("values")["cases"])
def test_values(case: dict[str, Any]) -> None:
    value = case["value"]
    assert canonical(value).decode() == case["canonical"]
    assert (seen(value), hashed(value)) == (case["was"], case["hash"])
    assert was_seen(value, case["was"])


@pytest.mark.parametrize("case", vectors("values")["digests"])
def test_digests(case: dict[str, Any]) -> None:
    assert hashed(case["values"]) == case["digest"]


@named(vectors("fold")["cases"])
def test_folding(case: dict[str, Any]) -> None:
    assert said(folded(BY_NAME[case["entity"]], case["before"], patch_of(case["patch"]))) == case["after"]


@named(vectors("fold")["without"])
def test_what_is_left_of_a_patch(case: dict[str, Any]) -> None:
    entity = BY_NAME[case["entity"]]
    assert without(entity, patch_of(case["patch"]), patch_of(case["later"])) == patch_of(case["left"])


@named(vectors("merge")["cases"])
def test_merging(case: dict[str, Any]) -> None:
    def find_base(_field: str, was: Value) -> str | None:
        return next((text_of(text) for text in case["history"] if was_seen(text, was)), None)

    result = merge(BY_NAME[case["entity"]], case["current"], patch_of(case["patch"]), find_base)
    assert dict(result.fields) == case["fields"]
    assert [[one.field, one.mine, one.theirs] for one in result.clashes] == case["clashes"]
    assert result.merged == case["merged"]


@pytest.mark.invariant("quiet-means-equal")
@pytest.mark.failure(27)
@named(vectors("answers")["cases"])
def test_answers(case: dict[str, Any]) -> None:
    op = case["op"]
    client = Client("a", "b", lambda: "inc")
    client.loading = False
    client.rows = {(row["entity"], row["id"]): Row(row["v"], row["body"], 0) for row in case["before"]}
    client.say(op["kind"], op["id"], role="cadre", at=0, patch=patch_of(op["patch"]), op_id="op")
    client.take(json.dumps({"results": [case["result"]]}).encode())
    shown = {pair: client.shown(*pair) for pair in [(row["entity"], row["id"]) for row in case["after"]]}
    client.take(segment_line([], [], cursor="c", pos=99))
    after = {(row["entity"], row["id"]): (row["v"], row["body"]) for row in case["after"]}
    assert {pair: (row.v, said(row.body)) for pair, row in client.rows.items()} == after
    if client.ops[0].state == DONE:
        assert {pair: said(body or {}) for pair, body in shown.items()} == {
            pair: body for pair, (_, body) in after.items()
        }


@pytest.mark.invariant("no-value-vanishes")
@named(vectors("overlay")["cases"])
def test_what_waits_stands_over_what_was_written(case: dict[str, Any]) -> None:
    client = Client("a", "b", lambda: "inc")
    client.loading, client.cursor = False, "c"
    client.rows = {(row["entity"], row["id"]): Row(row["v"], row["body"], 0) for row in case["rows"]}
    for place, op in enumerate(case["ops"]):
        patch = patch_of(op["patch"])
        client.say(op["kind"], op["id"], role="cadre", at=0, args=op["args"], patch=patch, op_id=f"op {place}")
    client.take(json.dumps({"results": case["results"]}).encode())
    shown = client.shown(case["entity"], case["id"]) or {}
    assert {name: shown.get(name) for name in case["shown"]} == case["shown"]


def test_a_request_to_the_byte() -> None:
    case = vectors("envelope")
    envelope, push = case["envelope"], case["push"]
    client = Client(envelope["person"], envelope["device"], lambda: push["inc"], cursor=envelope["cursor"])
    client._next_n = push["from"] - 1
    client.say("draft.restore", push["inc"], role="cadre", at=0, op_id=push["prev"])
    client.ops[0].state = DONE
    for op in case["ops"]:
        patch = patch_of({**op["patch"], "was": {path: seen(value) for path, value in op["patch"]["was"].items()}})
        more = {name: op[name] for name in ("role", "at", "args", "supersedes", "op_id")}
        client.say(op["kind"], op["id"], patch=patch, **more)
    assert client.request(envelope["sent"], want=envelope["bytes"]).decode() == case["text"]
    assert len(read_ops(push_of(case["text"]), author=envelope["person"], device=envelope["device"])) == len(
        case["ops"]
    )


def test_a_request_with_nothing_to_push_to_the_byte() -> None:
    case = vectors("envelope")
    envelope, quiet = case["envelope"], case["quiet"]["text"]
    client = Client(envelope["person"], envelope["device"], lambda: case["push"]["inc"], cursor=envelope["cursor"])
    assert client.request(envelope["sent"], want=envelope["bytes"]).decode() == quiet
    assert read_request(quiet.encode()).is_of(envelope["person"], envelope["device"])


def push_of(text: str) -> Push:
    push = read_request(text.encode()).push
    assert push is not None
    return push
