"""The door itself: the cookie that carries a session's token, and finding the session behind it.

Over HTTPS the cookie is `__Host-diaban`: no other host and no plain page can set or read it. Plain HTTP exists only
for trying the product on this very machine, where the cookie has the plain name.
"""

from __future__ import annotations

from typing import Final

from flask import Response, request

from server.asking import Session
from server.context import server
from server.errors import Problem
from server.features.devices.actions import do_note_seen
from server.features.devices.queries import find_open_session
from server.features.devices.rules import SEEN_MS, SESSION_LIFE_MS
from server.platform.passwords import digest
from server.security import is_local_plain

SAFE_NAME: Final = "__Host-diaban"
LOCAL_NAME: Final = "diaban"
# 32 random bytes as base64url.
_TOKEN_CHARS: Final = 43


def find_session() -> Session:
    """The session of the request's cookie. Problem `signed_out` or `account_disabled`."""
    token = token_of_request()
    if token is None:
        raise Problem("signed_out")
    here = server()
    now = here.clock.now_ms()
    with here.store.read() as reader:
        found = find_open_session(reader.connection, digest(token), now)
    if found is None:
        raise Problem("signed_out")
    if found.disabled:
        raise Problem("account_disabled")
    if now - found.last_seen > SEEN_MS:
        with here.store.write() as tx:
            do_note_seen(tx.connection, found.id, now)
    return Session(found.id, found.person, found.device, found.must_change, found.state)


def token_of_request() -> str | None:
    """The token that the cookie carries; None when there is none or it cannot be one of ours."""
    token = request.cookies.get(LOCAL_NAME if is_local_plain() else SAFE_NAME)
    return token if token is not None and len(token) == _TOKEN_CHARS else None


def give_cookie(response: Response, token: str) -> None:
    """Let the browser keep the token where no script can read it."""
    local = is_local_plain()
    response.set_cookie(
        LOCAL_NAME if local else SAFE_NAME,
        token,
        max_age=SESSION_LIFE_MS // 1000,
        secure=not local,
        httponly=True,
        samesite="Strict",
        path="/",
    )


def take_cookie(response: Response) -> None:
    """Let the browser forget the token."""
    local = is_local_plain()
    name = LOCAL_NAME if local else SAFE_NAME
    response.delete_cookie(name, secure=not local, httponly=True, samesite="Strict", path="/")
