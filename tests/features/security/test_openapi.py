"""The API is described, and it behaves as described whatever it is sent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from server import create_app
from server.config import Config
from server.security import BODY_TYPES
from tests.cast import MEMORY_KIB, MORNING_MS, Cast, Phone, found_office
from tests.factories import id_of
from tests.stores import Stores

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
# A handful of each operation in every run; `HYPOTHESIS_PROFILE=long` and schemathesis' own program go further.
EXAMPLES = 12


@pytest.fixture(scope="module")
def played_app(stores: Stores, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An office with its cast, on which everything is tried."""
    from server.platform.clock import SetClock

    config = Config(
        data_dir=tmp_path_factory.mktemp("openapi"), database_url=stores.prepared("openapi"),
        password_memory_kib=MEMORY_KIB, requests_per_minute=1_000_000, sign_ins_per_minute=1_000_000,
    )  # fmt: skip
    app = create_app(config, clock=SetClock(MORNING_MS))
    found_office(app)
    yield app
    app.extensions["diaban"].store.engine.dispose()
    stores.drop("openapi")


@pytest.fixture(scope="module")
def described(played_app: Flask) -> BaseSchema:
    """The API's own description."""
    return schemathesis.openapi.from_wsgi("/api/openapi.json", played_app)


@pytest.fixture(scope="module")
def cookie(played_app: Flask) -> str:
    """An administrator's session."""
    phone = Phone(played_app, id_of("fuzzer"))
    assert phone.sign_in("admin").status_code == 200
    kept = phone.client.get_cookie("diaban")
    assert kept is not None
    return kept.value


QUICK = settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)


@schemathesis.serializer(*sorted(BODY_TYPES - {"application/json"}))
def as_bytes(_context: object, value: object) -> bytes:
    """A body that is bytes is sent as it is."""
    return value if isinstance(value, bytes) else str(value).encode()


def try_everything(schema: BaseSchema, cookies: dict[str, str]) -> int:
    """Send each operation what its description allows, and what it does not. How many operations there were."""
    operations = list(schema.get_all_operations())
    for found in operations:
        assert isinstance(found, Ok)
        operation = found.ok()

        @QUICK
        @given(case=operation.as_strategy())
        def behave(case: schemathesis.Case[Any]) -> None:
            case.call_and_validate(headers={"X-Diaban": "1"}, cookies=cookies, checks=CHECKS)

        behave()
    return len(operations)


def test_visitor_finds_no_way_to_break_anything(described: BaseSchema) -> None:
    assert try_everything(described, {}) > 20


def test_administrator_finds_no_way_to_break_anything(described: BaseSchema, cookie: str) -> None:
    # All but signing out: after that there is no administrator to try the rest.
    rest = described.exclude(path="/api/session", method="DELETE")
    assert try_everything(rest, {"diaban": cookie}) > 20


def test_description_is_openapi_3_1_and_names_every_route(cast: Cast) -> None:
    told = cast.visitor().get("/api/openapi.json").json
    assert told is not None
    assert told["openapi"] == "3.1.0"
    known = {
        re.sub(r"<(?:[^<>:]*(?:\([^)]*\))?:)?(\w+)>", r"{\1}", rule.rule) for rule in cast.app.url_map.iter_rules()
    }
    assert {path for path in known if path.startswith("/api/")} - {"/api/openapi.json"} == set(told["paths"])


def test_every_route_tells_its_refusals_in_the_one_shape(cast: Cast) -> None:
    told = cast.visitor().get("/api/openapi.json").json
    assert told is not None
    for path, methods in told["paths"].items():
        for method, operation in methods.items():
            if method in ("get", "post", "patch", "delete", "put", "head"):
                assert "default" in operation["responses"], (path, method)
                assert operation.get("summary"), (path, method)
