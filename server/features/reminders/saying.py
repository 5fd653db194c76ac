"""What a message says, in a person's language: its sentence, and where it leads.

Owns how a message becomes words; the sentences are `reminders.ftl`'s. Nothing somebody wrote is ever in them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from server.features.occasions import days_of
from server.features.people.directory import Directory
from server.features.reminders.outbox import Message
from server.features.reminders.rules import fill
from server.words import say

# Where a record is opened in the app; what has no page of its own leads to the inbox. The phone's twin is
# client_pwa/src/features/reminders/saying.ts; both run sync/vectors/reminders.json.
_PAGES: Final[Mapping[str, str]] = {
    "draft": "/visits/{id}",
    "visit": "/visits/{id}",
    "feedback": "/feedback/{id}",
    "task": "/tasks/{id}",
    "invitation": "/invitations/{id}",
    "assignment": "/duty/{id}",
    "office": "/duty/periods",
    "unit": "/area/{id}",
    "device": "/sync",
}
INBOX: Final = "/reminders"


def sentence(message: Message, directory: Directory, language: str, wording: str | None = None) -> str:
    """What the message says. `wording`: the office's own sentence in that language, checked before it was kept."""
    unit = directory.units.get(message.unit or "")
    day, minute = str(message.args.get("day") or ""), message.args.get("minute")
    values = {
        "unit": say("unit-name", language, {"type": unit.type or "", "name": unit.name}) if unit else "",
        "day": _written(day),
        "number": str(message.args.get("number") or ""),
        "period": _month(str(message.args.get("period") or "")),
        "time": f"{int(minute) // 60:02}:{int(minute) % 60:02}" if minute is not None else "",
    }
    if wording:
        return fill(wording, values)
    counts = {name: int(message.args.get(name) or 0) for name in ("count", "escalated")}
    arguments = {**values, **counts, "when": "before" if days_of(message.turn) < 0 else "after"}
    return say(f"notice-{message.occasion.replace('_', '-')}", language, arguments)


def page(message: Message) -> str:
    """Where in the app the message leads."""
    return _PAGES.get(message.entity, INBOX).format(id=message.record)


def _written(day: str) -> str:
    """25/06/2024: as people write a day in both languages of the app."""
    return date.fromisoformat(day).strftime("%d/%m/%Y") if day else ""


def _month(period: str) -> str:
    """06/2024 for the period 2024-06; any other key as it is."""
    year, _, month = period.partition("-")
    return f"{month}/{year}" if month.isdigit() else period
