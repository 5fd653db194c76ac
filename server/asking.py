"""Who is asking, and as of which day: the session and the days of this request, for every room.

Owns the question only. The devices' room finds the session and the people's room knows who administers; both are
installed by `create_app`, because rooms below them ask too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g

from server.errors import Problem
from sync.check import is_day


@dataclass(frozen=True, slots=True)
class Session:
    """A person on a device. `id` is the session's own name, which tells nothing of its token.

    `state` of the device: `active`, or withdrawn: `drain`, `lost`.
    """

    id: str
    person: str
    device: str
    must_change_password: bool = False
    state: str = "active"


@dataclass(frozen=True, slots=True)
class Doors:
    """What answers: the session of the request's cookie (Problem when there is none), and who administers."""

    find_session: Callable[[], Session]
    is_admin: Callable[[str], bool]


def install_doors(app: Flask, doors: Doors) -> None:
    """Let the app ask by these doors."""
    app.extensions["diaban.doors"] = doors


def session_of_request() -> Session:
    """The session, even where the password must be changed first. Problem `signed_out` or `account_disabled`."""
    if "session" not in g:
        doors: Doors = current_app.extensions["diaban.doors"]
        g.session = doors.find_session()
    found: Session = g.session
    return found


def current_session() -> Session:
    """The session that may work.

    Problem `signed_out`, `account_disabled`, `password_must_change` or `device_withdrawn`.
    """
    session = session_handing_in()
    if session.state != "active":
        raise Problem("device_withdrawn")
    return session


def session_handing_in() -> Session:
    """The session that may hand in work: as `current_session`, and that of a device which was withdrawn."""
    session = session_of_request()
    if session.must_change_password and session.state == "active":
        raise Problem("password_must_change")
    return session


def require_admin() -> Session:
    """The session of an administrator. To everyone else these routes are not there: Problem `not_found`."""
    session = current_session()
    doors: Doors = current_app.extensions["diaban.doors"]
    if not doors.is_admin(session.person):
        raise Problem("not_found")
    return session


def asked_day(asked: Mapping[str, Any], name: str, today: str) -> str:
    """The civil day that an argument names; `today`, the office's, where it names none. Problem `bad_day`."""
    day: str = asked[name] or today
    # As on the wire, from 1900 to 2199: what is counted back from a day must be one too.
    if not is_day(day):
        raise Problem("bad_day", {"field": name})
    return day
