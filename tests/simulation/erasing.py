"""Words that an administrator erases in the middle of a schedule, and that may stand nowhere when there is peace.

Owns the deed and its check. An erasure takes every word of a visit or an item. From then on a database that is put back
is brought up to the office's list, and phones that were offline, copies of phones and rescue files bring words that the
sieve has to stop. What was said after it, by somebody who no longer had the words on his screen, counts.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from server.errors import Problem
from server.features.erasures.actions import Eraser, do_catch_up, do_erase
from server.features.erasures.rules import FEEDBACK, VISIT, Wish
from server.platform.acts import NOBODY
from server.platform.db import metadata
from server.platform.erasure_list import ErasureList
from server.platform.store import SqlReader, SqlTx
from server.platform.tables import change
from sync.entities import BY_NAME
from sync.erasing import matter_of
from sync.stored import Meta
from sync.values import items_of
from tests.simulation.deeds import Deed, marks_of

if TYPE_CHECKING:
    from tests.simulation.world import World

_RECENT: Final = 10
# Records with ids of their own that belong to a visit or an item.
_NAMES_ITS_MATTER: Final = ("conflict", "review", "round")


class Erasures:
    """The erasures of one schedule."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._path: Path = world.office.disk.folder / "erasures.jsonl"
        self._path.unlink(missing_ok=True)
        # Words that are gone, and the matters that they stood in, with the instant of the last erasure.
        self.gone: set[str] = set()
        self.matters: dict[str, int] = {}

    def day(self) -> None:
        """Somebody asks that his name goes."""
        chance, scene = self._world.chance, self._world.scene
        matters = [(VISIT, id) for id in scene.sent[-_RECENT:]] + [(FEEDBACK, id) for id in scene.feedback[-_RECENT:]]
        if matters:
            self.erase(*chance.choice(matters))

    def erase(self, entity: str, id: str) -> None:
        """An administrator erases all words of this matter."""
        world = self._world
        wish = Wish(entity, id, (), "request", "Công dân đề nghị.")
        try:
            with world.office.stores[0].write() as tx:
                before = _standing(tx)
                do_erase(tx, self._eraser(), wish, id=world.office.new_id(), by=NOBODY, at=world.now)
                elsewhere = _elsewhere(tx, id)
        except Problem:
            return
        # What was said anew since an earlier erasure may have come into another matter, whose it is now.
        self.gone -= elsewhere & self._said_again()
        self.gone |= before - elsewhere
        self.matters[id] = world.now
        world.tally.faults["erasure"] += 1
        world.say_trace("world", f"erases {entity} {id[:8]}: {len(before - elsewhere)} words")

    def caught_up(self, tx: SqlTx) -> None:
        """The database is another one: it is brought up to the list before it serves."""
        do_catch_up(tx, self._eraser())

    def lacked(self, meta: Meta) -> bool:
        """Whether the database is another one, and nobody said so."""
        return meta.erasures < ErasureList(self._path).count()

    def excuses(self, deed: Deed, place: str) -> bool:
        """Whether what this deed said there need not stand: it was said before, or had erased words before it."""
        if any(deed.told <= self.matters[one] for one in _parts(deed) & self.matters.keys()):
            return True
        matter = _matter(deed)
        at = self.matters.get(matter)
        if at is None or deed.told <= at:
            return at is not None
        if self._goes_on(deed, place, at):
            return True
        # Words that waited to be taken when they were erased are gone like those that stood.
        older = (one for one in self._world.deeds.values() if _matter(one) == matter and one.told <= at)
        gone = self.gone.union(*(_said(one) for one in older))
        # Nor are those kept that were said over erased ones, and what was said over these is like it.
        for one in self._world.deeds.values():
            is_between = _matter(one) == matter and at < one.told and one.order < deed.order
            if is_between and (gone & marks_of(one.saw.get(place)) or self._goes_on(one, place, at)):
                gone |= marks_of(one.said.values.get(place))
        saw = marks_of(deed.saw.get(place))
        # Nobody knows of words that a restore took, and that come back later, that they were not erased ones.
        return bool(gone & saw) or (self._world.journal.life > 0 and bool(saw))

    def _goes_on(self, deed: Deed, place: str, at: int) -> bool:
        """Who sends refused words again goes on from these, whether or not his phone laid them over what stood."""
        return any(_head(place) in _places(one) for one in self._replaced(deed) if one.told <= at)

    def touches(self, id: str) -> bool:
        """Whether anything of this record was ever erased."""
        return id in self.matters

    def look(self, reader: SqlReader) -> None:
        """Erased words stand in no table and on no phone."""
        if not self.gone:
            return
        world = self._world
        for table in metadata.sorted_tables:
            there = {mark for row in reader.connection.execute(sa.select(table)) for mark in marks_of(_texts(row))}
            self._expect_none(there, table.name)
        for holder in world.holders:
            shown = {pair: (dict(body), holder.phone.shown(*pair)) for pair, (_, body) in holder.phone.rows().items()}
            here = {mark for one in shown.values() for mark in marks_of(json.dumps(one, ensure_ascii=False))}
            kept = self._unsent_words(holder.held)
            self._expect_none(here - kept, holder.name)

    def _expect_none(self, there: set[str], where: str) -> None:
        left = sorted((there & self.gone) - self._said_again())
        self._world.expect(not left, "no-value-vanishes", lambda: f"erased, and in {where}: {left[:5]}")

    def _said_again(self) -> set[str]:
        """Who says words once more after the erasure says new words. Who changes what he has on his screen does not.

        Nor does who sends again what was refused to him before.
        """
        deeds = self._world.deeds.values()
        later = [one for one in deeds if one.said.id in self.matters and one.told > self.matters[one.said.id]]
        return {mark for deed in later for _, mark in deed.marks() if mark not in self._refused_before(deed)}

    def _refused_before(self, deed: Deed) -> set[str]:
        at = self.matters[deed.said.id]
        return {mark for one in self._replaced(deed) if one.told <= at for mark in _said(one)}

    def _replaced(self, deed: Deed) -> list[Deed]:
        """What this deed was said instead of, and what that was. The app knows by itself what it sends again."""
        world, found, wanted = self._world, dict[str, Deed](), [deed]
        while wanted:
            said = wanted.pop().said
            op_ids = {*said.supersedes, *world.journal.replaced.get(said.op_id, ())} - found.keys()
            fresh = {one: world.deeds[one] for one in op_ids & world.deeds.keys()}
            found |= fresh
            wanted += fresh.values()
        return list(found.values())

    def _unsent_words(self, op_ids: set[str]) -> set[str]:
        """What was refused to somebody stays his, on his own phone."""
        world = self._world
        refused = [world.deeds[one] for one in op_ids if world.journal.outcome(one) in ("quarantined", "held", None)]
        return {mark for deed in refused for mark in _said(deed)}

    def _eraser(self) -> Eraser:
        return Eraser(ErasureList(self._path), self._world.office.chance.randbytes)


def _texts(row: sa.Row[tuple[object, ...]]) -> list[str]:
    return [
        one.decode("utf-8", "replace") if isinstance(one, bytes) else one for one in row if isinstance(one, str | bytes)
    ]


def _standing(reader: SqlReader) -> set[str]:
    records = [one for entity in BY_NAME for one in reader.records(entity)]
    return {mark for one in records for mark in marks_of(list(one.body.values()))}


def _elsewhere(reader: SqlReader, matter: str) -> set[str]:
    """Words that another matter has, or had: what is erased of one is not erased of a report that amends it."""
    named = {(entity, one.id): one for entity in _NAMES_ITS_MATTER for one in reader.records(entity)}
    matters = {pair: matter_of(*pair, one.body) for pair, one in named.items()}
    links = reader.connection.execute(sa.select(change.c.entity, change.c.id, change.c.payload))
    others = (one.payload for one in links if matters.get((one.entity, one.id), one.id) != matter)
    return {mark for payload in others for mark in marks_of(payload)}


def _matter(deed: Deed) -> str:
    return str(deed.said.args.get("visit") or deed.said.id)


def _parts(deed: Deed) -> set[str]:
    """The items that were made of one, each a matter of its own."""
    return {str(part[0]) for part in items_of(deed.said.args.get("parts"))}


def _places(deed: Deed) -> set[str]:
    return {_head(place) for place in (*deed.said.values, *deed.said.args)}


def _head(place: str) -> str:
    return place.split("/")[0]


def _said(deed: Deed) -> set[str]:
    return {mark for value in (*deed.said.values.values(), *deed.said.args.values()) for mark in marks_of(value)}
