"""A push that a person sends to his own phone, to see whether it arrives.

Owns what is said in it and what its answer means for the phone. It is in no outbox: nobody waits for it.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import NamedTuple

from server.context import Server
from server.features.audiences import persons
from server.features.reminders.phones import Phone, do_note_gone, do_note_taken
from server.features.reminders.saying import INBOX
from server.features.reminders.wishes import Wishes
from server.platform.channels.addresses import AddressError, UnreachedError, read_endpoint
from server.platform.channels.push import Outcome, Pusher, read_keys
from server.platform.store import SqlReader
from server.words import say


class Tried(NamedTuple):
    """What became of it, and the service's status; 0 when nobody answered."""

    outcome: str
    status: int = 0


def try_phone(here: Server, pusher: Pusher, phone: Phone, *, hosts: Collection[str], id: str) -> Tried:
    """Push one sentence to this phone now. No database is held while its service is asked."""
    with here.store.read() as reader:
        title = say("notice-test", _language(reader, phone.person))
    text = json.dumps({"id": id, "title": title, "body": "", "url": INBOX}, ensure_ascii=False).encode()
    try:
        endpoint, keys = read_endpoint(phone.endpoint, hosts), read_keys(phone.p256dh, phone.auth)
        sent = pusher.send(endpoint, keys, text, id=id, is_urgent=True)
    except UnreachedError:
        return Tried("unreached")
    except AddressError:
        return Tried("refused")
    now = here.clock.now_ms()
    with here.store.write() as tx:
        if sent.outcome is Outcome.GONE:
            do_note_gone(tx.connection, phone, now)
        elif sent.outcome is Outcome.TAKEN:
            do_note_taken(tx.connection, phone.id, now)
    return Tried(sent.outcome.value, sent.status)


def _language(reader: SqlReader, person: str) -> str:
    said = {each.id: each for each in reader.records("preference", persons(person))}
    return Wishes({"preference": said}, ()).wish(person).language
