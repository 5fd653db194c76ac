"""Whether a value of the wire is what its kind says: type, bounds, characters.

Owns one check for each `Type`. Pure. What a phone of ours can send by a person's doing comes back as a code of
`sync.errors.REFUSAL_CODES`; text is brought to NFC on the way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Final

from sync.entities import ITEM_COLUMNS, WORDS_MAX, Field, Type
from sync.limits import SAFE_INTEGER_MAX
from sync.operations import Argument
from sync.ports import Value
from sync.values import canonical, has_forbidden, is_id, normal

_CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_DAY: Final = re.compile(r"(19|20|21)\d\d-\d\d-\d\d")
# The `was` form: twelve bytes, or `#` and eight characters in quotes.
_WAS_BYTES_MAX: Final = 12


class Malformed(Exception):
    """A value that its place cannot take."""

    def __init__(self, code: str, **details: Value) -> None:
        super().__init__(code)
        self.code = code
        self.details: dict[str, Value] = details


@dataclass(frozen=True, slots=True)
class Spec:
    """What a place takes. `name` is its column's, for the answer; `item_id` whether an item's id must be a UUID."""

    name: str
    type: Type
    limit: int
    columns: tuple[str, ...] = ()
    item_id: bool = False


def spec_of_field(field: Field) -> Spec:
    """What a patch may put in a field."""
    return Spec(field.name, field.type, field.limit, field.columns, item_id=True)


def spec_of_argument(argument: Argument) -> Spec:
    """What a command's argument may be."""
    return Spec(argument.name, argument.type, argument.limit, argument.columns)


def spec_of_column(path: str, column: str) -> Spec:
    """What a patch may put in one column of one item."""
    kind = ITEM_COLUMNS[column]
    return Spec(path, kind, WORDS_MAX if kind is Type.WORDS else 300)


def checked(spec: Spec, value: Value) -> Value:
    """The value with its text in NFC. Malformed when the place cannot take it. Null is always taken."""
    return None if value is None else _CHECKS[spec.type](spec, value)


def checked_was(name: str, value: Value) -> Value:
    """A `was` as it came. Malformed when it has not that form."""
    short = value is None or isinstance(value, bool | int) or (isinstance(value, str) and len(value) <= _WAS_BYTES_MAX)
    if not short or (isinstance(value, str) and has_forbidden(value)):
        raise Malformed("wrong_type", field=name)
    if isinstance(value, int) and abs(value) > SAFE_INTEGER_MAX:
        raise Malformed("wrong_type", field=name)
    if len(canonical(value)) > _WAS_BYTES_MAX:
        raise Malformed("wrong_type", field=name)
    return value


def _wrong(spec: Spec) -> Malformed:
    return Malformed("wrong_type", field=spec.name)


def _id(spec: Spec, value: Value) -> Value:
    if not is_id(value):
        raise _wrong(spec)
    return value


def _code(spec: Spec, value: Value) -> Value:
    if not isinstance(value, str):
        raise _wrong(spec)
    if _CODE.fullmatch(value) is None:
        raise Malformed("unknown_code", field=spec.name)
    return value


def _text(spec: Spec, value: Value) -> Value:
    if not isinstance(value, str):
        raise _wrong(spec)
    if len(value) > spec.limit:
        raise Malformed("text_too_long", field=spec.name, limit=spec.limit)
    if has_forbidden(value):
        raise Malformed("bad_character", field=spec.name)
    return normal(value)


def _day(spec: Spec, value: Value) -> Value:
    if not isinstance(value, str) or not is_day(value):
        raise _wrong(spec)
    return value


@lru_cache(maxsize=4096)
def is_day(text: str) -> bool:
    """Whether it is a civil day, `2024-06-25`."""
    try:
        return _DAY.fullmatch(text) is not None and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _int(spec: Spec, value: Value) -> Value:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > SAFE_INTEGER_MAX:
        raise _wrong(spec)
    return value


def _bool(spec: Spec, value: Value) -> Value:
    if not isinstance(value, bool):
        raise _wrong(spec)
    return value


def _list(spec: Spec, value: Value) -> Sequence[Value]:
    if not isinstance(value, list):
        raise _wrong(spec)
    if len(value) > spec.limit:
        raise Malformed("too_many", field=spec.name, limit=spec.limit)
    return value


def _ids(spec: Spec, value: Value) -> Value:
    return [_id(spec, one) for one in _list(spec, value)]


def _items(spec: Spec, value: Value) -> Value:
    return [_item(spec, one) for one in _list(spec, value)]


def _item(spec: Spec, value: Value) -> Value:
    if not isinstance(value, list) or len(value) != len(spec.columns) or value[0] is None:
        raise _wrong(spec)
    cells = [
        checked(replace(spec_of_column(spec.name, column), name=spec.name), cell)
        for column, cell in zip(spec.columns, value, strict=True)
    ]
    return [_id(spec, cells[0]) if spec.item_id else cells[0], *cells[1:]]


_CHECKS: Final[Mapping[Type, Callable[[Spec, Value], Value]]] = {
    Type.ID: _id,
    Type.CODE: _code,
    Type.LINE: _text,
    Type.WORDS: _text,
    Type.DAY: _day,
    Type.INSTANT: _int,
    Type.INT: _int,
    Type.BOOL: _bool,
    Type.IDS: _ids,
    Type.ITEMS: _items,
}
