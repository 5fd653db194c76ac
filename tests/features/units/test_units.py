"""Units: a tree that changes with time."""

from __future__ import annotations

from typing import Any

import pytest

from server.features.people.queries import load_directory
from tests.cast import AWAY, HOME, NEAR, PROVINCE, Cast
from tests.factories import id_of
from tests.refusals import refused

UNITS = "/api/admin/units"


def commune(**fields: object) -> dict[str, object]:
    """The body of a sound commune, changed."""
    return {"name": "Xã Mới", "type": "commune", "level": "commune", "parent": id_of(NEAR), "code": "99", **fields}


def ask(cast: Cast, body: object, language: str = "vi") -> Any:
    return cast.admin.phone().post(UNITS, body, headers={"Accept-Language": language})


def test_administrator_adds_a_unit_that_everyone_learns_of(cast: Cast) -> None:
    added = ask(cast, commune())
    assert added.status_code == 201
    with cast.here.store.read() as reader:
        assert load_directory(reader).ancestors(added.json["id"]) == (id_of(NEAR), id_of(PROVINCE))
        assert reader.keys_of("unit", added.json["id"]) == {"all"}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": " "}, "name_missing"),
        ({"level": "galaxy"}, "invalid"),
        ({"type": "district"}, "level_unknown"),
        ({"parent": None}, "parent_unknown"),
        ({"parent": id_of("nowhere")}, "parent_unknown"),
        ({"parent": id_of(HOME)}, "parent_loop"),
        ({"name": HOME}, "unit_twice"),
        ({"valid_from": "2024-06-02", "valid_to": "2024-06-01"}, "end_before_start"),
        ({"valid_from": "2024-02-30"}, "bad_day"),
        ({"predecessors": [id_of("nowhere")]}, "unit_unknown"),
    ],
)
def test_bad_unit_gets_a_sentence(cast: Cast, change: dict[str, object], code: str, language: str) -> None:
    refused(ask(cast, commune(**change), language), code)


def test_code_may_serve_another_place_later_but_not_at_once(cast: Cast) -> None:
    ask(cast, commune(valid_to="2024-11-30"))
    refused(ask(cast, commune(name="Xã Khác")), "unit_twice")
    assert ask(cast, commune(name="Xã Khác", valid_from="2024-12-01")).status_code == 201


def test_same_name_in_another_district_is_another_place(cast: Cast) -> None:
    from tests.cast import FAR

    assert ask(cast, commune(name=HOME, parent=id_of(FAR))).status_code == 201


def test_merger_names_what_it_was_made_of_and_they_learn_of_it(cast: Cast) -> None:
    merged = ask(cast, commune(predecessors=[id_of(HOME), id_of(AWAY)], valid_from="2024-12-01")).json
    listed = {each["id"]: each for each in cast.admin.phone().get(UNITS).json or []}
    assert listed[id_of(HOME)]["successors"] == listed[id_of(AWAY)]["successors"] == [merged["id"]]


def test_unit_is_abolished_by_its_last_day_and_never_removed(cast: Cast) -> None:
    path = f"{UNITS}/{id_of(HOME)}"
    assert (cast.admin.phone().patch(path, {"valid_to": "2025-06-30"}).json or {})["valid_to"] == "2025-06-30"
    refused(cast.admin.phone().delete(path), "method_not_allowed")
    refused(cast.admin.phone().patch(path, {"parent": id_of(HOME)}), "parent_loop")
    refused(cast.admin.phone().patch(f"{UNITS}/{id_of('none')}", {"name": "X"}), "not_found")


@pytest.mark.parametrize("who", ["owner", "colleague", "stranger", "supervisor"])
def test_nobody_else_sees_or_changes_units_here(cast: Cast, who: str) -> None:
    phone = getattr(cast, who).phone()
    refused(phone.get(UNITS), "not_found")
    refused(phone.post(UNITS, commune()), "not_found")
    refused(phone.patch(f"{UNITS}/{id_of(HOME)}", {"name": "X"}), "not_found")
