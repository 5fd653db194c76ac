"""The people of a schedule, their office and their phones.

    Tỉnh ─┬─ Huyện Một ─┬─ Xã An     an (two devices), contact dung       leader giang of Huyện Một
          │             └─ Xã Bình   binh                                 supervisors ha (Tỉnh), khanh (Huyện Một)
          └─ Huyện Hai ─┬─ Xã Châu   chau, contact em: one shared phone   clerk lan; agencies nuoc, duong
                        └─ Xã Dương  nobody yet; minh has no unit yet

Owns names, and founds the office through the product's own actions. Nothing here changes after the founding.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from server.features.calendar.actions import do_found_calendar
from server.features.devices.model import devices
from server.features.devices.rescue import load_keys
from server.features.people.actions import (
    NewPerson,
    do_add_people,
    do_put_agency,
    do_put_assignments,
    do_put_office,
    do_put_theme,
)
from server.features.units.actions import do_put_units
from server.platform.acts import NOBODY, Act
from server.platform.changes import Write
from server.platform.store import SqlStore
from sync.ports import Value
from tests.factories import assignment, id_of, unit

# 25/06/2024 00:00 in the office.
START_MS: Final = 1_719_248_400_000
DAY_MS: Final = 86_400_000
START_DAY: Final = "2024-06-25"

PROVINCE, NEAR, FAR = "Tỉnh", "Huyện Một", "Huyện Hai"
COMMUNES: Final = ("Xã An", "Xã Bình", "Xã Châu", "Xã Dương")
UNITS: Final = (
    unit(PROVINCE, level="province"),
    unit(NEAR, level="district", above=PROVINCE),
    unit(FAR, level="district", above=PROVINCE),
    unit(COMMUNES[0], above=NEAR),
    unit(COMMUNES[1], above=NEAR),
    unit(COMMUNES[2], above=FAR),
    unit(COMMUNES[3], above=FAR),
)
AGENCIES: Final = ("Sở Nước", "Sở Đường")
THEMES: Final = ("nước", "đường")
INDICATOR: Final = id_of("đảng viên mới")
_COUNTED: Final[dict[str, Value]] = {
    "code": "new_members", "name_vi": "Đảng viên mới", "name_en": "New members", "measure_vi": "người",
    "measure_en": "people", "direction": "higher", "cumulative": True, "adds_up": True, "decimals": 0, "order": 10,
}  # fmt: skip
ROLES: Final[dict[str, tuple[str, str | None]]] = {
    "an": ("cadre", COMMUNES[0]),
    "binh": ("cadre", COMMUNES[1]),
    "chau": ("cadre", COMMUNES[2]),
    "dung": ("contact", COMMUNES[0]),
    "em": ("contact", COMMUNES[2]),
    "giang": ("leader", NEAR),
    "ha": ("supervisor", PROVINCE),
    "khanh": ("supervisor", NEAR),
    "lan": ("clerk", PROVINCE),
    "nuoc": ("agency", AGENCIES[0]),
    "duong": ("agency", AGENCIES[1]),
    "minh": ("cadre", None),
}
ROLE_OF: Final = {id_of(name): role for name, (role, _) in ROLES.items()}
NAME_OF: Final = {id_of(name): name for name in ROLES}


@dataclass(frozen=True, slots=True)
class Store:
    """One person's store on one device."""

    person: str
    device: str


# A shared phone is one device with a store for each of its people.
STORES: Final = (
    Store("an", "an-phone"),
    Store("an", "an-tablet"),
    Store("binh", "binh-phone"),
    Store("chau", "post-phone"),
    Store("em", "post-phone"),
    Store("dung", "dung-phone"),
    Store("giang", "giang-phone"),
    Store("ha", "ha-phone"),
    Store("ha", "ha-tablet"),
    Store("khanh", "khanh-phone"),
    Store("lan", "lan-phone"),
    Store("nuoc", "nuoc-phone"),
    Store("duong", "duong-phone"),
    Store("minh", "minh-phone"),
)


def found_office(store: SqlStore) -> None:
    """Write the units, agencies, people and assignments above into an empty database."""
    store.initialise(epoch=id_of("epoch"), genesis=b"g" * 32, cursor_key=b"k" * 32)
    load_keys(store)
    with store.write() as tx:
        act = Act(tx, NOBODY, START_MS, START_DAY, lambda: id_of("founding"))
        do_put_office(
            act, id_of("office"), name="Văn phòng", phone=None, province=id_of(PROVINCE), clock_offset_ms=0, demo=False
        )
        do_put_units(act, UNITS)
        for name in AGENCIES:
            do_put_agency(act, id_of(name), name=name, phone=None, closed=False)
        for order, name in enumerate(THEMES):
            do_put_theme(act, id_of(name), name_vi=name, name_en=name, order=order)
        do_add_people(act, [NewPerson(id_of(name), f"Người {name}", None, name) for name in ROLES])
        for one in STORES:
            tx.connection.execute(devices.insert().values(_device(one)))
        held = [assignment(name, role, over) for name, (role, over) in ROLES.items() if over]
        do_put_assignments(act, held)
        do_found_calendar(act, id_of("office"))
        act.append(Write("indicator", INDICATOR, {**_COUNTED, "by": NOBODY}, frozenset({"all"})))


def _device(one: Store) -> dict[str, object]:
    named = {"person": id_of(one.person), "id": device_of(one.device), "label": one.device}
    return {**named, "first_seen": START_MS, "last_seen": START_MS}


def device_of(name: str) -> str:
    """The id of a device by its name."""
    return id_of(f"device {name}")
