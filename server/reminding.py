"""Reminders in a running office: what its leader looks around and sends with, put together from the settings.

Owns that choice, and how often it is looked around. A demo has one road that keeps everything, so that nothing leaves
the machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import Event
from typing import Final

from sqlalchemy.engine import Connection
from structlog import get_logger

from server.context import Server
from server.features.occasions import Finder
from server.features.people.queries import load_directory
from server.features.reminders.means import KEPT, Means, MeansError, contact_of, open_gateway, read_key, read_means
from server.features.reminders.outbox import Message
from server.features.reminders.reach import Reached
from server.features.reminders.roads import GatewayRoad, MailRoad, PushRoad, Telling
from server.features.reminders.sending import Road, Sender, Sent, Wishes
from server.features.reminders.watch import Watch
from server.platform.channels.addresses import PUSH_HOSTS, Outside
from server.platform.channels.gateway import Gateway
from server.platform.channels.mail import Mailer, MailServer, MailSettingError, read_mail_server
from server.platform.channels.push import Pusher
from server.platform.ids import new_id
from server.registry import FINDERS, REMINDED

# What became due is put in within a minute; what is in leaves when its moment comes.
LOOK_MS: Final = 60_000
# While an office is busy, looking again before each batch takes at most this part of the time.
_LOOKING_PART: Final = 5
# What a silent service costs is no reason to rest for as long again.
_REST_MS_MAX: Final = 500
# What is sent waits while somebody is served here, so long at most: it may be an office that is never quiet.
_WAY_MS_MAX: Final = 100


class Reminding:
    """What one process reminds with while it leads; for one thread. `outside` is the way to push services."""

    def __init__(self, here: Server, *, outside: Outside | None = None, finders: Iterable[Finder] = FINDERS) -> None:
        self._here = here
        self._stops = Event()
        self._looked = 0
        self._looked_at, self._rests_until = 0, 0
        self._outside = outside or Outside()
        self._means: tuple[Means, str] | None = None
        self._roads: dict[str, Road] = {}
        self._watch = Watch(here.store, here.clock, here.office_clock, kinds=REMINDED, finders=finders, new_id=new_id)
        self._sender = self._made_sender()

    def tick(self) -> int:
        """Look around where a minute has gone by, and send what is due. Returns how many messages were tried."""
        now = self._here.clock.now_ms()
        # A clock that is put back is no reason to wait until it has come as far again.
        if 0 <= now - self._looked < LOOK_MS:
            return self.send()
        self._looked = now
        tried = 0
        # A look puts in so many at most; what is left follows when these have gone.
        while not self._stops.is_set():
            self.look()
            tried += self.send()
            if self._watch.is_settled:
                break
        return tried

    def look(self) -> int:
        """Look around once. Returns how many messages were put in."""
        self._set_up()
        begun = self._here.clock.now_ms()
        put_in = self._watch.look().put_in
        ended = self._here.clock.now_ms()
        self._looked_at, self._rests_until = ended, ended + (ended - begun) * (_LOOKING_PART - 1)
        return put_in

    def _look_again(self) -> None:
        """What was done since the messages came due is taken out, as of a moment ago."""
        if not self._looked_at <= self._here.clock.now_ms() < self._rests_until:
            self.look()
        else:
            self._set_up()
        self._watch.count()

    def _set_up(self) -> None:
        """Open the roads that the office has by now: after `diaban keys` nobody has to start anything again."""
        with self._here.store.read() as reader:
            directory = load_directory(reader)
            means = read_means(reader.connection, self._here.config, directory)
            name = directory.office.name if directory.office else ""
            if self._means == (means, name):
                return
            key = read_key(reader.connection)
        self._means = means, name
        makers = self._makers(key.pem if key else b"", name)
        watch = self._watch
        telling = Telling(lambda: watch.directory, watch.wishes, lambda person: watch.unread.get(person, 0))
        self._roads.clear()
        self._roads.update({road: makers[road](telling) for road in means.roads if road in makers})
        self._watch.wishes.open(self._roads)

    def send(self) -> int:
        """Send what is due. Returns how many messages were tried."""
        return self._sender.send()

    def stop(self) -> None:
        """Begin nothing more: what is under way ends, the rest is another's. From any thread, for good."""
        self._stops.set()

    def _made_sender(self) -> Sender:
        wishes = self._watch.wishes
        return Sender(
            holder=new_id(),
            read=self._reading,
            write=self._writing,
            roads=self._roads,
            wishes=Wishes(lambda person, reached: wishes.roads(person, reached.roads), self._watch.allowed),
            look=self._look_again,
            now_ms=self._here.clock.now_ms,
            new_id=new_id,
            rest=lambda ms: self._stops.wait(min(ms, _REST_MS_MAX) / 1000),
            stops=self._stops.is_set,
            give_way=lambda: self._here.traffic.wait(_WAY_MS_MAX),
        )

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._here.store.read() as reader:
            yield reader.connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._here.store.write() as tx:
            yield tx.connection

    def _makers(self, key_pem: bytes, name: str) -> dict[str, Callable[[Telling], Road]]:
        """How each road is made. What is set up wrongly is none: it is logged, and the others go on."""
        makers: dict[str, Callable[[Telling], Road]] = {
            KEPT: lambda _telling: _keep,
            "push": lambda telling: self._push_road(telling, key_pem),
        }
        try:
            server = read_mail_server(self._here.config.mail_url or "smtp://none")
        except MailSettingError as fault:
            get_logger().error("mail_setting", part=str(fault))
        else:
            makers["mail"] = lambda telling: self._mail_road(telling, server, name)
        try:
            gateway = self._gateway()
        except MeansError as fault:
            get_logger().error("gateway_setting", code=fault.code)
        else:
            makers |= {"gateway": lambda telling: self._gateway_road(telling, gateway)} if gateway else {}
        return makers

    def _gateway(self) -> Gateway | None:
        file = self._here.config.gateway_url_file
        return open_gateway(file) if file else None

    def _gateway_road(self, telling: Telling, gateway: Gateway) -> Road:
        return GatewayRoad(gateway, telling, origin=self._here.config.public_origin or "")

    def _push_road(self, telling: Telling, key_pem: bytes) -> Road:
        config, now_ms = self._here.config, self._here.clock.now_ms
        pusher = Pusher(self._outside, key_pem=key_pem, contact=contact_of(config), now_ms=now_ms)
        return PushRoad(pusher, telling, hosts=(*PUSH_HOSTS, *config.push_hosts))

    def _mail_road(self, telling: Telling, server: MailServer, name: str) -> Road:
        config, now_ms = self._here.config, self._here.clock.now_ms
        mailer = Mailer(server, sender=config.mail_from or "", name=name, now_ms=now_ms)
        return MailRoad(mailer, telling, origin=config.public_origin or "")


def _keep(_message: Message, _reached: Reached) -> Sent:
    return Sent("taken")
