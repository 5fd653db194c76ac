"""Every way a request can fail: one catalogue, one JSON shape, one sentence a language.

    {"error": {"code": "slow_down", "message": "…", "details": {"retry_after_s": 30}, "retry": true}}

Owns the office's own codes; those that phones know too stand in `sync/errors.py`. The sentences of both are
`error-<code>` (with `-` for `_`) in `server/words/*/errors.ftl`, and the details are their arguments.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Flask, Response, jsonify, request
from structlog import get_logger
from werkzeug.exceptions import HTTPException

from server.logs import places_of
from server.words import DEFAULT_LANGUAGE, LANGUAGES, say
from sync.errors import HTTP_CODES, Code

Details = Mapping[str, Any]


# What only the office's own routes can answer; a phone's operations never come back with these.
OFFICE_CODES: Final[tuple[Code, ...]] = (
    # Accounts.
    Code("account_disabled", 401),
    Code("wrong_code", 401),
    Code("device_withdrawn", 403),
    Code("bad_host", 400),
    Code("invalid", 422, details=("fields",)),
    Code("password_short", 422, details=("limit",)),
    Code("password_long", 422, details=("limit",)),
    Code("password_is_name", 422),
    Code("password_common", 422),
    Code("password_same", 422),
    Code("username_bad", 422),
    Code("username_taken", 409),
    Code("last_admin", 409),
    # The directory.
    Code("name_missing", 422),
    Code("bad_day", 422, details=("field",)),
    Code("end_before_start", 422),
    Code("unit_unknown", 422),
    Code("unit_unclear", 422),
    Code("unit_required", 422),
    Code("unit_abolished", 422, details=("unit",)),
    Code("unit_twice", 409, details=("unit",)),
    Code("hours_bad", 422),
    Code("week_bad", 422),
    Code("promise_bad", 422),
    Code("level_unknown", 422),
    Code("row_twice", 422),
    Code("children_left", 422, details=("unit",)),
    Code("plan_unfit", 409),
    Code("person_here", 409),
    Code("parent_unknown", 422),
    Code("parent_loop", 422),
    Code("agency_unknown", 422),
    Code("agency_required", 422),
    Code("agency_closed", 422, details=("agency",)),
    Code("agency_twice", 409, details=("agency",)),
    Code("person_unknown", 422),
    Code("person_disabled", 422, details=("person",)),
    Code("role_unknown", 422),
    Code("scope_not_wanted", 422),
    Code("substitute_unknown", 422),
    Code("assignment_unknown", 422),
    Code("assignment_twice", 409),
    Code("second_monitor", 409, details=("person", "unit")),
    # Spreadsheets.
    Code("not_a_spreadsheet", 422),
    Code("sheet_old_format", 422),
    Code("sheet_macros", 422),
    Code("sheet_too_large", 422, details=("limit",)),
    Code("columns_missing", 422, details=("columns",)),
    Code("import_gone", 409),
    # Rows of an office's own lists.
    Code("cell_missing", 422, details=("column",)),
    Code("cell_broken", 422, details=("column",)),
    Code("cell_choice", 422, details=("column", "words")),
    Code("cell_number", 422, details=("column",)),
    Code("cell_long", 422, details=("column", "limit")),
    Code("list_row_twice", 409, details=("row",)),
    Code("list_joint_row", 409, details=("row",)),
    Code("list_ref_used", 409, details=("number",)),
    Code("list_worked_on", 409, details=("number",)),
    Code("list_similar", 409, details=("number",)),
    Code("list_visit_there", 409, details=("number",)),
    Code("list_person_unknown", 422, details=("name",)),
    Code("list_person_unclear", 422, details=("names",)),
    Code("list_person_elsewhere", 409, details=("names",)),
    Code("list_leave_there", 409, details=("starts", "ends")),
    Code("list_leave_back", 409),
    Code("list_not_assigned", 422, details=("person", "unit")),
    Code("list_unit_then", 422, details=("unit", "units")),
    # Photos on their way.
    Code("stale_offset", 409, details=("offset",)),
    Code("wrong_protocol", 412),
    Code("not_a_picture", 422),
    Code("too_many_pixels", 422),
    Code("wrong_checksum", 460, retry=True),
    # Rescue files.
    Code("rescue_broken", 422),
    Code("rescue_not_ours", 422),
    Code("rescue_unproven", 422),
    # How a person is reached.
    Code("endpoint_bad", 422),
    Code("endpoint_unknown_host", 422),
    Code("endpoint_private", 422),
    Code("push_keys_bad", 422),
    Code("push_off", 409),
    Code("mail_address_bad", 422),
    Code("gateway_number_bad", 422),
    # Never an answer: why a message in the outbox failed.
    Code("unreached", 409),
    # The app was not built into this installation.
    Code("not_built", 503),
)
CATALOGUE: Final[Mapping[str, Code]] = {code.name: code for code in (*HTTP_CODES, *OFFICE_CODES)}

_BY_STATUS: Final[Mapping[int, str]] = {
    400: "bad_body",
    401: "signed_out",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "unsupported_type",
    422: "invalid",
    429: "slow_down",
}


class Problem(Exception):
    """A request that is refused: a code of the catalogue, and what its sentence needs to know."""

    def __init__(self, code: str, details: Details | None = None) -> None:
        assert code in CATALOGUE, code
        super().__init__(code)
        self.code = code
        self.details: Details = details or {}


def sentence_of(code: str, details: Details, language: str) -> str:
    """What a person is told about that code. UnknownWords when nobody wrote the sentence."""
    plain = {name: value for name, value in details.items() if isinstance(value, (str, int, float))}
    return say(f"error-{code.replace('_', '-')}", language, plain)


def asked_language() -> str:
    """The language of the answer: what the browser accepts, Vietnamese when it does not say."""
    return request.accept_languages.best_match(LANGUAGES) or DEFAULT_LANGUAGE


def shape_of(code: str, details: Details, language: str) -> dict[str, object]:
    """The one shape of an error."""
    message = sentence_of(code, details, language)
    return {"error": {"code": code, "message": message, "details": dict(details), "retry": CATALOGUE[code].retry}}


def answer_problem(problem: Problem) -> Response:
    """The answer for a refused request."""
    response = jsonify(shape_of(problem.code, problem.details, asked_language()))
    response.status_code = CATALOGUE[problem.code].status or 500
    response.headers["Cache-Control"] = "no-store"
    if (wait_s := problem.details.get("retry_after_s")) is not None:
        response.headers["Retry-After"] = str(wait_s)
    return response


def problem_of(fault: HTTPException) -> Problem:
    """The catalogue's word for what Werkzeug, webargs or the limiter raised."""
    code = _BY_STATUS.get(fault.code or 500, "fault")
    if type(fault).__name__ == "SecurityError":
        code = "bad_host"
    if code == "slow_down":
        return Problem(code, {"retry_after_s": 60})
    messages = getattr(fault, "data", {}).get("messages") if code == "invalid" else None
    return Problem(code, {"fields": ", ".join(_names(messages))} if messages else None)


def install_errors(app: Flask) -> None:
    """Let every failure of the app leave in the one shape."""
    app.register_error_handler(Problem, answer_problem)
    app.register_error_handler(HTTPException, lambda fault: answer_problem(problem_of(fault)))
    app.register_error_handler(Exception, _answer_fault)


def _answer_fault(fault: Exception) -> Response:
    # The type and the places, never the message: a database's message may quote what a person wrote.
    get_logger().error(
        "server_fault",
        fault=type(fault).__name__,
        method=request.method,
        rule=str(request.url_rule),
        places=places_of(fault),
    )
    return answer_problem(Problem("fault"))


def _names(messages: Any) -> list[str]:
    """The fields that marshmallow complains of, dotted. Its own sentences are English and stay unsaid."""
    if not isinstance(messages, dict):
        return []
    found: list[str] = []
    for name, below in messages.items():
        deeper = _names(below)
        outer = "" if name in ("json", "query", "_schema") else str(name)
        found += [f"{outer}.{each}".strip(".") for each in deeper] or ([outer] if outer else [])
    return found
