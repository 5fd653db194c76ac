"""The envelope: bytes to a request, and an answer to lines.

Owns the shapes of docs/protocol.md around the operations, which `sync.reading` reads. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import msgspec

from sync import limits
from sync.ports import Value
from sync.values import is_id


class BadBody(Exception):
    """The request is not one of this protocol. `field` says where, as far as can be told."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class TooLarge(Exception):
    """The request is over a bound; half of it may not be."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


class Refill(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Operations that an earlier life of the server had taken: `epoch` is that life's."""

    epoch: str


class Group(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Operations of one kind with one exact list of columns."""

    k: str
    s: int
    cols: list[str]
    rows: list[list[Any]]


class Push(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A run of an incarnation's operations."""

    inc: str
    first: int = msgspec.field(name="from")
    prev: str | None
    refill: Refill | None
    groups: list[Group]

    @property
    def size(self) -> int:
        """How many operations it has."""
        return sum(len(group.rows) for group in self.groups)


class Want(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """How much the phone will take in one answer, in bytes of rows before compression; whether it wants a receipt."""

    bytes: int = limits.ANSWER_BYTES
    receipt: bool = False


class Request(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The envelope. It names its person and device in full, or shortly beside a cursor, which is sealed for them."""

    p: int
    sent: int
    cursor: str | None
    person: str = ""
    device: str = ""
    who: str = ""
    pushed: Push | msgspec.UnsetType | None = msgspec.field(name="push", default=msgspec.UNSET)
    want: Want | None = None

    @property
    def push(self) -> Push | None:
        """The operations; None when there are none."""
        return None if self.pushed is msgspec.UNSET else self.pushed

    def is_of(self, person: str, device: str) -> bool:
        """Whether it is about this person's store on this device."""
        if self.who:
            return self.who == short_name(person, device)
        return (self.person, self.device) == (person, device)

    @property
    def is_brief(self) -> bool:
        """Whether the phone leaves out what is not there, and so takes a head that does."""
        return self.pushed is msgspec.UNSET

    @property
    def answer_bytes(self) -> int:
        """How many bytes of rows to answer with."""
        wanted = self.want.bytes if self.want is not None else limits.ANSWER_BYTES
        return min(max(wanted, limits.ANSWER_BYTES_MIN), limits.ANSWER_BYTES_MAX)


def short_name(person: str, device: str) -> str:
    """Both by their ends, which chance made: it only tells whose store another's was taken for."""
    return person[-6:] + device[-6:]


# --- Requests --------------------------------------------------------------------------------------------------------

_SHORT: Final = re.compile(r"[0-9a-f]{12}")
_WHERE: Final = re.compile(r"\$\.?([\w.\[\]]*)")
_NAME: Final = re.compile(r"field `(\w+)`")
# Half a surrogate pair, written as JSON's escape. Pairs and other escapes are passed over.
_ESCAPE: Final = re.compile(
    rb"\\(?:u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|u[dD][89a-fA-F][\da-fA-F]{2}|.)"
)

_decode_request: Final = msgspec.json.Decoder(Request).decode


def read_request(data: bytes) -> Request:
    """The envelope in `data`. BadBody when it is none; TooLarge when it has more operations than a push may."""
    request = _decoded(data)
    push = request.push
    if push is not None:
        if push.size > limits.OPS_MAX:
            raise TooLarge(limits.OPS_MAX)
        _check_push(push)
    _check_envelope(request)
    return request


def _decoded(data: bytes) -> Request:
    try:
        return _decode_request(data)
    except msgspec.ValidationError as error:
        raise BadBody(_place(str(error))) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        mended = _ESCAPE.sub(_without_half_pair, data)
        if mended == data:
            raise BadBody("") from None
        return _decoded(mended)


def _without_half_pair(match: re.Match[bytes]) -> bytes:
    """NUL for half a pair: both are no text, and only the operation that holds it shall answer for it."""
    text = match.group()
    return b"\\u0000" if len(text) == 6 else text


def _place(message: str) -> str:
    where = _WHERE.search(message)
    name = _NAME.search(message)
    parts = [where.group(1) if where else "", name.group(1) if name else ""]
    return ".".join(part for part in parts if part)


def _check_envelope(request: Request) -> None:
    if request.p > limits.PROTOCOL:
        raise BadBody("p")
    if request.who:
        alone = request.cursor is not None and not (request.push or request.person or request.device)
        need(alone and _SHORT.fullmatch(request.who) is not None, "who")
    else:
        need(is_id(request.person), "person")
        need(is_id(request.device), "device")
    need(0 <= request.sent <= limits.SAFE_INTEGER_MAX, "sent")
    need(request.want is None or 0 <= request.want.bytes <= limits.SAFE_INTEGER_MAX, "want.bytes")


def _check_push(push: Push) -> None:
    need(is_id(push.inc), "push.inc")
    need(1 <= push.first <= limits.SAFE_INTEGER_MAX, "push.from")
    need((push.prev is None) == (push.first == 1) and (push.prev is None or is_id(push.prev)), "push.prev")
    need(push.refill is None or is_id(push.refill.epoch), "push.refill.epoch")
    need(len(push.groups) <= limits.GROUPS_MAX, "push.groups")


def need(ok: bool, field: str) -> None:
    """BadBody unless `ok`."""
    if not ok:
        raise BadBody(field)


# --- Answers ---------------------------------------------------------------------------------------------------------

_encode: Final = msgspec.json.Encoder().encode


def brief_head_line(*, epoch: str, safe_pos: int, time: int) -> bytes:
    """The first line of an answer to a phone that pushed nothing and was refused nothing, and leaves both out."""
    return _encode({"p": limits.PROTOCOL, "epoch": epoch, "safe_pos": safe_pos, "time": time}) + b"\n"


def head_line(
    *, epoch: str, last_n: int, safe_pos: int, time: int, error: str | None, details: Mapping[str, Value] | None = None
) -> bytes:
    """The answer's first line."""
    problem = None if error is None else {"code": error, "details": details or {}}
    head = {
        "p": limits.PROTOCOL,
        "epoch": epoch,
        "last_n": last_n,
        "safe_pos": safe_pos,
        "error": problem,
        "time": time,
    }
    return _encode(head) + b"\n"


def results_line(results: Iterable[tuple[int, str]]) -> bytes:
    """The outcomes: each a number and the stored tail of its row, `["applied",3,8200]`."""
    rows = ",".join(f"[{n},{tail[1:]}" for n, tail in results)
    return f'{{"results":[{rows}]}}\n'.encode()


def result_tail(outcome: str, v: int | None, pos: int | None, rest: object = None) -> str:
    """A result row without its number. `rest`: the list of writes, or what went wrong."""
    row: list[object] = [outcome, v, pos]
    return _encode(row if rest is None else [*row, rest]).decode()


def segment_line(tables: Sequence[str], gone: Sequence[tuple[str, str]], *, cursor: str, pos: int) -> bytes:
    """Rows and departures, and the cursor that holds once they are kept."""
    departed = _encode(gone).decode()
    return f'{{"rows":[{",".join(tables)}],"gone":{departed},"cursor":"{cursor}","pos":{pos}}}\n'.encode()


def table_of(entity: str, schema: int, fields: Sequence[str], rows: Sequence[str]) -> str:
    """One kind's rows, each already JSON, under their columns."""
    cols = _encode(["id", "v", *fields]).decode()
    return f'{{"e":"{entity}","s":{schema},"cols":{cols},"rows":[{",".join(rows)}]}}'


def end_line(*, more: bool, receipt: Mapping[str, object] | None = None) -> bytes:
    """The answer's last line."""
    if receipt is not None:
        return _encode({"end": True, "more": more, "receipt": receipt}) + b"\n"
    return b'{"end":true,"more":true}\n' if more else b'{"end":true,"more":false}\n'
