"""One-time codes, passwords of one's own, disabled people, and devices that are lost."""

from __future__ import annotations

import pytest
from werkzeug.test import TestResponse

from server.features.people.actions import do_set_password
from server.features.people.rules import CODE_LIFE_MS
from server.platform.acts import NOBODY, Act
from server.platform.clock import SetClock
from server.platform.ids import new_id
from server.platform.passwords import Passwords
from tests.cast import MEMORY_KIB, PASSWORD, Cast, Phone
from tests.factories import id_of
from tests.refusals import refused

NEW = "mot hai ba bon nam"


def issue(cast: Cast, person: str) -> str:
    """A one-time code from the administrator."""
    answer = cast.admin.phone().post(f"/api/admin/people/{person}/code")
    assert answer.status_code == 201, answer.text
    code: str = (answer.json or {})["code"]
    return code


def use(phone: Phone, username: str, code: str, password: str = NEW) -> TestResponse:
    device = {"id": phone.device, "label": ""}
    body = {"username": username, "code": code, "new_password": password, "device": device}
    return phone.post("/api/session/code", body)


def test_new_person_comes_in_by_a_code_and_sets_his_password(cast: Cast) -> None:
    added = cast.admin.phone().post("/api/admin/people", {"name": "Lê Mới", "username": "moi"}).json or {}
    refused(cast.visitor().sign_in("moi", PASSWORD), "wrong_credentials")
    phone = cast.visitor()
    answer = use(phone, "moi", issue(cast, added["id"]))
    assert answer.status_code == 200
    assert (phone.get("/api/session").json or {})["person"]["name"] == "Lê Mới"
    assert cast.visitor().sign_in("moi", NEW).status_code == 200


def test_code_is_read_out_and_typed_in_any_way(cast: Cast) -> None:
    code = issue(cast, cast.owner.id)
    typed = f" {code.replace('-', ' ').lower().replace('0', 'o').replace('1', 'l')} "
    assert use(cast.visitor(), "owner", typed).status_code == 200


def test_code_serves_once(cast: Cast) -> None:
    code = issue(cast, cast.owner.id)
    use(cast.visitor(), "owner", code)
    refused(use(cast.visitor(), "owner", code, "khac han lan truoc"), "wrong_code")


def test_code_is_void_after_a_day(cast: Cast, clock: SetClock) -> None:
    code = issue(cast, cast.owner.id)
    clock.move(CODE_LIFE_MS + 1)
    refused(use(cast.visitor(), "owner", code), "wrong_code")


def test_new_code_ends_the_old_one(cast: Cast) -> None:
    first, second = issue(cast, cast.owner.id), issue(cast, cast.owner.id)
    refused(use(cast.visitor(), "owner", first), "wrong_code")
    assert use(cast.visitor(), "owner", second).status_code == 200


def test_code_of_another_opens_nothing(cast: Cast) -> None:
    code = issue(cast, cast.owner.id)
    refused(use(cast.visitor(), "stranger", code), "wrong_code")
    refused(use(cast.visitor(), "nobody-here", code), "wrong_code")


def test_code_is_not_used_up_by_a_poor_password(cast: Cast) -> None:
    code = issue(cast, cast.owner.id)
    for _ in range(8):
        refused(use(cast.visitor(), "owner", code, "ngan"), "password_short")
    assert use(cast.visitor(), "owner", code).status_code == 200


def test_code_guesses_are_slowed_down(cast: Cast) -> None:
    for _ in range(5):
        use(cast.visitor(), "owner", "AAAA-AAAA-AAAA")
    refused(use(cast.visitor(), "owner", "AAAA-AAAA-AAAA"), "slow_down")


def test_code_ends_the_sessions_that_were_open(cast: Cast) -> None:
    old = cast.owner.phone()
    use(cast.visitor(), "owner", issue(cast, cast.owner.id))
    refused(old.get("/api/session"), "signed_out")


def test_codes_are_kept_as_hashes_only(cast: Cast) -> None:
    from sqlalchemy import select

    from server.features.people.model import codes

    code = issue(cast, cast.owner.id)
    with cast.here.store.read() as reader:
        (kept,) = reader.connection.execute(select(codes.c.code_hash)).scalars()
    assert code.replace("-", "") not in kept
    assert len(kept) == 64


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("chin ky t", "password_short"),
        ("x1y2z3" * 50, "password_long"),
        ("Owner-2026-ok", "password_is_name"),
        ("1234567890", "password_common"),
        ("MatKhau12345", "password_common"),
        ("aaaaaaaaaaaa", "password_common"),
        (PASSWORD, "password_same"),
    ],
)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_poor_passwords_get_a_sentence(cast: Cast, password: str, code: str, language: str) -> None:
    body = {"current": PASSWORD, "new": password}
    answer = cast.owner.phone().post("/api/session/password", body, headers={"Accept-Language": language})
    refused(answer, code)


def test_own_password_ends_the_other_devices_and_not_this_one(cast: Cast) -> None:
    phone, tablet = cast.owner.phone(), cast.owner.phone("tablet")
    assert phone.post("/api/session/password", {"current": PASSWORD, "new": NEW}).status_code == 200
    assert phone.get("/api/session").status_code == 200
    refused(tablet.get("/api/session"), "signed_out")
    refused(cast.visitor().sign_in("owner"), "wrong_credentials")
    assert cast.visitor().sign_in("owner", NEW).status_code == 200


def test_password_is_the_same_whichever_keyboard_made_its_letters(cast: Cast) -> None:
    import unicodedata

    word = "mật khẩu rất dài"
    cast.owner.phone().post("/api/session/password", {"current": PASSWORD, "new": unicodedata.normalize("NFD", word)})
    assert cast.visitor().sign_in("owner", unicodedata.normalize("NFC", word)).status_code == 200


def test_changing_the_password_needs_the_present_one(cast: Cast) -> None:
    answer = cast.owner.phone().post("/api/session/password", {"current": "wrong", "new": NEW})
    refused(answer, "wrong_credentials")


def test_a_code_that_comes_in_between_is_not_undone_by_a_change(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    thief, code = cast.owner.phone(), issue(cast, cast.owner.id)
    hashed, came_in = Passwords.hash, []

    def hash_slowly(passwords: Passwords, password: str) -> str:
        # While the thief's new password is being hashed, its owner comes in by a code.
        if password == "cua ke trom may":
            came_in.append(use(cast.visitor(), "owner", code).status_code)
        return hashed(passwords, password)

    monkeypatch.setattr(Passwords, "hash", hash_slowly)
    body = {"current": PASSWORD, "new": "cua ke trom may"}
    refused(thief.post("/api/session/password", body), "signed_out")
    assert came_in == [200]
    assert cast.visitor().sign_in("owner", NEW).status_code == 200
    refused(cast.visitor().sign_in("owner", "cua ke trom may"), "wrong_credentials")


def test_a_code_that_comes_in_between_lets_nobody_in_by_the_old_password(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    matches, code, owner = Passwords.matches, issue(cast, cast.owner.id), Phone(cast.app, id_of("new phone"))

    def match_slowly(passwords: Passwords, kept: str | None, password: str) -> bool:
        found = matches(passwords, kept, password)
        assert use(owner, "owner", code).status_code == 200
        return found

    monkeypatch.setattr(Passwords, "matches", match_slowly)
    refused(cast.visitor().sign_in("owner", PASSWORD), "busy")
    monkeypatch.undo()
    refused(cast.visitor().sign_in("owner", PASSWORD), "wrong_credentials")
    assert owner.get("/api/session").status_code == 200


def test_given_password_must_be_changed_before_any_work(cast: Cast) -> None:
    given = "tam thoi 2026"
    with cast.here.store.write() as tx:
        act = Act(tx, NOBODY, cast.here.clock.now_ms(), cast.here.today, new_id)
        do_set_password(act, cast.admin.id, Passwords(MEMORY_KIB, 1).hash(given), must_change=True)
    phone = cast.visitor()
    assert (phone.sign_in("admin", given).json or {})["must_change_password"] is True
    refused(phone.get("/api/admin/people"), "password_must_change")
    assert phone.post("/api/session/password", {"current": given, "new": NEW}).status_code == 200
    assert phone.get("/api/admin/people").status_code == 200


def test_disabled_person_is_refused_at_his_next_contact(cast: Cast) -> None:
    phone = cast.owner.phone()
    switch(cast, disabled=True)
    refused(phone.get("/api/session"), "account_disabled")
    refused(phone.post("/api/sync", {}), "account_disabled")
    refused(cast.visitor().sign_in("owner"), "account_disabled")
    refused(cast.visitor().sign_in("owner", "wrong"), "wrong_credentials")
    switch(cast, disabled=False)
    assert phone.get("/api/session").status_code == 200


def switch(cast: Cast, *, disabled: bool) -> None:
    path = f"/api/admin/people/{cast.owner.id}"
    assert cast.admin.phone().patch(path, {"disabled": disabled}).status_code == 200


def test_code_does_not_let_a_disabled_person_in(cast: Cast) -> None:
    code = issue(cast, cast.owner.id)
    switch(cast, disabled=True)
    refused(use(cast.visitor(), "owner", code), "account_disabled")


def test_administrator_ends_one_device_and_leaves_the_other(cast: Cast) -> None:
    phone, tablet = cast.owner.phone(), cast.owner.phone("tablet")
    path = f"/api/admin/people/{cast.owner.id}/sessions"
    listed = cast.admin.phone().get(path).json or []
    lost = next(each["id"] for each in listed if each["device"] == phone.device)
    assert cast.admin.phone().delete(f"{path}/{lost}").status_code == 204
    refused(phone.get("/api/session"), "signed_out")
    assert tablet.get("/api/session").status_code == 200
    refused(cast.admin.phone().delete(f"{path}/{lost}"), "not_found")


def test_administrator_ends_every_device(cast: Cast) -> None:
    phone, tablet = cast.owner.phone(), cast.owner.phone("tablet")
    assert cast.admin.phone().delete(f"/api/admin/people/{cast.owner.id}/sessions").status_code == 204
    refused(phone.get("/api/session"), "signed_out")
    refused(tablet.get("/api/session"), "signed_out")


def test_session_of_another_person_is_not_ended_under_this_ones_name(cast: Cast) -> None:
    cast.stranger.phone()
    theirs = (cast.admin.phone().get(f"/api/admin/people/{cast.stranger.id}/sessions").json or [])[0]["id"]
    refused(cast.admin.phone().delete(f"/api/admin/people/{cast.owner.id}/sessions/{theirs}"), "not_found")
    assert cast.stranger.phone().get("/api/session").status_code == 200


def test_person_has_at_most_twenty_sessions(cast: Cast, clock: SetClock) -> None:
    first = cast.owner.phone("device0")
    for count in range(1, 21):
        clock.move(1)
        cast.owner.phone(f"device{count}")
    refused(first.get("/api/session"), "signed_out")
    assert len(cast.admin.phone().get(f"/api/admin/people/{cast.owner.id}/sessions").json or []) == 20


def test_code_for_who_cannot_sign_in_at_all(cast: Cast) -> None:
    refused(cast.admin.phone().post(f"/api/admin/people/{id_of('nobody')}/code"), "not_found")
