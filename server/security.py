"""What stands before every route and after every answer: whose page is asking, and the headers.

Owns the cross-origin check, that a body is one, and the security headers. Who the person is, is the devices' business.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

import msgspec
from flask import Flask, Response, request

from server.errors import Problem

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
# Bodies that no form can send. The second is a photo's bytes, the third a rescue file, the fourth a spreadsheet.
BODY_TYPES: Final = frozenset({
    "application/json",
    "application/offset+octet-stream",
    "application/vnd.diaban.rescue",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
})  # fmt: skip

# Values in one body: the longest plan has sixty thousand. Each is a hundred bytes of memory, whoever sends it.
BODY_VALUES_MAX: Final = 200_000
# Whose bodies are larger, or compressed, or no JSON, and read by rules of their own.
_OWN_READERS: Final = ("/api/sync", "/api/files", "/api/rescue")

_API_POLICY: Final = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
SHELL_POLICY: Final = "; ".join((
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' blob: data:",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types svelte-trusted-html app-url",
))  # fmt: skip
HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Only the page itself, and only for a visit's one point and its photos.
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()",
    "X-Frame-Options": "DENY",
}
# The answers of `POST /api/sync`.
STREAM_TYPE: Final = "application/x-ndjson"
# Two years, the preload lists' own minimum for taking a promise seriously; only ever said over HTTPS.
_TRANSPORT: Final = "max-age=63072000"


def install_security(app: Flask, public_origin: str | None) -> None:
    """Check every request's origin and give every answer its headers."""

    def check() -> None:
        check_origin(public_origin)
        check_body()

    app.before_request(check)
    app.after_request(add_headers)


def check_origin(public_origin: str | None) -> None:
    """Let reads pass, and writes that our own page sent. Problem `forbidden_origin` or `unsupported_type` for the rest.

    A form or an image of another site can send cookies (SameSite aside), but neither our header nor our content types;
    a script of another site could, but its browser says where it comes from.
    """
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin")
    own = public_origin or f"{request.scheme}://{request.host}"
    if request.headers.get("X-Diaban") != "1" or site != "same-origin" or (origin and not _same(origin, own)):
        raise Problem("forbidden_origin")
    if request.content_length and request.mimetype not in BODY_TYPES:
        raise Problem("unsupported_type")


def check_body() -> None:
    """Let JSON pass that everything behind can take: text that is text, numbers that are numbers, a bounded depth.

    Problem `bad_body`, `invalid`, `too_large`. What one reader takes and the next chokes on (half a surrogate pair,
    NUL, a number of thousands of digits) would be a fault of ours.
    """
    if request.mimetype != "application/json" or request.url_rule is None or request.path.startswith(_OWN_READERS):
        return
    data = request.get_data()
    if data.count(b",") + data.count(b"[") + data.count(b"{") > BODY_VALUES_MAX:
        raise Problem("too_large", {"limit": BODY_VALUES_MAX})
    try:
        if data:
            msgspec.json.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise Problem("bad_body") from None
    if b"\\u0000" in data:
        raise Problem("invalid")


def is_local_plain() -> bool:
    """Whether this is plain HTTP to this very machine, where browsers have no secure cookies to offer."""
    return not request.is_secure and urlsplit(f"//{request.host}").hostname in ("localhost", "127.0.0.1", "::1")


def add_headers(response: Response) -> Response:
    """The security headers; an answer that set its own policy (the shell) keeps it."""
    if response.mimetype == STREAM_TYPE:
        return _add_least(response)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", _API_POLICY)
    if request.path.startswith("/api"):
        response.headers.setdefault("Cache-Control", "no-store")
        response.vary.update(("Cookie", "Accept-Language"))
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", _TRANSPORT)
    return response


def _add_least(response: Response) -> Response:
    """What a stream of lines needs, which each phone fetches some hundred times a day.

    It is given only to a request that no other site can make (`check_origin`), no browser shows it as a page, and no
    cache keeps it: what the other headers say of pages and of variants is said to nobody.
    """
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    response.headers.remove("Vary")
    return response


def _same(origin: str, own: str) -> bool:
    return origin.rstrip("/").casefold() == own.rstrip("/").casefold()
