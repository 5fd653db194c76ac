"""The roads that a message goes: to the browsers of a person, and to his mail.

Owns what each is handed and what its answers mean for the message. How bytes travel is `platform.channels`'.
"""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from structlog import get_logger

from server.features.people.directory import Directory
from server.features.reminders.model import addresses, subscriptions
from server.features.reminders.outbox import Message
from server.features.reminders.saying import page, sentence
from server.features.reminders.sending import Sent
from server.features.reminders.wishes import Wishes
from server.platform.channels.addresses import AddressError, UnreachedError, read_endpoint
from server.platform.channels.mail import Letter, Mailer, MailRefusedError, MailSilentError
from server.platform.channels.push import Outcome, Pusher, read_keys
from server.platform.store import SqlStore
from server.words import say


@dataclass(frozen=True, slots=True)
class Telling:
    """What a road asks of the office: its directory now, and how people want to be told."""

    directory: Callable[[], Directory]
    wishes: Wishes

    def sentence(self, message: Message) -> str:
        """The message in its person's language."""
        language = self.wishes.wish(message.person).language
        return sentence(message, self.directory(), language, self.wishes.wording(message.occasion, language))


class PushRoad:
    """To every browser of the person that takes pushes; one that took it is enough."""

    def __init__(
        self, store: SqlStore, pusher: Pusher, telling: Telling, *, hosts: Collection[str], now_ms: Callable[[], int]
    ) -> None:
        self._store = store
        self._pusher = pusher
        self._telling = telling
        self._hosts = hosts
        self._now_ms = now_ms

    def __call__(self, message: Message) -> Sent:
        """Send to each browser. Those whose service knows them no more are retired."""
        text = self._text(message)
        sent = [self._send(row, message, text) for row in self._live(message.person)]
        taken = next((each for each in sent if each.outcome == "taken"), None)
        later = [each for each in sent if each.outcome == "later"]
        return taken or (max(later, key=lambda each: each.wait_ms) if later else Sent("refused"))

    def _send(self, row: sa.Row[Any], message: Message, text: bytes) -> Sent:
        try:
            endpoint = read_endpoint(row.endpoint, self._hosts)
            sent = self._pusher.send(endpoint, read_keys(row.p256dh, row.auth), text, id=message.id)
        except UnreachedError:
            return Sent("later")
        except AddressError as fault:
            get_logger().warning("push_address", code=fault.code)
            return Sent("refused")
        if sent.outcome is Outcome.GONE:
            self._note(row.id, {"retired": self._now_ms()})
            return Sent("refused", sent.status)
        if sent.outcome is Outcome.TAKEN:
            self._note(row.id, {"taken": self._now_ms()})
        return Sent(sent.outcome.value, sent.status, sent.wait_s * 1000)

    def _live(self, person: str) -> list[sa.Row[Any]]:
        s = subscriptions.c
        query = sa.select(s.id, s.endpoint, s.p256dh, s.auth).where(s.person == person, s.retired.is_(None))
        with self._store.read() as reader:
            return list(reader.connection.execute(query.order_by(s.made)))

    def _note(self, id: str, values: dict[str, int]) -> None:
        with self._store.write() as tx:
            tx.connection.execute(subscriptions.update().where(subscriptions.c.id == id).values(**values))

    def _text(self, message: Message) -> bytes:
        wish = self._telling.wishes.wish(message.person)
        said = self._telling.sentence(message) if wish.shows_text else say("notice-neutral", wish.language)
        return json.dumps({"id": message.id, "title": said, "url": page(message)}, ensure_ascii=False).encode()


class MailRoad:
    """To the address that the person gave, in his language."""

    def __init__(self, store: SqlStore, mailer: Mailer, telling: Telling, *, origin: str) -> None:
        self._store = store
        self._mailer = mailer
        self._telling = telling
        self._origin = origin

    def __call__(self, message: Message) -> Sent:
        """Hand one letter in."""
        with self._store.read() as reader:
            query = sa.select(addresses.c.mail).where(addresses.c.person == message.person)
            to = reader.connection.execute(query).scalar()
        if not to:
            return Sent("refused")
        try:
            self._mailer.send(self._letter(message, to))
        except MailRefusedError as fault:
            return Sent("refused", fault.status)
        except MailSilentError as fault:
            return Sent("later", fault.status)
        return Sent("taken", 250)

    def _letter(self, message: Message, to: str) -> Letter:
        language = self._telling.wishes.wish(message.person).language
        said, why = self._telling.sentence(message), say("notice-mail-why", language)
        link, open_ = self._origin + page(message), say("notice-open", language)
        plain = f"{said}\n\n{open_}: {link}\n\n-- \n{why}\n"
        told = {"said": said, "why": why, "link": link, "open": open_}
        parts = {name: html.escape(text) for name, text in told.items()}
        body = '<p>{said}</p><p><a href="{link}">{open}</a></p><p><small>{why}</small></p>'.format(**parts)
        return Letter(message.id, to, said, plain, body)
