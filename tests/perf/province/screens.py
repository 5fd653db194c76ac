"""Every request that a screen makes of the server, beside `/api/sync` and the bytes of photos.

Owns the list: who asks, and for what. `test_screens` holds it against the routes that there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from flask import Flask

from server.context import Server
from server.demo.founding import PASSWORD
from server.demo.ids import record_id
from server.features.people.queries import find_login, load_directory
from server.platform.clock import DAY_MS, day_of
from tests.cast import Phone

# Routes that read nothing which grows, or that no screen asks for.
EXEMPT: Final = frozenset({
    "/api/openapi.json",
    "/api/files/<photo>",
    "/api/admin/changes/template.xlsx",
    "/api/admin/import/<any(units,people,assignments):kind>/template.xlsx",
    "/api/lists/<any(feedback,visits,leave):kind>/template.xlsx",
    # A sheet of rows that were refused a moment ago.
    "/api/lists/<any(feedback,visits,leave):kind>/left.xlsx",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Screen:
    """A request: its route as the app declares it, who asks, and the address."""

    route: str
    who: str
    path: str

    @property
    def name(self) -> str:
        """What it is told as: the same in every office, also where the address is a secret."""
        return f"{self.who} {self.route if 'secret' in self.route else self.path}"


class Browser:
    """Signed-in browsers of the made-up province's people, one for each user name."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._phones: dict[str, Phone] = {}

    def of(self, username: str) -> Phone:
        """The person's browser."""
        if username not in self._phones:
            phone = Phone(self._app, record_id("device", f"screens:{username}"))
            answer = phone.sign_in(username, PASSWORD)
            assert answer.status_code == 200, answer.text
            self._phones[username] = phone
        return self._phones[username]


def routes_of(app: Flask) -> set[str]:
    """Every address under /api that can be read."""
    rules = app.url_map.iter_rules()
    return {rule.rule for rule in rules if rule.rule.startswith("/api/") and "GET" in (rule.methods or ())}


def screens(app: Flask) -> Iterator[Screen]:
    """All requests, with addresses that this office has something behind."""
    here: Server = app.extensions["diaban"]
    with here.store.read() as reader:
        directory = load_directory(reader)
        login = find_login(reader, "cadre1")
        office = directory.office
        province = office.province if office is not None else None
        visit, item = (str(next(iter(reader.records(kind))).body["number"]) for kind in ("visit", "feedback"))
    assert login is not None
    half, year = (_span(here, days) for days in (182, 365))
    plan, person = record_id("unit_plan", "2025-07-01"), login.person
    yield Screen("/api/session", "clerk1", "/api/session")
    yield from _administering(plan, person, visit, item)
    for who in ("clerk1", "leader1", "cadre1"):
        yield Screen("/api/duty/ledger", who, "/api/duty/ledger")
        yield Screen("/api/tasks", who, "/api/tasks")
    for who in ("clerk1", "supervisor1"):
        yield Screen("/api/feedback/figures", who, "/api/feedback/figures")
        yield Screen("/api/feedback/figures", who, "/api/feedback/figures?as_of=2023-06-30")
        for by in ("agency", "unit"):
            yield Screen("/api/feedback/accounts", who, f"/api/feedback/accounts?by={by}")
    for span in (half, year):
        asked = f"unit={province}&starts={span[0]}&ends={span[1]}"
        yield Screen("/api/indicators/table", "clerk1", f"/api/indicators/table?{asked}")
    yield Screen("/api/invitations/figures", "clerk1", f"/api/invitations/figures?first={year[0]}&last={year[1]}")
    for kind in ("visit", "feedback"):
        yield Screen("/api/earlier", "clerk1", f"/api/earlier?kind={kind}")
        yield Screen("/api/earlier", "clerk1", f"/api/earlier?kind={kind}&after=2022-03.1")
    for way in ("", "/handed", "/handed/count"):
        yield Screen(f"/api/cases{way}", "clerk1", f"/api/cases{way}")
    yield from _reminded(app)


def _reminded(app: Flask) -> Iterator[Screen]:
    """What went out and to whom, one's own ways and days, and these as a calendar fetches them."""
    for way in ("outbox", "standing", "phones"):
        yield Screen(f"/api/reminders/{way}", "clerk1", f"/api/reminders/{way}")
    for way in ("roads", "calendar"):
        yield Screen(f"/api/reminders/{way}", "cadre1", f"/api/reminders/{way}")
    made = Browser(app).of("cadre1").post("/api/reminders/calendar", {}).get_json()
    yield Screen("/api/calendar/<string(length=43):secret>.ics", "cadre1", urlsplit(made["url"]).path)


def _administering(plan: str, person: str, visit: str, item: str) -> Iterator[Screen]:
    """The administrator's screens."""
    for path in ("people", "agencies", "assignments", "units", "vacancies", "upkeep", "calendar", "window", "changes",
                 "erasures"):  # fmt: skip
        yield Screen(f"/api/admin/{path}", "admin1", f"/api/admin/{path}")
    yield Screen("/api/admin/calendar/holidays/<int:year>", "admin1", "/api/admin/calendar/holidays/2026")
    yield Screen("/api/admin/changes/<uuid:plan>", "admin1", f"/api/admin/changes/{plan}")
    for number in (visit, item):
        yield Screen("/api/admin/erasures/find", "admin1", f"/api/admin/erasures/find?what={number}")
    for what in ("sessions", "devices"):
        yield Screen(f"/api/admin/people/<uuid:person>/{what}", "admin1", f"/api/admin/people/{person}/{what}")


def _span(here: Server, days: int) -> tuple[str, str]:
    now = here.office_clock.now_ms()
    return day_of(now - days * DAY_MS), day_of(now)
