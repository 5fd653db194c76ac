"""Every failure leaves in one shape, in the asker's language, and every code is said, documented and tried."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from server.errors import CATALOGUE, Problem, sentence_of
from server.words import LANGUAGES
from sync.errors import BY_GROUP, REFUSAL_CODES
from tests.cast import Cast, Phone
from tests.factories import id_of
from tests.features.security.test_headers import addresses_of
from tests.refusals import refused

ROOT = Path(__file__).parents[3]
EVERY_CODE = sorted({*CATALOGUE, *(code.name for group in BY_GROUP.values() for code in group)})
# Those whose shape says "not signed in" before anything else is looked at.
OPEN = {"/healthz", "/api/openapi.json", "/api/session", "/api/session/code"}


def test_every_route_refuses_a_visitor_in_the_one_shape(cast: Cast) -> None:
    visitor = cast.visitor()
    for method, address in addresses_of(cast.app):
        if address.startswith("/api") and address not in OPEN:
            answer = visitor.ask(method, address)
            assert answer.status_code >= 400, (method, address)
            assert set(answer.json or {}) == {"error"}, (method, address, answer.text[:200])


def test_every_admin_route_is_not_there_for_everyone_else(cast: Cast) -> None:
    for member in (cast.owner, cast.colleague, cast.stranger, cast.supervisor, cast.clerk):
        for method, address in addresses_of(cast.app):
            if address.startswith("/api/admin"):
                answer = member.phone().ask(method, address, **body_for(method, address))
                assert answer.status_code in (404, 415, 422), (member.username, method, address, answer.text)
                assert (answer.json or {})["error"]["code"] in ("not_found", "invalid", "unsupported_type")


def body_for(method: str, address: str) -> dict[str, object]:
    """A body that is whole, so that what refuses is the scope."""
    if method in ("POST", "PATCH") and address.endswith("/people"):
        return {"json": {"name": "Ai đó"}}
    if method == "PATCH":
        return {"json": {}}
    return {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", EVERY_CODE)
def test_every_code_has_its_sentence(code: str, language: str) -> None:
    words = (ROOT / "server" / "words" / language / "errors.ftl").read_text(encoding="utf-8")
    assert f"\nerror-{code.replace('_', '-')} = " in words
    details = {name: 7 for known in CATALOGUE.values() if known.name == code for name in known.details}
    sentence = sentence_of(code, details, language)
    assert "{" not in sentence
    assert sentence.endswith(".")


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_every_code_is_documented(code: str) -> None:
    documented = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    status = CATALOGUE[code].status
    assert re.search(rf"^\| `{code}` \| {status} \|", documented, re.MULTILINE)


def test_every_refusal_of_an_operation_is_documented_with_its_details() -> None:
    documented = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    for code in REFUSAL_CODES:
        details = ", ".join(f"`{name}`" for name in code.details) or "–"
        assert f"| `{code.name}` | {details} | {sentence_of(code.name, {}, 'en')} |" in documented, code.name


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_every_code_is_raised_in_a_test(code: str) -> None:
    tests = [*(ROOT / "tests").rglob("test_*.py")]
    assert any(f'"{code}"' in path.read_text(encoding="utf-8") for path in tests)


def test_sentence_is_vietnamese_unless_asked_otherwise(client: Phone) -> None:
    vi = client.get("/api/session")
    en = client.get("/api/session", headers={"Accept-Language": "en-GB,en;q=0.9"})
    other = client.get("/api/session", headers={"Accept-Language": "fr"})
    assert "Phiên đăng nhập đã hết" in vi.text
    assert "You are signed out" in en.text
    assert other.text == vi.text


def test_a_body_that_is_no_json(client: Phone) -> None:
    answer = client.ask("POST", "/api/session", data=b"{", content_type="application/json")
    refused(answer, "bad_body")


def test_a_body_with_a_field_that_nobody_named(cast: Cast) -> None:
    answer = cast.admin.phone().post("/api/admin/people", {"name": "A", "is_admin": True})
    assert refused(answer, "invalid")["fields"] == "is_admin"


def test_a_body_that_is_too_large(client: Phone) -> None:
    answer = client.ask("POST", "/api/session", data=b"1" * 9_000_000, content_type="application/json")
    refused(answer, "too_large")


def test_a_method_that_no_route_has(client: Phone) -> None:
    refused(client.ask("PUT", "/api/session", {}), "method_not_allowed")


def test_an_address_that_is_not_there(client: Phone) -> None:
    refused(client.get("/api/nothing"), "not_found")


def test_a_server_without_the_web_app(client: Phone, app: Flask, tmp_path: Path) -> None:
    app.config["STATIC_DIR"] = tmp_path / "nothing"
    refused(client.get("/"), "not_built")


def test_a_fault_of_ours_tells_nothing_of_what_people_wrote(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    app.testing = False

    @app.get("/api/fault")
    def fail() -> str:
        raise RuntimeError("lời của một người")

    refused(Phone(app, id_of("v")).get("/api/fault"), "fault")
    said = capsys.readouterr()
    assert "lời của một người" not in said.out + said.err
    assert "RuntimeError" in said.out + said.err


def test_everything_wants_a_turn_at_once(app: Flask) -> None:
    from server.platform.passwords import Busy

    @app.get("/api/busy")
    def wait() -> str:
        raise Busy

    refused(Phone(app, id_of("v")).get("/api/busy"), "busy")


@pytest.mark.parametrize("code", ["already_done", "not_allowed"])
def test_a_route_may_raise_what_operations_raise(app: Flask, code: str) -> None:
    @app.get("/api/raise")
    def refuse() -> str:
        raise Problem(code)

    refused(Phone(app, id_of("v")).get("/api/raise"), code)
