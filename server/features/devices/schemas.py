"""The bodies of the session's routes."""

from __future__ import annotations

from typing import Final

from marshmallow import Schema, fields, validate

from server.features.devices.rules import STATES
from server.schemas import Id, Line, Strict

# Longer than any password we accept, short enough that nobody hashes a book.
_SECRET_CHARS_MAX: Final = 1000


def _secret() -> fields.String:
    return fields.String(
        required=True, validate=validate.Length(min=1, max=_SECRET_CHARS_MAX), metadata={"format": "password"}
    )


class DeviceIn(Strict):
    """The browser's store: an id it made for itself, and a label that an administrator will recognise."""

    id = Id(required=True)
    label = Line(chars_max=100, load_default="")


class SignInIn(Strict):
    """By password."""

    username = fields.String(required=True, validate=validate.Length(max=100))
    password = _secret()
    device = fields.Nested(DeviceIn, required=True)


class KeptIn(Strict):
    """Whether the browser has promised to keep what the app stores; nothing where it cannot say."""

    kept = fields.Boolean(load_default=None)


class CodeIn(Strict):
    """By a one-time code, with the password that will hold from now on."""

    username = fields.String(required=True, validate=validate.Length(max=100))
    code = fields.String(required=True, validate=validate.Length(max=100))
    new_password = _secret()
    device = fields.Nested(DeviceIn, required=True)


class PasswordIn(Strict):
    """A password of one's own."""

    current = _secret()
    new = _secret()


class SignedIn(Schema):
    """Who is signed in."""

    id = Id(required=True)
    name = fields.String(required=True)


class LossOut(Schema):
    """A device that was withdrawn or lost, last seen then (ms). What a lost one never sent is lost with it."""

    state = fields.String(required=True, validate=validate.OneOf(STATES))
    label = fields.String(required=True)
    last_seen = fields.Integer(required=True)
    wiped = fields.Integer(required=True, allow_none=True)
    unsent = fields.Integer(required=True, allow_none=True)


class RescueOut(Schema):
    """What a device closes its rescue files with: the office's public key, and the proof that a file is its own."""

    key = fields.String(required=True)
    proof = fields.String(required=True)


class SessionOut(Schema):
    """A session: its person, device and present roles, and how far the office's clock is from real time.

    `device_state`: whether the device may work. `losses`: the person's devices whose loss he has not read of.
    `emptied`: until now this browser was another device of the same person, which it has forgotten.
    """

    person = fields.Nested(SignedIn, required=True)
    device = Id(required=True)
    roles = fields.List(fields.String(), required=True)
    must_change_password = fields.Boolean(required=True)
    office_offset_ms = fields.Integer(required=True)
    device_state = fields.String(required=True, validate=validate.OneOf(STATES))
    rescue = fields.Nested(RescueOut, required=True)
    losses = fields.List(fields.Nested(LossOut), required=True)
    emptied = fields.Boolean(required=True)


class WipedIn(Strict):
    """What a withdrawn device still had when it emptied itself: how many things that the office lacks."""

    unsent = fields.Integer(required=True, strict=True, validate=validate.Range(min=0, max=1_000_000))


class StateIn(Strict):
    """What an administrator makes of a device."""

    state = fields.String(required=True, validate=validate.OneOf(STATES))


class DeviceOut(Schema):
    """A device of a person, as an administrator sees it. Instants are ms since 1970; `unsent` counts what it lost."""

    id = Id(required=True)
    label = fields.String(required=True)
    first_seen = fields.Integer(required=True)
    last_seen = fields.Integer(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    withdrawn = fields.Integer(required=True, allow_none=True)
    wiped = fields.Integer(required=True, allow_none=True)
    unsent = fields.Integer(required=True, allow_none=True)


class SeenDeviceOut(Schema):
    """An open session, as an administrator sees it. Instants are ms since 1970."""

    id = Id(required=True)
    device = Id(required=True)
    label = fields.String(required=True)
    created = fields.Integer(required=True)
    last_seen = fields.Integer(required=True)
