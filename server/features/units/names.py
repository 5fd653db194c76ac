"""How people write a unit's name, and which units are meant by it. Pure: no I/O, no clock, no chance.

Two spellings of one name are one: composed and decomposed letters, Hòa and Hoà, capitals, spaces. Accents tell names
apart (An Nghĩa is not Ân Nghĩa); a name without any is understood as long as one unit alone can be meant.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import Final

from server.features.units.rules import Unit

_TONES: Final[Mapping[str, str]] = {
    f"{first}{marked}": f"{first_marked}{last}"
    for first, last, marks, firsts in (
        ("o", "a", "àáảãạ", "òóỏõọ"), ("o", "e", "èéẻẽẹ", "òóỏõọ"), ("u", "y", "ỳýỷỹỵ", "ùúủũụ"),
    )
    for marked, first_marked in zip(marks, firsts, strict=True)
}  # fmt: skip

# Only an open syllable has two spellings: Hòa and Hoà, but Hoàng.
_OPEN_END: Final = re.compile(f"(?:{'|'.join(_TONES)})(?!\\w)")


@lru_cache(maxsize=8_192)
def spelled(name: str) -> str:
    """The name in one of the spellings that it may have: Hòa for Hoà, composed letters, single spaces."""
    letters = " ".join(unicodedata.normalize("NFC", name).split())
    return _OPEN_END.sub(lambda found: _TONES[found[0]], letters)


def alike(text: str) -> str:
    """The text as it is compared: spellings of one name become one, its accents stay."""
    return spelled(text.casefold())


@lru_cache(maxsize=8_192)
def plain(text: str) -> str:
    """The text without accents, đ as d: as one writes in a hurry."""
    letters = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    return " ".join("".join(sign for sign in letters if not unicodedata.combining(sign)).split())


def named(units: Iterable[Unit], said: str, meanings: Mapping[str, str]) -> list[Unit]:
    """The units that are meant by a name, with or without the word for their type; by accents first.

    `meanings`: word → type, in every language.
    """
    known = list(units)
    for form in (alike, plain):
        found = [unit for unit in known if form(said) in {form(name) for name in names_of(unit, meanings)}]
        if found:
            return found
    return []


def names_of(unit: Unit, meanings: Mapping[str, str]) -> Collection[str]:
    """How a unit is written: "An Hòa", "xã An Hòa"."""
    return {unit.name, *(f"{word} {unit.name}" for word, type in meanings.items() if type == unit.type)}
