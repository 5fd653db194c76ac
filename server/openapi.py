"""`/api/openapi.json`: what the doors say of themselves, made when it is first asked for.

Owns the making of the description. Making it takes longer than everything else at a start, and few ever ask: neither a
start nor a running office's memory pays for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Flask, Response
from flask_smorest import Api, Blueprint

from server.schemas import Error
from server.wire import description

_ABOUT: Final = {"API_TITLE": "Địa Bàn", "API_VERSION": "1", "OPENAPI_VERSION": "3.1.0"}


class _OneShapeApi(Api):  # type: ignore[misc]
    """flask-smorest, but errors are described in our one shape."""

    ERROR_SCHEMA = Error


def install_description(app: Flask, blueprints: Sequence[Blueprint]) -> None:
    """Let the app answer with the description of these doors."""

    @cache
    def text() -> str:
        return app.json.dumps(describe(blueprints), indent=2, sort_keys=False)

    app.add_url_rule("/api/openapi.json", "openapi", lambda: Response(text(), mimetype="application/json"))


def describe(blueprints: Sequence[Blueprint]) -> dict[str, Any]:
    """The description of these doors, OpenAPI 3.1. It depends on nothing else: no settings, no database."""
    bare = Flask("server", static_folder=None)
    bare.config.update(_ABOUT)
    api = _OneShapeApi(bare, spec_kwargs={"marshmallow_plugin": MarshmallowPlugin(schema_name_resolver=_name_schema)})
    for name, shape in description.SCHEMAS.items():
        api.spec.components.schema(name, shape)
    for blueprint in blueprints:
        api.register_blueprint(blueprint)
    told: dict[str, Any] = api.spec.to_dict()
    return told


def _name_schema(schema: object) -> str:
    """The name of a schema in the description; one whose fields may all be left out is another schema."""
    kind = schema if isinstance(schema, type) else type(schema)
    return f"{kind.__name__}{'Changes' if getattr(schema, 'partial', None) is True else ''}"
