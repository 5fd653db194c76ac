"""Plans from a spreadsheet and on the command line."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from server.cli import main
from server.features.changes.sheets import make_template
from tests.cast import HOME, NEXT_DOOR, Cast, Phone
from tests.features.changes.stories import JOINED, looked, planned

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sheet(*lines: tuple[str, ...]) -> bytes:
    """The template, filled in."""
    book = openpyxl.load_workbook(io.BytesIO(make_template("vi")))
    page = book.worksheets[0]
    for line in lines:
        page.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def put(phone: Phone, plan: str, data: bytes) -> dict[str, object]:
    answer = phone.ask("PUT", f"/api/admin/changes/{plan}/sheet", data=data, content_type=XLSX)
    assert answer.status_code == 200, answer.text
    told: dict[str, object] = answer.get_json()
    return told


def test_a_spreadsheet_gives_a_plan_its_lines_each_with_its_verdict(cast: Cast) -> None:
    plan = planned(cast, [])
    lines = sheet(
        ("", HOME, "", JOINED, "phường"),
        ("", NEXT_DOOR.casefold(), "", JOINED, "phường"),
        ("", "Xã Không Có", "", "Mới", "xã"),
    )
    put(cast.admin.phone(), plan, lines)
    found = looked(cast, plan)
    assert [(row["row"], row["verdict"]) for row in found["rows"]] == [(1, "merge"), (2, "merge"), (3, "bad")]
    assert (found["rows"][2]["code"], found["fits"]) == ("unit_unknown", False)
    assert found["moves"][0]["name"].startswith("phường")


def test_the_same_spreadsheet_twice_is_the_same_plan(cast: Cast) -> None:
    plan, lines = planned(cast, []), sheet(("", HOME, "", JOINED, "phường"), ("", NEXT_DOOR, "", JOINED, "phường"))
    assert put(cast.admin.phone(), plan, lines) == put(cast.admin.phone(), plan, lines)


def test_what_is_no_spreadsheet_says_so(cast: Cast) -> None:
    plan = planned(cast)
    answer = cast.admin.phone().ask("PUT", f"/api/admin/changes/{plan}/sheet", data=b"x", content_type=XLSX)
    assert answer.get_json()["error"]["code"] == "not_a_spreadsheet"
    assert len(looked(cast, plan)["rows"]) == 2


def test_the_command_lists_looks_and_applies(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.opening.open_server", lambda *_args: cast.here)
    monkeypatch.setenv("DIABAN_LANG", "en")
    planned(cast, day="2124-07-01")
    folder = ["--data-dir", str(cast.here.config.data_dir)]

    def run(*words: str) -> str:
        done = CliRunner().invoke(main, ["units", "change", *words, *folder])
        assert done.exit_code == 0, done.output
        return done.output

    assert "not applied" in run("list")
    assert "Communes: 3 → 2" in run("show", "2124-07-01")
    assert "takes effect on 2124-07-01" in run("apply", "2124-07-01", "--by", "admin")
    assert "not applied" not in run("list")


def test_the_command_makes_a_plan_of_a_spreadsheet(cast: Cast, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("server.opening.open_server", lambda *_args: cast.here)
    monkeypatch.setenv("DIABAN_LANG", "en")
    file = tmp_path / "plan.xlsx"
    file.write_bytes(sheet(("", HOME, "", JOINED, "phường"), ("", NEXT_DOOR, "", JOINED, "phường")))
    asked = ["units", "change", "add", str(file), "--day", "2124-07-01", "--title", "Sáp nhập", "--by", "admin"]
    done = CliRunner().invoke(main, [*asked, "--data-dir", str(cast.here.config.data_dir)])
    assert done.exit_code == 0, done.output
    assert "Communes: 3 → 2" in done.output


def test_a_demos_calendar_is_put_to_a_day_and_a_real_offices_is_not(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.opening.open_server", lambda *_args: cast.here)
    monkeypatch.setenv("DIABAN_LANG", "en")
    folder = ["--data-dir", str(cast.here.config.data_dir)]

    def go(day: str) -> tuple[int, str]:
        done = CliRunner().invoke(main, ["units", "go", day, *folder])
        return done.exit_code, done.output

    assert go("2025-07-01") == (1, "The calendar can be moved in the demo only.\n")
    assert go("1/7/2025")[0] == 1
