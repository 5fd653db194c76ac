"""Signing in and out, one's own password, and an administrator's view of a person's devices."""

from __future__ import annotations

from collections.abc import Callable
from secrets import token_urlsafe
from typing import Any

from flask import Response, jsonify, request
from flask_smorest import Blueprint

from server.asking import current_session, require_admin, session_of_request
from server.context import server
from server.errors import Problem
from server.extensions import limiter
from server.features.devices.actions import (
    Device,
    do_count_attempt,
    do_end_session,
    do_end_sessions,
    do_note_kept,
    do_note_told,
    do_note_wiped,
    do_open_session,
    do_strike_out_attempt,
    do_withdraw,
    keys_of,
)
from server.features.devices.door import give_cookie, take_cookie, token_of_request
from server.features.devices.queries import (
    find_device,
    find_open_session,
    keeps,
    list_devices,
    list_losses,
    list_sessions,
)
from server.features.devices.rescue import load_keys
from server.features.devices.rules import ACTIVE
from server.features.devices.schemas import (
    CodeIn,
    DeviceOut,
    KeptIn,
    PasswordIn,
    SeenDeviceOut,
    SessionOut,
    SignInIn,
    StateIn,
    WipedIn,
)
from server.features.people.actions import (
    check_code,
    check_known,
    check_new_password,
    do_renew_hash,
    do_set_password,
)
from server.features.people.queries import find_login, load_directory, login_of
from server.features.people.rules import clean_code, clean_password, clean_username
from server.platform.acts import Act
from server.platform.ids import new_id
from server.platform.passwords import digest
from server.platform.store import SqlTx

blueprint = Blueprint("session", __name__, url_prefix="/api", description="Sessions: one for each device.")
sign_in_limit = limiter.limit(lambda: f"{server().config.sign_ins_per_minute} per minute")


@blueprint.post("/session")
@blueprint.arguments(SignInIn)
@blueprint.response(200, SessionOut)
@sign_in_limit
def sign_in(body: dict[str, Any]) -> Response:
    """Open a session by password. `wrong_credentials`, `slow_down`, `account_disabled`."""
    username, keys = _count(body["username"])
    here = server()
    with here.store.read() as reader:
        login = find_login(reader, username)
    kept = login.password_hash if login is not None else None
    password = clean_password(body["password"])
    if not here.passwords.matches(kept, password) or login is None or kept is None:
        raise Problem("wrong_credentials")
    renewed = here.passwords.hash(password) if here.passwords.is_dated(kept) else kept

    def strike_out(tx: SqlTx) -> None:
        # While it was hashed, a one-time code may have set another: no session by the old one may outlive that.
        now = login_of(tx, login.person)
        if now is None or now.password_hash != kept:
            raise Problem("busy")
        do_strike_out_attempt(tx.connection, keys)
        do_renew_hash(tx.connection, login.person, kept, renewed)

    return _let_in(login.person, login.must_change, body["device"], first=strike_out)


@blueprint.post("/session/code")
@blueprint.arguments(CodeIn)
@blueprint.response(200, SessionOut)
@sign_in_limit
def use_code(body: dict[str, Any]) -> Response:
    """Open a session by a one-time code and set one's own password. `wrong_code`, `password_…`, `slow_down`.

    The code is used up only when the password is accepted.
    """
    username, keys = _count(body["username"])
    here = server()
    with here.store.write() as tx:
        login = find_login(tx, username)
        if login is None:
            raise Problem("wrong_code")
        check_code(_act(tx, login.person), login.person, clean_code(body["code"]))
        do_strike_out_attempt(tx.connection, keys)
    password_hash = here.passwords.hash(check_new_password(body["new_password"], username))

    def spend(tx: SqlTx) -> None:
        act = _act(tx, login.person)
        check_code(act, login.person, clean_code(body["code"]))
        do_set_password(act, login.person, password_hash, must_change=False)
        do_end_sessions(tx.connection, login.person)

    return _let_in(login.person, False, body["device"], first=spend)


@blueprint.get("/session")
@blueprint.arguments(KeptIn, location="query")
@blueprint.response(200, SessionOut)
def show_session(said: dict[str, Any]) -> Response:
    """The session of the cookie; notes whether its browser keeps the store. `signed_out`, `account_disabled`."""
    session = session_of_request()
    here = server()
    with here.store.read() as reader:
        is_kept = keeps(reader.connection, session.person, session.device)
    if said["kept"] not in (None, is_kept):
        with here.store.write() as tx:
            now = here.clock.now_ms()
            do_note_kept(tx.connection, session.person, session.device, kept=said["kept"], now=now)
    return _describe(session.person, session.device, session.must_change_password)


@blueprint.delete("/session")
@blueprint.response(204)
def sign_out() -> Response:
    """End the session of the cookie, if there is one. What the phone keeps is untouched."""
    token = token_of_request()
    here = server()
    if token is not None:
        with here.store.write() as tx:
            found = find_open_session(tx.connection, digest(token), here.clock.now_ms())
            if found is not None:
                do_end_session(tx.connection, found.person, found.id)
    response = Response(status=204)
    take_cookie(response)
    return response


@blueprint.post("/session/wiped")
@blueprint.arguments(WipedIn)
@blueprint.response(204)
def note_wiped(body: dict[str, Any]) -> Response:
    """A withdrawn device has emptied itself; its session ends. `not_allowed` for a device at work."""
    session, here = session_of_request(), server()
    with here.store.write() as tx:
        do_note_wiped(tx.connection, session.person, session.device, unsent=body["unsent"], now=here.clock.now_ms())
    response = Response(status=204)
    # The pictures that the browser keeps beside the app's own store.
    response.headers["Clear-Site-Data"] = '"cache"'
    take_cookie(response)
    return response


@blueprint.post("/session/losses/read")
@blueprint.response(204)
def note_told() -> Response:
    """The person has read which of his devices were lost."""
    session = current_session()
    with server().store.write() as tx:
        do_note_told(tx.connection, session.person)
    return Response(status=204)


@blueprint.post("/session/password")
@blueprint.arguments(PasswordIn)
@blueprint.response(200, SessionOut)
@sign_in_limit
def change_password(body: dict[str, Any]) -> Response:
    """Set one's own password; the person's other devices must sign in again. `wrong_credentials`, `password_…`."""
    session = session_of_request()
    if session.state != ACTIVE:
        raise Problem("device_withdrawn")
    here = server()
    with here.store.read() as reader:
        login = login_of(reader, session.person)
    assert login is not None
    _username, keys = _count(login.username)
    if not here.passwords.matches(login.password_hash, clean_password(body["current"])):
        raise Problem("wrong_credentials")
    if clean_password(body["new"]) == clean_password(body["current"]):
        raise Problem("password_same")
    password_hash = here.passwords.hash(check_new_password(body["new"], login.username))
    with here.store.write() as tx:
        # While the new one was hashed, a one-time code or an administrator may have ended this very session.
        if session.id not in {one.id for one in list_sessions(tx.connection, session.person, here.clock.now_ms())}:
            raise Problem("signed_out")
        do_strike_out_attempt(tx.connection, keys)
        do_set_password(_act(tx, session.person), session.person, password_hash, must_change=False)
        do_end_sessions(tx.connection, session.person, except_for=session.id)
    return _describe(session.person, session.device, False)


@blueprint.get("/admin/people/<uuid:person>/sessions")
@blueprint.response(200, SeenDeviceOut(many=True))
def show_sessions(person: object) -> Any:
    """The open sessions of a person, for an administrator."""
    require_admin()
    here = server()
    with here.store.read() as reader:
        check_known(load_directory(reader), str(person))
        return list_sessions(reader.connection, str(person), here.clock.now_ms())


@blueprint.get("/admin/people/<uuid:person>/devices")
@blueprint.response(200, DeviceOut(many=True))
def show_devices(person: object) -> Any:
    """Every device that a person ever signed in on, for an administrator."""
    require_admin()
    with server().store.read() as reader:
        check_known(load_directory(reader), str(person))
        return list_devices(reader.connection, str(person))


@blueprint.patch("/admin/people/<uuid:person>/devices/<uuid:device>")
@blueprint.arguments(StateIn)
@blueprint.response(200, DeviceOut)
def change_device(body: dict[str, Any], person: object, device: object) -> Any:
    """Withdraw a device or give it back. `not_found`, `already_done`.

    `drain`: it hands in what it has, then empties itself. `lost`: it empties itself at its next contact.
    """
    require_admin()
    here = server()
    with here.store.write() as tx:
        check_known(load_directory(tx), str(person))
        do_withdraw(tx.connection, str(person), str(device), body["state"], here.clock.now_ms())
        return find_device(tx.connection, str(person), str(device))


@blueprint.delete("/admin/people/<uuid:person>/sessions")
@blueprint.response(204)
def end_all_sessions(person: object) -> Response:
    """End every session of a person: at its next contact a device is asked to sign in, its unsent work untouched."""
    require_admin()
    with server().store.write() as tx:
        check_known(load_directory(tx), str(person))
        do_end_sessions(tx.connection, str(person))
    return Response(status=204)


@blueprint.delete("/admin/people/<uuid:person>/sessions/<uuid:session>")
@blueprint.response(204)
def end_one_session(person: object, session: object) -> Response:
    """End one device's session."""
    require_admin()
    with server().store.write() as tx:
        check_known(load_directory(tx), str(person))
        do_end_session(tx.connection, str(person), str(session))
    return Response(status=204)


def _count(typed: str) -> tuple[str, list[str]]:
    username = clean_username(typed)
    keys = keys_of(username, request.remote_addr or "")
    with server().store.write() as tx:
        do_count_attempt(tx.connection, keys, server().clock.now_ms())
    return username, keys


def _let_in(person: str, must_change: bool, device: dict[str, str], *, first: Callable[[SqlTx], None]) -> Response:
    """Open the session in one transaction with what comes `first`, and give its cookie."""
    here, token = server(), token_urlsafe(32)
    old = token_of_request()
    with here.store.write() as tx:
        login = login_of(tx, person)
        if login is None or login.disabled:
            raise Problem("account_disabled")
        first(tx)
        now = here.clock.now_ms()
        emptied = _end_replaced(tx, old, now, person=person, device=device["id"])
        do_open_session(tx.connection, person, Device(**device), token=token, id=new_id(), now=now)
    response = _describe(person, device["id"], must_change, emptied=emptied)
    give_cookie(response, token)
    return response


def _end_replaced(tx: SqlTx, token: str | None, now: int, *, person: str, device: str) -> bool:
    """A browser has one cookie: the session it carried until now could never be ended by its owner again.

    True when it was this person's, on a device that the browser does not know any more: its store has been emptied.
    """
    found = find_open_session(tx.connection, digest(token), now) if token is not None else None
    if found is None:
        return False
    do_end_session(tx.connection, found.person, found.id)
    return found.person == person and found.device != device


def _describe(person: str, device: str, must_change: bool, *, emptied: bool = False) -> Response:
    here = server()
    keys = load_keys(here.store)
    with here.store.read() as reader:
        directory = load_directory(reader)
        losses = list_losses(reader.connection, person)
        known = find_device(reader.connection, person, device)
    roles = list(dict.fromkeys(a.role for a in directory.roles(person, here.today)))
    return jsonify({
        "person": {"id": person, "name": directory.persons[person].name},
        "device": device,
        "roles": roles,
        "must_change_password": must_change,
        "office_offset_ms": here.office_clock.offset_ms,
        "rescue": {"key": keys.public, "proof": keys.proof(person, device)},
        "device_state": known.state if known is not None else ACTIVE,
        "emptied": emptied,
        "losses": [
            {name: getattr(one, name) for name in ("state", "label", "last_seen", "wiped", "unsent")}
            for one in losses
            if one.id != device
        ],
    })  # fmt: skip


def _act(tx: SqlTx, actor: str) -> Act:
    return Act(tx, actor, server().clock.now_ms(), server().today, new_id)
