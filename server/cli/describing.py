"""The API's description without a running server: an app over a database that is thrown away."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from server import create_app
from server.config import Config


def describe() -> str:
    """`/api/openapi.json`, indented."""
    with TemporaryDirectory() as folder:
        app = create_app(Config(data_dir=Path(folder)))
        answer = app.test_client().get("/api/openapi.json")
        app.extensions["diaban"].store.engine.dispose()
    return json.dumps(answer.json, ensure_ascii=False, indent=2)
