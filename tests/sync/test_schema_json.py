"""The lists that Python and TypeScript share."""

from pathlib import Path

from sync import schema_json

SCHEMA = Path(__file__).parents[2] / "client_pwa/src/sync/schema.json"


def test_the_phone_has_the_lists_of_this_server() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == schema_json.render(), (
        "run: python -m sync.schema_json > client_pwa/src/sync/schema.json"
    )
