"""The built web app: hashed files for ever, its page for every path that is not the API's.

Owns how `server/static/app` is served. Files are read once, when the process starts; a new build needs a restart.

    /assets/<name>-<hash>.<ext>   immutable for a year; a miss is 404, never the page
    /sw.js, /manifest…, icons     checked again each time
    /api/…                        not here
    anything else                 index.html, never cached, with the strict policy
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final
from wsgiref.headers import Headers

from flask import Blueprint, Flask, Response, current_app, request
from whitenoise import WhiteNoise

from server.errors import Problem
from server.security import HEADERS, SHELL_POLICY

shell = Blueprint("shell", __name__)
_NEVER_THE_PAGE: Final = ("api", "assets")


@shell.get("/healthz")
def say_health() -> Response:
    """Whether the process answers. It tells nothing else to anyone."""
    return Response(json.dumps({"ok": True}), mimetype="application/json", headers={"Cache-Control": "no-store"})


@shell.get("/", defaults={"path": ""})
@shell.get("/<path:path>")
def show_page(path: str) -> Response:
    """The one page of the app. Problem `not_found` for the API's and the assets' own paths, `not_built` without it."""
    if path.split("/", 1)[0] in _NEVER_THE_PAGE or Path(path).name != path.rsplit("/", 1)[-1] or "." in Path(path).name:
        raise Problem("not_found")
    index = Path(current_app.config["STATIC_DIR"]) / "index.html"
    if not index.is_file():
        raise Problem("not_built")
    response = Response(index.read_bytes(), mimetype="text/html")
    response.headers["Content-Security-Policy"] = SHELL_POLICY
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response


def install_shell(app: Flask, static_dir: Path) -> None:
    """Serve the built app in front of `app`'s own routes."""
    app.config["STATIC_DIR"] = static_dir
    app.register_blueprint(shell)
    files = WhiteNoise(
        app.wsgi_app,
        max_age=0,
        autorefresh=False,
        allow_all_origins=False,
        add_headers_function=_add_headers,
        immutable_file_test=lambda _path, url: url.startswith("/assets/"),
    )
    if static_dir.is_dir():
        files.add_files(str(static_dir), prefix="/")
        # The page has one door, the route above, which gives it its policy.
        files.files.pop("/index.html", None)
    app.wsgi_app = files  # type: ignore[method-assign]


def _add_headers(headers: Headers, _path: str, url: str) -> None:
    for name, value in HEADERS.items():
        headers[name] = value
    # A worker runs under the policy of its own file.
    headers["Content-Security-Policy"] = SHELL_POLICY
    if not url.startswith("/assets/"):
        headers["Cache-Control"] = "no-cache"
