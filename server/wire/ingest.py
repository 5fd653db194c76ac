"""`POST /api/sync`: the one road of everybody's work, up and down.

Owns the HTTP around the engine's exchange: the body's bounds, whose session it is, and the streamed answer. What an
operation means is its handler's; what may be read is the feed's.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from os import urandom
from typing import Final

from flask import Response, request
from flask_smorest import Blueprint
from structlog import get_logger

from server.asking import session_handing_in
from server.context import Server, server
from server.errors import Problem
from server.features.erasures.opening import catch_up_within, lacks
from server.features.people.directory import Directory
from server.features.people.queries import load_directory
from server.platform.ids import new_id
from server.platform.store import SqlTx
from server.registry import HANDLERS
from server.schemas import Error
from server.wire import description
from server.wire.compress import PLAIN_BYTES_MAX, BadEncoding, TooLong, encoding_for, packed, unpacked
from sync.applying import Contact, Office
from sync.exchange import Exchange
from sync.held import retry_held
from sync.limits import REQUEST_BYTES_MAX
from sync.ports import Tx
from sync.protocol import BadBody, TooLarge, read_request
from sync.stored import Meta

blueprint = Blueprint("sync", __name__, url_prefix="/api", description="What people did, up; what they may read, down.")
# Lines of an answer that has no rows: head, results or the cursor, end.
_FEW_LINES: Final = 3


@blueprint.post("/sync")
@blueprint.doc(**description.SYNC)
@blueprint.alt_response(400, schema=Error, description="`bad_body`")
@blueprint.alt_response(413, schema=Error, description="`too_large`")
def take_sync() -> Response:
    """Take operations and answer with their results and the feed (docs/protocol.md).

    `bad_body`, `too_large`, `signed_out`, `unsupported_type`.
    """
    here = server()
    with here.store.places.taken():
        session = session_handing_in()
        withdrawn = session.state != "active"
        who = Contact(session.person, session.device, withdrawn, lost=session.state == "lost")
        # However slowly a phone sends, it keeps nobody out; nor does it while it is sent what is long.
        with here.store.places.given_up():
            sent = _body()
        return _response(_answer(here, who, sent))


def _response(lines: Iterator[bytes]) -> Response:
    first = list(islice(lines, _FEW_LINES))
    whole = len(first) < _FEW_LINES or first[-1].startswith(b'{"end"')
    encoding = encoding_for(lambda name: request.accept_encodings.quality(name))
    if whole and sum(map(len, first)) <= PLAIN_BYTES_MAX:
        encoding = ""
    # What is answered at once need not be readable line by line.
    body = packed([b"".join(first)], encoding) if whole else packed(chain(first, lines), encoding, long=True)
    response = Response(b"".join(body) if whole else body, mimetype="application/x-ndjson")
    if encoding:
        response.headers["Content-Encoding"] = encoding
    return response


def _answer(here: Server, who: Contact, sent: bytes) -> Iterator[bytes]:
    try:
        exchange = Exchange(here.store, office_of_engine(), new_id)
        return exchange.answer(read_request(sent), who, now=here.clock.now_ms(), today=here.today)
    except TooLarge as error:
        raise Problem("too_large", {"limit": error.limit}) from None
    except BadBody as error:
        raise Problem("bad_body", {"field": error.field}) from None


def _body() -> bytes:
    encoding = request.headers.get("Content-Encoding", "").strip().casefold()
    try:
        return unpacked(request.stream, encoding, REQUEST_BYTES_MAX)
    except TooLong:
        raise Problem("too_large", {"limit": REQUEST_BYTES_MAX}) from None
    except BadEncoding:
        raise Problem("unsupported_type") from None


def office_of_engine() -> Office[Directory]:
    """What the engine is given of this office."""
    return Office(HANDLERS, load_directory, urandom, report_fault, _reborn, _lacks)


def _lacks(meta: Meta) -> bool:
    """Whether erasures were done since the copy was made that stands here now."""
    return lacks(server().config, meta)


def _reborn(tx: Tx) -> None:
    """Take away again what was erased since the copy was made that somebody put back."""
    assert isinstance(tx, SqlTx)
    catch_up_within(server().config, tx)


def report_fault(what: str, error: Exception) -> None:
    """Say in the log that an operation broke, and where: never its words, which a message may quote."""
    places = []
    trace = error.__traceback__
    while trace is not None:
        places.append(f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}")
        trace = trace.tb_next
    get_logger().error("operation_fault", operation=what, fault=type(error).__name__, places=places[-8:])


def retry(here: Server) -> int:
    """Try the operations that wait at the office. How many wait no more. At start, and as a job."""
    return retry_held(here.store, office_of_engine(), now=here.clock.now_ms(), today=here.today)
