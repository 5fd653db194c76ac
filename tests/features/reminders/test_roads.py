"""How a person is reached: his own phones and addresses, over the routes, and nobody else's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from server.config import Config
from server.features.people.actions import do_disable_person
from server.features.reminders.means import do_keep_key
from server.features.reminders.model import subscriptions
from server.features.reminders.phones import PHONES_MAX, RETIRED_SHOWN_MS
from server.features.reminders.reach import NOWHERE, read_reached
from server.platform.acts import NOBODY, Act
from server.platform.changes import Write
from server.platform.channels.push import new_push_key
from server.platform.clock import SetClock
from server.platform.ids import new_id
from tests.cast import Cast, Member, Phone
from tests.factories import id_of
from tests.push_service import HOST, Browser, PushService, push_service
from tests.refusals import refused


@pytest.fixture
def config(config: Config) -> Config:
    return replace(config, push_hosts=(HOST,), mail_from="diaban@example.vn", mail_url="smtp://127.0.0.1")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PushService]:
    with push_service(tmp_path_factory.mktemp("push")) as made:
        yield made


@pytest.fixture
def pushing(cast: Cast, service: PushService) -> PushService:
    """The office has keys, and its way out leads to a service of ours."""
    with cast.here.store.write() as tx:
        do_keep_key(tx.connection, new_push_key(), now=cast.here.clock.now_ms())
    cast.app.extensions["diaban.outside"] = service.outside()
    service.taken.clear()
    return service


def subscription(name: str, browser: Browser | None = None) -> dict[str, str]:
    made = browser or Browser()
    return {"endpoint": f"https://{HOST}/send/{name}", "p256dh": made.p256dh, "auth": made.auth}


def subscribe(phone: Phone, name: str = "one", browser: Browser | None = None) -> str:
    answer = phone.post("/api/reminders/subscriptions", subscription(name, browser))
    assert answer.status_code in (200, 201), answer.text
    id: str = answer.json["id"]  # type: ignore[index]
    return id


def roads(phone: Phone) -> dict[str, Any]:
    answer = phone.get("/api/reminders/roads")
    assert answer.status_code == 200, answer.text
    return dict(answer.json)  # type: ignore[arg-type]


def reached(cast: Cast, member: Member) -> set[str]:
    """The roads on which the office would reach him now."""
    with cast.here.store.read() as reader:
        return set(read_reached(reader.connection, now=cast.here.clock.now_ms()).get(member.id, NOWHERE).roads)


def test_a_phone_that_subscribed_is_seen_by_its_person_alone(cast: Cast) -> None:
    id = subscribe(cast.owner.phone())
    [mine] = roads(cast.owner.phone())["phones"]
    assert (mine["id"], mine["here"], mine["open"], mine["label"], mine["retired"]) == (id, True, True, "Test", None)
    [from_desk] = roads(cast.owner.phone("desk"))["phones"]
    assert (from_desk["id"], from_desk["here"]) == (id, False)
    assert roads(cast.colleague.phone())["phones"] == []
    assert "endpoint" not in mine


def test_what_browsers_subscribe_with_is_told_once_there_are_keys(cast: Cast) -> None:
    assert roads(cast.owner.phone())["push_key"] is None
    key = new_push_key()
    with cast.here.store.write() as tx:
        do_keep_key(tx.connection, key, now=0)
    told = roads(cast.owner.phone())
    assert len(told["push_key"]) == 87
    assert (told["kept"], told["mail_open"], told["gateway_open"]) == (False, True, False)


def test_the_same_browser_again_is_the_same_phone(cast: Cast) -> None:
    first = subscribe(cast.owner.phone())
    answer = cast.owner.phone().post("/api/reminders/subscriptions", subscription("one"))
    assert (answer.status_code, answer.json) == (200, {"id": first})
    assert len(roads(cast.owner.phone())["phones"]) == 1


def test_a_shared_browser_is_whoever_subscribed_last(cast: Cast) -> None:
    subscribe(cast.owner.phone())
    subscribe(cast.colleague.phone())
    assert roads(cast.owner.phone())["phones"] == []
    assert len(roads(cast.colleague.phone())["phones"]) == 1


def test_a_browser_that_changed_its_address_has_one(cast: Cast) -> None:
    subscribe(cast.owner.phone(), "one")
    subscribe(cast.owner.phone(), "two")
    assert len(roads(cast.owner.phone())["phones"]) == 1


def test_more_phones_than_anybody_has_retire_the_oldest(cast: Cast, clock: SetClock) -> None:
    for number in range(PHONES_MAX + 1):
        clock.move(1000)
        subscribe(cast.owner.phone(f"phone {number}"), f"phone{number}")
    phones = roads(cast.owner.phone())["phones"]
    assert [phone["retired"] is not None for phone in phones] == [True] + [False] * PHONES_MAX
    clock.move(RETIRED_SHOWN_MS + 1)
    assert len(roads(cast.owner.phone())["phones"]) == PHONES_MAX


def test_a_person_with_a_new_phone_every_day_leaves_a_bounded_trail(cast: Cast, clock: SetClock) -> None:
    for number in range(3 * PHONES_MAX):
        clock.move(86_400_000)
        subscribe(cast.owner.phone(f"phone {number}"), f"phone{number}")
    with cast.here.store.read() as reader:
        kept = reader.connection.execute(sa.select(sa.func.count()).select_from(subscriptions)).scalar()
    assert kept == 2 * PHONES_MAX


@pytest.mark.parametrize(("code", "changed"), [
    ("endpoint_unknown_host", {"endpoint": "https://evil.example/send"}),
    ("endpoint_unknown_host", {"endpoint": "https://127.0.0.1/send"}),
    ("endpoint_bad", {"endpoint": f"http://{HOST}/send"}),
    ("endpoint_bad", {"endpoint": f"https://{HOST}:8443/send"}),
    ("endpoint_bad", {"endpoint": f"https://{HOST}/a b"}),
    ("push_keys_bad", {"p256dh": "A" * 87}),
    ("push_keys_bad", {"auth": "AAAA"}),
    ("invalid", {"p256dh": "A" * 10_000}),
    ("invalid", {"auth": "A" * 10_000}),
    ("invalid", {"endpoint": f"https://{HOST}/" + "a" * 2000}),
    ("invalid", {"person": new_id()}),
    ("invalid", {"device": new_id()}),
])  # fmt: skip
def test_a_subscription_that_no_browser_makes_is_refused_by_name(
    cast: Cast, code: str, changed: dict[str, str]
) -> None:
    answer = cast.owner.phone().post("/api/reminders/subscriptions", {**subscription("one"), **changed})
    refused(answer, code)
    assert roads(cast.owner.phone())["phones"] == []


def test_a_person_forgets_his_own_phone_and_nobody_elses(cast: Cast) -> None:
    id = subscribe(cast.owner.phone())
    for other in (cast.colleague, cast.stranger, cast.admin):
        refused(other.phone().delete(f"/api/reminders/subscriptions/{id}"), "not_found")
    assert cast.owner.phone("desk").delete(f"/api/reminders/subscriptions/{id}").status_code == 204
    assert roads(cast.owner.phone())["phones"] == []


def test_a_phone_is_closed_by_signing_out_and_open_again_after_signing_in(cast: Cast) -> None:
    phone = cast.owner.phone()
    subscribe(phone)
    assert reached(cast, cast.owner) == {"push"}
    phone.delete("/api/session")
    assert reached(cast, cast.owner) == set()
    phone.sign_in("owner")
    assert reached(cast, cast.owner) == {"push"}


@pytest.mark.parametrize("state", ["drain", "lost"])
def test_a_phone_that_is_withdrawn_takes_nothing(cast: Cast, state: str) -> None:
    subscribe(cast.owner.phone())
    address = f"/api/admin/people/{cast.owner.id}/devices/{cast.owner.device()}"
    assert cast.admin.phone().patch(address, {"state": state}).status_code == 200
    assert reached(cast, cast.owner) == set()
    [seen] = roads(cast.owner.phone("desk"))["phones"]
    assert seen["retired"] == cast.here.clock.now_ms()


def test_nobody_is_reached_whose_account_is_closed(cast: Cast) -> None:
    subscribe(cast.owner.phone())
    give(cast.owner, mail="ong.ba@example.vn")
    with cast.here.store.write() as tx:
        do_disable_person(Act(tx, NOBODY, 0, cast.here.today, new_id), cast.owner.id, disabled=True)
    assert reached(cast, cast.owner) == set()


def test_a_phone_whose_session_ended_by_itself_takes_nothing(cast: Cast, clock: SetClock) -> None:
    subscribe(cast.owner.phone())
    clock.move(91 * 86_400_000)
    assert reached(cast, cast.owner) == set()


def give(member: Member, mail: str | None = None, gateway: str | None = None) -> Any:
    return member.phone().ask("PUT", "/api/reminders/addresses", {"mail": mail, "gateway": gateway})


def test_an_address_is_kept_for_its_person_and_taken_back(cast: Cast) -> None:
    assert give(cast.owner, "ong.ba@example.vn", "+84912345678").status_code == 204
    told = roads(cast.owner.phone())
    assert (told["mail"], told["gateway"]) == ("ong.ba@example.vn", "+84912345678")
    assert reached(cast, cast.owner) == {"mail", "gateway"}
    assert roads(cast.colleague.phone())["mail"] is None
    assert give(cast.owner).status_code == 204
    assert reached(cast, cast.owner) == set()


@pytest.mark.parametrize(("code", "mail", "gateway"), [
    ("mail_address_bad", "ong.ba", None),
    ("mail_address_bad", "a@example.vn, b@example.vn", None),
    ("mail_address_bad", "Ông Ba <a@example.vn>", None),
    ("invalid", "a@example.vn\nBcc: b@example.vn", None),
    ("invalid", "a" * 250 + "@example.vn", None),
    ("gateway_number_bad", None, "0912/../x"),
    ("gateway_number_bad", None, "{number}"),
    ("gateway_number_bad", None, "1"),
])  # fmt: skip
def test_an_address_that_leads_nowhere_is_refused_by_name(
    cast: Cast, code: str, mail: str | None, gateway: str | None
) -> None:
    refused(give(cast.owner, mail, gateway), code)
    assert reached(cast, cast.owner) == set()


def test_a_test_arrives_on_the_phone_it_was_asked_from(cast: Cast, pushing: PushService, clock: SetClock) -> None:
    here, desk = Browser(), Browser()
    subscribe(cast.owner.phone(), "here", here)
    clock.move(1000)
    subscribe(cast.owner.phone("desk"), "desk", desk)
    answer = cast.owner.phone().post("/api/reminders/test")
    assert (answer.status_code, answer.json) == (200, {"outcome": "taken", "status": 201})
    [taken] = pushing.taken
    assert taken.path == "/send/here"
    assert b'"url": "/reminders"' in here.open(taken.body)
    assert [phone["taken"] for phone in roads(cast.owner.phone())["phones"]] == [cast.here.clock.now_ms(), None]


@pytest.mark.parametrize(("status", "outcome"), [(410, "gone"), (429, "later"), (403, "refused"), (0, "unreached")])
def test_a_test_says_what_the_service_made_of_it(cast: Cast, pushing: PushService, status: int, outcome: str) -> None:
    subscribe(cast.owner.phone())
    pushing.order(status)
    assert cast.owner.phone().post("/api/reminders/test").json == {"outcome": outcome, "status": status}
    [phone] = roads(cast.owner.phone())["phones"]
    assert (phone["retired"] is not None, phone["open"]) == (outcome == "gone", outcome != "gone")


def test_a_test_without_a_phone_or_without_keys_says_so(cast: Cast, service: PushService) -> None:
    refused(cast.owner.phone().post("/api/reminders/test"), "push_off")
    with cast.here.store.write() as tx:
        do_keep_key(tx.connection, new_push_key(), now=0)
    assert cast.owner.phone().post("/api/reminders/test").json == {"outcome": "gone", "status": 0}


def test_a_person_tries_three_times_a_minute_and_nobody_waits_for_him(cast: Cast, pushing: PushService) -> None:
    answers = [cast.owner.phone().post("/api/reminders/test").status_code for _ in range(4)]
    assert answers == [200, 200, 200, 429]
    refused(cast.owner.phone("desk").post("/api/reminders/test"), "slow_down")
    assert cast.colleague.phone().post("/api/reminders/test").status_code == 200


def test_what_a_phone_has_shown_is_noted_for_that_phone(cast: Cast) -> None:
    subscribe(cast.owner.phone(), "one")
    subscribe(cast.owner.phone("desk"), "two")
    assert cast.owner.phone().post("/api/reminders/shown", {"id": new_id()}).status_code == 204
    by_place = {phone["here"]: phone["shown"] for phone in roads(cast.owner.phone())["phones"]}
    assert by_place == {True: cast.here.clock.now_ms(), False: None}


def test_a_demo_keeps_what_it_would_send(cast: Cast, pushing: PushService) -> None:
    with cast.here.store.write() as tx:
        act = Act(tx, NOBODY, 0, cast.here.today, new_id)
        act.append(Write("office", id_of("office"), {"demo": True}))
    told = roads(cast.owner.phone())
    assert (told["kept"], told["push_key"], told["mail_open"]) == (True, None, False)
    assert cast.owner.phone().post("/api/reminders/test").json == {"outcome": "taken", "status": 0}
    assert pushing.taken == []
