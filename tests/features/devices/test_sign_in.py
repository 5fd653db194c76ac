"""Signing in, staying signed in, and being turned away."""

from __future__ import annotations

import threading
import time

import pytest
from argon2 import PasswordHasher
from flask import Flask

from server.config import PASSWORD_HASHES_MAX, PASSWORD_MEMORY_KIB, Config
from server.features.devices.door import LOCAL_NAME, SAFE_NAME
from server.features.devices.rules import DAY_MS, SESSION_IDLE_MS, SESSION_LIFE_MS, wait_ms
from server.features.people.model import logins
from server.features.people.queries import login_of
from server.platform.clock import SetClock
from server.platform.passwords import Passwords
from tests.cast import PASSWORD, Cast, OpenOffice, Phone, found_office
from tests.factories import id_of
from tests.refusals import refused


def test_owner_signs_in_and_is_told_who_he_is(cast: Cast) -> None:
    visitor = cast.visitor()
    answer = visitor.sign_in("owner")
    assert answer.status_code == 200
    told = answer.json or {}
    assert set(told.pop("rescue")) == {"key", "proof"}
    assert told == {
        "device_state": "active",
        "losses": [],
        "emptied": False,
        "person": {"id": cast.owner.id, "name": "Người owner"},
        "device": visitor.device,
        "roles": ["cadre"],
        "must_change_password": False,
        "office_offset_ms": 0,
    }


def test_user_name_is_taken_as_it_was_meant(cast: Cast) -> None:
    assert cast.visitor().sign_in("  Owner ").status_code == 200


def test_session_is_found_again_by_its_cookie(cast: Cast) -> None:
    answer = cast.owner.phone().get("/api/session")
    assert answer.json is not None
    assert answer.json["person"]["id"] == cast.owner.id


def test_wrong_password_and_unknown_person_look_the_same(cast: Cast) -> None:
    wrong, unknown = cast.visitor().sign_in("owner", "not-it"), cast.visitor().sign_in("nobody-here", PASSWORD)
    refused(wrong, "wrong_credentials")
    assert wrong.json == unknown.json


def test_stranger_without_cookie_is_signed_out(client: Phone) -> None:
    refused(client.get("/api/session"), "signed_out")


def test_signing_out_ends_the_session_and_the_cookie(cast: Cast) -> None:
    phone = cast.owner.phone()
    cookie = phone.client.get_cookie(LOCAL_NAME)
    assert phone.delete("/api/session").status_code == 204
    assert phone.client.get_cookie(LOCAL_NAME) is None
    assert cookie is not None
    phone.client.set_cookie(LOCAL_NAME, cookie.value)
    refused(phone.get("/api/session"), "signed_out")


def test_signing_out_twice_is_no_error(cast: Cast) -> None:
    assert cast.visitor().delete("/api/session").status_code == 204


def test_second_person_on_a_shared_phone_ends_the_first_session_only_there(cast: Cast) -> None:
    phone, tablet = cast.owner.phone(), cast.owner.phone("tablet")
    assert phone.sign_in("colleague").status_code == 200
    assert (tablet.get("/api/session").json or {})["person"]["id"] == cast.owner.id
    listed = cast.admin.phone().get(f"/api/admin/people/{cast.owner.id}/sessions").json
    assert [each["device"] for each in listed or []] == [tablet.device]


@pytest.mark.invariant("storage-loss-announced")
@pytest.mark.failure(34)
def test_browser_that_forgot_its_device_and_kept_its_cookie_is_told(cast: Cast) -> None:
    phone = cast.owner.phone()
    told = []
    for device, who in ((phone.device, "owner"), (id_of("the same browser, emptied"), "owner"), ("", "colleague")):
        phone.device = device or id_of("another person's")
        told.append((phone.sign_in(who).json or {})["emptied"])
    assert told == [False, True, False]


def test_local_cookie_is_out_of_scripts_reach(cast: Cast) -> None:
    header = cast.visitor().sign_in("owner").headers["Set-Cookie"]
    assert header.startswith(f"{LOCAL_NAME}=")
    assert "HttpOnly" in header
    assert "SameSite=Strict" in header
    assert "Path=/" in header
    assert "Secure" not in header
    assert "Domain" not in header


def test_over_https_the_cookie_belongs_to_this_host_alone(cast: Cast) -> None:
    phone = cast.visitor()
    body = {"username": "owner", "password": PASSWORD, "device": {"id": phone.device, "label": ""}}
    secure = {"base_url": "https://localhost"}
    header = phone.post("/api/session", body, **secure).headers["Set-Cookie"]
    assert header.startswith(f"{SAFE_NAME}=")
    assert "; Secure" in header
    phone.client.set_cookie(LOCAL_NAME, header.split("=", 1)[1].split(";")[0])
    refused(Phone.get(_only(cast, LOCAL_NAME, header), "/api/session", **secure), "signed_out")


def _only(cast: Cast, name: str, header: str) -> Phone:
    phone = cast.visitor()
    phone.client.set_cookie(name, header.split("=", 1)[1].split(";")[0])
    return phone


@pytest.mark.parametrize("token", ["", "x", "x" * 43, "x" * 3000])
def test_made_up_cookie_opens_nothing(cast: Cast, token: str) -> None:
    phone = cast.visitor()
    phone.client.set_cookie(LOCAL_NAME, token)
    refused(phone.get("/api/session"), "signed_out")


def test_stored_hash_is_no_cookie(cast: Cast) -> None:
    """Who reads the database cannot sign in by what he reads."""
    from sqlalchemy import select

    from server.features.devices.model import sessions

    cast.owner.phone()
    with cast.here.store.read() as reader:
        (kept,) = reader.connection.execute(select(sessions.c.token_hash)).scalars()
    phone = cast.visitor()
    phone.client.set_cookie(LOCAL_NAME, kept[:43])
    refused(phone.get("/api/session"), "signed_out")


def test_session_ends_after_ninety_idle_days_and_not_before(cast: Cast, clock: SetClock) -> None:
    phone = cast.owner.phone()
    clock.move(SESSION_IDLE_MS)
    assert phone.get("/api/session").status_code == 200
    clock.move(SESSION_IDLE_MS + 1)
    refused(phone.get("/api/session"), "signed_out")


def test_busy_session_ends_after_a_year(cast: Cast, clock: SetClock) -> None:
    phone = cast.owner.phone()
    for _ in range(SESSION_LIFE_MS // (60 * DAY_MS)):
        clock.move(60 * DAY_MS)
        assert phone.get("/api/session").status_code == 200
    clock.move(60 * DAY_MS)
    refused(phone.get("/api/session"), "signed_out")


def test_account_is_slowed_down_after_four_wrong_passwords(cast: Cast, clock: SetClock) -> None:
    for _ in range(4):
        refused(cast.visitor().sign_in("owner", "wrong"), "wrong_credentials")
    refused(cast.visitor().sign_in("owner", "wrong"), "wrong_credentials")
    answer = cast.visitor().sign_in("owner")
    assert refused(answer, "slow_down") == {"retry_after_s": 30}
    assert answer.headers["Retry-After"] == "30"
    clock.move(30_000)
    assert cast.visitor().sign_in("owner").status_code == 200


def test_slowing_down_outlives_a_restart(cast: Cast, config: Config, open_office: OpenOffice) -> None:
    for _ in range(5):
        cast.visitor().sign_in("owner", "wrong")
    refused(Phone(open_office(config), id_of("v")).sign_in("owner"), "slow_down")


def test_unknown_user_names_are_slowed_down_too(cast: Cast) -> None:
    for _ in range(5):
        cast.visitor().sign_in("nobody-here", "wrong")
    refused(cast.visitor().sign_in("nobody-here", "wrong"), "slow_down")


def test_address_is_slowed_down_after_forty_failures_on_many_accounts(cast: Cast) -> None:
    for count in range(41):
        refused(cast.visitor().sign_in(f"guess{count}", "wrong"), "wrong_credentials")
    refused(cast.visitor().sign_in("owner"), "slow_down")


def test_right_passwords_slow_nobody_down(cast: Cast) -> None:
    for _ in range(50):
        assert cast.visitor().sign_in("owner").status_code == 200


def test_waiting_doubles_up_to_a_quarter_of_an_hour() -> None:
    waits = [wait_ms("account", failures, 0, 0) // 1000 for failures in range(3, 14)]
    assert waits == [0, 0, 30, 60, 120, 240, 480, 900, 900, 900, 900]
    assert wait_ms("account", 1000, 0, DAY_MS + 1) == 0


def test_a_clock_that_is_set_back_locks_nobody_out() -> None:
    assert wait_ms("account", 1000, DAY_MS, 0) == 0
    # Of two attempts at a time one may have looked at the clock a moment earlier: it waits all the same.
    assert wait_ms("account", 1000, 20, 0) > 0


def test_flood_from_one_address_is_stopped_before_any_password_is_looked_at(
    config: Config, open_office: OpenOffice
) -> None:
    strict = Config(config.data_dir, config.database_url, password_memory_kib=8, sign_ins_per_minute=3)
    app = open_office(strict)
    found_office(app)
    phone = Phone(app, id_of("v"))
    for _ in range(3):
        phone.sign_in("owner")
    assert refused(phone.sign_in("owner"), "slow_down")["retry_after_s"] > 0


def test_never_more_hashes_at_once_than_there_is_memory_for() -> None:
    passwords = Passwords(memory_kib=8 * 1024, at_once=1)
    running, most, guard = 0, 0, threading.Lock()

    class Watched:
        def hash(self, _password: str) -> str:
            nonlocal running, most
            with guard:
                running += 1
                most = max(most, running)
            time.sleep(0.01)
            with guard:
                running -= 1
            return "hash"

    passwords._hasher = Watched()  # type: ignore[assignment]
    threads = [threading.Thread(target=passwords.hash, args=("a",)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1


def test_hash_takes_the_memory_that_was_asked_for(app: Flask) -> None:
    assert "m=65536,t=2,p=1" in Passwords(memory_kib=65536, at_once=1).hash("x")


def test_hashes_cost_what_is_asked_for_today() -> None:
    """OWASP's least for argon2id."""
    assert "$argon2id$v=19$m=19456,t=2,p=1$" in Passwords(PASSWORD_MEMORY_KIB, PASSWORD_HASHES_MAX).hash("x")


def test_a_hash_of_other_costs_still_lets_in_and_is_made_anew(cast: Cast) -> None:
    dated = PasswordHasher(time_cost=3, memory_cost=64, parallelism=1).hash(PASSWORD)
    with cast.here.store.write() as tx:
        tx.connection.execute(logins.update().where(logins.c.person == cast.owner.id).values(password_hash=dated))
    for _ in range(2):
        assert cast.visitor().sign_in("owner").status_code == 200
    with cast.here.store.read() as reader:
        login = login_of(reader, cast.owner.id)
    assert login is not None
    assert "t=2" in login.password_hash
