"""What the office's gateway is handed, and which settings are none."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.platform.channels.gateway import Gateway, GatewaySettingError, GatewaySilentError, is_number, read_gateway
from tests.webhook import Webhook, webhook

# The library reads all that it can send by when first asked, and one of these leans on a module that leaves Python.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")


@pytest.fixture
def hook() -> Iterator[Webhook]:
    with webhook() as made:
        yield made


def test_a_message_goes_to_the_persons_number(hook: Webhook) -> None:
    Gateway(hook.template).send("+84912345678", "Có việc mới trong Địa Bàn\nhttps://diaban.example.vn/reminders")
    [(path, body)] = hook.taken
    assert path in ("/send/+84912345678", "/send/%2B84912345678")
    assert body["message"] == "Có việc mới trong Địa Bàn\nhttps://diaban.example.vn/reminders"


@pytest.mark.parametrize("status", [302, 400, 500])
def test_a_gateway_that_takes_nothing_is_asked_again_and_nobody_is_followed(
    hook: Webhook, status: int, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    hook.status = status
    with pytest.raises(GatewaySilentError):
        Gateway(hook.template).send("+84912345678", "Có việc mới")
    assert len(hook.taken) == 1
    # It would tell the number, and the address with its password.
    assert caplog.text == ""
    assert capfd.readouterr() == ("", "")


def test_a_gateway_that_is_not_there_is_silent() -> None:
    with pytest.raises(GatewaySilentError):
        Gateway("json://127.0.0.1:1/{number}").send("+84912345678", "Có việc mới")


def gateway_file(folder: Path, text: str, mode: int = 0o600) -> Path:
    file = folder / "gateway"
    file.write_text(text, encoding="utf-8")
    file.chmod(mode)
    return file


def test_the_address_is_the_files_first_line(tmp_path: Path) -> None:
    assert read_gateway(gateway_file(tmp_path, "json://host/{number}\nnote\n")) == "json://host/{number}"


@pytest.mark.parametrize(("code", "text", "mode"), [
    ("gateway_template", "json://host/", 0o600),
    ("gateway_template", "json://host/{phone}", 0o600),
    ("gateway_template", "json://host/{number}?name={name}", 0o600),
    ("gateway_template", "", 0o600),
    ("gateway_open", "json://host/{number}", 0o644),
    ("gateway_open", "json://host/{number}", 0o640),
])  # fmt: skip
def test_a_file_that_cannot_be_meant_is_refused_by_name(tmp_path: Path, code: str, text: str, mode: int) -> None:
    with pytest.raises(GatewaySettingError, match=code):
        read_gateway(gateway_file(tmp_path, text, mode))


def test_a_file_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(GatewaySettingError, match="gateway_file"):
        read_gateway(tmp_path / "none")


@pytest.mark.parametrize("template", ["nonsense://host/{number}", "{number}"])
def test_an_address_of_no_gateway_is_refused_by_name(template: str) -> None:
    with pytest.raises(GatewaySettingError, match="gateway_unknown"):
        Gateway(template)


def test_without_its_package_there_is_no_gateway(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    with pytest.raises(GatewaySettingError, match="gateway_missing"):
        Gateway("json://host/{number}")


@pytest.mark.parametrize("text", ["", "1234", "0912 345 678", "+84/../x", "{number}", "٠٩١٢٣٤٥", "9" * 21])
def test_what_is_no_number_is_known_as_such(text: str) -> None:
    assert not is_number(text)


@pytest.mark.parametrize("text", ["0912345678", "+84912345678", "-100123456789"])
def test_ordinary_number_is_one(text: str) -> None:
    assert is_number(text)
