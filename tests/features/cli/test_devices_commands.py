"""Devices and rescue files from the command line."""

from __future__ import annotations

import json
from os import urandom
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from server.cli import main
from server.context import Server
from server.features.devices.rescue import load_keys
from server.platform.boxes import closed, new_key
from tests.cast import Cast
from tests.factories import id_of
from tests.features.visits.stories import REPORT


@pytest.fixture
def run(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> object:
    """Runs a command on the cast's own office."""
    monkeypatch.setattr("server.opening.open_server", lambda *_args: cast.here)

    def run_(*arguments: str) -> Result:
        return CliRunner().invoke(main, list(arguments))

    return run_


def test_an_operator_withdraws_a_device_and_gives_it_back(cast: Cast, run: object, tmp_path: Path) -> None:
    assert callable(run)
    phone = cast.owner.phone()
    place = ("--data-dir", str(tmp_path))
    listed = run("user", "devices", "owner", *place)
    assert (listed.exit_code, cast.owner.device() in listed.output) == (0, True), listed.output
    for options, state in (((), "drain"), (("--lost",), "lost"), (("--give-back",), "active")):
        done = run("user", "withdraw", "owner", cast.owner.device(), *options, *place)
        assert done.exit_code == 0, done.output
        assert (phone.get("/api/session").json or {})["device_state"] == state
    assert run("user", "withdraw", "owner", id_of("none"), *place).exit_code != 0


def test_an_operator_brings_in_a_rescue_file(cast: Cast, run: object, tmp_path: Path) -> None:
    assert callable(run)
    here: Server = cast.here
    told = cast.owner.phone().get("/api/session").json or {}
    columns = ["n", "op_id", "role", "at", "id", "round", *(f"set.{name}" for name in REPORT)]
    row = [1, id_of("op"), "cadre", 1, id_of("visit"), 1, *REPORT.values()]
    words = {
        "v": 1, "person": cast.owner.id, "device": cast.owner.device(), "proof": told["rescue"]["proof"], "made": 5,
        "groups": [{"k": "visit.submit", "s": 1, "cols": columns, "rows": [row]}], "photos": [],
    }  # fmt: skip
    text = json.dumps(words).encode()
    file = tmp_path / "owner.rescue"
    file.write_bytes(closed(len(text).to_bytes(4) + text, load_keys(here.store).point, new_key(urandom(48))))
    done = run("rescue", "import", str(file), "--data-dir", str(tmp_path))
    assert done.exit_code == 0, done.output
    assert "Người owner" in done.output
    with here.store.read() as reader:
        assert reader.record("visit", id_of("visit")) is not None
    file.write_bytes(b"PK")
    assert run("rescue", "import", str(file), "--data-dir", str(tmp_path)).exit_code != 0
