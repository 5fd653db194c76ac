"""Operations as they come: the rows of a push, each read by what its kind may carry.

Owns the way from a columnar group to `Operation`s. Pure. A column that the kind does not have makes the whole request
`bad_body`: no phone of ours sends it. What a value does wrong is that one operation's outcome, so that it blocks none
behind it.

    Push ─ read_ops ─▶ [Sealed …]    Sealed.op     a well-made operation, or
                                     Sealed.fault  why it is not one
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from sync import limits
from sync.check import Malformed, Spec, checked, checked_was, spec_of_argument, spec_of_column, spec_of_field
from sync.entities import BY_NAME, Entity, Policy, Type
from sync.errors import HELD, QUARANTINED
from sync.operations import BY_NAME_KIND, ROLES, Kind
from sync.ports import Operation, Patch, Value
from sync.protocol import BadBody, Group, Push
from sync.protocol import need as _need
from sync.values import is_id

_KIND: Final = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?")
_SEALED_COLUMNS: Final = ("n", "op_id", "role", "at", "id")
# Columns that any operation may have besides.
_FREE_COLUMNS: Final = ("supersedes", "old_pos")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why an operation is not taken as it is."""

    outcome: str
    code: str
    details: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Sealed:
    """One operation as it came. Exactly one of `op` and `fault` is there."""

    n: int
    op_id: str
    kind: str
    schema: int
    entity: str
    id: str
    cols: Sequence[str]
    row: Sequence[Any]
    op: Operation | None
    fault: Fault | None
    supersedes: tuple[str, ...] = ()
    old_pos: int | None = None

    def body(self, sent: int) -> str:
        """The operation as JSON, for as long as it may be needed again."""
        kept = {"k": self.kind, "s": self.schema, "cols": self.cols, "row": self.row, "sent": sent}
        return msgspec.json.encode(kept).decode()


class _Kept(msgspec.Struct, frozen=True):
    k: str
    s: int
    cols: list[str]
    row: list[Any]
    sent: int


_decode_kept: Final = msgspec.json.Decoder(_Kept).decode


@dataclass(frozen=True, slots=True)
class _Sender:
    author: str
    device: str


def read_ops(push: Push, *, author: str, device: str) -> list[Sealed]:
    """The push's operations in the order of their numbers. BadBody when columns or numbers are not as they must be."""
    sealed = [one for group in push.groups for one in _read_group(group, _Sender(author, device))]
    sealed.sort(key=lambda one: one.n)
    _need(all(one.n == push.first + place for place, one in enumerate(sealed)), "push.groups.n")
    return sealed


def read_kept(body: str, *, author: str, device: str) -> tuple[Sealed, int]:
    """An operation kept by `Sealed.body`, read by what this server knows today, and the clock it was sent by."""
    kept = _decode_kept(body)
    [sealed] = _read_group(Group(kept.k, kept.s, kept.cols, [kept.row]), _Sender(author, device))
    return sealed, kept.sent


def _read_group(group: Group, sender: _Sender) -> Iterator[Sealed]:
    _need(_KIND.fullmatch(group.k) is not None and len(group.k) <= 40, "push.groups.k")
    _need(1 <= group.s <= 32_767, "push.groups.s")
    _need(len(group.cols) <= limits.COLUMNS_MAX and len(set(group.cols)) == len(group.cols), "push.groups.cols")
    _need(set(_SEALED_COLUMNS) <= set(group.cols), "push.groups.cols")
    kind = BY_NAME_KIND.get(group.k)
    known = kind if kind is not None and group.s <= kind.schema else None
    plan = _plan(known, tuple(group.cols)) if known is not None else None
    for row in group.rows:
        _need(len(row) == len(group.cols), "push.groups.rows")
        yield _read_row(group, plan, row, sender)


def _read_row(group: Group, plan: _Plan | None, row: Sequence[Any], sender: _Sender) -> Sealed:
    cells = dict(zip(group.cols, row, strict=True))
    n, op_id, id, at = cells["n"], cells["op_id"], cells["id"], cells["at"]
    _need(type(n) is int and 1 <= n <= limits.SAFE_INTEGER_MAX, "push.groups.n")
    _need(is_id(op_id), "push.groups.op_id")
    _need(is_id(id), "push.groups.id")
    _need(type(at) is int and abs(at) <= limits.SAFE_INTEGER_MAX, "push.groups.at")
    _need(isinstance(cells["role"], str), "push.groups.role")
    entity = plan.kind.entity if plan is not None else ""
    op: Operation | None = None
    fault: Fault | None = None
    supersedes: tuple[str, ...] = ()
    try:
        supersedes = _supersedes(cells.get("supersedes"))
        op = _operation(group, plan, cells, sender, supersedes)
    except Malformed as malformed:
        outcome = HELD if plan is None and malformed.code in ("unknown_kind", "newer_schema") else QUARANTINED
        fault = Fault(outcome, malformed.code, malformed.details)
    return Sealed(
        n, op_id, group.k, group.s, entity, id, group.cols, row, op, fault, supersedes, _old_pos(cells.get("old_pos"))
    )


def _old_pos(value: object) -> int | None:
    _need(value is None or (type(value) is int and 0 <= value <= limits.SAFE_INTEGER_MAX), "push.groups.old_pos")
    return value if isinstance(value, int) else None


def _supersedes(value: Value) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or not all(is_id(one) for one in value):
        raise Malformed("wrong_type", field="supersedes")
    if len(value) > limits.SUPERSEDES_MAX:
        raise Malformed("too_many", field="supersedes", limit=limits.SUPERSEDES_MAX)
    return tuple(value)


def _operation(
    group: Group, plan: _Plan | None, cells: Mapping[str, Any], sender: _Sender, supersedes: tuple[str, ...]
) -> Operation:
    if plan is None:
        raise _unknown(group, cells)
    if cells["role"] not in ROLES:
        raise Malformed("unknown_code", field="role")
    args, normal_args = _checked(plan.args, cells)
    for argument in plan.kind.arguments:
        if argument.required and args.get(argument.name) is None:
            raise Malformed("missing", field=argument.name)
    sets, normal_sets = _checked(plan.sets, cells)
    adds, normal_adds = _checked(plan.adds, cells)
    dels, _ = _checked(plan.dels, cells)
    was = {path: checked_was(column, cells[column]) for column, path in plan.was}
    patch = Patch(sets, was, _lists(adds, "add."), _lists(dels, "del."))
    return Operation(
        cells["n"], cells["op_id"], plan.kind.name, group.s, plan.kind.entity, cells["id"], sender.author,
        cells["role"], sender.device, cells["at"], args, patch, supersedes,
        frozenset(path.split("/")[0] for path in {*normal_sets, *normal_adds, *normal_args}),
    )  # fmt: skip


def _unknown(group: Group, cells: Mapping[str, Any]) -> Malformed:
    if len(msgspec.json.encode(cells)) > limits.UNKNOWN_OP_BYTES_MAX:
        return Malformed("text_too_long", field="", limit=limits.UNKNOWN_OP_BYTES_MAX)
    if group.k in BY_NAME_KIND:
        return Malformed("newer_schema", kind=group.k, schema=group.s)
    return Malformed("unknown_kind", kind=group.k)


def _checked(places: Sequence[tuple[str, str, Spec]], cells: Mapping[str, Any]) -> tuple[dict[str, Any], set[str]]:
    """The values by path, and the paths whose text was not in NFC."""
    values: dict[str, Any] = {}
    changed: set[str] = set()
    for column, path, spec in places:
        came = cells[column]
        value = checked(spec, came)
        if value != came:
            changed.add(path)
        values[path] = value
    return values, changed


def _lists(values: Mapping[str, Any], prefix: str) -> dict[str, list[Any]]:
    for name, value in values.items():
        if value is None:
            raise Malformed("wrong_type", field=prefix + name)
    return dict(values)


@dataclass(frozen=True, slots=True)
class _Plan:
    """How to read the rows of one exact list of columns: (column, path, what it takes)."""

    kind: Kind
    args: tuple[tuple[str, str, Spec], ...]
    sets: tuple[tuple[str, str, Spec], ...]
    adds: tuple[tuple[str, str, Spec], ...]
    dels: tuple[tuple[str, str, Spec], ...]
    was: tuple[tuple[str, str], ...]


def _plan(kind: Kind, cols: Sequence[str]) -> _Plan:
    """The plan for these columns. BadBody for a column that the kind does not have."""
    arguments = {argument.name: spec_of_argument(argument) for argument in kind.arguments}
    found: dict[str, list[tuple[str, str, Spec]]] = {"set": [], "add": [], "del": [], "arg": []}
    was: list[tuple[str, str]] = []
    for column in cols:
        part, dot, path = column.partition(".")
        if column in arguments:
            found["arg"].append((column, column, arguments[column]))
        elif dot and part == "was":
            _patch_spec(kind, "was", path, cols)
            was.append((column, path))
        elif dot and part in found and part != "arg":
            found[part].append((column, path, _patch_spec(kind, part, path, cols)))
        elif column not in _SEALED_COLUMNS and column not in _FREE_COLUMNS:
            raise BadBody(f"push.groups.cols.{column[:80]}")
    return _Plan(kind, tuple(found["arg"]), tuple(found["set"]), tuple(found["add"]), tuple(found["del"]), tuple(was))


def _patch_spec(kind: Kind, part: str, path: str, cols: Sequence[str]) -> Spec:
    """What `set.<path>` and its like take. BadBody when the kind may not patch there."""
    name, *rest = path.split("/")
    if kind.patch_entity is None or name not in kind.patches:
        raise BadBody(f"push.groups.cols.{part}.{path[:80]}")
    entity: Entity = BY_NAME[kind.patch_entity]
    make = _COLUMN_SPECS if rest else _FIELD_SPECS
    spec = make[part](entity, path, cols)
    if spec is None:
        raise BadBody(f"push.groups.cols.{part}.{path[:80]}")
    return spec


def _set_spec(entity: Entity, path: str, _cols: Sequence[str]) -> Spec | None:
    field = entity.field(path)
    return spec_of_field(field) if field.policy in (Policy.VALUE, Policy.WORDS) else None


def _was_spec(entity: Entity, path: str, cols: Sequence[str]) -> Spec | None:
    return _set_spec(entity, path, cols) if f"set.{path}" in cols else None


def _add_spec(entity: Entity, path: str, _cols: Sequence[str]) -> Spec | None:
    field = entity.field(path)
    return spec_of_field(field) if field.policy in (Policy.SET, Policy.ITEMS) else None


def _del_spec(entity: Entity, path: str, cols: Sequence[str]) -> Spec | None:
    spec = _add_spec(entity, path, cols)
    return None if spec is None else Spec(spec.name, Type.IDS, spec.limit)


def _column_spec(entity: Entity, path: str, _cols: Sequence[str]) -> Spec | None:
    parts = path.split("/")
    field = entity.field(parts[0])
    if len(parts) != 3 or not is_id(parts[1]) or parts[2] not in field.columns[1:] or field.policy is not Policy.ITEMS:
        return None
    return spec_of_column(path, parts[2])


def _was_column_spec(entity: Entity, path: str, cols: Sequence[str]) -> Spec | None:
    """What was seen of a column: of one that is set, or of an item that is taken out."""
    there = f"set.{path}" in cols or f"del.{path.split('/')[0]}" in cols
    return _column_spec(entity, path, cols) if there else None


def _no_spec(_entity: Entity, _path: str, _cols: Sequence[str]) -> Spec | None:
    return None


_SpecOf = Callable[[Entity, str, Sequence[str]], Spec | None]
_FIELD_SPECS: Final[Mapping[str, _SpecOf]] = {"set": _set_spec, "was": _was_spec, "add": _add_spec, "del": _del_spec}
_COLUMN_SPECS: Final[Mapping[str, _SpecOf]] = {
    "set": _column_spec,
    "was": _was_column_spec,
    "add": _no_spec,
    "del": _no_spec,
}
