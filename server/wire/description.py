"""The shapes of `/api/sync` and `/api/files` for `/api/openapi.json`, as JSON Schema.

Owns the way from the lists that the engine reads by (kinds, entities, limits) to schemas, so that the description
cannot say anything else than what is taken. What a shape means is docs/protocol.md. Pure.
"""

from __future__ import annotations

import re
from typing import Any, Final

from sync import errors, limits
from sync.entities import BY_NAME as ENTITY_BY_NAME
from sync.entities import ENTITIES, ITEM_COLUMNS, Entity, Field, Policy, Type
from sync.operations import KINDS, Argument, Kind

Shape = dict[str, Any]

_UUID: Final = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
ID: Final[Shape] = {"type": "string", "format": "uuid", "pattern": f"^{_UUID}$"}
_NUMBER: Final[Shape] = {"type": "integer", "minimum": 0, "maximum": limits.SAFE_INTEGER_MAX}
_DAY: Final[Shape] = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_TEXT: Final[Shape] = {"type": "string"}
_SEALED: Final = ("n", "op_id", "role", "at", "id")
_FREE: Final = ("supersedes", "old_pos")


def ref(name: str) -> Shape:
    """The place of a schema of SCHEMAS in the description."""
    return {"$ref": f"#/components/schemas/{name}"}


def _or_null(shape: Shape) -> Shape:
    return {"anyOf": [shape, {"type": "null"}]}


def _object(**fields: Shape) -> Shape:
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


def _list(of: Shape, **bounds: int) -> Shape:
    return {"type": "array", "items": of, **bounds}


def _row(*cells: Shape, at_least: int | None = None) -> Shape:
    """A list whose cells have places. Absent ones at its end were not known when it was written."""
    least = len(cells) if at_least is None else at_least
    return {"type": "array", "prefixItems": list(cells), "minItems": least, "maxItems": len(cells)}


_SCALARS: Final[dict[Type, Shape]] = {
    Type.ID: ID, Type.CODE: _TEXT, Type.LINE: _TEXT, Type.WORDS: _TEXT, Type.DAY: _DAY, Type.INSTANT: _NUMBER,
    Type.INT: {"type": "integer"}, Type.BOOL: {"type": "boolean"}, Type.IDS: _list(ID),
}  # fmt: skip


def _cell(field: Field | Argument) -> Shape:
    """What stands in a row for a field; null where nothing was said."""
    if field.type is Type.ITEMS:
        columns = [_or_null(_SCALARS[ITEM_COLUMNS[name]]) for name in field.columns]
        return _or_null(_list(_row(*columns, at_least=1)))
    return _or_null(_SCALARS[field.type])


# --- Up --------------------------------------------------------------------------------------------------------------


def _columns(kind: Kind) -> Shape:
    """The names of the columns that an operation of that kind may have."""
    names = [*_SEALED, *_FREE, *(argument.name for argument in kind.arguments)]
    patches = [
        _patch_columns(ENTITY_BY_NAME[kind.patch_entity].field(name)) for name in kind.patches if kind.patch_entity
    ]
    anything = [{"enum": names}, *({"pattern": f"^({pattern})$"} for pattern in patches)]
    return _list({"type": "string", "anyOf": anything}, minItems=len(_SEALED), maxItems=limits.COLUMNS_MAX)


def _patch_columns(field: Field) -> str:
    if field.policy is Policy.SET:
        return f"(add|del)[.]{field.name}"
    if field.policy is Policy.ITEMS:
        return f"(add|del)[.]{field.name}|(set|was)[.]{field.name}/[^/]+/({'|'.join(field.columns[1:])})"
    return f"(set|was)[.]{field.name}"


def _name(kind: Kind) -> str:
    return "Sync" + "".join(part.title() for part in re.split("[._]", kind.name))


def _group(kind: Kind) -> Shape:
    told = f"`{kind.name}` about a `{kind.entity}`: " + (
        ", ".join(f"`{one.name}`" for one in kind.arguments) or "no arguments"
    )
    shape = _object(k={"const": kind.name}, s={"type": "integer"}, cols=_columns(kind), rows=_ROWS)
    return {**shape, "description": told}


_VALUE: Final[Shape] = {
    "description": "A string, a safe integer, a boolean, null, or a list of these; items are lists of lists.",
    "anyOf": [{"type": ["string", "integer", "boolean", "null"]}, _list(ref("SyncValue"))],
}
_ROWS: Final[Shape] = _list(_list(ref("SyncValue")))
_LATER: Final[Shape] = {
    **_object(
        k={"type": "string", "not": {"enum": [kind.name for kind in KINDS]}},
        s={"type": "integer"},
        cols=_list(_TEXT, minItems=len(_SEALED), maxItems=limits.COLUMNS_MAX),
        rows=_ROWS,
    ),
    "description": "A kind that this office does not know yet: kept, and taken after its update.",
}
_PUSH: Final[Shape] = _object(
    inc=ID,
    **{"from": {**_NUMBER, "minimum": 1}},
    prev=_or_null(ID),
    refill=_or_null(_object(epoch=ID)),
    # Each kind under a name of its own: tools that read descriptions give up on so many alternatives in one place.
    groups=_list({"anyOf": [*(ref(_name(kind)) for kind in KINDS), _LATER]}, maxItems=limits.GROUPS_MAX),
)
_PROTOCOL: Final[Shape] = {"type": "integer", "maximum": limits.PROTOCOL}
_WANT: Final[Shape] = _or_null({**_object(bytes=_NUMBER, receipt={"type": "boolean"}), "required": []})
_NAMED: Final[Shape] = {
    **_object(
        p=_PROTOCOL,
        person=ID,
        device=ID,
        sent=_NUMBER,
        cursor=_or_null({"type": "string"}),
        push=_or_null(ref("SyncPush")),
        want=_WANT,
    ),
    "required": ["p", "person", "device", "sent", "cursor"],
}
_QUIET: Final[Shape] = {
    **_object(
        p=_PROTOCOL,
        who={"type": "string", "pattern": "^[0-9a-f]{12}$"},
        sent=_NUMBER,
        cursor={"type": "string"},
        want=_WANT,
    ),
    "required": ["p", "who", "sent", "cursor"],
    "description": "Nothing to push: the cursor is sealed for person and device, and `who` is the ends of their ids.",
}
_REQUEST: Final[Shape] = {"anyOf": [_NAMED, _QUIET]}

# --- Down ------------------------------------------------------------------------------------------------------------

_HEAD_ERROR: Final[Shape] = _object(
    code={"enum": [code.name for code in errors.HEAD_CODES]}, details={"type": "object"}
)
_WHY: Final[Shape] = {
    "type": "object",
    "properties": {"code": _TEXT, "details": {"type": "object"}, "depends": ID},
    "required": ["code", "details"],
}
_WRITE: Final[Shape] = _row(_TEXT, ID, _or_null(_NUMBER), _or_null({"type": "object"}))
_RESULT: Final[Shape] = {
    "description": "[n, outcome, v, pos] and, where there is more to say, the writes or why.",
    **_row(
        _NUMBER,
        {"enum": list(errors.OUTCOMES)},
        _or_null(_NUMBER),
        _or_null(_NUMBER),
        {"anyOf": [_list(_WRITE), _WHY]},
        at_least=4,
    ),
}


def _table(entity: Entity) -> Shape:
    """One kind's rows under their columns: `id`, `v`, then the fields, of which an old record may have fewer."""
    names = ("id", "v", *(field.name for field in entity.fields))
    cells = (ID, _NUMBER, *map(_cell, entity.fields))
    cols = _row(*({"const": name} for name in names), at_least=2)
    return _object(e={"const": entity.name}, s={"type": "integer"}, cols=cols, rows=_list(_row(*cells, at_least=2)))


_LINE: Final[Shape] = {
    "description": "One line of the answer: the head, the results, a segment of rows, the end, in this order.",
    "oneOf": [ref("SyncHead"), ref("SyncResults"), ref("SyncSegment"), ref("SyncEnd")],
}
_COUNTS: Final[Shape] = {"type": "object", "additionalProperties": _NUMBER}
SCHEMAS: Final[dict[str, Shape]] = {
    "SyncValue": _VALUE,
    "SyncRequest": _REQUEST,
    "SyncPush": _PUSH,
    "SyncLine": _LINE,
    "SyncHead": {
        **_object(
            p={"const": limits.PROTOCOL},
            epoch=ID,
            last_n=_NUMBER,
            safe_pos=_NUMBER,
            error=_or_null(_HEAD_ERROR),
            time=_NUMBER,
        ),
        # The rest is left out of the answer to a request that pushed nothing.
        "required": ["p", "epoch", "safe_pos", "time"],
    },
    **{_name(kind): _group(kind) for kind in KINDS},
    "SyncResults": _object(results=_list(_RESULT)),
    "SyncSegment": _object(
        rows=_list({"anyOf": [*map(_table, ENTITIES)]}),
        gone=_list(_row({"enum": [entity.name for entity in ENTITIES]}, ID)),
        cursor={"type": "string", "maxLength": limits.CURSOR_CHARS_MAX},
        pos=_NUMBER,
    ),
    "SyncEnd": {
        **_object(
            end={"const": True},
            more={"type": "boolean"},
            receipt=_object(pos=_NUMBER, own=_COUNTS, read=_COUNTS),
        ),
        "required": ["end", "more"],
    },
}


def header(name: str, shape: Shape, *, told: str, required: bool = True) -> Shape:
    """A header of a request."""
    return {"in": "header", "name": name, "required": required, "schema": shape, "description": told}


SYNC: Final[Shape] = {
    "requestBody": {"required": True, "content": {"application/json": {"schema": ref("SyncRequest")}}},
    "responses": {
        "200": {
            "description": "Lines of JSON, compressed as accepted, flushed one by one (docs/protocol.md).",
            "content": {"application/x-ndjson": {"schema": ref("SyncLine")}},
        }
    },
}

# --- Photos ----------------------------------------------------------------------------------------------------------

_WORD: Final = "[A-Za-z0-9+/]+={0,2}"
_OFFSETS: Final[Shape] = {name: {"schema": _NUMBER} for name in ("Upload-Offset", "Upload-Length")}
_TUS: Final = header("Tus-Resumable", {"const": "1.0.0"}, told="Else 412 `wrong_protocol`.")

ANNOUNCE: Final[Shape] = {
    "parameters": [
        _TUS,
        header("Upload-Length", {**_NUMBER, "minimum": 1}, told="The photo's bytes."),
        header(
            "Upload-Metadata",
            {"type": "string", "pattern": f"^photo {_WORD},visit {_WORD},sha256 {_WORD}$"},
            told="The photo's id, its visit's id and its SHA-256 in lower-case hex, each in base64.",
        ),
    ],
    "responses": {
        "201": {
            "description": "Where the photo goes, and how much of it is there.",
            "headers": {"Location": {"schema": _TEXT}, "Upload-Offset": {"schema": _NUMBER}},
        }
    },
}
HOW_FAR: Final[Shape] = {"responses": {"200": {"description": "Equal when the photo is stored.", "headers": _OFFSETS}}}
PIECE: Final[Shape] = {
    "parameters": [_TUS, header("Upload-Offset", _NUMBER, told="Where this piece begins.")],
    "requestBody": {
        "required": True,
        "content": {"application/offset+octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    },
    "responses": {"204": {"description": "Taken; with the last piece, checked and stored.", "headers": _OFFSETS}},
}
PICTURE: Final[Shape] = {
    "responses": {
        "200": {
            "description": "The picture, without metadata, with an `ETag`.",
            "content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}},
        },
        "304": {"description": "The picture that the asker has already."},
    }
}
