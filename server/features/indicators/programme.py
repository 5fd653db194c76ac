"""The default programme: what a new office counts until its administrator changes it.

Owns the shape of `programme.toml` and the one write with which an office begins. The ids are the same in every office,
so that a figure can be carried from one to another.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Final
from uuid import UUID, uuid5

import msgspec

from server.platform.acts import NOBODY, Act
from server.platform.changes import Write
from sync.ports import Value

_SPACE: Final = UUID("3f6c2c1e-4f7a-5c86-9d0e-6a1b7c5d2e90")
_EVERYONE: Final = ("all",)


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One indicator; `name` and `measure` in Vietnamese and English, `parts` by their codes."""

    code: str
    series: str
    name: tuple[str, str]
    measure: tuple[str, str]
    direction: str = "higher"
    cumulative: bool = True
    adds_up: bool = True
    decimals: int = 0
    formula: str | None = None
    parts: tuple[str, ...] = ()
    categories: tuple[tuple[str, str, str], ...] = ()


def indicator_id(code: str) -> str:
    """The id of an indicator of the default programme."""
    return str(uuid5(_SPACE, code))


@cache
def read_programme() -> tuple[Entry, ...]:
    """The default programme in its order. msgspec.ValidationError when the file has another shape."""
    text = (files("server.features.indicators") / "programme.toml").read_text(encoding="utf-8")
    return tuple(msgspec.convert(tomllib.loads(text)["indicator"], list[Entry]))


def fields_of(entry: Entry, order: int) -> dict[str, Value]:
    """The fields of an indicator's record."""
    return {
        "code": entry.code,
        "series": entry.series,
        "name_vi": entry.name[0],
        "name_en": entry.name[1],
        "measure_vi": entry.measure[0],
        "measure_en": entry.measure[1],
        "direction": entry.direction,
        "cumulative": entry.cumulative,
        "adds_up": entry.adds_up,
        "decimals": entry.decimals,
        "formula": entry.formula,
        "parts": [indicator_id(code) for code in entry.parts],
        "categories": [list(each) for each in entry.categories],
        "order": order,
    }


def do_found_programme(act: Act) -> None:
    """Write the default programme into an office that counts nothing yet."""
    made = [
        Write("indicator", indicator_id(entry.code), {**fields_of(entry, order * 10), "by": NOBODY}, _EVERYONE)
        for order, entry in enumerate(read_programme(), start=1)
    ]
    act.append(*made)


def has_programme(act: Act) -> bool:
    """Whether the office counts anything."""
    return any(True for _ in act.tx.records("indicator", set(_EVERYONE)))
