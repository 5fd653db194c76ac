"""The roads that a message goes: to the browsers of a person, and to his mail.

Owns what each is handed and what its answers mean for the message. How bytes travel is `platform.channels`'.
"""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from structlog import get_logger

from server.features.people.directory import Directory
from server.features.reminders.outbox import Message
from server.features.reminders.phones import Phone
from server.features.reminders.reach import Reached
from server.features.reminders.saying import page, sentence
from server.features.reminders.sending import Sent
from server.features.reminders.wishes import Wishes
from server.platform.channels.addresses import AddressError, UnreachedError, read_endpoint
from server.platform.channels.mail import Letter, Mailer, MailRefusedError, MailSilentError
from server.platform.channels.push import Outcome, Pusher, read_keys
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
    """To every open phone of the person; one that took it is enough."""

    def __init__(self, pusher: Pusher, telling: Telling, *, hosts: Collection[str]) -> None:
        self._pusher = pusher
        self._telling = telling
        self._hosts = hosts

    def __call__(self, message: Message, reached: Reached) -> Sent:
        """Send to each phone. The best of what became of it counts for the message."""
        text = self._text(message)
        sent = [self.to_phone(phone, message.wire_id, text) for phone in reached.phones]
        best = min(sent, key=_worth, default=Sent("refused"))
        took = tuple(id for each in sent for id in each.took)
        return replace(best, took=took, gone=tuple(phone for each in sent for phone in each.gone))

    def to_phone(self, phone: Phone, id: str, text: bytes) -> Sent:
        """Send to one phone, under a name: a second copy of that name takes the first one's place."""
        try:
            endpoint = read_endpoint(phone.endpoint, self._hosts)
            sent = self._pusher.send(endpoint, read_keys(phone.p256dh, phone.auth), text, id=id)
        except UnreachedError:
            return Sent("silent")
        except AddressError as fault:
            get_logger().warning("push_address", code=fault.code)
            return Sent(fault.code)
        took = (phone.id,) if sent.outcome is Outcome.TAKEN else ()
        gone = (phone,) if sent.outcome is Outcome.GONE else ()
        return Sent(sent.outcome.value, sent.status, sent.wait_s * 1000, took, gone)

    def _text(self, message: Message) -> bytes:
        wish = self._telling.wishes.wish(message.person)
        said = self._telling.sentence(message) if wish.shows_text else say("notice-neutral", wish.language)
        content = {"id": message.wire_id, "title": said, "body": "", "url": page(message)}
        return json.dumps(content, ensure_ascii=False).encode()


class MailRoad:
    """To the address that the person gave, in his language."""

    def __init__(self, mailer: Mailer, telling: Telling, *, origin: str) -> None:
        self._mailer = mailer
        self._telling = telling
        self._origin = origin

    def __call__(self, message: Message, reached: Reached) -> Sent:
        """Hand one letter in."""
        to = reached.addresses.mail
        if not to:
            return Sent("refused")
        try:
            self._mailer.send(self._letter(message, to))
        except MailRefusedError as fault:
            return Sent("refused", fault.status)
        except MailSilentError as fault:
            return Sent("later" if fault.status else "silent", fault.status)
        return Sent("taken", 250)

    def _letter(self, message: Message, to: str) -> Letter:
        language = self._telling.wishes.wish(message.person).language
        said, why = self._telling.sentence(message), say("notice-mail-why", language)
        link, open_ = self._origin + page(message), say("notice-open", language)
        plain = f"{said}\n\n{open_}: {link}\n\n-- \n{why}\n"
        told = {"said": said, "why": why, "link": link, "open": open_}
        parts = {name: html.escape(text) for name, text in told.items()}
        body = '<p>{said}</p><p><a href="{link}">{open}</a></p><p><small>{why}</small></p>'.format(**parts)
        return Letter(message.wire_id, to, said, plain, body)


def _worth(sent: Sent) -> tuple[int, int]:
    """Taken before what may be tried again, the longest wait first, before what leads nowhere."""
    order = ("taken", "later", "silent")
    return order.index(sent.outcome) if sent.outcome in order else len(order), -sent.wait_ms
