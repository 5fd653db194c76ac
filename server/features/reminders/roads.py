"""The roads that a message goes: to the browsers of a person, to his mail, to his number at the office's gateway.

Owns what each is handed and what its answers mean for the message. How bytes travel is `platform.channels`'.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Final
from urllib.parse import urlsplit

from structlog import get_logger

from server.features.occasions import OCCASIONS
from server.features.people.directory import Directory
from server.features.reminders.outbox import Message
from server.features.reminders.phones import Phone
from server.features.reminders.reach import Reached
from server.features.reminders.saying import page, sentence
from server.features.reminders.sending import Sent
from server.features.reminders.wishes import Wishes
from server.platform.channels.addresses import AddressError, UnreachedError, read_endpoint
from server.platform.channels.gateway import Gateway, GatewaySilentError
from server.platform.channels.mail import Letter, Mailer, MailRefusedError, MailSilentError
from server.platform.channels.push import Outcome, Pusher, read_keys
from server.words import say

SILENT: Final = Sent("silent")
_URGENT: Final = frozenset(code for code, occasion in OCCASIONS.items() if occasion.is_urgent)


@dataclass(frozen=True, slots=True)
class Telling:
    """What a road asks of the office: its directory now, how people want to be told, how much a person has unread."""

    directory: Callable[[], Directory]
    wishes: Wishes
    unread: Callable[[str], int]

    def sentence(self, message: Message) -> str:
        """The message in its person's language."""
        language = self.wishes.wish(message.person).language
        return sentence(message, self.directory(), language, self.wishes.wording(message.occasion, language))

    def shown(self, message: Message) -> str:
        """What may be read by who holds the phone: its sentence only where the person allows that."""
        wish = self.wishes.wish(message.person)
        return self.sentence(message) if wish.shows_text else say("notice-neutral", wish.language)


def push_to(phone: Phone, text: bytes, *, pusher: Pusher, hosts: Collection[str], id: str, is_urgent: bool) -> Sent:
    """Send to one phone, under a name: a second copy of that name takes the first one's place."""
    try:
        endpoint = read_endpoint(phone.endpoint, hosts)
        sent = pusher.send(endpoint, read_keys(phone.p256dh, phone.auth), text, id=id, is_urgent=is_urgent)
    except UnreachedError:
        return Sent("silent")
    except AddressError as fault:
        get_logger().warning("push_address", code=fault.code)
        return Sent(fault.code)
    took = (phone.id,) if sent.outcome is Outcome.TAKEN else ()
    gone = (phone,) if sent.outcome is Outcome.GONE else ()
    return Sent(sent.outcome.value, sent.status, sent.wait_s * 1000, took, gone)


class PushRoad:
    """To every open phone of the person; one that took it is enough."""

    def __init__(self, pusher: Pusher, telling: Telling, *, hosts: Collection[str]) -> None:
        self._pusher = pusher
        self._telling = telling
        self._hosts = hosts

    def __call__(self, message: Message, reached: Reached) -> Sent:
        """Send to each phone. The best of what became of it counts for the message."""
        text, is_urgent = self._text(message), message.occasion in _URGENT
        sent: list[Sent] = []
        silent: set[str | None] = set()
        for phone in reached.phones:
            host = urlsplit(phone.endpoint).hostname
            # Where nobody answers for one phone, nobody is waited for at the next: eight would outlast the lease.
            is_silent = host in silent
            sent.append(SILENT if is_silent else self._to(phone, message.wire_id, text, is_urgent=is_urgent))
            silent |= {host} if sent[-1].outcome == "silent" else set()
        best = min(sent, key=_worth, default=Sent("refused"))
        took = tuple(id for each in sent for id in each.took)
        return replace(best, took=took, gone=tuple(phone for each in sent for phone in each.gone))

    def _to(self, phone: Phone, id: str, text: bytes, *, is_urgent: bool) -> Sent:
        return push_to(phone, text, pusher=self._pusher, hosts=self._hosts, id=id, is_urgent=is_urgent)

    def _text(self, message: Message) -> bytes:
        said = {"id": message.wire_id, "title": self._telling.shown(message), "body": "", "url": page(message)}
        # For the app's icon, should the phone not come to sync: a number, which says nothing of what it counts.
        content = {**said, "unread": self._telling.unread(message.person)}
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
        # In one line: a subject ends where its line does.
        subject = " ".join(self._telling.sentence(message).split())
        lines = [(self._telling.sentence(each), self._origin + page(each)) for each in message.parts or (message,)]
        open_, why = say("notice-open", language), say("notice-mail-why", language)
        plain = "".join(f"{said}\n{open_}: {link}\n\n" for said, link in lines) + f"-- \n{why}\n"
        return Letter(message.wire_id, to, subject, plain, _page(lines, subject, open_, why, language))


class GatewayRoad:
    """To the number that the person gave, through networks of others: they read no more than a lock screen would."""

    def __init__(self, gateway: Gateway, telling: Telling, *, origin: str) -> None:
        self._gateway = gateway
        self._telling = telling
        self._origin = origin

    def __call__(self, message: Message, reached: Reached) -> Sent:
        """Hand one short message in."""
        number = reached.addresses.gateway
        if not number:
            return Sent("refused")
        text = f"{self._telling.shown(message)}\n{self._origin}{page(message)}"
        try:
            self._gateway.send(number, text)
        except GatewaySilentError:
            return Sent("silent")
        return Sent("taken")


def _page(lines: Sequence[tuple[str, str]], subject: str, open_: str, why: str, language: str) -> str:
    """The letter as HTML: nothing in it is loaded from anywhere."""
    told = "".join(f'<p>{escape(said)}<br><a href="{escape(link)}">{escape(open_)}</a></p>' for said, link in lines)
    head = f'<meta charset="utf-8"><title>{escape(subject)}</title>'
    body = f"{told}<p><small>{escape(why)}</small></p>"
    return f'<!doctype html><html lang="{language}"><head>{head}</head><body>{body}</body></html>'


def _worth(sent: Sent) -> tuple[int, int]:
    """Taken before what may be tried again, the longest wait first, before what leads nowhere."""
    order = ("taken", "later", "silent")
    return order.index(sent.outcome) if sent.outcome in order else len(order), -sent.wait_ms
