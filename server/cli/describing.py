"""The API's description, without a running server and without a database."""

from __future__ import annotations

import json

from server.factory import BLUEPRINTS
from server.openapi import describe as describe_doors


def describe() -> str:
    """`/api/openapi.json`, indented."""
    return json.dumps(describe_doors(BLUEPRINTS), ensure_ascii=False, indent=2)
