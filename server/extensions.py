"""The Flask extensions, unbound: `create_app` binds them, so that no module needs an app to be imported."""

from __future__ import annotations

from apispec.ext.marshmallow import MarshmallowPlugin
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_smorest import Api
from flask_sqlalchemy import SQLAlchemy
from werkzeug.exceptions import HTTPException

from server.errors import answer_problem, problem_of
from server.platform.db import metadata
from server.schemas import Error


def name_schema(schema: object) -> str:
    """The name of a schema in the description; one whose fields may all be left out is another schema."""
    kind = schema if isinstance(schema, type) else type(schema)
    return f"{kind.__name__}{'Changes' if getattr(schema, 'partial', None) is True else ''}"


class OneShapeApi(Api):  # type: ignore[misc]
    """flask-smorest, but its errors are described and leave in our one shape."""

    ERROR_SCHEMA = Error

    def handle_http_exception(self, error: HTTPException) -> object:
        """The answer for what the framework refused."""
        return answer_problem(problem_of(error))


api = OneShapeApi(spec_kwargs={"marshmallow_plugin": MarshmallowPlugin(schema_name_resolver=name_schema)})
# It opens the engine of the app's database and no more: reads and writes are SQLAlchemy Core.
db = SQLAlchemy(metadata=metadata)
# Counts live in the process: they bound floods. What must outlive a restart, failed sign-ins, is kept in the database.
limiter = Limiter(get_remote_address, storage_uri="memory://", headers_enabled=False)
