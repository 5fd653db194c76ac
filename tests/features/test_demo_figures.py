"""The fifteen items of the demo material, told over again by the phones of its people, each operation on its own day.

The figures of 20/04 and 24/06/2024 are those that the material states; they come of dated operations and of nothing
else, at the office and on the clerk's phone. The same office has a monitor in each of its 159 communes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

import msgspec
import pytest
from flask import Flask

from server.context import Server
from server.demo.founding import PASSWORD, do_found
from server.demo.ids import record_id
from server.demo.material import Material, instant_ms, read_material
from server.demo.script import Send, write_script
from server.platform.acts import NOBODY, Act
from server.platform.clock import SetClock
from server.platform.ids import new_id
from server.platform.passwords import Passwords
from sync.values import seen
from tests.cast import MEMORY_KIB, Member
from tests.features.phone_figures import figures_of
from tests.hand import Hand

FOUNDED: Final = "2024-01-02T08:00"
LOOKED_AT: Final = "2024-06-24T20:00"
FIRST: Final = {"total": 12, "closed": 5, "transferred": 1, "open": 6, "ever_reopened": 2, "extended": 1}
LAST: Final = {
    "total": 15, "closed": 10, "in_progress": 2, "refused": 1, "transferred": 1, "overdue_unanswered": 1,
    "ever_reopened": 2, "extended": 1, "finally_answered_percent": 80.0,
}  # fmt: skip


@dataclass
class Office:
    """The material's people, each with a phone, and the clock they live by."""

    app: Flask
    clock: SetClock
    codes: dict[str, str]

    def __post_init__(self) -> None:
        self._hands: dict[str, Hand] = {}

    def hand(self, person: str, role: str) -> Hand:
        """Somebody's phone in his hand."""
        if person not in self._hands:
            member = Member(person, self.codes[person], role, None, None, self.app)
            self._hands[person] = Hand(member, "phone", self.clock.now_ms)
        # Weeks lie between what most of them say, and sessions end.
        assert self._hands[person].phone.sign_in(self.codes[person], PASSWORD).status_code == 200
        return self._hands[person]

    def play(self, send: Send) -> None:
        """The phone pushes it when it did."""
        self.clock.move(send.arrived_ms - self.clock.now_ms())
        was = {name: seen(value) for name, value in send.seen.items() if value is not None}
        patch: dict[str, Any] = {"set": send.set, "was": was, "add": send.add}
        hand = self.hand(send.person, send.role)
        done = hand.do(send.kind, send.id, role=send.role, at=send.at_ms, **patch, **send.args)
        assert done == "applied", (send, done)


def material_with_accounts() -> Material:
    """The material, but that everybody can sign in."""
    made = read_material()
    people = [msgspec.structs.replace(one, account=one.account or one.code.lower()) for one in made.people]
    return replace(made, people=tuple(people))


@pytest.fixture
def office(app: Flask, clock: SetClock) -> Iterator[Office]:
    """The office as it was founded, and all that was said of the fifteen items since."""
    here: Server = app.extensions["diaban"]
    material = material_with_accounts()
    at = instant_ms(FOUNDED)
    clock.move(at - clock.now_ms())
    with here.store.write() as tx:
        do_found(Act(tx, NOBODY, at, FOUNDED[:10], new_id), material, Passwords(MEMORY_KIB, 1))
    made = Office(app, clock, {record_id("person", one.code): str(one.account) for one in material.people})
    items = {record_id("feedback", one.number) for one in material.items}
    for send in write_script(material):
        if send.id in items:
            made.play(send)
    clock.move(instant_ms(LOOKED_AT) - clock.now_ms())
    yield made


def test_the_fifteen_items_as_of_both_days_and_159_of_159_communes(office: Office) -> None:
    clerk = office.hand(record_id("person", "GS01"), "clerk")
    for day, stated in (("2024-04-20", FIRST), ("2024-06-24", LAST)):
        told = clerk.phone.get(f"/api/feedback/figures?as_of={day}").get_json()
        assert stated.items() <= told.items()
        assert stated.items() <= figures_of(clerk, as_of=day)["figures"].items()
    admin = office.hand(record_id("person", "QT01"), "admin")
    coverage = admin.phone.get("/api/admin/vacancies").get_json()
    assert (coverage["covered"], coverage["communes"], coverage["vacancies"]) == (159, 159, [])
