"""Backing up, restoring and checking as an operator does it: commands, files, sentences, a server that runs."""

from __future__ import annotations

from pathlib import Path

import pytest
import requests
from click.testing import CliRunner, Result

from server import create_app
from server.cli import main
from server.config import Config
from tests.cast import MEMORY_KIB, found_office
from tests.e2e.served import Served
from tests.features.cli.test_commands import diaban
from tests.storage.test_kills import Walker


def told(*command: str, data_dir: Path, language: str = "en") -> Result:
    """One command within this process: what it says and how it ends are the same, and it starts at once."""
    return CliRunner().invoke(main, [*command, "--data-dir", str(data_dir)], env={"DIABAN_LANG": language})


def founded(folder: Path) -> Path:
    app = create_app(Config(data_dir=folder, password_memory_kib=MEMORY_KIB))
    found_office(app)
    app.extensions["diaban"].store.engine.dispose()
    return folder


@pytest.mark.invariant("restored-server-refilled", "acked-is-durable")
@pytest.mark.failure(7)
def test_an_office_goes_back_while_it_is_served_and_its_phones_bring_everything_again(tmp_path: Path) -> None:
    folder, file = founded(tmp_path / "data"), tmp_path / "monday.diaban"
    with Served("serve", folder) as served:
        walker = Walker("owner", served.url)
        for _ in range(4):
            walker.write()
        assert walker.send()
        made = diaban("backup", "--to", str(file), data_dir=folder)
        assert made.returncode == 0, made.stderr
        assert str(file) in made.stdout
        for _ in range(4):
            walker.write()
        assert walker.send()
        restored = diaban("restore", str(file), data_dir=folder)
        assert restored.returncode == 0, restored.stderr
        assert "--close-refill" in restored.stdout
        # It learns of the new life, brings everything, and reads what there is.
        for _ in range(3):
            assert walker.send()
        assert {op.outcome for op in walker.phone.ops} == {"applied"}
        drafts = {id: row.body["findings"] for (entity, id), row in walker.phone.rows.items() if entity == "draft"}
        assert drafts == walker.said
        assert diaban("restore", "--close-refill", data_dir=folder).returncode == 0
        checked = diaban("verify", data_dir=folder)
        assert (checked.returncode, checked.stderr) == (0, "")
        assert "Whole:" in checked.stdout
        assert requests.get(f"{served.url}/healthz", timeout=10).status_code == 200
    listed = diaban("backup", "--list", data_dir=folder)
    assert str(file) in listed.stdout
    assert len(list(folder.glob("*.before-*"))) == 1


def test_a_locked_backup_wants_its_pass_phrase_and_says_so(tmp_path: Path) -> None:
    folder, file = founded(tmp_path / "data"), tmp_path / "monday.diaban"
    phrases = {name: tmp_path / name for name in ("right", "wrong", "empty")}
    for name, words in (("right", "trăng sáng trên đồng\n"), ("wrong", "trăng tối"), ("empty", "\n")):
        phrases[name].write_text(words, encoding="utf-8")

    def ask(*command: str, phrase: str) -> tuple[int, str]:
        done = told(*command, "--pass-phrase-file", str(phrases[phrase]), data_dir=folder)
        return done.exit_code, done.output

    assert ask("backup", "--to", str(file), phrase="empty")[0] == 1
    assert ask("backup", "--to", str(file), phrase="right")[0] == 0
    assert "--pass-phrase-file" in told("verify", str(file), data_dir=folder).stderr
    assert ask("restore", str(file), phrase="wrong") == (1, "The pass phrase is not the right one.\n")
    assert "Whole:" in ask("verify", str(file), phrase="right")[1]


@pytest.mark.parametrize(("language", "sentence"), [("vi", "bị hỏng ở byte"), ("en", "damaged at byte")])
def test_what_is_damaged_is_told_in_a_sentence_with_its_place(tmp_path: Path, language: str, sentence: str) -> None:
    folder = founded(tmp_path / "data")
    assert told("backup", data_dir=folder).exit_code == 0
    (file,) = (folder / "backups").iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole[:2000] + bytes([whole[2000] ^ 1]) + whole[2001:])
    for command in ("verify", "restore"):
        said = told(command, str(file), data_dir=folder, language=language)
        assert said.exit_code == 1
        assert sentence in said.stderr
        assert isinstance(said.exception, SystemExit)
    office = folder / "diaban.sqlite3"
    office.write_bytes(office.read_bytes().replace(b"owner", b"owneR"))
    said = told("verify", data_dir=folder, language=language)
    assert said.exit_code == 1
    assert "record" in said.stderr or "change" in said.stderr


def test_bad_commands_get_a_sentence(tmp_path: Path) -> None:
    folder = founded(tmp_path / "data")
    other = founded(tmp_path / "other")
    assert told("backup", "--to", str(tmp_path / "one.diaban"), data_dir=folder).exit_code == 0
    for command in (
        ("backup", "--to", str(tmp_path / "one.diaban")),
        ("backup", "--to", str(tmp_path / "nowhere" / "one.diaban")),
        ("restore", str(tmp_path / "nowhere.diaban")),
        ("restore", str(folder / "diaban.sqlite3")),
        ("restore",),
    ):
        said = told(*command, data_dir=folder)
        assert said.exit_code in (1, 2), command
        assert isinstance(said.exception, SystemExit), command
    assert "another office" in told("restore", str(tmp_path / "one.diaban"), data_dir=other).stderr
