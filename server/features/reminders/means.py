"""What this office can send by: the roads that its settings open, and its keys to push services.

Owns that reading. A demo has one road, `kept`, on which nothing leaves the machine. The key pair lies in the database:
every process of the office signs with the same, a new machine that a backup is put back on still reaches the phones,
and where one goes back in time the key stays as its phones do.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from server.config import Config
from server.features.people.directory import Directory
from server.features.reminders.model import push_key
from server.features.reminders.phones import do_retire_all
from server.platform.channels.addresses import is_host
from server.platform.channels.gateway import Gateway, GatewaySettingError, read_gateway
from server.platform.channels.mail import MailSettingError, is_address, on_wire, read_mail_server
from server.platform.channels.push import PushKey

KEPT: Final = "kept"


class MeansError(ValueError):
    """A setting that cannot be meant. `code` names the sentence for whoever starts the office: `cli-means-<code>`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Means:
    """What is open. `push_key`: what browsers subscribe with, in base64url; None where nothing is pushed."""

    kept: bool
    push_key: str | None
    mail: bool
    gateway: bool

    @property
    def roads(self) -> tuple[str, ...]:
        """The roads, from the first to the last."""
        open_ = {KEPT: self.kept, "push": self.push_key is not None, "mail": self.mail, "gateway": self.gateway}
        return tuple(road for road, is_open in open_.items() if is_open)


def read_means(connection: Connection, config: Config, directory: Directory) -> Means:
    """What an office with these settings can send by."""
    if directory.office and directory.office.demo:
        return Means(kept=True, push_key=None, mail=False, gateway=False)
    key = read_key(connection) if contact_of(config) else None
    return Means(
        kept=False,
        push_key=shown(key) if key else None,
        mail=bool(config.mail_url and config.mail_from),
        gateway=config.gateway_url_file is not None,
    )


def check_settings(config: Config) -> None:
    """What is set can be meant: to be asked before an office is served. MeansError."""
    if (config.mail_url or config.gateway_url_file) and not config.public_origin:
        raise MeansError("origin")
    if config.mail_url:
        _check_mail(config.mail_url, config.mail_from)
    if not all(is_host(host) for host in config.push_hosts):
        raise MeansError("push_host")
    if config.gateway_url_file:
        open_gateway(config.gateway_url_file)


def _check_mail(url: str, sender: str | None) -> None:
    try:
        read_mail_server(url)
    except MailSettingError as fault:
        raise MeansError("mail_url") from fault
    if not sender or not is_address(sender):
        raise MeansError("mail_from")


def open_gateway(file: Path) -> Gateway:
    """The gateway that the file names. MeansError."""
    try:
        return Gateway(read_gateway(file))
    except GatewaySettingError as fault:
        raise MeansError(fault.code) from fault


def contact_of(config: Config) -> str:
    """Whom a push service may ask about what we send; empty when nobody is named, and then nothing is pushed."""
    return f"mailto:{on_wire(config.mail_from)}" if config.mail_from else config.public_origin or ""


def read_key(connection: Connection) -> PushKey | None:
    """The office's key pair; None until somebody makes one."""
    row = connection.execute(sa.select(push_key.c.pem, push_key.c.point)).one_or_none()
    return PushKey(bytes(row.pem), bytes(row.point)) if row else None


def do_keep_key(connection: Connection, key: PushKey, *, now: int) -> int:
    """Keep this key pair in place of any other. Phones that were made for another must subscribe anew; how many."""
    connection.execute(push_key.delete())
    connection.execute(push_key.insert().values(id=1, pem=key.pem, point=key.point, made=now))
    return do_retire_all(connection, now)


def shown(key: PushKey) -> str:
    """The public half as browsers take it."""
    return urlsafe_b64encode(key.point).decode().rstrip("=")
