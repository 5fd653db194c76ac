"""A patch meets a record that may have moved on: what is taken, what is joined, what a person must choose.

Owns the policies of docs/conflicts.md. Pure. Each patched place carries what its writer saw (`was`), so nothing here
asks for versions, and one's own edits in a row never meet each other.

    the record holds …        then
    what the patch wants      nothing is left to do
    what the writer saw       the patch is taken
    something else            words: joined when the edits do not touch, else a clash; value: a clash;
                              group: all of it, taken or clashing as one; set, items: a union, child by child

A clash leaves the record as it is and gives both sides' values: they are never chosen between here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from sync.entities import Entity, Field, Policy
from sync.fold import changed_list, column_of, id_of, restated, value_at, with_column
from sync.ports import Clash, Fields, Merge, Patch, Refused, Value
from sync.prose import joined
from sync.values import list_of, same, seen, text_of, was_seen

# Gives the text of a field, or of a child's column, that has this `was`, when the record ever had it.
FindBase = Callable[[str, Value], str | None]


@dataclass(slots=True)
class _Meeting:
    """One patch on its way through a record."""

    entity: Entity
    current: Fields
    patch: Patch
    find_base: FindBase
    fields: dict[str, Value] = field(default_factory=dict)
    clashes: list[Clash] = field(default_factory=list)
    merged: bool = False

    def is_untouched(self, path: str, now: Value) -> bool:
        """Whether the record holds what the writer saw, or what he wants."""
        return was_seen(now, self.patch.was.get(path)) or same(now, self.patch.set[path])

    def is_wish(self, path: str) -> bool:
        """Whether the writer changed what he saw."""
        return not was_seen(self.patch.set[path], self.patch.was.get(path))


def merge(entity: Entity, current: Fields, patch: Patch, find_base: FindBase) -> Merge:
    """The patch met with `current`. Refused `too_many` when a union grows over its field's limit."""
    meeting = _Meeting(entity, current, patch, find_base)
    for group in _groups(entity, patch):
        _meet_group(meeting, group)
    for one in entity.fields:
        if one.policy in (Policy.SET, Policy.ITEMS):
            _meet_list(meeting, one)
        elif one.name in patch.set and one.group is None:
            _meet_value(meeting, one)
    for path, new in restated(entity, current, patch).items():
        # What stood there before was changed by somebody who saw it.
        if find_base(path, seen(new)) is None:
            meeting.clashes.append(Clash(path, new, value_at(entity, current, path)))
    return Merge(meeting.fields, tuple(meeting.clashes), meeting.merged)


def _groups(entity: Entity, patch: Patch) -> Iterator[list[str]]:
    names = dict.fromkeys(one.group for one in entity.fields if one.group is not None and one.name in patch.set)
    for group in names:
        yield [one.name for one in entity.fields if one.group == group and one.name in patch.set]


def _meet_group(meeting: _Meeting, names: Sequence[str]) -> None:
    if not any(meeting.is_wish(name) for name in names):
        return
    wanted = {name: meeting.patch.set[name] for name in names}
    differing = {name: new for name, new in wanted.items() if not same(new, meeting.current.get(name))}
    if all(meeting.is_untouched(name, meeting.current.get(name)) for name in names):
        meeting.fields.update(differing)
    else:
        meeting.clashes += [Clash(name, new, meeting.current.get(name)) for name, new in differing.items()]


def _meet_value(meeting: _Meeting, one: Field) -> None:
    new, now = meeting.patch.set[one.name], meeting.current.get(one.name)
    if same(new, now) or not meeting.is_wish(one.name):
        return
    if meeting.is_untouched(one.name, now):
        meeting.fields[one.name] = new
        return
    text = _joined(meeting, one, new, now) if one.policy is Policy.WORDS else None
    if text is None:
        meeting.clashes.append(Clash(one.name, new, now))
    else:
        meeting.fields[one.name] = text
        meeting.merged = True


def _joined(meeting: _Meeting, one: Field, new: Value, now: Value) -> str | None:
    was = meeting.patch.was.get(one.name)
    base = "" if was is None else meeting.find_base(one.name, was)
    if base is None:
        return None
    text = joined(base, text_of(new), text_of(now))
    return text if text is not None and len(text) <= one.limit else None


def _meet_list(meeting: _Meeting, one: Field) -> None:
    patch, now = meeting.patch, meeting.current.get(one.name)
    dels = [id for id in patch.dels.get(one.name, ()) if _may_go(meeting, one, now, id)]
    after: list[Value] = changed_list(_columns_met(meeting, one, now), patch.add.get(one.name, ()), dels)
    if same(after, list(list_of(now))):
        return
    if len(after) > max(one.limit, len(list_of(now))):
        raise Refused("too_many", field=one.name, limit=one.limit)
    meeting.fields[one.name] = after


def _columns_met(meeting: _Meeting, one: Field, items: Value) -> Value:
    for path, new in meeting.patch.set.items():
        found = column_of(meeting.entity, path) if path.startswith(one.name + "/") else None
        if found is None or not meeting.is_wish(path):
            continue
        _, id, column = found
        item = _item(items, id)
        now = list_of(item)[column] if item is not None else None
        if item is None or not meeting.is_untouched(path, now):
            meeting.clashes.append(Clash(path, new, now))
        else:
            items = with_column(items, id, column, new)
    return items


def _may_go(meeting: _Meeting, one: Field, items: Value, id: str) -> bool:
    """Whether a child that the writer took out is still what he saw, as far as he says what he saw."""
    item = _item(items, id)
    for path, was in meeting.patch.was.items():
        if item is not None and path.startswith(f"{one.name}/{id}/"):
            found = column_of(meeting.entity, path)
            if found is not None and not was_seen(list_of(item)[found[2]], was):
                meeting.clashes.append(Clash(f"{one.name}/{id}", None, item))
                return False
    return True


def _item(items: Value, id: str) -> Value:
    return next((one for one in list_of(items) if id_of(one) == id), None)
