"""Invitations of the files as the operations that phones sent.

Owns the shape of `invitations.toml`. Pure: no clock, chance or store.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Final, Literal

import msgspec

from server.demo.ids import made_id, record_id
from server.demo.material import instant_ms
from server.demo.measured import Told
from sync.ports import Value

_DATA = files("server.demo") / "data"
# Who says what: the role by the letters of a person's code.
_ROLES: Final = {"XA": "contact", "GS": "clerk", "PT": "leader"}


class _Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class Said(_Row, frozen=True, kw_only=True):
    """A word about an invitation. `about`: a report's number, or which word, from 1, asked for the time moved to."""

    do: Literal["yes", "no", "propose", "move", "withdraw", "attend"]
    by: str
    at: str
    text: str | None = None
    day: str | None = None
    begins: str | None = msgspec.field(default=None, name="from")
    about: str | None = None


class Invitation(_Row, frozen=True, kw_only=True):
    """An invitation with all that was said of it."""

    number: str
    unit: str
    kind: str
    title: str
    place: str | None = None
    text: str | None = None
    day: str
    begins: str = msgspec.field(name="from")
    stops: str | None = msgspec.field(default=None, name="to")
    invited: tuple[str, ...]
    by: str
    at: str
    words: tuple[Said, ...] = ()


@cache
def read_invitations() -> tuple[Invitation, ...]:
    """The invitations. msgspec.ValidationError when the file has another shape."""
    rows = tomllib.loads((_DATA / "invitations.toml").read_text(encoding="utf-8"))["invitation"]
    return tuple(msgspec.convert(rows, list[Invitation]))


def invited() -> Iterator[Told]:
    """Everything that was said of invitations."""
    for each in read_invitations():
        yield _first(each)
        yield from _words(each)


def _first(each: Invitation) -> Told:
    at = instant_ms(each.at)
    args: dict[str, Value] = {
        "entry": _entry(each, 0, each.at),
        "round": 0,
        "unit": record_id("unit", each.unit),
        "kind": each.kind,
        "title": each.title,
        "invited": [record_id("person", one) for one in each.invited],
        **_times(each.day, each.begins, each.stops),
    }
    args |= {name: text for name, text in (("place", each.place), ("text", each.text)) if text is not None}
    return Told(each.by, _role(each.by), at, "invitation.set", record_id("invitation", each.number), args)


def _words(each: Invitation) -> Iterator[Told]:
    round_ = 1
    for place, said in enumerate(each.words, start=1):
        args: dict[str, Value] = {"entry": _entry(each, place, said.at), "round": round_}
        args |= {"text": said.text} if said.text else {}
        args |= {"answer": said.do} if said.do in ("yes", "no") else {}
        if said.day is not None and said.begins is not None:
            args |= _times(said.day, said.begins, None)
        if said.do == "attend" and said.about is not None:
            args["visit"] = record_id("visit", said.about)
        if said.do == "move" and said.about is not None:
            args["proposal"] = _entry(each, int(said.about), each.words[int(said.about) - 1].at)
        step = "answer" if said.do in ("yes", "no") else said.do
        at, id = instant_ms(said.at), record_id("invitation", each.number)
        yield Told(said.by, _role(said.by), at, f"invitation.{step}", id, args)
        round_ += said.do in ("move", "withdraw")


def _times(day: str, begins: str, stops: str | None) -> dict[str, Value]:
    times: dict[str, Value] = {"starts": day, "ends": day, "from_minute": _minute(begins)}
    return times if stops is None else times | {"to_minute": _minute(stops)}


def _minute(time: str) -> int:
    return int(time[:2]) * 60 + int(time[3:])


def _entry(each: Invitation, place: int, at: str) -> str:
    return made_id(instant_ms(at), f"{each.number}:{place}")


def _role(person: str) -> str:
    return _ROLES.get(person[:2], "cadre")
