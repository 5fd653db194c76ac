"""The office's gateway to other networks (text messages, Telegram, a webhook), through `apprise`, which is an extra.

Owns the gateway's address, its form, and what its answer means. The address holds a password: it lies in a file that
the office's own user alone may read, and is never logged.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Callable
from logging import getLogger
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

if TYPE_CHECKING:
    from apprise import Apprise

# Where a person's number goes in the gateway's address: `telegram://token/{number}`.
_NUMBER: Final = "{number}"
_VARIABLE: Final = re.compile(r"\{[^{}]*\}")
# A telephone number, or an account's number: Telegram's of groups begin with a minus.
_NUMBERS: Final = re.compile(r"[+-]?[0-9]{5,20}")
_FILE_CHARS_MAX: Final = 4096
# A number to see by whether the address is one.
_NOBODY: Final = "+840000000000"


class GatewaySettingError(ValueError):
    """A gateway that cannot be used. `code` names a sentence for whoever starts the office."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class GatewaySilentError(Exception):
    """The gateway did not take the message. It does not say why: trying again may help."""


def is_number(text: str) -> bool:
    """Whether a person can have this number at a gateway."""
    return _NUMBERS.fullmatch(text) is not None


def read_gateway(file: Path) -> str:
    """The gateway's address, with `{number}` where a person's goes: the first line of a file. GatewaySettingError."""
    try:
        mode = file.stat().st_mode
        with file.open(encoding="utf-8") as opened:
            line = opened.read(_FILE_CHARS_MAX).split("\n")[0].strip()
    except (OSError, UnicodeDecodeError) as fault:
        raise GatewaySettingError("gateway_file") from fault
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise GatewaySettingError("gateway_open")
    if set(_VARIABLE.findall(line)) != {_NUMBER}:
        raise GatewaySettingError("gateway_template")
    return line


class Gateway:
    """Sends through the gateway of that address. GatewaySettingError when it is none, or `apprise` is not there."""

    def __init__(self, template: str) -> None:
        try:
            from apprise import Apprise, AppriseAsset
        except ImportError as fault:
            raise GatewaySettingError("gateway_missing") from fault
        # It would name the numbers that it could not reach, and the address with its password.
        getLogger("apprise").disabled = True
        # What a message says is text and nothing else, and nobody is followed to where we have not looked.
        asset = AppriseAsset(app_id="DiaBan", http_redirects=False, interpret_escapes=False, async_mode=False)
        self._template = template
        self._empty: Callable[[], Apprise] = lambda: Apprise(asset=asset)
        self._opened(_NOBODY)

    def send(self, number: str, text: str) -> None:
        """Hand one message in. GatewaySilentError."""
        if not self._opened(number).notify(body=text, body_format="text"):
            raise GatewaySilentError

    def _opened(self, number: str) -> Apprise:
        gateway = self._empty()
        if not gateway.add(self._template.replace(_NUMBER, quote(number, safe=""))):
            raise GatewaySettingError("gateway_unknown")
        return gateway
