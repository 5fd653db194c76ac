"""The people of the tests and their office: an owner, a colleague, a stranger, and everyone who works with them.

    Tỉnh ─┬─ Huyện Một ─┬─ Xã An    owner (cadre), contact         leader of Huyện Một
          │             └─ Xã Bình  colleague (cadre)              clerk, supervisor of Tỉnh
          └─ Huyện Hai ─── Xã Xa    stranger (cadre), far_contact  far_leader of Huyện Hai
    agencies: Sở Nước (agency), Sở Đường (far_agency)              admin, other_admin

Every one can sign in with PASSWORD. Fixtures: `clock`, `config`, `app`, `client`, `cast`, `open_office`.
They are written once a session; each test that asks for the cast has a copy of that database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path
from secrets import token_urlsafe
from tempfile import TemporaryDirectory
from typing import Any, Final

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server import create_app
from server.config import Config
from server.context import Server
from server.features.devices.actions import Device, do_open_session
from server.features.devices.door import LOCAL_NAME
from server.features.devices.rescue import load_keys
from server.features.people.actions import (
    NewPerson,
    do_add_people,
    do_put_agency,
    do_put_assignments,
    do_put_office,
    do_set_password,
)
from server.features.units.actions import do_put_units
from server.platform.acts import NOBODY, Act
from server.platform.clock import SetClock
from server.platform.ids import new_id
from server.platform.passwords import Passwords
from tests.factories import assignment, id_of, unit
from tests.stores import Stores

PASSWORD: Final = "dia-ban-2026"
# 25/06/2024 08:00 in the office.
MORNING_MS: Final = 1_719_277_200_000
TODAY: Final = "2024-06-25"
# The smallest that argon2 allows: the tests of its real cost set their own.
MEMORY_KIB: Final = 8

PROVINCE, NEAR, FAR = "Tỉnh", "Huyện Một", "Huyện Hai"
HOME, NEXT_DOOR, AWAY = "Xã An", "Xã Bình", "Xã Xa"
WATER, ROADS = "Sở Nước", "Sở Đường"
UNITS: Final = (
    unit(PROVINCE, level="province"),
    unit(NEAR, level="district", above=PROVINCE),
    unit(FAR, level="district", above=PROVINCE),
    unit(HOME, above=NEAR),
    unit(NEXT_DOOR, above=NEAR),
    unit(AWAY, above=FAR),
)
ROLES: Final = {
    "owner": ("cadre", HOME),
    "colleague": ("cadre", NEXT_DOOR),
    "stranger": ("cadre", AWAY),
    "contact": ("contact", HOME),
    "far_contact": ("contact", AWAY),
    "leader": ("leader", NEAR),
    "far_leader": ("leader", FAR),
    "agency": ("agency", WATER),
    "far_agency": ("agency", ROADS),
    "clerk": ("clerk", PROVINCE),
    "supervisor": ("supervisor", PROVINCE),
    "admin": ("admin", None),
    "other_admin": ("admin", None),
}


OpenOffice = Callable[[Config], Flask]
_fresh: Final = count(1)


class Phone:
    """A browser of a person: its own cookies, and the headers that our page sends."""

    def __init__(self, app: Flask, device: str) -> None:
        self.client: FlaskClient = app.test_client()
        self.device = device

    def ask(self, method: str, path: str, json: object = None, **more: Any) -> TestResponse:
        """One request as our page makes it."""
        headers = {"X-Diaban": "1", "Sec-Fetch-Site": "same-origin", **more.pop("headers", {})}
        return self.client.open(path, method=method, json=json, headers=headers, buffered=True, **more)

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.ask("GET", path, **more)

    def post(self, path: str, json: object = None, **more: Any) -> TestResponse:
        return self.ask("POST", path, json, **more)

    def patch(self, path: str, json: object = None, **more: Any) -> TestResponse:
        return self.ask("PATCH", path, json, **more)

    def delete(self, path: str, **more: Any) -> TestResponse:
        return self.ask("DELETE", path, **more)

    def sign_in(self, username: str, password: str = PASSWORD) -> TestResponse:
        """Try to open a session on this phone."""
        device = {"id": self.device, "label": "Test"}
        return self.post("/api/session", {"username": username, "password": password, "device": device})


@dataclass
class Member:
    """Someone of the cast."""

    id: str
    username: str
    role: str
    unit: str | None
    agency: str | None
    app: Flask = field(repr=False)
    _phones: dict[str, Phone] = field(default_factory=dict, repr=False)

    def device(self, name: str = "phone") -> str:
        """The id of one of his devices."""
        return id_of(f"{self.username} {name}")

    def phone(self, name: str = "phone") -> Phone:
        """One of his devices, signed in."""
        if name not in self._phones:
            self._phones[name] = _let_in(Phone(self.app, self.device(name)), self.id)
        return self._phones[name]


class Cast:
    """Everyone, by the names above."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.here: Server = app.extensions["diaban"]
        self.members = {name: _member(app, name, role, over) for name, (role, over) in ROLES.items()}

    def __getattr__(self, name: str) -> Member:
        try:
            return self.__dict__["members"][name]  # type: ignore[no-any-return]
        except KeyError as missing:
            raise AttributeError(name) from missing

    def visitor(self) -> Phone:
        """A browser that nobody signed in on."""
        return Phone(self.app, id_of("visitor"))


@pytest.fixture
def clock() -> SetClock:
    """Real time, which the test moves."""
    return SetClock(MORNING_MS)


@pytest.fixture
def office_url(stores: Stores, request: pytest.FixtureRequest) -> Iterator[str]:
    """A database of one's own: empty, or with the cast in it for a test that asks for the cast."""
    name = f"office{next(_fresh)}"
    yield stores.prepared(name, found_cast if "cast" in request.fixturenames else None)
    stores.drop(name)


@pytest.fixture
def config(office_url: str, tmp_path: Path) -> Config:
    """Settings of an office that nobody throttles and whose passwords cost nothing."""
    return Config(
        data_dir=tmp_path / "data",
        database_url=office_url,
        password_memory_kib=MEMORY_KIB,
        requests_per_minute=1_000_000,
        sign_ins_per_minute=1_000_000,
        # No test of the server needs the built app, and reading it costs as much as the test.
        static_dir=tmp_path / "not built",
    )


@pytest.fixture
def open_office(clock: SetClock) -> Iterator[OpenOffice]:
    """Opens an app with other settings, over the same clock; every one is closed at the end."""
    opened: list[Flask] = []

    def open_(config: Config) -> Flask:
        opened.append(create_app(config, clock=clock))
        return opened[-1]

    yield open_
    for app in opened:
        app.extensions["diaban"].store.engine.dispose()


@pytest.fixture
def app(config: Config, open_office: OpenOffice) -> Flask:
    """An empty office."""
    made = open_office(config)
    made.testing = True
    return made


@pytest.fixture
def client(app: Flask) -> Phone:
    """A browser that nobody signed in on."""
    return Phone(app, id_of("visitor"))


@pytest.fixture
def cast(app: Flask) -> Cast:
    """The office with everyone in it."""
    return Cast(app)


def found_cast(url: str) -> None:
    """Write everyone into the database at an address and leave it closed."""
    with TemporaryDirectory() as folder:
        app = create_app(Config(Path(folder), url, static_dir=Path(folder)), clock=SetClock(MORNING_MS))
        found_office(app)
        app.extensions["diaban"].store.engine.dispose()


def found_office(app: Flask) -> None:
    """Write the units, agencies, people and assignments above."""
    here: Server = app.extensions["diaban"]
    load_keys(here.store)
    with here.store.write() as tx:
        act = Act(tx, NOBODY, here.clock.now_ms(), here.today, new_id)
        do_put_office(
            act,
            id_of("office"),
            name="Văn phòng",
            phone="0256 000 000",
            province=id_of(PROVINCE),
            clock_offset_ms=0,
            demo=False,
        )
        do_put_units(act, UNITS)
        for name in (WATER, ROADS):
            do_put_agency(act, id_of(name), name=name, phone=None, closed=False)
        do_add_people(act, [NewPerson(id_of(name), f"Người {name}", None, name) for name in ROLES])
        for name in ROLES:
            do_set_password(act, id_of(name), _hash(), must_change=False)
        do_put_assignments(act, [assignment(name, role, over) for name, (role, over) in ROLES.items()])


def _let_in(phone: Phone, person: str) -> Phone:
    """The phone with a session as signing in opens it: doing so by password was half of all that tests asked for."""
    here: Server = phone.client.application.extensions["diaban"]
    token = token_urlsafe(32)
    with here.store.write() as tx:
        device = Device(phone.device, "Test")
        do_open_session(tx.connection, person, device, token=token, id=new_id(), now=here.clock.now_ms())
    phone.client.set_cookie(LOCAL_NAME, token)
    return phone


@cache
def _hash() -> str:
    return Passwords(MEMORY_KIB, 1).hash(PASSWORD)


def _member(app: Flask, name: str, role: str, over: str | None) -> Member:
    place = id_of(over) if over else None
    return Member(
        id_of(name), name, role, None if role == "agency" else place, place if role == "agency" else None, app
    )
