"""Whose phones the office has not heard of for days, and whose browser may empty its store. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from server.days import days_between
from server.features.occasions import Due, Finder, Phone, Scene

# A browser that was not used for so long is one that somebody has left.
_USED_DAYS: Final = 30


def find(scene: Scene) -> Iterator[Due]:
    """Who is asked to open the app, and who to let it keep what it holds."""
    latest: dict[str, Phone] = {}
    for phone in sorted(scene.phones, key=lambda phone: (phone.seen, phone.id)):
        latest[phone.person] = phone
    for phone in latest.values():
        # Somebody who has other phones in use is heard of.
        yield from _dues(scene, phone, "phone_silent", phone.seen)
    for phone in scene.phones:
        if phone.unkept and days_between(phone.seen, scene.today) <= _USED_DAYS:
            yield from _dues(scene, phone, "storage_unkept", phone.unkept)


def _dues(scene: Scene, phone: Phone, code: str, day: str) -> Iterator[Due]:
    turn = scene.turn(code, day)
    if turn is None or not scene.served(phone.person, None):
        return
    for person in scene.told([phone.person]):
        yield Due(person, code, "device", phone.id, *turn, {"day": day})


FINDER: Final = Finder(find, frozenset({"phone_silent", "storage_unkept"}))
