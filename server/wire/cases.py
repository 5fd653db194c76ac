"""Refused work over HTTP: its author, or the clerk he hands it to, lets it count or closes it.

Owns the routes; who may is `cases/rules`, and what a second try means is the engine's. A phone keeps its own refused
operations too; here are those of one's other phones, of a phone that was withdrawn, and of a file.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from flask import Response
from flask_smorest import Blueprint

from server.asking import Session, current_session
from server.context import server
from server.errors import Problem, asked_language, sentence_of
from server.features.cases.actions import check_refused, do_close, do_hand_over
from server.features.cases.queries import (
    authors_handed,
    handed_at,
    is_handed,
    list_droppable,
    list_handed,
    list_refused,
)
from server.features.cases.rules import in_cases, serves
from server.features.cases.schemas import CaseIn, CaseOut, CountOut, OutcomeOut, OwnCaseIn
from server.features.people.directory import Directory
from server.features.people.queries import load_directory
from server.platform.store import SqlReader
from server.wire.ingest import office_of_engine
from sync.refused import look_after, try_again
from sync.stored import StoredOp

blueprint = Blueprint("cases", __name__, url_prefix="/api/cases", description="Refused work and who looks after it.")
_NO_WORDS: Final = ("n", "op_id", "role", "at", "id", "supersedes", "old_pos")


@blueprint.get("")
@blueprint.response(200, CaseOut(many=True))
def show_own() -> Any:
    """One's own refused work, whichever device it came from."""
    session, here = current_session(), server()
    with here.store.read() as reader:
        return _described(reader, list_refused(reader, session.person))


@blueprint.get("/handed")
@blueprint.response(200, CaseOut(many=True))
def show_handed() -> Any:
    """What was handed to the office, for a clerk whose scope its author works in. Empty for everyone else."""
    with server().store.read() as reader:
        return _described(reader, _handed_to(reader, current_session().person))


@blueprint.get("/handed/count")
@blueprint.response(200, CountOut)
def count_handed() -> Any:
    """How many cases those are: asked again and again by a clerk's Today, which needs none of their words."""
    with server().store.read() as reader:
        return {"cases": len(in_cases(_handed_to(reader, current_session().person)))}


@blueprint.post("/hand-over")
@blueprint.arguments(OwnCaseIn)
@blueprint.response(204)
def hand_over(body: dict[str, Any]) -> Response:
    """Put one's own refused work into the office's hands. `not_found`."""
    session, here = current_session(), server()
    with here.store.write() as tx:
        do_hand_over(tx, session.person, body["ops"], now=here.clock.now_ms())
    return Response(status=204)


@blueprint.post("/again")
@blueprint.arguments(CaseIn)
@blueprint.response(200, OutcomeOut(many=True))
def take_again(body: dict[str, Any]) -> Any:
    """Let refused work count as it is, in its order. `not_found`. What is refused again says why."""
    session, here = current_session(), server()
    with here.store.write() as tx:
        _check_may(tx, session, body, here.today)
        check_refused(tx, body["author"], body["ops"])
    told = []
    for op_id in body["ops"]:
        now = here.clock.now_ms()
        done = try_again(here.store, office_of_engine(), body["author"], op_id, now=now, today=here.today)
        if done is not None:
            told.append({"op_id": op_id, "outcome": done.outcome, "sentence": _sentence(done)})
    return told


@blueprint.post("/drop")
@blueprint.arguments(CaseIn)
@blueprint.response(204)
def drop(body: dict[str, Any]) -> Response:
    """Close one's own refused work that one has let go. `not_found` for another's.

    A phone that was out of reach tells it later, perhaps twice: what a clerk has in hand, what is closed and what is no
    refused work any more stay as they are.
    """
    session, here = current_session(), server()
    if body["author"] != session.person:
        raise Problem("not_found")
    now = here.clock.now_ms()
    with here.store.write() as tx:
        ops = list_droppable(tx, session.person, body["ops"])
        do_close(tx, session.person, ops, by=session.person, now=now)
        for op_id in ops:
            look_after(tx, office_of_engine(), session.person, op_id, now=now)
    return Response(status=204)


@blueprint.post("/close")
@blueprint.arguments(CaseIn)
@blueprint.response(204)
def close(body: dict[str, Any]) -> Response:
    """Say that refused work needs nobody any more, and tell its author; words that may be here stay. `not_found`."""
    session, here = current_session(), server()
    now = here.clock.now_ms()
    with here.store.write() as tx:
        _check_may(tx, session, body, here.today)
        do_close(tx, body["author"], body["ops"], by=session.person, now=now)
        for op_id in body["ops"]:
            look_after(tx, office_of_engine(), body["author"], op_id, now=now)
    return Response(status=204)


def _check_may(reader: SqlReader, session: Session, body: dict[str, Any], today: str) -> None:
    """Let the author pass, and the clerk to whom all of it was handed. Problem `not_found` for everyone else."""
    author = body["author"]
    if author == session.person:
        return
    handed = all(is_handed(reader, author, op_id) for op_id in body["ops"])
    if not handed or not serves(load_directory(reader), session.person, author, today):
        raise Problem("not_found")


def _handed_to(reader: SqlReader, clerk: str) -> list[StoredOp]:
    directory, today = load_directory(reader), server().today
    # Chosen before the list is cut: what others handed to other clerks must not fill it.
    authors = [author for author in authors_handed(reader) if serves(directory, clerk, author, today)]
    return list_handed(reader, authors) if authors else []


def _described(reader: SqlReader, ops: list[StoredOp]) -> list[dict[str, Any]]:
    directory, handed = load_directory(reader), handed_at(reader, ops)
    return [_case(directory, case, handed) for case in in_cases(ops)]


def _case(directory: Directory, case: Sequence[StoredOp], handed: dict[tuple[str, str], int]) -> dict[str, Any]:
    first = case[0]
    author = directory.persons.get(first.author)
    since = [handed[op.author, op.op_id] for op in case if (op.author, op.op_id) in handed]
    return {
        "author": first.author,
        "author_name": author.name if author is not None else "",
        "record": first.record,
        "handed": min(since, default=None),
        "ops": [_refused(op) for op in case],
    }


def _refused(op: StoredOp) -> dict[str, Any]:
    kept = json.loads(op.body or '{"cols":[],"row":[]}')
    cells = dict(zip(kept["cols"], kept["row"], strict=True))
    words = [{"path": path, "value": value} for path, value in cells.items() if _is_words(path)]
    shown = {"op_id": op.op_id, "kind": op.kind, "entity": op.entity, "code": op.code, "device": op.device}
    return {**shown, "sentence": _sentence(op), "at": cells.get("at", 0), "received": op.received, "words": words}


def _is_words(path: str) -> bool:
    return path not in _NO_WORDS and not path.startswith("was.")


def _sentence(op: StoredOp) -> str | None:
    """Why it was refused, in the asker's language; None when it was not."""
    if op.code is None:
        return None
    problem = json.loads(op.result)[3]
    details = problem.get("details", {}) if isinstance(problem, dict) else {}
    return sentence_of(op.code, details, asked_language())
