"""The name of somebody who left is erased: what he wrote stays, under a name that is nobody's."""

from __future__ import annotations

from tests.cast import Cast
from tests.factories import id_of
from tests.features.backups.stories import Bag
from tests.features.erasures.test_erasing import erase, everything, sent, wish
from tests.push_service import Browser

OWNER = id_of("owner")
NAME = "Người owner"


def leave(cast: Cast, person: str = OWNER) -> None:
    answer = cast.admin.phone().ask("PATCH", f"/api/admin/people/{person}", {"disabled": True})
    assert answer.status_code == 200, answer.text


def test_the_name_of_who_left_goes_from_every_table_and_every_phone(bag: Bag) -> None:
    sent(bag)
    supervisor = bag.phone("supervisor")
    leave(bag.cast)
    told = erase(bag.cast, "person", OWNER)
    assert told["places"] == ["name", "title"]
    assert NAME not in everything(bag)
    supervisor.sync()
    mark = f"Người đã nghỉ ({OWNER[-4:]})"
    assert told["number"] == mark
    people = {one["id"]: one for one in bag.cast.admin.phone().get("/api/admin/people").get_json()}
    assert (people[OWNER]["name"], people[OWNER]["title"], people[OWNER]["username"]) == (mark, None, OWNER)


def test_the_addresses_and_phones_of_who_left_go_with_his_name(bag: Bag) -> None:
    phone, browser = bag.cast.owner.phone(), Browser()
    given = {"endpoint": "https://fcm.googleapis.com/owners", "p256dh": browser.p256dh, "auth": browser.auth}
    assert phone.post("/api/reminders/subscriptions", given).status_code == 201
    mail = {"mail": "ong.ba@example.vn", "gateway": "+84912345678"}
    assert phone.ask("PUT", "/api/reminders/addresses", mail).status_code == 204
    held = bag.back_up()
    leave(bag.cast)
    erase(bag.cast, "person", OWNER, "name")
    for put_back in (False, True):
        if put_back:
            bag.restore(held)
        assert [word for word in ("ong.ba", "84912345678", "/owners") if word in everything(bag)] == []


def test_who_works_here_keeps_his_name(cast: Cast) -> None:
    answer = cast.admin.phone().post("/api/admin/erasures", wish("person", OWNER))
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (409, "person_here")


def test_nobody_but_an_administrator_erases_a_name(cast: Cast) -> None:
    leave(cast)
    for who in (cast.colleague, cast.clerk, cast.supervisor):
        assert who.phone().post("/api/admin/erasures", wish("person", OWNER)).status_code == 404


def test_a_person_is_found_by_his_user_name_and_none_of_it_is_told(cast: Cast) -> None:
    found = cast.admin.phone().get("/api/admin/erasures/find", query_string={"what": "owner"}).get_json()
    assert (found["entity"], found["id"], found["number"], found["parts"][0]) == ("person", OWNER, None, "name")
    assert NAME not in str(found)


def test_a_backup_that_is_put_back_has_the_name_no_more(bag: Bag) -> None:
    held = bag.back_up()
    leave(bag.cast)
    erase(bag.cast, "person", OWNER, "name")
    bag.restore(held)
    assert NAME not in everything(bag)
