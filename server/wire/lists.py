"""`/api/lists`: the office's own lists of items, past visits and leave, checked, confirmed and taken by the engine.

Owns the road from a confirmed plan to operations: each row becomes what its person could have sent from a phone, in his
name and role, and is asked the same questions. Items and leave are a clerk's, who keeps those books; visits are a
supervisor's, who vouches for them. To everyone else these routes are not there: an administrator reads no report.
"""

from __future__ import annotations

from secrets import token_urlsafe
from typing import Any, Final

import msgspec
from flask import Response, request
from flask_smorest import Blueprint

from server.asking import Session, current_session
from server.context import server
from server.errors import Problem, asked_language, sentence_of
from server.extensions import limiter
from server.features.imports.columns import BOUNDS, COLUMNS, ITEMS, KINDS, LEAVE, VISITS, make_template
from server.features.imports.judging import ASK, Told
from server.features.imports.plans import Asking, Planned, do_keep, find_plan, gist, judge_sheet, tell, write_left
from server.features.imports.schemas import ListCheckedOut, ListConfirmIn, ListNameIn, ListTakenOut, ListTokenIn
from server.features.people.queries import load_directory
from server.platform.acts import Act
from server.platform.ids import new_id
from server.platform.spreadsheets import Sheet
from server.sheets import read_table
from server.wire.ingest import office_of_engine
from sync.applying import Arrival, Contact
from sync.engine import push
from sync.errors import APPLIED, MERGED
from sync.operations import BY_NAME_KIND
from sync.protocol import Group, Push

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Rows of one step: a second's work, so that others write in between and the screen can tell how far it is.
STEP_ROWS: Final = 100
ROLE_OF: Final = {ITEMS: "clerk", VISITS: "supervisor", LEAVE: "clerk"}
_KIND: Final = f"any({','.join(KINDS)})"

blueprint = Blueprint("lists", __name__, url_prefix="/api/lists", description="Lists that an office kept before.")


@blueprint.get(f"/<{_KIND}:kind>/template.xlsx")
@blueprint.response(200, {"type": "string", "format": "binary"}, content_type=XLSX)
def show_list_template(kind: str) -> Response:
    """The sheet to fill in, with an example and a page of help, in the language of Accept-Language."""
    _access(kind)
    return _file(make_template(kind, asked_language()), f"{kind}.xlsx")


@blueprint.post(f"/<{_KIND}:kind>")
@blueprint.doc(requestBody={"required": True, "content": {XLSX: {"schema": {"type": "string", "format": "binary"}}}})
@blueprint.arguments(ListNameIn, location="query")
@blueprint.response(200, ListCheckedOut)
@limiter.limit("20 per minute")
def check_list(query: dict[str, Any], kind: str) -> Any:
    """Judge every row and write nothing.

    `not_a_spreadsheet`, `sheet_old_format`, `sheet_macros`, `columns_missing`, `sheet_too_large`, `too_large`.
    """
    session, here = _access(kind), server()
    if request.mimetype != XLSX:
        raise Problem("unsupported_type")
    if (request.content_length or 0) > BOUNDS.file_bytes_max:
        raise Problem("too_large", {"limit": BOUNDS.file_bytes_max})
    # Read and judged before the write lock is taken: a large list takes some seconds.
    sheet = read_table(request.get_data(cache=False), COLUMNS[kind], asked_language(), BOUNDS)
    asking = Asking(session.person, here.today, asked_language(), " ".join(query["name"].split()) or sheet.title)
    with here.store.read() as reader:
        rows = judge_sheet(reader, kind, sheet, asking, new_id)
    token = token_urlsafe(24)
    with here.store.write() as tx:
        do_keep(Act(tx, session.person, here.clock.now_ms(), here.today, new_id), kind, rows, token)
    return {"token": token, "name": asking.list_name, **_about(sheet), **tell(rows)}


@blueprint.post(f"/<{_KIND}:kind>/confirm")
@blueprint.arguments(ListConfirmIn)
@blueprint.response(200, ListTakenOut)
def take_list(body: dict[str, Any], kind: str) -> Any:
    """Take the next good rows of a checked list, a hundred at a time. Taken again, they change nothing. `import_gone`.

    A row that was overtaken since the check is refused with its sentence, and keeps none of the others out.
    """
    session, here = _access(kind), server()
    with here.store.read() as reader:
        plan = find_plan(reader, kind, body["token"], person=session.person, now=here.clock.now_ms())
    good = [row for row in plan if row.is_good]
    step = good[body["after"] : body["after"] + STEP_ROWS]
    refused = _take(session, ROLE_OF[kind], step) if step else []
    end = body["after"] + len(step)
    following = end if end < len(good) else None
    return {"total": len(good), "next": following, "taken": len(step) - len(refused), "refused": refused}


@blueprint.get(f"/<{_KIND}:kind>/left.xlsx")
@blueprint.arguments(ListTokenIn, location="query")
@blueprint.response(200, {"type": "string", "format": "binary"}, content_type=XLSX)
def show_left(query: dict[str, Any], kind: str) -> Response:
    """The rows that are not taken, each with its reason, to be mended and brought again. `import_gone`."""
    session, here = _access(kind), server()
    with here.store.read() as reader:
        plan = find_plan(reader, kind, query["token"], person=session.person, now=here.clock.now_ms())
    return _file(write_left(kind, plan, asked_language()), f"{kind}-left.xlsx")


def _access(kind: str) -> Session:
    """The session of someone who may bring that kind of list. Problem `not_found` for everyone else."""
    session, here = current_session(), server()
    with here.store.read() as reader:
        directory = load_directory(reader)
    if not directory.holds(session.person, ROLE_OF[kind], None, here.today):
        raise Problem("not_found")
    return session


def _about(sheet: Sheet) -> dict[str, Any]:
    return {"page": sheet.title, "unread": list(sheet.unread), "hidden": sheet.hidden}


def _file(data: bytes, name: str) -> Response:
    return Response(data, mimetype=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _take(session: Session, role: str, rows: list[Planned]) -> list[dict[str, Any]]:
    """Push the rows' operations as one push of their person; what was refused, by row.

    Each operation's id was made with the plan: what arrived once keeps the result it has.
    """
    here = server()
    now = here.clock.now_ms()
    told = [(row, each) for row in rows for each in row.told]
    groups = [_group(each, n=n, role=role, at=now) for n, (_row, each) in enumerate(told, start=1)]
    sent = Push(inc=new_id(), first=1, prev=None, refill=None, groups=groups)
    who = Contact(session.person, session.device, via=session.person)
    pushed = push(here.store, office_of_engine(), who, sent, Arrival(received=now, sent=now, today=here.today))
    faults: dict[int, dict[str, Any]] = {}
    for n, tail in pushed.results:
        row, result = told[n - 1][0], msgspec.json.decode(tail)
        if result[0] not in _TAKEN and row.number not in faults:
            faults[row.number] = _refused(row, result[-1])
    return list(faults.values())


_TAKEN: Final = frozenset({APPLIED, MERGED})


def _group(told: Told, *, n: int, role: str, at: int) -> Group:
    cells: dict[str, object] = {"n": n, "op_id": told.op_id, "role": role, "at": at, "id": told.id, **told.cells}
    return Group(told.kind, BY_NAME_KIND[told.kind].schema, list(cells), [list(cells.values())])


def _refused(row: Planned, problem: dict[str, Any]) -> dict[str, Any]:
    message = sentence_of(problem["code"], problem.get("details", {}), asked_language())
    told = {"row": row.number, "verdict": ASK, "text": gist(row), "code": problem["code"], "message": message}
    return {**told, "letters": row.letters}
