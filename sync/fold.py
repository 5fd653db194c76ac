"""What a patch makes of a record, as far as the phone can know it.

Owns the one rule by which the phone shows a pending operation, and by which the server tells it what differed: a result
row's `writes` hold exactly what `folded` does not give. Pure; `client_pwa/src/sync/patch.ts` is its twin, and
`vectors/fold.json` keeps the two equal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sync.entities import ITEM_COLUMNS, Entity, Type
from sync.ports import Fields, Patch, Value
from sync.values import list_of, same, text_of, was_seen


def folded(entity: Entity, before: Fields, patch: Patch) -> dict[str, Value]:
    """Every field of the kind after the patch: values and columns set, then `del` taken from lists and `add` put.

    Names that the kind has not are passed over: one patch may be about several records.
    """
    body = {field.name: before.get(field.name) for field in entity.fields}
    for path, value in patch.set.items():
        if path in body:
            body[path] = value
        elif "/" in path:
            _set_column(entity, body, path, value)
    for field in entity.fields:
        name = field.name
        if field.type in (Type.IDS, Type.ITEMS) and (name in patch.add or name in patch.dels):
            body[name] = changed_list(body[name], patch.add.get(name, ()), patch.dels.get(name, ()))
    return body


def without(entity: Entity, patch: Patch, later: Patch) -> Patch:
    """The patch but for the places that a later one speaks of. A value that was set to what was seen is no word of it;
    an atomic group goes whole."""
    new = {path for path, value in later.set.items() if not was_seen(value, later.was.get(path))}
    groups = {field.group for field in entity.fields if field.group and field.name in new}
    new |= {field.name for field in entity.fields if field.group in groups}
    told = {(name, id_of(one)) for lists in (later.add, later.dels) for name, items in lists.items() for one in items}
    return Patch(
        {path: value for path, value in patch.set.items() if path not in new},
        patch.was,
        {name: [one for one in items if (name, id_of(one)) not in told] for name, items in patch.add.items()},
        {name: [id for id in ids if (name, id) not in told] for name, ids in patch.dels.items()},
    )


def changed_list(current: Value, add: Sequence[Value], dels: Sequence[str]) -> list[Value]:
    """The list without the ids in `dels`, and with what of `add` has an id that is not there yet, in order."""
    kept = [one for one in list_of(current) if id_of(one) not in dels]
    there = {id_of(one) for one in kept}
    for one in add:
        if id_of(one) not in there:
            there.add(id_of(one))
            kept.append(one)
    return kept


def id_of(one: Value) -> str:
    """The id of a member: itself in a list of ids, the first column of an item."""
    return text_of(one if isinstance(one, str) else next(iter(list_of(one)), None))


def column_of(entity: Entity, path: str) -> tuple[str, str, int] | None:
    """A path `list/<id>/<column>` as (field, id, column number); None when the kind has no such column."""
    name, item, column = path.split("/")
    columns: Mapping[str, tuple[str, ...]] = {field.name: field.columns for field in entity.fields}
    if column not in columns.get(name, ()):
        return None
    return name, item, columns[name].index(column)


def value_at(entity: Entity, body: Fields, path: str) -> Value:
    """What stands at that path; None where nothing does."""
    name, *inside = path.split("/")
    if not inside:
        return body.get(name)
    child = next((one for one in list_of(body.get(name)) if id_of(one) == inside[0]), None)
    column = column_of(entity, path) if len(inside) == 2 else None
    return child if column is None or child is None else list_of(child)[column[2]]


def restated(entity: Entity, body: Fields, patch: Patch) -> dict[str, Value]:
    """What the patch says of children that it adds though they are there, where that is something else, by path.

    Who adds a child knew of none: he does not say what he saw of it. Only words and days are anybody's wish.
    """
    paths = [
        (f"{field.name}/{id_of(one)}/{column}", cell)
        for field in entity.fields
        for one in (patch.add.get(field.name, ()) if field.columns else ())
        if id_of(one) not in patch.dels.get(field.name, ())
        if value_at(entity, body, f"{field.name}/{id_of(one)}") is not None
        for column, cell in zip(field.columns, list_of(one), strict=False)
        if ITEM_COLUMNS[column] in (Type.WORDS, Type.DAY) and cell is not None
    ]
    return {path: cell for path, cell in paths if not same(cell, value_at(entity, body, path))}


def with_column(items: Value, item: str, column: int, value: Value) -> list[Value]:
    """The items, with one column of one item set. An item that is not there stays away."""
    changed: list[Value] = []
    for one in list_of(items):
        if id_of(one) == item:
            cells = list(list_of(one))
            cells[column] = value
            changed.append(cells)
        else:
            changed.append(one)
    return changed


def _set_column(entity: Entity, body: dict[str, Value], path: str, value: Value) -> None:
    found = column_of(entity, path)
    if found is not None:
        name, item, column = found
        body[name] = with_column(body[name], item, column, value)
