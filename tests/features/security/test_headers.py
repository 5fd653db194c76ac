"""Every answer of every route carries the headers that keep a browser on our side."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

from server.config import Config
from tests.cast import Cast, OpenOffice, Phone
from tests.factories import id_of

MUST = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


def addresses_of(app: Flask) -> list[tuple[str, str]]:
    """Every (method, address) of the app, arguments filled in."""
    rules = [(rule, (rule.methods or set()) - {"HEAD", "OPTIONS"}) for rule in app.url_map.iter_rules()]
    return sorted((method, fill(rule)) for rule, methods in rules for method in methods)


def fill(rule: Rule) -> str:
    """The rule's address with something in each place."""
    return re.sub(r"<(?:[^<>:]*(?:\([^)]*\))?:)?(\w+)>", _word, rule.rule)


def _word(place: re.Match[str]) -> str:
    return "units" if place[1] == "kind" else id_of("nothing")


def test_every_route_gives_the_headers_to_everyone(cast: Cast) -> None:
    for phone in (cast.visitor(), cast.owner.phone(), cast.admin.phone()):
        for method, address in addresses_of(cast.app):
            if (method, address) == ("DELETE", "/api/session"):
                continue
            answer = phone.ask(method, address)
            for name, value in MUST.items():
                assert answer.headers.get(name) == value, (method, address, name)
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"], (method, address)
            assert answer.headers.get("Server") is None or "Python" not in answer.headers["Server"]


def test_no_answer_of_the_api_is_kept_by_a_cache(cast: Cast) -> None:
    for method, address in addresses_of(cast.app):
        if address.startswith("/api") and (method, address) != ("DELETE", "/api/session"):
            kept = cast.admin.phone().ask(method, address).headers.get("Cache-Control", "")
            assert "no-store" in kept or "private" in kept, (method, address, kept)


def test_the_stream_carries_what_keeps_it_from_being_read_as_anything_else(cast: Cast) -> None:
    me = cast.owner
    envelope = {"p": 1, "person": me.id, "device": me.device(), "sent": 0, "cursor": None}
    answer = me.phone().ask("POST", "/api/sync", json=envelope)
    assert answer.status_code == 200
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.mimetype == "application/x-ndjson"


@pytest.fixture
def built(config: Config, tmp_path: Path, open_office: OpenOffice) -> Flask:
    """An app with a small build of the web app."""
    static = tmp_path / "app"
    (static / "assets").mkdir(parents=True)
    (static / "index.html").write_text("<!doctype html><title>Địa Bàn</title>")
    (static / "sw.js").write_text("self.x = 1")
    (static / "assets" / "index-abc123.js").write_text("export const a = 1")
    return open_office(Config(config.data_dir, config.database_url, static_dir=static, password_memory_kib=8))


def test_page_has_the_strict_policy_and_is_asked_for_each_time(built: Flask) -> None:
    answer = Phone(built, id_of("v")).get("/visits/some-id")
    policy = answer.headers["Content-Security-Policy"]
    assert answer.status_code == 200
    assert "Địa Bàn" in answer.text
    assert "script-src 'self';" in policy
    assert "require-trusted-types-for 'script'; trusted-types svelte-trusted-html app-url" in policy
    assert "unsafe" not in policy
    assert answer.headers["Cache-Control"] == "no-cache"


def test_hashed_files_are_kept_for_ever_and_the_worker_never(built: Flask) -> None:
    phone = Phone(built, id_of("v"))
    hashed, worker = phone.get("/assets/index-abc123.js"), phone.get("/sw.js")
    assert "immutable" in hashed.headers["Cache-Control"]
    assert hashed.headers["X-Content-Type-Options"] == "nosniff"
    assert worker.headers["Cache-Control"] == "no-cache"
    assert "script-src 'self'" in worker.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/assets/index-old999.js", "/api/nothing", "/missing.png", "/assets/"])
def test_what_is_missing_is_404_and_never_the_page(built: Flask, path: str) -> None:
    answer = Phone(built, id_of("v")).get(path)
    assert answer.status_code == 404
    assert "<!doctype" not in answer.text


def test_page_in_both_addresses_is_one_door(built: Flask) -> None:
    answer = Phone(built, id_of("v")).get("/index.html")
    assert answer.status_code == 404 or "Content-Security-Policy" in answer.headers
