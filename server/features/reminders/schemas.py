"""The bodies of a person's own routes about how he is reached."""

from __future__ import annotations

from typing import Final

from marshmallow import Schema, fields, validate

from server.platform.channels.addresses import ENDPOINT_CHARS_MAX
from server.platform.channels.mail import ADDRESS_CHARS_MAX
from server.schemas import Id, Line, Strict

# A key in base64url has 87 letters, a secret 22; what is far longer is not read at all.
_KEY_CHARS_MAX: Final = 130
_SECRET_CHARS_MAX: Final = 64
# What became of a push that a person sent himself.
OUTCOMES: Final = ("taken", "gone", "later", "refused", "unreached")


class SubscriptionIn(Strict):
    """What a browser gave when it was asked to take pushes."""

    endpoint = fields.String(required=True, validate=validate.Length(min=1, max=ENDPOINT_CHARS_MAX))
    p256dh = fields.String(required=True, validate=validate.Length(min=1, max=_KEY_CHARS_MAX))
    auth = fields.String(required=True, validate=validate.Length(min=1, max=_SECRET_CHARS_MAX))


class SubscriptionOut(Schema):
    """Under which id the browser is kept."""

    id = Id(required=True)


class PhoneOut(Schema):
    """A browser that takes, or took, pushes. `here`: the one that asks; `open`: one would be sent to it now.

    Instants in real ms: when a push service last took a message for it, when it last showed one, since when it takes
    none.
    """

    id = Id(required=True)
    label = fields.String(required=True)
    here = fields.Boolean(required=True)
    open = fields.Boolean(required=True)
    made = fields.Integer(required=True)
    taken = fields.Integer(required=True, allow_none=True)
    shown = fields.Integer(required=True, allow_none=True)
    retired = fields.Integer(required=True, allow_none=True)


class RoadsOut(Schema):
    """How the asker can be reached. `push_key`: what a browser subscribes with, null where nothing is pushed.

    `kept`: a demo, which sends nothing outside. `mail_open`, `gateway_open`: whether this office has such a road.
    """

    push_key = fields.String(required=True, allow_none=True)
    kept = fields.Boolean(required=True)
    mail = fields.String(required=True, allow_none=True)
    gateway = fields.String(required=True, allow_none=True)
    mail_open = fields.Boolean(required=True)
    gateway_open = fields.Boolean(required=True)
    phones = fields.List(fields.Nested(PhoneOut), required=True)


class AddressesIn(Strict):
    """Where the asker wants to be reached besides his phones; null: nowhere."""

    mail = Line(required=True, allow_none=True, chars_max=ADDRESS_CHARS_MAX)
    gateway = Line(required=True, allow_none=True, chars_max=ADDRESS_CHARS_MAX)


class TriedOut(Schema):
    """What became of a push to this phone; `status` is what its service answered, 0 for nothing."""

    outcome = fields.String(required=True, validate=validate.OneOf(OUTCOMES))
    status = fields.Integer(required=True)


class ShownIn(Strict):
    """The message that this phone has shown."""

    id = Id(required=True)
