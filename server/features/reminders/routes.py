"""A person's own ways of being reached: his phones and addresses, a push to try, and what a phone has shown.

Each reads and writes the asker's own and nobody else's: whose it is comes from the session, never from the request.
"""

from __future__ import annotations

from typing import Any

from flask import Response, current_app
from flask_smorest import Blueprint

from server.asking import current_session, session_of_request
from server.context import Server, server
from server.errors import Problem
from server.extensions import limiter
from server.features.people.queries import load_directory
from server.features.reminders import outbox
from server.features.reminders.means import contact_of, read_key, read_means
from server.features.reminders.phones import (
    Addresses,
    Phone,
    Subscribed,
    addresses_of,
    do_note_shown,
    do_set_addresses,
    do_subscribe,
    do_unsubscribe,
    list_phones,
)
from server.features.reminders.schemas import AddressesIn, RoadsOut, ShownIn, SubscriptionIn, SubscriptionOut, TriedOut
from server.features.reminders.trying import try_phone
from server.platform.channels.addresses import PUSH_HOSTS, AddressError, Outside, read_endpoint
from server.platform.channels.gateway import is_number
from server.platform.channels.mail import is_address
from server.platform.channels.push import BadKeysError, Pusher, read_keys
from server.platform.ids import new_id

blueprint = Blueprint("reminders", __name__, url_prefix="/api/reminders", description="How a person is reached.")


def _person() -> str:
    return session_of_request().person


# A browser subscribes when it is asked to and when its keys have changed; a person tries until it works.
subscribe_limit = limiter.limit("30 per hour", key_func=_person)
test_limit = limiter.limit("3 per minute; 20 per hour", key_func=_person)
address_limit = limiter.limit("30 per hour", key_func=_person)
# As many as a phone that was off for a week may be handed at once.
shown_limit = limiter.limit("120 per minute", key_func=_person)


@blueprint.get("/roads")
@blueprint.response(200, RoadsOut)
def show_roads() -> dict[str, Any]:
    """How the asker can be reached, and when it last worked. A phone that was retired asks him again."""
    session, here = current_session(), server()
    with here.store.read() as reader:
        means = read_means(reader.connection, here.config, load_directory(reader))
        given = addresses_of(reader.connection, session.person)
        phones = list_phones(reader.connection, now=here.clock.now_ms(), persons=[session.person])
    return {
        "push_key": means.push_key,
        "kept": means.kept,
        "mail": given.mail,
        "gateway": given.gateway,
        "mail_open": means.mail,
        "gateway_open": means.gateway,
        "phones": [_seen(phone, session.device) for phone in phones],
    }


@blueprint.post("/subscriptions")
@blueprint.arguments(SubscriptionIn)
@blueprint.response(201, SubscriptionOut)
@blueprint.alt_response(200, schema=SubscriptionOut, description="This browser was known; it is the asker's now.")
@subscribe_limit
def subscribe(body: dict[str, Any]) -> tuple[dict[str, str], int]:
    """Let this browser take the asker's pushes. `endpoint_bad`, `endpoint_unknown_host`, `push_keys_bad`."""
    session, here = current_session(), server()
    try:
        read_endpoint(body["endpoint"], _hosts(here))
        read_keys(body["p256dh"], body["auth"])
    except AddressError as fault:
        raise Problem(fault.code) from fault
    except BadKeysError as fault:
        raise Problem("push_keys_bad") from fault
    with here.store.write() as tx:
        id, is_new = do_subscribe(
            tx.connection,
            Subscribed(**body),
            id=new_id(),
            person=session.person,
            device=session.device,
            now=here.clock.now_ms(),
        )
    return {"id": id}, 201 if is_new else 200


@blueprint.delete("/subscriptions/<uuid:phone>")
@blueprint.response(204)
def unsubscribe(phone: object) -> Response:
    """Send to that browser of the asker no more. `not_found`."""
    session = current_session()
    with server().store.write() as tx:
        if not do_unsubscribe(tx.connection, session.person, str(phone)):
            raise Problem("not_found")
    return Response(status=204)


@blueprint.post("/test")
@blueprint.response(200, TriedOut)
@test_limit
def send_test() -> dict[str, Any]:
    """Push one sentence to this browser now, and say what its service made of it. `push_off`, `slow_down`."""
    session, here = current_session(), server()
    with here.store.read() as reader:
        means = read_means(reader.connection, here.config, load_directory(reader))
        key = read_key(reader.connection)
        phones = list_phones(reader.connection, now=here.clock.now_ms(), persons=[session.person])
    if means.kept:
        return {"outcome": "taken", "status": 0}
    if means.push_key is None or key is None:
        raise Problem("push_off")
    phone = next((each for each in phones if each.device == session.device and each.is_open), None)
    if phone is None:
        return {"outcome": "gone", "status": 0}
    pusher = Pusher(_outside(), key_pem=key.pem, contact=contact_of(here.config), now_ms=here.clock.now_ms)
    return try_phone(here, pusher, phone, hosts=_hosts(here), id=new_id())._asdict()


@blueprint.post("/shown")
@blueprint.arguments(ShownIn)
@blueprint.response(204)
@shown_limit
def note_shown(body: dict[str, Any]) -> Response:
    """This browser has shown a message: no other road need be tried. One that is not the asker's changes nothing."""
    session, here = current_session(), server()
    now = here.clock.now_ms()
    with here.store.write() as tx:
        do_note_shown(tx.connection, person=session.person, device=session.device, now=now)
        outbox.finish(tx.connection, [body["id"]], why="shown", person=session.person)
    return Response(status=204)


@blueprint.put("/addresses")
@blueprint.arguments(AddressesIn)
@blueprint.response(204)
@address_limit
def set_addresses(body: dict[str, Any]) -> Response:
    """Keep where the asker is reached besides his phones. `mail_address_bad`, `gateway_number_bad`."""
    session = current_session()
    given = Addresses(body["mail"] or None, body["gateway"] or None)
    if given.mail is not None and not is_address(given.mail):
        raise Problem("mail_address_bad")
    if given.gateway is not None and not is_number(given.gateway):
        raise Problem("gateway_number_bad")
    with server().store.write() as tx:
        do_set_addresses(tx.connection, session.person, given)
    return Response(status=204)


def _seen(phone: Phone, device: str) -> dict[str, Any]:
    names = ("id", "label", "made", "taken", "shown", "retired")
    return {name: getattr(phone, name) for name in names} | {"here": phone.device == device, "open": phone.is_open}


def _hosts(here: Server) -> tuple[str, ...]:
    return (*PUSH_HOSTS, *here.config.push_hosts)


def _outside() -> Outside:
    """The way to push services, one for the process; a test puts its own in this place."""
    found: Outside = current_app.extensions.setdefault("diaban.outside", Outside())
    return found
