"""People, codes, agencies and assignments, for an administrator."""

from __future__ import annotations

from os import urandom
from secrets import token_urlsafe
from typing import Any, Final

from flask import Response, request
from flask_smorest import Blueprint

from server.administering import admin_act, admin_reading
from server.asking import require_admin
from server.context import server
from server.errors import Problem, asked_language
from server.features.people.actions import (
    NewPerson,
    do_add_person,
    do_assign,
    do_change_person,
    do_disable_person,
    do_end_assignment,
    do_issue_code,
    do_put_agency,
    do_set_substitute,
)
from server.features.people.directory import Agency, Assignment
from server.features.people.imports import do_preview, do_take, judge_rows, make_template, read_sheet
from server.features.people.queries import describe_person, list_people, load_directory, login_of
from server.features.people.rules import CODE_CHARS, find_vacancies, show_code
from server.features.people.schemas import (
    AgencyIn,
    AgencyOut,
    AssignmentChange,
    AssignmentIn,
    AssignmentOut,
    CodeOut,
    CoverageOut,
    PersonChange,
    PersonIn,
    PersonOut,
    PreviewOut,
    TakeIn,
    TakenOut,
    TroubleOut,
)
from server.features.people.upkeep import Trouble, find_troubles
from server.platform.ids import new_id

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KIND: Final = "any(units,people,assignments)"
blueprint = Blueprint("people", __name__, url_prefix="/api/admin", description="People and what they are assigned to.")


@blueprint.get("/people")
@blueprint.response(200, PersonOut(many=True))
def show_people() -> Any:
    """Everyone of the directory, disabled persons too."""
    with admin_reading() as reader:
        return list_people(reader)


@blueprint.post("/people")
@blueprint.arguments(PersonIn)
@blueprint.response(201, PersonOut)
def add_person(body: dict[str, Any]) -> Any:
    """Add a person; a one-time code lets him in. `username_taken`, `username_bad`, `name_missing`."""
    with admin_act() as act:
        person = NewPerson(act.new_id(), body["name"], body.get("title"), body.get("username") or None)
        do_add_person(act, person)
        return describe_person(act.tx, person.id)


@blueprint.patch("/people/<uuid:person>")
@blueprint.arguments(PersonChange(partial=True))
@blueprint.response(200, PersonOut)
def change_person(body: dict[str, Any], person: object) -> Any:
    """Change a name, title or user name; disable or enable. `username_taken`, `last_admin` …"""
    id = str(person)
    with admin_act() as act:
        now = load_directory(act.tx).persons.get(id)
        if now is None:
            raise Problem("not_found")
        if body.keys() & {"name", "title", "username"}:
            name, title = body.get("name", now.name), body.get("title", now.title)
            do_change_person(act, id, name=name, title=title, username=body.get("username") or None)
        if "disabled" in body:
            do_disable_person(act, id, disabled=body["disabled"])
        return describe_person(act.tx, id)


@blueprint.post("/people/<uuid:person>/code")
@blueprint.response(201, CodeOut)
def issue_code(person: object) -> dict[str, object]:
    """A one-time code (24 h) for the first sign-in, a forgotten password or a new phone. An earlier one is void."""
    with admin_act() as act:
        login = login_of(act.tx, str(person))
        if login is None:
            raise Problem("not_found")
        code, expires = do_issue_code(act, str(person), urandom(CODE_CHARS))
        return {"username": login.username, "code": show_code(code), "expires": expires}


@blueprint.get("/agencies")
@blueprint.response(200, AgencyOut(many=True))
def show_agencies() -> Any:
    """Every agency, closed ones too."""
    with admin_reading() as reader:
        return list(load_directory(reader).agencies.values())


@blueprint.post("/agencies")
@blueprint.arguments(AgencyIn)
@blueprint.response(201, AgencyOut)
def add_agency(body: dict[str, Any]) -> Agency:
    """Add an agency. `agency_twice`, `name_missing`."""
    with admin_act() as act:
        return _put_agency(act, Agency(act.new_id(), ""), body)


@blueprint.patch("/agencies/<uuid:agency>")
@blueprint.arguments(AgencyIn(partial=True))
@blueprint.response(200, AgencyOut)
def change_agency(body: dict[str, Any], agency: object) -> Agency:
    """Rename, close or reopen an agency."""
    with admin_act() as act:
        now = load_directory(act.tx).agencies.get(str(agency))
        if now is None:
            raise Problem("not_found")
        return _put_agency(act, now, body)


@blueprint.get("/assignments")
@blueprint.response(200, AssignmentOut(many=True))
def show_assignments() -> Any:
    """Every assignment, ended ones too."""
    with admin_reading() as reader:
        return list(load_directory(reader).assignments.values())


@blueprint.post("/assignments")
@blueprint.arguments(AssignmentIn)
@blueprint.response(201, AssignmentOut)
def assign(body: dict[str, Any]) -> Assignment:
    """Assign a person. `second_monitor` unless `beside_others` is true; `unit_abolished`, `end_before_start` …"""
    beside_others = body.pop("beside_others", False)
    with admin_act() as act:
        said: dict[str, Any] = {name: value or None for name, value in body.items()}
        wanted = Assignment(id=act.new_id(), **said)
        return do_assign(act, wanted, beside_others=beside_others)


@blueprint.patch("/assignments/<uuid:assignment>")
@blueprint.arguments(AssignmentChange)
@blueprint.response(200, AssignmentOut)
def change_assignment(body: dict[str, Any], assignment: object) -> Assignment:
    """Set or move the last day of an assignment, its substitute, its decision and its reason."""
    with admin_act() as act:
        now = load_directory(act.tx).assignments.get(str(assignment))
        if now is None:
            raise Problem("not_found")
        if "substitute" in body:
            now = do_set_substitute(act, now.id, body["substitute"] or None)
        return do_end_assignment(
            act, now.id, ends=body.get("ends", now.ends), reason=body.get("reason"), decision=body.get("decision")
        )


@blueprint.get("/vacancies")
@blueprint.response(200, CoverageOut)
def show_vacancies() -> dict[str, object]:
    """The communes without a monitor on the office's day."""
    day = server().today
    with admin_reading() as reader:
        directory = load_directory(reader)
    vacant = find_vacancies(directory, day)
    communes = sum(unit.level == "commune" and unit.valid_on(day) for unit in directory.units.values())
    names = [{"unit": id, "name": directory.units[id].name} for id in vacant]
    return {"day": day, "communes": communes, "covered": communes - len(vacant), "vacancies": names}


@blueprint.get("/upkeep")
@blueprint.response(200, TroubleOut(many=True))
def show_upkeep() -> list[Trouble]:
    """What of the assignments needs an administrator: who left, vacancies, doubles, ends without a successor."""
    with admin_reading() as reader:
        return find_troubles(load_directory(reader), server().today)


@blueprint.get(f"/import/<{KIND}:kind>/template.xlsx")
@blueprint.response(200, {"type": "string", "format": "binary"}, content_type=XLSX)
def show_template(kind: str) -> Response:
    """The empty spreadsheet of that kind, headed in the language of Accept-Language."""
    require_admin()
    headers = {"Content-Disposition": f'attachment; filename="{kind}.xlsx"'}
    return Response(make_template(kind, asked_language()), mimetype=XLSX, headers=headers)


@blueprint.post(f"/import/<{KIND}:kind>")
@blueprint.doc(requestBody={"required": True, "content": {XLSX: {"schema": {"type": "string", "format": "binary"}}}})
@blueprint.response(200, PreviewOut)
def preview_import(kind: str) -> Any:
    """Judge every row of a spreadsheet and write nothing. `not_a_spreadsheet`, `columns_missing`, `sheet_too_large`."""
    require_admin()
    if request.mimetype != XLSX:
        raise Problem("unsupported_type")
    # Read and judged before the write lock is taken: a large sheet takes some seconds.
    rows = read_sheet(kind, request.get_data(), asked_language())
    with admin_reading() as reader:
        judged = judge_rows(reader, kind, rows, today=server().today, new_id=new_id)
    with admin_act() as act:
        return do_preview(act, kind, rows, judged, token=token_urlsafe(24), language=asked_language())


@blueprint.post(f"/import/<{KIND}:kind>/confirm")
@blueprint.arguments(TakeIn)
@blueprint.response(200, TakenOut)
def take_import(body: dict[str, Any], kind: str) -> Any:
    """Write the rows that are good; bad ones stay out. `import_gone`."""
    with admin_act() as act:
        chance = urandom if body.get("codes") else None
        return do_take(act, kind, body["token"], chance=chance, language=asked_language())


def _put_agency(act: Any, now: Agency, body: dict[str, Any]) -> Agency:
    wanted = Agency(
        now.id, body.get("name", now.name), body.get("phone", now.phone) or None, body.get("closed", now.closed)
    )
    do_put_agency(act, wanted.id, name=wanted.name, phone=wanted.phone, closed=wanted.closed)
    return wanted
