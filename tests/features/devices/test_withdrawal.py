"""Devices that an administrator withdraws: they hand in what they have, or forget everything, and say so."""

from __future__ import annotations

import json
from typing import Any

import pytest

from server.platform.clock import SetClock
from tests.cast import Cast
from tests.features.visits.stories import REPORT
from tests.hand import Hand, Hands, new_id
from tests.refusals import refused

pytestmark = pytest.mark.invariant("lost-scope-rows-go")


def put(cast: Cast, state: str, device: str | None = None) -> dict[str, Any]:
    """An administrator makes that of the owner's phone, which has signed in."""
    cast.owner.phone()
    path = f"/api/admin/people/{cast.owner.id}/devices/{device or cast.owner.device()}"
    answer = cast.admin.phone().patch(path, {"state": state})
    assert answer.status_code == 200, answer.text
    return dict(answer.json or {})


def listed(cast: Cast) -> list[dict[str, Any]]:
    """The owner's devices, as an administrator sees them."""
    return list(cast.admin.phone().get(f"/api/admin/people/{cast.owner.id}/devices").json or [])


def contact(hand: Hand, kind: str | None = None, id: str | None = None, **said: Any) -> list[dict[str, Any]]:
    """One request of a phone, with one operation or none, and its answer's lines."""
    push = None
    if kind is not None:
        cells = {"role": "cadre", "at": 0, "id": id, **{f"set.{name}": value for name, value in said.items()}}
        group = hand._group(kind, cells)
        push = {"inc": hand._inc, "from": 1, "prev": None, "refill": None, "groups": [group]}
    body = {"p": 1, "person": hand.id, "device": hand._device, "sent": 0, "cursor": None, "push": push}
    answer = hand.phone.post("/api/sync", body, headers={"Accept-Encoding": "identity"})
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.get_data().splitlines()]


@pytest.mark.parametrize(("state", "code"), [("drain", "drain"), ("lost", "lost")])
def test_a_withdrawn_phone_hands_in_and_reads_nothing(hands: Hands, state: str, code: str) -> None:
    cast = hands.cast
    hands.second("owner").do("visit.submit", new_id("before"), round=1, set=REPORT)
    put(cast, state)
    head, results, end = contact(hands.owner, "draft.save", new_id("late"), findings="Cầu gãy.")
    assert head["error"]["code"] == code
    assert results["results"][0][1] == "quarantined"
    assert results["results"][0][4]["code"] == "device_withdrawn"
    assert end == {"end": True, "more": False}
    refused(hands.owner.phone.get("/api/files/" + new_id()), "device_withdrawn")
    refused(hands.owner.phone.post("/api/session/losses/read"), "device_withdrawn")
    refused(hands.owner.phone.post("/api/session/password", {"current": "x", "new": "y"}), "device_withdrawn")


def test_the_other_phone_works_on(hands: Hands) -> None:
    tablet = hands.second("owner")
    put(hands.cast, "lost")
    assert tablet.do("draft.save", new_id("words"), set={"findings": "Cầu gãy."}) == "applied"


def test_a_withdrawn_phone_says_that_it_is_empty_and_is_signed_out(cast: Cast, clock: SetClock) -> None:
    phone = cast.owner.phone()
    put(cast, "drain")
    clock.move(60_000)
    answer = phone.post("/api/session/wiped", {"unsent": 2})
    assert (answer.status_code, answer.headers["Clear-Site-Data"]) == (204, '"cache"')
    refused(phone.get("/api/session"), "signed_out")
    (device,) = listed(cast)
    assert (device["state"], device["wiped"], device["unsent"]) == ("drain", clock.now_ms(), 2)
    path = f"/api/admin/people/{cast.owner.id}/devices/{device['id']}"
    refused(cast.admin.phone().patch(path, {"state": "active"}), "already_done")


def test_a_phone_at_work_is_not_noted_as_empty(cast: Cast) -> None:
    phone = cast.owner.phone()
    refused(phone.post("/api/session/wiped", {"unsent": 0}), "not_allowed")
    assert phone.get("/api/session").status_code == 200


@pytest.mark.parametrize("unsent", [-1, "2", None, 10**9])
def test_what_an_empty_phone_says_is_a_number(cast: Cast, unsent: object) -> None:
    phone = cast.owner.phone()
    put(cast, "drain")
    refused(phone.post("/api/session/wiped", {"unsent": unsent}), "invalid")


def test_a_phone_that_emptied_itself_begins_anew(cast: Cast) -> None:
    phone = cast.owner.phone()
    put(cast, "lost")
    phone.post("/api/session/wiped", {"unsent": 0})
    assert (phone.sign_in("owner").json or {})["device_state"] == "active"


def test_a_phone_that_signs_in_again_learns_that_it_was_lost(hands: Hands) -> None:
    phone = hands.owner.phone
    put(hands.cast, "lost")
    phone.delete("/api/session")
    assert (phone.sign_in("owner").json or {})["device_state"] == "lost"
    assert contact(hands.owner)[0]["error"]["code"] == "lost"


def test_the_loss_is_told_at_the_next_sign_in_until_it_is_read(cast: Cast, clock: SetClock) -> None:
    cast.owner.phone()
    seen = clock.now_ms()
    clock.move(60_000)
    put(cast, "lost")
    tablet = cast.owner.phone("tablet")
    (loss,) = (tablet.get("/api/session").json or {})["losses"]
    assert loss == {"state": "lost", "label": "Test", "last_seen": seen, "wiped": None, "unsent": None}
    assert (cast.stranger.phone().get("/api/session").json or {})["losses"] == []
    assert tablet.post("/api/session/losses/read").status_code == 204
    assert (tablet.get("/api/session").json or {})["losses"] == []


def test_a_phone_that_was_found_works_again(hands: Hands) -> None:
    hands.owner.sync()
    put(hands.cast, "lost")
    assert put(hands.cast, "active")["withdrawn"] is None
    assert hands.owner.do("draft.save", new_id("words"), set={"findings": "Cầu gãy."}) == "applied"


def test_only_an_administrator_withdraws(cast: Cast) -> None:
    cast.owner.phone()
    path = f"/api/admin/people/{cast.owner.id}/devices"
    for member in (cast.owner, cast.colleague, cast.stranger, cast.clerk):
        refused(member.phone().get(path), "not_found")
        refused(member.phone().patch(f"{path}/{cast.owner.device()}", {"state": "lost"}), "not_found")
    admin = cast.admin.phone()
    refused(admin.patch(f"{path}/{new_id()}", {"state": "lost"}), "not_found")
    refused(admin.patch(f"{path}/{cast.owner.device()}", {"state": "stolen"}), "invalid")
    refused(admin.patch(f"{path}/{cast.owner.device()}", {"state": "active"}), "already_done")
    refused(
        admin.patch(f"/api/admin/people/{cast.stranger.id}/devices/{cast.owner.device()}", {"state": "lost"}),
        "not_found",
    )
