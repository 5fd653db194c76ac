"""What an erasure takes, and what keeps its words from coming back.

Owns where the words of a matter stand in its records, in operations that are kept, and in results that were told. Pure.

    erasure (matter, places, at) ─┬─▶ the records as they stand     blanked()  + a mark that says where and when
                                  ├─▶ operations kept, results      clean_body(), clean_result()
                                  └─▶ every later write that is older than it, or had not seen it   Sieve

A place is a field (`findings`), one column of one child (`thread/<id>/text`), or a photo (`photos/<id>`). What the
readers of a record need to go on (unit, dates, state, author) is no place. Of a thread the texts go, not the steps.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Final

import msgspec

from sync.entities import BY_NAME, ITEM_COLUMNS, Entity, Type
from sync.fold import column_of, id_of, with_column
from sync.operations import BY_NAME_KIND
from sync.ports import Change, Fields, Operation, Patch, Value
from sync.stored import Erasure
from sync.values import list_of, same, text_of, was_seen

# What `erased` of a photo's record says instead of `stored`.
ERASED_PHOTO: Final = "erased"
# Where the words of a conflict come from when its own field is none of a record's.
_SAID_WITH: Final[Mapping[str, tuple[str, ...]]] = {"status": ("comment", "thread")}
_WERE_WORDS: Final = "…"
_SIDES: Final = ("mine", "theirs")
# Where what somebody writes of a visit stands: in his draft, and in the two halves that a report is sent as.
WRITTEN: Final = ("draft", "visit", "report")
# Numbers that are a person's: a place on the map.
_NUMBERS: Final = frozenset(one.name for one in BY_NAME["draft"].fields if one.group == "place")
# Fields and columns that take no text: a sign would be none of their values.
_NO_TEXTS: Final = frozenset(
    name
    for name, type in (*((one.name, one.type) for one in BY_NAME["draft"].fields), *ITEM_COLUMNS.items())
    if type not in (Type.LINE, Type.WORDS)
)
_decode: Final = msgspec.json.Decoder(dict[str, Any]).decode
_decode_list: Final = msgspec.json.Decoder(list[Any]).decode


def matter_of(entity: str, id: str, body: Fields) -> str:
    """The id of the matter that a record belongs to: its visit's, its item's, or its own."""
    if entity in ("round", "review", "attachment"):
        return text_of(body.get("visit"))
    return text_of(body.get("record")) if entity == "conflict" else id


def blanked(entity: str, id: str, body: Fields, places: Collection[str]) -> dict[str, Value]:
    """The fields of `body` that hold words of these places, without them. `body` may be a part of the record's."""
    if entity == "attachment":
        is_named = f"photos/{id}" in places and body.get("state") not in (None, ERASED_PHOTO)
        return {"state": ERASED_PHOTO} if is_named else {}
    if entity == "conflict":
        return _blank_sides(body, places)
    changed: dict[str, Value] = {}
    for place in places:
        name, *inside = place.split("/")
        if name in body and not (name == "photos" and inside):
            value = changed.get(name, body[name])
            after = _without(BY_NAME[entity], name, inside, value)
            if not same(after, value):
                changed[name] = after
    return changed


def _without(entity: Entity, name: str, inside: Sequence[str], value: Value) -> Value:
    columns = {field.name: field.columns for field in entity.fields}.get(name, ())
    if len(inside) == 2:
        found = column_of(entity, "/".join((name, *inside)))
        return with_column(value, found[1], found[2], None) if found is not None else value
    if name == "thread":
        text = columns.index("text")
        return [[*list_of(one)[:text], None, *list_of(one)[text + 1 :]] for one in list_of(value)]
    return [] if isinstance(value, list | tuple) and value else None


def _blank_sides(body: Fields, places: Collection[str]) -> dict[str, Value]:
    """Both sides of a conflict about one of the places. A deletion's words become empty: none means the deletion."""
    about = text_of(body.get("field"))
    nothing = "" if about == "deleted" else None
    return {side: nothing for side in _SIDES if body.get(side) and _tells_of(about, places)}


def _tells_of(about: str, places: Collection[str]) -> bool:
    """Whether a conflict about that field has words of one of the places."""
    field, heads = about.split("/")[0], {place.split("/")[0] for place in places}
    return field in heads or field == "deleted" or not heads.isdisjoint(_SAID_WITH.get(field, ()))


def marked(entity: str, body: Fields, changed: Collection[str], places: Collection[str], at: int) -> Value:
    """The record's marks with those of the places that were blanked: where, and when."""
    there = list(list_of(body.get("erased")))
    hit = changed if entity == "conflict" else [place for place in sorted(places) if place.split("/")[0] in changed]
    known = {id_of(one) for one in there}
    fresh: list[Value] = [[place, at] for place in hit if place not in known]
    return [*there, *fresh]


def can_be_marked(entity: str) -> bool:
    """Whether the kind says of itself what was erased; a photo's record says it by its state."""
    return any(field.name == "erased" for field in BY_NAME[entity].fields)


# --- What is kept of operations --------------------------------------------------------------------------------------


def clean_body(body: str, places: Collection[str], about: str = "") -> str:
    """An operation as the office keeps it, without the words of these places. `about`: the field of its conflict."""
    kept = _decode(body)
    cells = dict(zip(kept["cols"], kept["row"], strict=True))
    # What settles a conflict may be words of any place, unless it is known of which.
    words = _words_of(kept["k"]) - ({"value"} if about and not _tells_of(about, places) else set())
    row = [_clean_cell(column, cells, words, places) for column in kept["cols"]]
    return msgspec.json.encode({**kept, "row": row}).decode()


def _words_of(kind: str) -> set[str]:
    """The arguments of a kind that are a person's words."""
    known = BY_NAME_KIND.get(kind)
    return {one.name for one in known.arguments if one.type in (Type.WORDS, Type.ITEMS)} if known is not None else set()


def _clean_cell(column: str, cells: Mapping[str, Any], words: Collection[str], places: Collection[str]) -> Any:
    part, dot, path = column.partition(".")
    if dot and part in ("set", "was", "add"):
        for place in places:
            name, *inside = place.split("/")
            if _covers(place, path):
                return [] if part == "add" else _stand_in(path, cells[column])
            if inside and part == "add" and path == name and name != "photos":
                return [one for one in list_of(cells[column]) if id_of(one) != inside[0]]
    is_hit = column in words and any(_is_about(column, cells, place) for place in places)
    return _stand_in(column, cells[column]) if is_hit else cells[column]


def _covers(place: str, path: str) -> bool:
    """Whether what stands at a path stands in the place: the same, or inside of it."""
    return path == place or ("/" not in place and path.split("/")[0] == place)


def _is_about(argument: str, cells: Mapping[str, Any], place: str) -> bool:
    """Whether an argument's words are of the place. What settles a conflict may be of any."""
    entry = ("thread", f"thread/{cells.get('entry')}/text") if argument == "text" else ()
    return argument == "value" or place in (argument, *entry)


def spoke_in(kind: str, cells: Mapping[str, Any], place: str) -> bool:
    """Whether an operation of these cells, which may have been cleaned since, said something in the place."""
    words = _words_of(kind)
    return any(_speaks(column, cells, words, place) for column in cells)


def _speaks(column: str, cells: Mapping[str, Any], words: Collection[str], place: str) -> bool:
    part, dot, path = column.partition(".")
    if not dot:
        return column in words and cells[column] is not None and _is_about(column, cells, place)
    if part == "add":
        # A child that was erased is no more among those that are kept.
        return _covers(place, path) or place.startswith(f"{path}/")
    # Nothing in a text's stead is no text. Of a number or a day that was erased nothing is left.
    return part == "set" and _covers(place, path) and (cells[column] is not None or not _takes_text(path))


def was_taken(cells: Mapping[str, Any], place: str) -> bool:
    """Whether an operation of these cells went on from words of the place, and they were taken out of it."""
    went_on = {column.removeprefix("was."): cell for column, cell in cells.items() if column.startswith("was.")}
    taken = (path for path, cell in went_on.items() if cell == (_WERE_WORDS if _takes_text(path) else None))
    return any(_covers(place, path) for path in taken)


def _stand_in(path: str, value: Any) -> Any:
    """What says that there were words, for an operation that needs some; it is blanked where that takes effect."""
    return _WERE_WORDS if isinstance(value, str) and value and _takes_text(path) else None


def _takes_text(path: str) -> bool:
    return path.split("/")[-1] not in _NO_TEXTS


def clean_result(result: str, places: Collection[str], body_of: Callable[[str, str], Fields | None]) -> str:
    """The tail of a result row without the words of these places. `body_of`: a record of the matter as it stood."""
    tail = _decode_list(result)
    if len(tail) < 4 or not isinstance(tail[3], list):
        return result
    writes = [
        [entity, id, v, fields and {**fields, **_told_less(entity, id, fields, places, body_of(entity, id))}]
        for entity, id, v, fields in tail[3]
    ]
    return msgspec.json.encode([*tail[:3], writes]).decode()


def _told_less(entity: str, id: str, fields: Fields, places: Collection[str], body: Fields | None) -> dict[str, Value]:
    if body is None:
        return {}
    whole = blanked(entity, id, {**body, **fields}, places)
    return {name: value for name, value in whole.items() if name in fields}


def holds(payload: str | None, entity: str, id: str, places: Collection[str], body: Fields) -> bool:
    """Whether a link of the log holds words of these places. `body`: the record as it stood, to know a conflict by."""
    if payload is None or entity == "attachment":
        return False
    fields = _decode(payload).get("fields") or {}
    about = {"field": body.get("field")} if entity == "conflict" else {}
    return bool(blanked(entity, id, {**about, **fields}, places))


def _sifted(patch: Patch, places: Collection[str]) -> Patch:
    def is_free(path: str) -> bool:
        return path not in places and path.split("/")[0] not in places

    added = {name: [_child(name, one, places) for one in some] for name, some in patch.add.items() if is_free(name)}
    return Patch(
        {path: value for path, value in patch.set.items() if is_free(path)},
        {path: value for path, value in patch.was.items() if is_free(path)},
        added,
        patch.dels,
    )


def _said(patch: Patch, erased: Collection[str]) -> Patch:
    """The patch without what says nothing of erased places: the sign for words, and nothing where nothing was seen."""
    hit = {path for path in (*patch.set, *patch.was) if any(_covers(place, path) for place in erased)}
    was = {path: value for path, value in patch.was.items() if path not in hit or value not in (None, _WERE_WORDS)}

    def is_unsaid(path: str) -> bool:
        return patch.set[path] == _WERE_WORDS or (patch.set[path] is None and path not in was)

    unsaid = set(filter(is_unsaid, hit & patch.set.keys()))
    # An atomic group goes whole.
    if not _NUMBERS.isdisjoint(patch.set.keys() - unsaid):
        unsaid -= _NUMBERS
    return replace(patch, set={path: value for path, value in patch.set.items() if path not in unsaid}, was=was)


def _is_of(sound: Fields, name: str, wanted: Value) -> bool:
    return sound.get(name) is not None and same(sound.get(name), wanted)


def _but_for(stood: Value, wanted: Value, cleaned: Value) -> Value:
    """What is wanted as far as it stood already, and cleaned where it is the operation's own."""
    if stood is not None and same(stood, wanted):
        return wanted
    if not isinstance(wanted, list | tuple):
        return cleaned
    known, clean = list_of(stood), {id_of(one): one for one in list_of(cleaned)}
    return [one if one in known else clean[id_of(one)] for one in wanted if one in known or id_of(one) in clean]


def _child(name: str, one: Value, places: Collection[str]) -> Value:
    """A child without what of it was erased."""
    cells = list(list_of(one)) if isinstance(one, list | tuple) else None
    columns = BY_NAME["draft"].field(name).columns
    if cells is None:
        return one
    return [
        None if f"{name}/{cells[0]}/{column}" in places else cell for column, cell in zip(columns, cells, strict=False)
    ]


# --- What comes later ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sieve:
    """Keeps one operation from bringing back what was erased.

    It does where it was done before the erasure, wherever it comes from: a phone that was offline, a refill after a
    restore, a file. And where it had words on its screen that were erased since: it is an edit of them. `unplaced` is
    what its author said of a matter that stands in no record of it: by place, from conflicts and refused operations.
    `again`: whether it stands for refused operations that spoke in a place before that instant.
    """

    op: Operation
    done_at: int
    erasures: Callable[[str], Sequence[Erasure]]
    history: Callable[[str, str], Sequence[Change]]
    unplaced: Callable[[str], Iterable[tuple[str, Value]]]
    again: Callable[[str, int], bool]

    def passed(self, entity: str, id: str, before: Fields, fields: Fields, *, sound: Fields) -> Fields:
        """What of `fields` may be written over `before`, with the marks of what may not. `sound`: what others said."""
        body = {**before, **fields}
        places = self.barred(matter_of(entity, id, body))
        if not places:
            return fields
        part = fields if entity not in ("conflict", "attachment") else body
        less = blanked(entity, id, part, places)
        ours = [name for name in less if name in fields and not _is_of(sound, name, fields[name])]
        changed = {name: _but_for(before.get(name), fields[name], less[name]) for name in ours}
        changed = {name: value for name, value in changed.items() if not same(value, fields[name])}
        if not can_be_marked(entity):
            return {**fields, **changed}
        # What was taken out of the operation itself has left no trace in `fields`.
        lacking = [name for name in fields if name in places and name not in before and not body[name]]
        marks = marked(entity, body, {*changed, *lacking}, places, max(places.values()))
        return {**fields, **changed, **({} if same(marks, body.get("erased") or []) else {"erased": marks})}

    def sifted(self, conflict: Fields) -> Operation:
        """The operation as its handler may see it: what it would put into a draft's erased places is no wish of it.

        `conflict`: the one that it settles. Its words may go into a draft of another matter, which amends this one.
        """
        field, matter = text_of(conflict.get("field")), text_of(conflict.get("record"))
        if "value" in self.op.args and _tells_of(field, self.barred(matter)):
            return replace(self.op, args={**self.op.args, "value": None})
        if BY_NAME_KIND[self.op.kind].patch_entity != "draft":
            return self.op
        patch = _sifted(self.op.patch, self.barred(self.op.id))
        return replace(self.op, patch=_said(patch, self.erased(self.op.id)))

    def erased(self, matter: str) -> frozenset[str]:
        """The places of a matter whose words were erased, whenever."""
        return frozenset(place for one in self.erasures(matter) for place in one.places)

    def barred(self, matter: str) -> dict[str, int]:
        """The places of a matter into which this operation may put nothing, and when they were erased."""
        return dict(self._barred(matter))

    def _barred(self, matter: str) -> Iterator[tuple[str, int]]:
        for one in self.erasures(matter):
            for place in one.places:
                # A photo is its bytes, which nobody can write anew under the same name.
                is_photo = place.startswith("photos/")
                if is_photo or self.done_at <= one.at or self.again(place, one.at):
                    yield place, one.at
                    continue
                # Of a list, no more than what he saw of each child: the others are new words of his.
                inside = [path for path in self.op.patch.was if _covers(place, path)]
                yield from ((path, one.at) for path in inside if self._saw(matter, path, one.at))

    def _saw(self, matter: str, place: str, at: int) -> bool:
        """Whether the writer saw something in that place which stands nowhere any more."""
        was = self.op.patch.was[place]
        # On the screen of one whose words waited to be taken, a sign stands in their stead.
        if was is None or was_seen(_WERE_WORDS, was):
            return False
        # His own late or refused words are on his screen too. What of them was older is gone from there.
        said = chain(self._said_since(matter, place.split("/")[0], at), self.unplaced(matter))
        return not any(was_seen(value, was) for path, value in said if path == place)

    def _said_since(self, matter: str, name: str, at: int) -> Iterator[tuple[str, Value]]:
        """What was written there after the erasure, by place. One who wrote saw it; another may still see the words."""
        for entity in WRITTEN:
            for one in self.history(entity, matter):
                if one.at > at and one.fields is not None:
                    yield from _by_place(name, one.fields.get(name))


def said_in_conflict(body: Fields) -> Iterator[tuple[str, Value]]:
    """What the late side of a conflict wanted, by place: the field as it is, and each column of its children."""
    field, mine = text_of(body.get("field")), body.get("mine")
    if not isinstance(mine, str):
        return
    yield field, mine
    with suppress(msgspec.DecodeError):
        yield from _by_place(field, msgspec.json.decode(mine))


def said_in_op(body: str) -> Iterator[tuple[str, Value]]:
    """What a kept operation wanted of a draft, by place."""
    kept = _decode(body)
    for column, value in zip(kept["cols"], kept["row"], strict=True):
        part, _, path = column.partition(".")
        if part in ("set", "add"):
            yield from _by_place(path, value)


def _by_place(path: str, value: Value) -> Iterator[tuple[str, Value]]:
    yield path, value
    columns = {field.name: field.columns for field in BY_NAME["draft"].fields}.get(path, ())
    for item in list_of(value) if columns else ():
        yield from ((f"{path}/{id_of(item)}/{name}", cell) for name, cell in zip(columns, list_of(item), strict=False))
