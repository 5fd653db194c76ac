"""Signing in, staying signed in, and being turned away."""

from __future__ import annotations

from tests.cast import PASSWORD, Cast, Phone


def test_owner_signs_in_and_is_told_who_he_is(cast: Cast) -> None:
    answer = cast.visitor().sign_in("owner")
    assert answer.status_code == 200
    assert answer.json == {
        "person": {"id": cast.owner.id, "name": "Người owner"},
        "device": cast.visitor().device,
        "roles": ["cadre"],
        "must_change_password": False,
        "office_offset_ms": 0,
    }


def test_session_is_found_again_by_its_cookie(cast: Cast) -> None:
    answer = cast.owner.phone().get("/api/session")
    assert answer.json is not None
    assert answer.json["person"]["id"] == cast.owner.id


def test_wrong_password_and_unknown_person_look_the_same(cast: Cast) -> None:
    wrong, unknown = cast.visitor().sign_in("owner", "not-it"), cast.visitor().sign_in("nobody-here", PASSWORD)
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json == unknown.json


def test_stranger_without_cookie_is_signed_out(client: Phone) -> None:
    answer = client.get("/api/session")
    assert answer.status_code == 401
    assert answer.json is not None
    assert answer.json["error"]["code"] == "signed_out"
