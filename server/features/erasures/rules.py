"""What can be erased, by which parts, and on which grounds. Pure: no I/O, no clock, no chance.

A part is what an administrator names; a place is where its words stand in the records (`sync/erasing.py`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sync.values import is_id

# Law 91/2025/QH15 on the protection of personal data: the person asked; there was never a ground for keeping it; the
# purpose is fulfilled; consent was withdrawn; an authority ordered it.
GROUNDS: Final = ("request", "no_basis", "purpose_ended", "consent_withdrawn", "order")
REASON_MAX: Final = 500
VISIT, FEEDBACK, PHOTO = "visit", "feedback", "photo"

PARTS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    VISIT: {
        "village": ("village",),
        "companions": ("companions",),
        "place": ("latitude_e6", "longitude_e6", "accuracy_m"),
        "findings": ("findings",),
        "difficulties": ("difficulties",),
        "recommendations": ("recommendations",),
        "proposals": ("proposals",),
        "commitments": ("commitments",),
        "comments": ("comment", "sections"),
        # Its places are the photos themselves.
        "photos": (),
    },
    FEEDBACK: {"matter": ("matter",), "thread": ("thread",), "photos": ()},
    PHOTO: {"photo": ()},
}
_CHILD: Final = re.compile(r"(thread|commitments)/[0-9a-f-]{36}/text|(photos)/[0-9a-f-]{36}")
_CHILDREN: Final[Mapping[str, tuple[str, ...]]] = {
    VISIT: ("commitments", "photos"),
    FEEDBACK: ("thread", "photos"),
    PHOTO: (),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What an administrator wants erased: `entity` and `id` of the matter, or of the photo. No parts: all of them."""

    entity: str
    id: str
    parts: tuple[str, ...]
    ground: str
    reason: str


def is_sound(wish: Wish) -> bool:
    """Whether it names parts that its matter has, a ground of the law, and a reason."""
    if wish.entity not in PARTS or wish.ground not in GROUNDS:
        return False
    known = all(part in PARTS[wish.entity] or _is_child(wish.entity, part) for part in wish.parts)
    return known and bool(wish.reason.strip()) and len(wish.reason) <= REASON_MAX


def _is_child(entity: str, part: str) -> bool:
    """Whether the part is one entry of a thread, one commitment or one photo."""
    found = _CHILD.fullmatch(part)
    return found is not None and (found[1] or found[2]) in _CHILDREN[entity] and is_id(part.split("/")[1])


def places_of(wish: Wish, photos: Iterable[str]) -> tuple[str, ...]:
    """The places of the wish's parts, in order; `photos` are the ids of the matter's own."""
    parts = wish.parts or tuple(PARTS[wish.entity])
    places = [place for part in parts for place in PARTS[wish.entity].get(part, (part,))]
    if "photos" in parts or wish.entity == PHOTO:
        places += [f"photos/{photo}" for photo in photos]
    return tuple(dict.fromkeys(places))


def parts_in(entity: str, filled: Collection[str]) -> list[str]:
    """The parts of which these places hold something, in order."""
    return [part for part, places in PARTS[entity].items() if not set(places).isdisjoint(filled)]


def photos_in(places: Iterable[str]) -> list[str]:
    """The ids of the photos among these places."""
    return [place.removeprefix("photos/") for place in places if place.startswith("photos/")]
