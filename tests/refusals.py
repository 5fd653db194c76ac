"""The one assertion about errors: their status, their one shape, and the sentence that the asker reads."""

from __future__ import annotations

from typing import Any

from werkzeug.test import TestResponse

from server.errors import CATALOGUE, sentence_of


def refused(answer: TestResponse, code: str, **details: object) -> dict[str, Any]:
    """Assert that the answer is that refusal in the one shape; its details hold at least these. Returns the details."""
    assert answer.is_json, f"{answer.status}: {answer.text[:300]}"
    body = answer.json
    assert isinstance(body, dict)
    assert set(body) == {"error"}, body
    error = body["error"]
    assert set(error) == {"code", "message", "details", "retry"}, error
    assert (error["code"], answer.status_code) == (code, CATALOGUE[code].status), body
    assert error["retry"] is CATALOGUE[code].retry
    assert set(error["details"]) <= set(CATALOGUE[code].details), error
    language = answer.request.headers.get("Accept-Language", "vi")
    assert error["message"] == sentence_of(code, error["details"], language)
    assert details.items() <= error["details"].items(), error
    found: dict[str, Any] = error["details"]
    return found
