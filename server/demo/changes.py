"""The demo's two change plans: what was decided about Bình Định's units, for its administrator to look at and run."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import Final

import msgspec

from server.demo.ids import record_id
from server.features.changes.actions import do_put_plan
from server.platform.acts import Act

_FILE: Final = files("server.demo") / "data" / "changes.toml"


class NewUnit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A unit that begins. `made_of` and `parent` are codes of the day before."""

    type: str
    name: str
    code: str
    parent: str = ""
    made_of: tuple[str, ...] = msgspec.field(name="from")


class PublicChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One decision: the units that begin, and those that end without an heir."""

    day: str
    title: str
    decision: str
    abolish: tuple[str, ...]
    units: tuple[NewUnit, ...]


class _File(msgspec.Struct, frozen=True):
    change: tuple[PublicChange, ...]


def read_changes() -> tuple[PublicChange, ...]:
    """Both decisions, the earlier first."""
    return msgspec.toml.decode(_FILE.read_text(encoding="utf-8"), type=_File).change


def lines_of(change: PublicChange) -> Iterator[dict[str, str]]:
    """The lines of a decision, as an administrator would tell them."""
    for new in change.units:
        for code in new.made_of:
            yield {"old_code": code, "type": new.type, "name": new.name, "code": new.code, "parent": new.parent}
    for code in change.abolish:
        yield {"old_code": code, "abolish": "x"}


def do_put_changes(act: Act) -> None:
    """Write both as plans that wait."""
    for change in read_changes():
        do_put_plan(
            act, record_id("unit_plan", change.day), day=change.day, title=change.title, decision=change.decision,
            rows=list(lines_of(change)),
        )  # fmt: skip
