"""Without a browser `make test` fails and says what is missing; it never goes on without."""

from __future__ import annotations

import subprocess

import pytest

from tests.tools import browser


@pytest.fixture(autouse=True)
def someone_elses_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DIABAN_CHROMIUM", raising=False)
    monkeypatch.setattr("os.geteuid", lambda: 1000)


def test_a_browser_on_the_path_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: "/usr/bin/chromium" if name == "chromium" else None)
    assert browser.main() == 0


def test_no_browser_fails_and_names_the_way_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    assert browser.main() == 1
    said = capsys.readouterr().err
    assert "apt-get install chromium" in said
    assert "DIABAN_CHROMIUM" in said


def test_where_the_smaller_one_is_unknown_the_other_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    installed = ["apt-get"]

    def system(words: list[str], **_more: object) -> subprocess.CompletedProcess[bytes]:
        known = "chromium-headless-shell" not in words
        if known and "chromium" in words:
            installed.append("chromium")
        return subprocess.CompletedProcess(words, 0 if known else 100)

    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}" if name in installed else None)
    monkeypatch.setattr("subprocess.run", system)
    assert browser.main() == 0
    said = capsys.readouterr().out
    assert "chromium-headless-shell cannot be had here" in said
    assert said.splitlines()[-1].startswith("· installing chromium ")


def test_a_named_browser_that_is_not_there_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIABAN_CHROMIUM", "/nowhere/chromium")
    assert browser.chromium() is None
