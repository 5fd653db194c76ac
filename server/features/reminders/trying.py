"""A push that a person sends to his own phone, to see whether it arrives.

Owns what is said in it and what its answer means for the phone. It is in no outbox: nobody waits for it.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Final, NamedTuple

from server.context import Server
from server.features.audiences import persons
from server.features.reminders.phones import Phone
from server.features.reminders.reach import note_phones
from server.features.reminders.roads import push_to
from server.features.reminders.saying import INBOX
from server.features.reminders.wishes import Wishes
from server.platform.channels.push import Outcome, Pusher
from server.platform.store import SqlReader
from server.words import say

_SAID: Final = frozenset(outcome.value for outcome in Outcome)


class Tried(NamedTuple):
    """What became of it, and the service's status; 0 when nobody answered."""

    outcome: str
    status: int = 0


def try_phone(here: Server, pusher: Pusher, phone: Phone, *, hosts: Collection[str], id: str) -> Tried:
    """Push one sentence to this phone now. No database is held while its service is asked."""
    with here.store.read() as reader:
        title = say("notice-test", _language(reader, phone.person))
    text = json.dumps({"id": id, "title": title, "body": "", "url": INBOX}, ensure_ascii=False).encode()
    sent = push_to(phone, text, pusher=pusher, hosts=hosts, id=id, is_urgent=True)
    with here.store.write() as tx:
        note_phones(tx.connection, took=sent.took, gone=sent.gone, now=here.clock.now_ms())
    # What is wrong with an address is the office's to know: it stands in the log.
    said = sent.outcome if sent.outcome in _SAID else "refused"
    return Tried("unreached" if sent.outcome == "silent" else said, sent.status)


def _language(reader: SqlReader, person: str) -> str:
    said = {each.id: each for each in reader.records("preference", persons(person))}
    return Wishes({"preference": said}, ()).wish(person).language
