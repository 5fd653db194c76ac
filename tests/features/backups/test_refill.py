"""After a restore, or a database put back behind everyone's back, phones hand in again what it lacks."""

from __future__ import annotations

from typing import Any

import pytest

from server.backups import REFILL_DAYS, close_refill, daily_backup
from server.platform.clock import DAY_MS
from tests.factories import id_of
from tests.features.attachments.stories import photo, send
from tests.features.backups.stories import Bag, Carried, error_in, settled
from tests.hand import Hand

WEEK_MS = 7 * DAY_MS
OLD, NEW, THEIRS = id_of("old visit"), id_of("new visit"), id_of("their visit")


def decide(supervisor: Carried, visit: str, step: str = "approve") -> str:
    return supervisor.say(f"visit.{step}", visit, round=1, review=id_of(f"review {visit}"), comment="Được.")


def rows_of(*phones: Carried) -> list[dict[Any, Any]]:
    return [
        {pair: settled(row.body) for pair, row in phone.client.rows.items() if pair[0] != "outcome"} for phone in phones
    ]


@pytest.mark.invariant("restored-server-refilled", "acked-is-durable", "at-most-once")
@pytest.mark.failure(7, 8, 12)
def test_a_week_of_everyones_work_comes_back_after_a_restore(bag: Bag) -> None:
    owner, colleague, supervisor = bag.phone("owner"), bag.phone("colleague"), bag.phone("supervisor")
    owner.submit(OLD)
    for phone in (owner, colleague, supervisor):
        phone.sync()
    file = bag.back_up()
    bag.clock.move(WEEK_MS)
    decide(supervisor, OLD)
    supervisor.sync()
    owner.save(NEW, village="Thôn 3")
    owner.save(NEW, village="Thôn 4")
    owner.sync()
    owner.submit(NEW, findings="Đập tràn xói lở.")
    owner.sync()
    colleague.submit(THEIRS, unit=colleague.member.unit)
    colleague.sync()
    supervisor.sync()
    decide(supervisor, NEW)
    decide(supervisor, THEIRS, "return")
    for phone in (supervisor, owner, colleague, supervisor):
        phone.sync()
    before = rows_of(owner, colleague, supervisor)
    assert bag.restore(file).before is not None
    # The supervisor comes first: what he decided on is not there yet.
    assert "resync" in supervisor.sync()
    assert supervisor.outcomes()[-2:] == ["held", "held"]
    for phone in (owner, colleague, supervisor, owner, colleague, supervisor):
        phone.sync()
    assert rows_of(owner, colleague, supervisor) == before
    assert set(supervisor.outcomes()) == set(owner.outcomes()) == {"applied"}
    assert bag.findings() == []


@pytest.mark.invariant("restored-server-refilled")
@pytest.mark.failure(7)
def test_a_database_put_back_behind_everyones_back_is_noticed_by_the_first_phone(bag: Bag) -> None:
    owner, tablet, supervisor = bag.phone("owner"), bag.phone("owner", "tablet"), bag.phone("supervisor")
    owner.submit(OLD)
    for phone in (owner, tablet, supervisor):
        phone.sync()
    life = bag.meta()
    bag.copy()
    owner.submit(NEW)
    for phone in (owner, tablet, supervisor):
        phone.sync()
    before = rows_of(owner, tablet, supervisor)
    bag.roll_back()
    # It is somebody who did nothing himself: his cursor alone tells.
    assert error_in(supervisor.ask()[0]) == "resync"
    now = bag.meta()
    assert (now.epoch != life.epoch, now.refill_since, now.branch_pos) == (True, bag.clock.now_ms(), bag.pos())
    for phone in (supervisor, owner, tablet, supervisor):
        phone.sync()
    assert rows_of(owner, tablet, supervisor) == before
    assert bag.meta().epoch == now.epoch
    assert bag.findings() == []


@pytest.mark.invariant("restored-server-refilled", "acked-is-durable")
@pytest.mark.failure(8)
def test_what_was_taken_but_never_answered_for_comes_once(bag: Bag) -> None:
    owner = bag.phone("owner")
    owner.submit(OLD)
    owner.sync()
    file = bag.back_up()
    owner.submit(NEW)
    owner.ask(lost_after=0)
    owner.save(id_of("draft"), village="Thôn 9")
    bag.restore(file)
    owner.sync()
    assert set(owner.outcomes()) == {"applied"}
    assert {pair for pair in owner.client.rows if pair[0] in ("visit", "draft")} == {
        ("visit", OLD), ("visit", NEW), ("draft", id_of("draft")),
    }  # fmt: skip


@pytest.mark.invariant("restored-server-refilled")
def test_a_phone_that_knew_its_results_but_no_rows_notices_by_its_numbers(bag: Bag) -> None:
    owner = bag.phone("owner")
    owner.sync()
    bag.copy()
    owner.submit(NEW)
    owner.ask(lost_after=2)
    assert owner.outcomes() == ["applied"]
    bag.roll_back()
    owner.save(OLD, village="Thôn 1")
    assert owner.sync() == ["gap"]
    assert owner.outcomes() == ["applied", "applied"]
    assert owner.body("visit", NEW)["status"] == "sent"


@pytest.mark.invariant("restored-server-refilled", "no-value-vanishes")
def test_edits_come_again_in_their_old_order_whoever_comes_first(bag: Bag) -> None:
    """Two devices of one person wrote over each other, each having seen the other's words."""
    phone, tablet = bag.phone("owner"), bag.phone("owner", "tablet")
    phone.save(NEW, village="Thôn 1")
    for one in (phone, tablet):
        one.sync()
    file = bag.back_up()
    for one, village in ((phone, "Thôn 2"), (tablet, "Thôn 3"), (phone, "Thôn 4"), (tablet, "Thôn 5")):
        one.sync()
        one.save(NEW, village=village)
        one.sync()
    bag.restore(file)
    for one in (tablet, phone, tablet, phone):
        one.sync()
    assert phone.body("draft", NEW)["village"] == tablet.body("draft", NEW)["village"] == "Thôn 5"
    assert [pair for pair in phone.client.rows if pair[0] == "conflict"] == []


@pytest.mark.invariant("restored-server-refilled", "nothing-blocks")
def test_what_nobody_brings_again_is_settled_when_the_window_is_closed(bag: Bag) -> None:
    owner, supervisor = bag.phone("owner"), bag.phone("supervisor")
    owner.sync()
    file = bag.back_up()
    owner.submit(NEW)
    owner.sync()
    supervisor.sync()
    decide(supervisor, NEW)
    supervisor.sync()
    bag.restore(file)
    supervisor.sync()
    assert supervisor.outcomes() == ["held"]
    # The owner's phone is at the bottom of the river.
    assert close_refill(bag.here) == 1
    supervisor.sync()
    assert supervisor.outcomes() == ["quarantined"]
    assert bag.meta().refill_since is None
    owner.sync()
    assert owner.body("visit", NEW)["status"] == "sent"


def test_a_window_that_everyone_forgot_closes_by_itself(bag: Bag) -> None:
    bag.restore(bag.back_up())
    bag.clock.move(REFILL_DAYS * DAY_MS)
    daily_backup(bag.here)
    assert bag.meta().refill_since is not None
    bag.clock.move(1)
    daily_backup(bag.here)
    assert bag.meta().refill_since is None


@pytest.mark.invariant("restored-server-refilled", "photo-whole")
def test_a_report_comes_again_with_its_photo(bag: Bag) -> None:
    owner, supervisor = bag.phone("owner"), bag.phone("supervisor")
    hand = Hand(owner.member, "phone", bag.clock.now_ms)
    early, late = photo(), photo()
    owner.submit(OLD, add={"photos": [early.row]})
    owner.sync()
    assert send(hand, OLD, early).status_code == 204
    file = bag.back_up()
    owner.submit(NEW, add={"photos": [late.row]})
    owner.sync()
    assert send(hand, NEW, late).status_code == 204
    bag.restore(file)
    owner.sync()
    supervisor.sync()
    states = {one: supervisor.body("attachment", one)["state"] for one in (early.id, late.id)}
    assert states == {early.id: "stored", late.id: "waiting"}
    assert send(hand, NEW, late).status_code == 204
    supervisor.sync()
    assert supervisor.body("attachment", late.id)["state"] == "stored"
    for one in (early, late):
        assert supervisor.browser.get(f"/api/files/{one.id}").status_code == 200
    assert bag.findings() == []


@pytest.mark.invariant("restored-server-refilled")
def test_a_number_that_stood_on_paper_is_never_given_again(bag: Bag) -> None:
    owner, colleague = bag.phone("owner"), bag.phone("colleague")
    owner.submit(OLD)
    owner.sync()
    assert owner.body("visit", OLD)["number"] == "BC-2024-001"
    file = bag.back_up()
    owner.submit(NEW)
    owner.sync()
    assert owner.body("visit", NEW)["number"] == "BC-2024-002"
    bag.restore(file)
    colleague.submit(THEIRS, unit=colleague.member.unit)
    colleague.sync()
    assert colleague.body("visit", THEIRS)["number"] == "BC-2024-1001"
    owner.sync()
    assert owner.body("visit", OLD)["number"] == "BC-2024-001"
    assert owner.body("visit", NEW)["number"] == "BC-2024-1002"


@pytest.mark.invariant("restored-server-refilled")
def test_a_second_restore_brings_everything_a_second_time(bag: Bag) -> None:
    owner, tablet = bag.phone("owner"), bag.phone("owner", "tablet")
    owner.save(OLD, village="Thôn 1")
    owner.sync()
    first = bag.back_up()
    owner.save(NEW, village="Thôn 2")
    owner.sync()
    second = bag.back_up()
    owner.save(THEIRS, village="Thôn 3")
    owner.sync()
    for file in (first, second, first):
        bag.restore(file)
        bag.clock.move(DAY_MS)
        tablet.sync()
        owner.sync()
        tablet.sync()
        for phone in (owner, tablet):
            assert {pair[1] for pair in phone.client.rows if pair[0] == "draft"} == {OLD, NEW, THEIRS}
        assert bag.findings() == []
