"""What is still open, and how a record is filed under another month. Pure: no I/O, no clock, no chance."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from server.features.people.months import bare, in_month, month_in
from sync.ports import Fields

# What is filed by months: a visit with all that follows it, and items.
LEADING: Final = ("visit", "feedback")
FOLLOWING: Final = ("report", "round", "review", "acknowledgement", "attachment")
_OPEN: Final = {"visit": ("sent", "returned"), "feedback": ("new", "owned", "answered")}


def is_open(entity: str, body: Fields) -> bool:
    """Whether somebody still has to do something about it."""
    return body.get("status") in _OPEN.get(entity, ())


def refiled(keys: Collection[str], provinces: Collection[str], month: str) -> frozenset[str]:
    """The keys with those of a whole province moved to that month; `provinces` are such keys without months."""
    return frozenset(in_month(bare(key), month) if bare(key) in provinces else key for key in keys)


def is_misfiled(keys: Collection[str], provinces: Collection[str], today_month: str) -> bool:
    """Whether a record has no month yet, as before there were months, or one that a wrong clock gave it."""
    mine = [key for key in keys if bare(key) in provinces]
    return any((month_in(key) or "9999") > today_month for key in mine)
