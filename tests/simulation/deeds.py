"""What people said in a schedule, and what they had on their screens when they said it.

Owns the ledger of deeds: the oracle asks it what must be found again. Every text that a person writes holds a mark of
its own, `[t12]`, so that no word can be mistaken for another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sync.ports import Value
from tests.simulation.phone import Said

_MARK: Final = re.compile(r"\[t\d+\]")


@dataclass(slots=True)
class Deed:
    """One thing that was said. `saw`: what the phone showed at each patched place; `told`: when.

    `holders`: stores that have it.
    """

    said: Said
    person: str
    order: int
    saw: Mapping[str, Value]
    told: int
    holders: set[int] = field(default_factory=set)

    def marks(self) -> Iterator[tuple[str, str]]:
        """The new words of this deed: (place, mark). A mark that was on the screen already is not new."""
        places: dict[str, Any] = {**self.said.values, **self.said.args}
        for place, value in places.items():
            old = marks_of(self.saw.get(place))
            for mark in marks_of(value) - old:
                yield place, mark

    def dropped(self) -> Iterator[tuple[str, str]]:
        """Words that its writer saw and took out: (place, mark)."""
        for place, value in self.said.values.items():
            if isinstance(value, list):
                continue
            for mark in marks_of(self.saw.get(place)) - marks_of(value):
                yield place, mark
        for place, ids in self.said.dels.items():
            for item in self.saw.get(place) or ():  # type: ignore[union-attr]
                if isinstance(item, list) and item[0] in ids:
                    yield from ((place, mark) for mark in marks_of(item))


def marks_of(value: Any) -> set[str]:
    """Every mark in a value, however deep."""
    if isinstance(value, str):
        return set(_MARK.findall(value))
    if isinstance(value, list | tuple):
        return {mark for one in value for mark in marks_of(one)}
    return set()
