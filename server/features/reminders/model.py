"""The outbox: one row for each thing that somebody is told, and one for each time that was tried.

Owns the columns. Instants are real milliseconds since 1970; nothing here holds the text of a report or an item.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from server.platform.db import metadata

_Id: Final = sa.String(36)
_Word: Final = sa.String(40)

reminders: Final = sa.Table(
    "reminder",
    metadata,
    sa.Column("id", _Id, primary_key=True),
    # person | occasion | record | turn: who was told of it is not told again.
    sa.Column("key", sa.String(200), nullable=False, unique=True),
    sa.Column("person", _Id, nullable=False),
    sa.Column("occasion", _Word, nullable=False),
    sa.Column("entity", _Word, nullable=False),
    sa.Column("record", _Id, nullable=False),
    sa.Column("turn", _Word, nullable=False),
    sa.Column("unit", _Id),
    # A JSON object of days, numbers and counts.
    sa.Column("args", sa.Text, nullable=False),
    sa.Column("made", sa.BigInteger, nullable=False),
    # waiting, done, dropped, failed; `why` of the last two is a code.
    sa.Column("state", _Word, nullable=False),
    sa.Column("why", _Word),
    # Those that leave together, as one letter or one push, share its id; null: each by itself.
    sa.Column("letter", _Id, index=True),
    # Which road is tried next, when, and how often it was.
    sa.Column("road", _Word),
    sa.Column("due", sa.BigInteger, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    # Whose it is for the moment: after this, anybody's.
    sa.Column("leased_until", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("holder", _Id),
    # Since when there is nothing left to do about it.
    sa.Column("ended", sa.BigInteger, index=True),
    sa.Index(None, "state", "due"),
    # The office looks through what went out, the latest first, by each of these.
    sa.Index(None, "made", "id"),
    sa.Index(None, "person", "made", "id"),
    sa.Index(None, "occasion", "made", "id"),
    sa.Index(None, "unit", "made", "id"),
    sa.Index(None, "state", "made", "id"),
)

sendings: Final = sa.Table(
    "sending",
    metadata,
    sa.Column("id", _Id, primary_key=True),
    sa.Column("reminder", _Id, nullable=False, index=True),
    sa.Column("road", _Word, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    # taken, gone, later, refused, unreached; `status` is what the other side answered, 0 when nothing.
    sa.Column("outcome", _Word, nullable=False),
    sa.Column("status", sa.Integer, nullable=False),
)

# Since which civil day this office reminds: what had come due before is nobody's news.
begun: Final = sa.Table(
    "reminding",
    metadata,
    sa.Column("id", sa.SmallInteger, primary_key=True, autoincrement=False),
    sa.Column("since", sa.String(10), nullable=False),
)

# Where a person can be reached besides his phone; his own, and no record of the directory.
addresses: Final = sa.Table(
    "contact_address",
    metadata,
    sa.Column("person", _Id, primary_key=True),
    sa.Column("mail", sa.String(254)),
    sa.Column("gateway", sa.String(254)),
)

subscriptions: Final = sa.Table(
    "push_subscription",
    metadata,
    sa.Column("id", _Id, primary_key=True),
    sa.Column("person", _Id, nullable=False),
    sa.Column("device", _Id, nullable=False),
    sa.Column("endpoint", sa.Text, nullable=False, unique=True),
    sa.Column("p256dh", sa.String(120), nullable=False),
    sa.Column("auth", sa.String(40), nullable=False),
    sa.Column("made", sa.BigInteger, nullable=False),
    # When a service last took a message for it, and when the phone last said that it had shown one.
    sa.Column("taken", sa.BigInteger),
    sa.Column("shown", sa.BigInteger),
    sa.Column("retired", sa.BigInteger, index=True),
    # Who had a phone is answered by this alone.
    sa.Index(None, "person", "retired"),
)

# The pair by which push services know this office; its phones were made for this one and no other.
push_key: Final = sa.Table(
    "push_key",
    metadata,
    sa.Column("id", sa.SmallInteger, primary_key=True, autoincrement=False),
    sa.Column("pem", sa.LargeBinary, nullable=False),
    sa.Column("point", sa.LargeBinary, nullable=False),
    sa.Column("made", sa.BigInteger, nullable=False),
)
