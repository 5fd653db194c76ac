"""`diaban keys`: made once, shown whenever asked, replaced only by one's own word."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from server.cli import main
from server.cli.preparing import prepare_office
from server.features.reminders.means import do_keep_key, read_key
from server.platform.channels.push import PushKey, new_push_key
from tests.cast import Cast
from tests.features.backups.stories import Bag, bag
from tests.features.reminders.test_roads import roads, subscription

__all__ = ["bag"]


@pytest.fixture
def run(cast: Cast, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> object:
    """Runs the command on the cast's own office."""
    monkeypatch.setattr("server.opening.open_server", lambda *_args: cast.here)
    place = ("--data-dir", str(tmp_path))
    return lambda *more: CliRunner().invoke(main, ["keys", *more, *place], env={"DIABAN_LANG": "en"})


def public(result: Result) -> str:
    assert result.exit_code == 0, result.output
    return result.output.splitlines()[1]


def test_the_key_is_made_once_and_shown_again(run: object, cast: Cast) -> None:
    assert callable(run)
    made, again = run(), run()
    assert "is made" in made.output
    assert "stays in use" in again.output
    assert len(public(made)) == 87
    assert public(made) == public(again)
    with cast.here.store.read() as reader:
        key = read_key(reader.connection)
    assert key is not None
    assert key.pem.decode() not in made.output
    assert "PRIVATE" not in made.output


def test_another_key_asks_every_phone_anew(run: object, cast: Cast) -> None:
    assert callable(run)
    first = public(run())
    given = {**subscription("one"), "endpoint": "https://fcm.googleapis.com/send/one"}
    assert cast.owner.phone().post("/api/reminders/subscriptions", given).status_code == 201
    replaced = run("--replace")
    assert "One phone must turn reminders on again" in replaced.output
    assert public(replaced) != first
    [phone] = roads(cast.owner.phone())["phones"]
    assert (phone["open"], phone["retired"]) == (False, cast.here.clock.now_ms())


def test_an_office_that_nobody_could_write_to_is_told(run: object) -> None:
    assert callable(run)
    assert "DIABAN_MAIL_FROM" in run().output


def test_an_office_that_goes_back_in_time_keeps_the_key_that_its_phones_were_made_for(bag: Bag) -> None:
    keep(bag)
    held = bag.back_up()
    now = keep(bag)
    bag.restore(held)
    with bag.here.store.read() as reader:
        assert read_key(reader.connection) == now


def keep(bag: Bag) -> PushKey:
    key = new_push_key()
    with bag.here.store.write() as tx:
        do_keep_key(tx.connection, key, now=bag.here.clock.now_ms())
    return key


@pytest.mark.parametrize(("told", "setting"), [
    ("apprise", ("DIABAN_GATEWAY_URL_FILE", "gateway")),
    ("smtp://", ("DIABAN_MAIL_URL", "mail.example.vn")),
    ("DIABAN_PUSH_HOSTS", ("DIABAN_PUSH_HOSTS", "https://push.example.vn")),
])  # fmt: skip
def test_an_office_whose_roads_cannot_be_meant_is_not_served_and_says_why(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    told: str,
    setting: tuple[str, str],
) -> None:
    (tmp_path / "gateway").write_text("json://127.0.0.1/{number}")
    (tmp_path / "gateway").chmod(0o600)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, "apprise", None)
    monkeypatch.setenv("DIABAN_PUBLIC_ORIGIN", "https://diaban.example.vn")
    monkeypatch.setenv(*setting)
    with pytest.raises(SystemExit):
        prepare_office(tmp_path / "data", 8000)
    assert told in capsys.readouterr().err
    assert not (tmp_path / "data").exists()
