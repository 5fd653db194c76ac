"""Reminders in a running office: what its leader looks around and sends with, put together from the settings.

Owns that choice: which roads this office has. A demo has one that keeps everything, so that nothing leaves the machine.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from server.context import Server
from server.features.devices.model import secrets
from server.features.people.directory import Directory
from server.features.people.queries import load_directory
from server.features.reminders.outbox import Message
from server.features.reminders.roads import MailRoad, PushRoad, Telling
from server.features.reminders.sending import Road, Sender, Sent
from server.features.reminders.watch import Watch
from server.features.reminders.wishes import reached_by
from server.platform.channels.addresses import PUSH_HOSTS, Outside
from server.platform.channels.mail import Mailer, read_mail_server
from server.platform.channels.push import Pusher
from server.platform.db import write_transaction
from server.platform.ids import new_id
from server.registry import FINDERS, REMINDED

# The secret under which the key to push services is kept.
PUSH_KEY: Final = "push_key"
# The road of a demo.
KEPT: Final = "kept"


class Reminding:
    """What one process reminds with while it leads. `outside` is the way to push services."""

    def __init__(self, here: Server, *, outside: Outside | None = None) -> None:
        self._here = here
        is_demo = bool((office := self._directory().office) and office.demo)
        can = (KEPT,) if is_demo else _set_up(here)
        self._watch = Watch(
            here.store, here.clock, here.office_clock, kinds=REMINDED, finders=FINDERS, new_id=new_id, can=can
        )
        self._telling = Telling(self._directory, self._watch.wishes)
        self._roads: dict[str, Road] = {KEPT: _keep} if is_demo else {road: self._road(road, outside) for road in can}
        self._sender = Sender(
            holder=new_id(),
            write=lambda: write_transaction(here.store.engine),
            roads=self._roads,
            roads_of=self._roads_of,
            now_ms=here.clock.now_ms,
        )

    def look(self) -> int:
        """Look around once. Returns how many messages were put in."""
        return self._watch.look().put_in

    def send(self) -> int:
        """Send what is due. Returns how many messages were tried."""
        return self._sender.send()

    def _road(self, name: str, outside: Outside | None) -> Road:
        here, config = self._here, self._here.config
        if name == "push":
            key = _push_key(here) or b""
            pusher = Pusher(outside or Outside(), key_pem=key, contact=_contact(here), now_ms=here.clock.now_ms)
            hosts = (*PUSH_HOSTS, *config.push_hosts)
            return PushRoad(here.store, pusher, self._telling, hosts=hosts, now_ms=here.clock.now_ms)
        server = read_mail_server(config.mail_url or "")
        mailer = Mailer(server, sender=config.mail_from or "", name=self._name(), now_ms=here.clock.now_ms)
        return MailRoad(here.store, mailer, self._telling, origin=config.public_origin or "")

    def _roads_of(self, person: str) -> list[str]:
        with self._here.store.read() as reader:
            return self._watch.wishes.roads(person, reached_by(reader.connection).get(person, ()))

    def _directory(self) -> Directory:
        with self._here.store.read() as reader:
            return load_directory(reader)

    def _name(self) -> str:
        office = self._directory().office
        return office.name if office else ""


def _set_up(here: Server) -> tuple[str, ...]:
    """The roads that this office has what it takes for."""
    config = here.config
    push = ("push",) if _push_key(here) and _contact(here) else ()
    return (*push, *(("mail",) if config.mail_url and config.mail_from else ()))


def _contact(here: Server) -> str:
    """Whom a push service may ask about what we send."""
    return f"mailto:{here.config.mail_from}" if here.config.mail_from else here.config.public_origin or ""


def _keep(_message: Message) -> Sent:
    return Sent("taken")


def _push_key(here: Server) -> bytes | None:
    with here.store.read() as reader:
        found = reader.connection.execute(sa.select(secrets.c.value).where(secrets.c.name == PUSH_KEY)).scalar()
    return bytes(found) if found else None
