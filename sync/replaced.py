"""The refused operations that another one replaces, and whether it says words again that were erased since.

Owns which these are, and what is still known of them: where each spoke, and when. Whoever sends refused words again has
them on his screen as he wrote them: he edits those, whatever stood beneath (`was`). Of one that a restore took, or
whose words must not be here, nobody knows where it spoke: it may have been anywhere. Sans-I/O.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from sync.batch import Batch
from sync.erasing import spoke_in, was_taken
from sync.errors import UNKEPT
from sync.limits import SUPERSEDES_MAX
from sync.stored import StoredOp
from sync.values import is_id, list_of, text_of

_decode: Final = msgspec.json.Decoder(dict[str, Any]).decode


@dataclass(frozen=True, slots=True)
class Spoken:
    """An operation as far as it is still known. `done_at` in real ms. `cells` None: what it said is not."""

    kind: str
    cells: Mapping[str, Any] | None
    done_at: int


def replaced_by(batch: Batch, author: str, op_ids: Collection[str]) -> list[Spoken]:
    """The author's kept operations among these, and those that they replaced in their turn: as many as one may name."""
    found: list[Spoken] = []
    asked, wanted = set(op_ids), set(op_ids)
    while wanted and len(found) < SUPERSEDES_MAX:
        there = batch.tx.ops(author, wanted)
        there |= {one.op_id: one for one in batch.refused if one.author == author and one.op_id in wanted}
        spoken = [_spoken(one, one.body) for one in there.values() if one.body is not None]
        silent = [Spoken(one.kind, None, one.received) for one in there.values() if one.code in UNKEPT]
        lost = [Spoken("", None, 0) for _ in wanted - there.keys() - batch.taken]
        found += [*spoken, *silent, *lost]
        before = [id for one in spoken if one.cells for id in list_of(one.cells.get("supersedes"))]
        wanted = {text_of(id) for id in before if is_id(id)} - asked
        asked |= wanted
    return found


def said_again(replaced: Iterable[Spoken], place: str, at: int) -> bool:
    """Whether one of these spoke in a place before it was erased, or may have, or went on there from erased words."""
    return any(
        one.done_at <= at
        if one.cells is None
        else was_taken(one.cells, place) or (one.done_at <= at and spoke_in(one.kind, one.cells, place))
        for one in replaced
    )


def _spoken(one: StoredOp, body: str) -> Spoken:
    kept = _decode(body)
    cells = dict(zip(kept["cols"], kept["row"], strict=True))
    return Spoken(kept["k"], cells, min(cells["at"] + one.received - kept["sent"], one.received))
