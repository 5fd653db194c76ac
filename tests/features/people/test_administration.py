"""What an administrator does to people, agencies and assignments; and that nobody else can."""

from __future__ import annotations

from typing import Any

import pytest

from server.features.people.queries import load_directory
from server.founding import THEMES, found_office
from tests.cast import AWAY, HOME, NEXT_DOOR, WATER, Cast, Phone
from tests.factories import id_of
from tests.refusals import refused

PEOPLE, ASSIGNMENTS, AGENCIES = "/api/admin/people", "/api/admin/assignments", "/api/admin/agencies"
BOTH = pytest.mark.parametrize("language", ["vi", "en"])


def wanted(**fields: object) -> dict[str, object]:
    """The body of a sound assignment, changed."""
    body = {"person": id_of("contact"), "role": "contact", "unit": id_of(NEXT_DOOR), "starts": "2024-06-01"}
    return {**body, **fields}


def ask(cast: Cast, path: str, body: object, language: str = "vi") -> Any:
    return cast.admin.phone().post(path, body, headers={"Accept-Language": language})


def test_administrator_adds_a_person_whom_every_phone_learns_of(cast: Cast) -> None:
    added = ask(cast, PEOPLE, {"name": "  Nguyễn Văn A ", "title": "Chuyên viên", "username": "a.nguyen"})
    assert added.status_code == 201
    assert (added.json["name"], added.json["username"], added.json["has_password"]) == (
        "Nguyễn Văn A",
        "a.nguyen",
        False,
    )
    with cast.here.store.read() as reader:
        assert load_directory(reader).persons[added.json["id"]].title == "Chuyên viên"
        assert reader.keys_of("person", added.json["id"]) == {"all"}


def test_directory_lists_people_with_their_assignments_and_no_secret(cast: Cast) -> None:
    listed = cast.admin.phone().get(PEOPLE)
    owner = next(each for each in listed.json or [] if each["username"] == "owner")
    assert owner["assignments"][0]["role"] == "cadre"
    assert owner["has_password"] is True
    assert "argon2" not in listed.text


@BOTH
@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"name": "B", "username": "owner"}, "username_taken"),
        ({"name": "B", "username": "Trần B"}, "username_bad"),
        ({"name": "B", "username": "b"}, "username_bad"),
        ({"name": "  "}, "name_missing"),
        ({}, "invalid"),
        ({"name": "B\u202eA"}, "invalid"),
        ({"name": "B\u0000"}, "invalid"),
        ({"name": "B" * 301}, "invalid"),
        ({"name": 7}, "invalid"),
        ([], "invalid"),
    ],
)
def test_bad_person_gets_a_sentence(cast: Cast, body: object, code: str, language: str) -> None:
    refused(ask(cast, PEOPLE, body, language), code)


def test_name_title_and_user_name_change_each_by_itself(cast: Cast) -> None:
    path = f"{PEOPLE}/{cast.owner.id}"
    first = cast.admin.phone().patch(path, {"title": "Phó giám đốc"}).json or {}
    second = cast.admin.phone().patch(path, {"username": "duyen"}).json or {}
    assert (first["name"], first["title"], first["username"]) == ("Người owner", "Phó giám đốc", "owner")
    assert (second["title"], second["username"]) == ("Phó giám đốc", "duyen")
    assert cast.visitor().sign_in("duyen").status_code == 200


def test_user_name_of_another_is_not_given_twice(cast: Cast) -> None:
    refused(cast.admin.phone().patch(f"{PEOPLE}/{cast.owner.id}", {"username": "stranger"}), "username_taken")


def test_last_administrator_cannot_be_shut_out(cast: Cast) -> None:
    admin = cast.admin.phone()
    assert admin.patch(f"{PEOPLE}/{cast.other_admin.id}", {"disabled": True}).status_code == 200
    refused(admin.patch(f"{PEOPLE}/{cast.admin.id}", {"disabled": True}), "last_admin")
    own = next(each for each in admin.get(ASSIGNMENTS).json or [] if each["person"] == cast.admin.id)
    refused(admin.patch(f"{ASSIGNMENTS}/{own['id']}", {"ends": "2024-06-01"}), "last_admin")


def test_administrator_whose_assignment_ended_is_a_stranger(cast: Cast) -> None:
    own = next(each for each in cast.admin.phone().get(ASSIGNMENTS).json or [] if each["person"] == cast.other_admin.id)
    assert cast.other_admin.phone().get(PEOPLE).status_code == 200
    cast.admin.phone().patch(f"{ASSIGNMENTS}/{own['id']}", {"ends": "2024-06-24"})
    refused(cast.other_admin.phone().get(PEOPLE), "not_found")


@pytest.mark.parametrize(
    "who", ["owner", "colleague", "stranger", "clerk", "supervisor", "leader", "contact", "agency"]
)
def test_nobody_else_administers_anything(cast: Cast, who: str) -> None:
    phone: Phone = getattr(cast, who).phone()
    own = getattr(cast, who).id
    refused(phone.get(PEOPLE), "not_found")
    refused(phone.post(PEOPLE, {"name": "B"}), "not_found")
    refused(phone.patch(f"{PEOPLE}/{own}", {"name": "B"}), "not_found")
    refused(phone.post(f"{PEOPLE}/{own}/code"), "not_found")
    refused(phone.get(f"{PEOPLE}/{own}/sessions"), "not_found")
    refused(phone.delete(f"{PEOPLE}/{own}/sessions"), "not_found")
    refused(phone.post(ASSIGNMENTS, wanted(role="admin", unit=None)), "not_found")
    refused(phone.get("/api/admin/vacancies"), "not_found")


def test_assignment_reaches_the_directory_with_its_decision(cast: Cast) -> None:
    made = ask(cast, ASSIGNMENTS, wanted(decision="12-QĐ/TU", reason="luân chuyển"))
    assert made.status_code == 201
    with cast.here.store.read() as reader:
        kept = load_directory(reader).assignments[made.json["id"]]
    assert (kept.decision, kept.reason, kept.unit) == ("12-QĐ/TU", "luân chuyển", id_of(NEXT_DOOR))


@BOTH
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"starts": "2024-06-02", "ends": "2024-06-01"}, "end_before_start"),
        ({"starts": "2024-02-30"}, "bad_day"),
        ({"ends": "2024-13-01"}, "bad_day"),
        ({"starts": "hôm nay"}, "invalid"),
        ({"unit": None}, "unit_required"),
        ({"unit": id_of("nowhere")}, "unit_unknown"),
        ({"person": id_of("nobody")}, "person_unknown"),
        ({"role": "king"}, "invalid"),
        ({"role": "admin"}, "scope_not_wanted"),
        ({"role": "agency", "unit": None}, "agency_required"),
        ({"role": "agency", "unit": None, "agency": id_of("no agency")}, "agency_unknown"),
        ({"role": "contact", "agency": id_of(WATER)}, "scope_not_wanted"),
        ({"role": "cadre"}, "second_monitor"),
        ({"unit": id_of(HOME)}, "assignment_twice"),
        ({"replaces": id_of("no assignment")}, "assignment_unknown"),
    ],
)
def test_bad_assignment_gets_a_sentence(cast: Cast, change: dict[str, object], code: str, language: str) -> None:
    refused(ask(cast, ASSIGNMENTS, wanted(**change), language), code)


def test_two_monitors_of_one_commune_only_when_it_is_said(cast: Cast) -> None:
    body = wanted(role="cadre", person=cast.stranger.id, unit=id_of(HOME))
    details = refused(ask(cast, ASSIGNMENTS, body), "second_monitor")
    assert details == {"person": "Người owner", "unit": HOME}
    assert ask(cast, ASSIGNMENTS, {**body, "beside_others": True}).status_code == 201


def test_successor_ends_the_one_he_replaces_on_the_day_before(cast: Cast) -> None:
    old = next(each for each in cast.admin.phone().get(ASSIGNMENTS).json or [] if each["person"] == cast.owner.id)
    body = wanted(role="cadre", person=cast.stranger.id, unit=id_of(HOME), starts="2024-07-01", replaces=old["id"])
    assert ask(cast, ASSIGNMENTS, body).status_code == 201
    with cast.here.store.read() as reader:
        found = load_directory(reader)
    assert found.assignments[old["id"]].ends == "2024-06-30"
    assert found.holds(cast.owner.id, "cadre", id_of(HOME), "2024-06-30")
    assert not found.holds(cast.owner.id, "cadre", id_of(HOME), "2024-07-01")


def test_replacing_someone_before_he_began_makes_no_sense(cast: Cast) -> None:
    old = next(each for each in cast.admin.phone().get(ASSIGNMENTS).json or [] if each["person"] == cast.owner.id)
    body = wanted(role="cadre", person=cast.stranger.id, unit=id_of(HOME), starts="2024-01-01", replaces=old["id"])
    refused(ask(cast, ASSIGNMENTS, body), "end_before_start")


def test_abolished_unit_takes_no_assignment(cast: Cast) -> None:
    cast.admin.phone().patch(f"/api/admin/units/{id_of(AWAY)}", {"valid_to": "2024-05-31"})
    refused(ask(cast, ASSIGNMENTS, wanted(unit=id_of(AWAY))), "unit_abolished", unit=AWAY)
    assert ask(cast, ASSIGNMENTS, wanted(unit=id_of(AWAY), starts="2024-05-01", ends="2024-05-31")).status_code == 201


def test_disabled_person_takes_no_assignment(cast: Cast) -> None:
    cast.admin.phone().patch(f"{PEOPLE}/{cast.contact.id}", {"disabled": True})
    refused(ask(cast, ASSIGNMENTS, wanted()), "person_disabled", person="Người contact")


def test_closed_agency_takes_no_assignment(cast: Cast) -> None:
    assert cast.admin.phone().patch(f"{AGENCIES}/{id_of(WATER)}", {"closed": True}).status_code == 200
    body = wanted(role="agency", unit=None, agency=id_of(WATER))
    refused(ask(cast, ASSIGNMENTS, body), "agency_closed", agency=WATER)


def test_end_of_an_assignment_is_set_with_its_reason(cast: Cast) -> None:
    own = next(each for each in cast.admin.phone().get(ASSIGNMENTS).json or [] if each["person"] == cast.owner.id)
    path = f"{ASSIGNMENTS}/{own['id']}"
    ended = cast.admin.phone().patch(path, {"ends": "2024-06-30", "reason": "nghỉ hưu"})
    assert ((ended.json or {})["ends"], (ended.json or {})["reason"]) == ("2024-06-30", "nghỉ hưu")
    refused(cast.admin.phone().patch(path, {"ends": "2023-01-01"}), "end_before_start")
    refused(cast.admin.phone().patch(path, {"ends": "2024-02-31"}), "bad_day")
    refused(cast.admin.phone().patch(path, {"person": cast.admin.id}), "invalid")
    refused(cast.admin.phone().patch(f"{ASSIGNMENTS}/{id_of('none')}", {"ends": None}), "not_found")
    assert (cast.admin.phone().patch(path, {"ends": None}).json or {})["ends"] is None


def test_agency_is_added_once_and_renamed(cast: Cast) -> None:
    added = ask(cast, AGENCIES, {"name": "Sở Y tế", "phone": "0256 000 001"})
    assert added.status_code == 201
    refused(ask(cast, AGENCIES, {"name": "Sở Y tế"}), "agency_twice", agency="Sở Y tế")
    renamed = cast.admin.phone().patch(f"{AGENCIES}/{added.json['id']}", {"name": "Sở Sức khỏe"})
    assert renamed.json == {"id": added.json["id"], "name": "Sở Sức khỏe", "phone": "0256 000 001", "closed": False}
    refused(cast.admin.phone().patch(f"{AGENCIES}/{id_of('none')}", {"closed": True}), "not_found")
    assert len(cast.admin.phone().get(AGENCIES).json or []) == 3


def test_communes_without_a_monitor_are_counted(cast: Cast) -> None:
    own = next(each for each in cast.admin.phone().get(ASSIGNMENTS).json or [] if each["person"] == cast.owner.id)
    cast.admin.phone().patch(f"{ASSIGNMENTS}/{own['id']}", {"ends": "2024-06-24"})
    assert cast.admin.phone().get("/api/admin/vacancies").json == {
        "day": "2024-06-25", "communes": 3, "covered": 2, "vacancies": [{"unit": id_of(HOME), "name": HOME}],
    }  # fmt: skip


def test_new_office_has_themes_in_both_languages_and_is_founded_once(cast: Cast, app: Any) -> None:
    assert found_office(cast.here) is False


def test_empty_office_is_founded(app: Any) -> None:
    here = app.extensions["diaban"]
    assert found_office(here) is True
    with here.store.read() as reader:
        found = load_directory(reader)
    assert found.office is not None
    assert not found.office.demo
    assert len(found.themes) == len(THEMES)
    assert {theme.name_vi for theme in found.themes.values()} >= {"Thủy lợi", "Nội dung khác"}
    assert all(theme.name_en for theme in found.themes.values())


def test_directory_of_a_rolled_back_act_is_never_served(cast: Cast) -> None:
    from server.features.people.actions import NewPerson, do_add_person
    from server.platform.acts import NOBODY, Act
    from server.platform.ids import new_id

    def add(name: str, *, fail: bool) -> None:
        with cast.here.store.write() as tx:
            act = Act(tx, NOBODY, 1, cast.here.today, new_id)
            do_add_person(act, NewPerson(id_of(name), name))
            assert id_of(name) in load_directory(tx).persons
            if fail:
                raise RuntimeError

    with pytest.raises(RuntimeError):
        add("never", fail=True)
    add("kept", fail=False)
    with cast.here.store.read() as reader:
        persons = load_directory(reader).persons
    assert id_of("never") not in persons
    assert id_of("kept") in persons
