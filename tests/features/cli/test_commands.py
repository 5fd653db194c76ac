"""The command line as an operator meets it: real processes, real ports, real signals."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from tests.e2e.served import Served, free_port

WRITES = {"X-Diaban": "1"}


def diaban(*arguments: str, data_dir: Path | None = None, language: str = "en") -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    where = ["--data-dir", str(data_dir)] if data_dir else []
    environment = {**os.environ, "DIABAN_LANG": language, "PYTHONWARNINGS": "error"}
    command = [sys.executable, "-m", "server.cli", *arguments, *where]
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120, check=False)


def code_in(said: str) -> str:
    found = re.search(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2}", said)
    assert found, said
    return found[0]


def test_first_administrator_is_made_and_signs_in_while_the_server_runs(tmp_path: Path) -> None:
    with Served("serve", tmp_path / "data", environment={"DIABAN_LANG": "en"}) as served:
        assert "diaban user add" in served.log.read_text()
        added = diaban("user", "add", "nhan", "--name", "Nhàn", "--admin", data_dir=served.data_dir)
        assert added.returncode == 0, added.stderr
        device = {"id": "11111111-1111-4111-8111-111111111111", "label": ""}
        body = {"username": "nhan", "code": code_in(added.stdout), "new_password": "mot hai ba bon", "device": device}
        browser = requests.Session()
        signed_in = browser.post(f"{served.url}/api/session/code", json=body, headers=WRITES, timeout=10)
        assert signed_in.json()["roles"] == ["admin"]
        assert browser.get(f"{served.url}/api/admin/people", timeout=10).json()[0]["name"] == "Nhàn"
        served.stop()
        assert "Stopped." in served.log.read_text()
        served.start()
        assert browser.get(f"{served.url}/api/session", timeout=10).status_code == 200
        assert served.log.read_text().count("diaban user add") == 1


def test_life_of_an_account(tmp_path: Path) -> None:
    assert diaban("user", "add", "an", "--name", "Lê An", data_dir=tmp_path).returncode == 0
    assert "an  " in diaban("user", "list", data_dir=tmp_path).stdout
    assert len(code_in(diaban("user", "code", "an", data_dir=tmp_path).stdout)) == 14
    assert diaban("user", "role", "an", "admin", data_dir=tmp_path).returncode == 0
    assert "administrator" in diaban("user", "list", data_dir=tmp_path).stdout
    assert "last administrator" in diaban("user", "disable", "an", data_dir=tmp_path).stderr
    diaban("user", "add", "binh", "--admin", data_dir=tmp_path)
    stranger = diaban("user", "role", "binh", "admin", "--substitute", "nobody", data_dir=tmp_path)
    assert (stranger.returncode, stranger.stderr.count("substitute")) == (1, 1)
    assert diaban("user", "disable", "an", data_dir=tmp_path).returncode == 0
    assert "(disabled)" in diaban("user", "list", data_dir=tmp_path).stdout
    assert diaban("user", "enable", "an", data_dir=tmp_path).returncode == 0
    assert diaban("user", "sessions", "an", data_dir=tmp_path).stdout == ""
    assert "0 sessions" in diaban("user", "end-session", "an", data_dir=tmp_path).stdout


@pytest.mark.parametrize(
    ("language", "sentence"), [("vi", "Tên đăng nhập này đã có"), ("en", "This user name is taken")]
)
def test_bad_command_gets_a_sentence_and_a_failure(tmp_path: Path, language: str, sentence: str) -> None:
    diaban("user", "add", "an", data_dir=tmp_path)
    again = diaban("user", "add", "an", data_dir=tmp_path, language=language)
    assert again.returncode == 1
    assert sentence in again.stderr
    assert "Traceback" not in again.stderr
    assert diaban("user", "code", "nobody", data_dir=tmp_path).returncode == 1
    assert diaban("user", "role", "an", "cadre", "--unit", "Đâu Đó", data_dir=tmp_path).returncode == 1


def test_database_is_brought_up_to_date_and_twice_is_fine(tmp_path: Path) -> None:
    assert diaban("migrate", data_dir=tmp_path).returncode == 0
    assert diaban("migrate", data_dir=tmp_path).returncode == 0
    assert (tmp_path / "diaban.sqlite3").exists()


def test_description_of_the_api_is_printed(tmp_path: Path) -> None:
    described = json.loads(diaban("openapi").stdout)
    assert described["openapi"].startswith("3.1")
    assert "/api/session" in described["paths"]


def test_port_that_is_taken_is_told_at_once(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        refused = diaban("serve", "--port", port, data_dir=tmp_path)
    assert refused.returncode == 1
    assert port in refused.stderr


def test_fresh_never_empties_a_folder_that_is_not_a_demo(tmp_path: Path) -> None:
    (tmp_path / "precious.txt").write_text("x")
    refused = diaban("demo", "--fresh", "--no-browser", "--port", str(free_port()), data_dir=tmp_path)
    assert refused.returncode == 1
    assert (tmp_path / "precious.txt").exists()


def test_demo_leaves_a_real_office_as_it_is_and_fresh_does_not_empty_it(tmp_path: Path) -> None:
    assert diaban("migrate", data_dir=tmp_path).returncode == 0
    before = sorted(path.name for path in tmp_path.iterdir())
    assert "diaban.sqlite3" in before
    for options in ((), ("--fresh",)):
        told = diaban("demo", "--no-browser", "--port", str(free_port()), *options, data_dir=tmp_path)
        assert told.returncode != 0
        assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_demo_starts_tells_the_accounts_keeps_its_data_and_starts_over(tmp_path: Path) -> None:
    demo = Served("demo", tmp_path / "data", options=("--no-browser",), environment={"DIABAN_LANG": "vi"})
    device = {"id": "11111111-1111-4111-8111-111111111111", "label": ""}
    body = {"username": "cadre1", "password": "dia-ban-2026", "device": device}
    with demo:
        said = demo.log.read_text()
        assert all(name in said for name in ("cadre1", "contact2", "agency1", "supervisor", "dia-ban-2026", demo.url))
        browser = requests.Session()
        first = browser.post(f"{demo.url}/api/session", json=body, headers=WRITES, timeout=10).json()
        demo.stop()
        demo.start()
        again = browser.get(f"{demo.url}/api/session", timeout=10).json()
        assert again == first
        assert "--fresh" in demo.log.read_text()[len(said) :]
        demo.stop()
        demo.options = ("--no-browser", "--fresh")
        demo.start()
        assert browser.get(f"{demo.url}/api/session", timeout=10).status_code == 401


def test_worker_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    served = Served("serve", tmp_path / "data").start()
    assert served.process is not None
    os.kill(served.process.pid, signal.SIGKILL)
    served.process.wait(10)
    with pytest.raises(requests.ConnectionError):
        for _ in range(1000):
            requests.get(f"{served.url}/healthz", timeout=5)
