"""After a restore nobody is told again of what he was told of before."""

from __future__ import annotations

from typing import Any

import pytest

from server.platform.clock import SetClock
from tests.cast import Cast
from tests.features.backups.stories import Bag
from tests.features.reminders.telling import MINUTE_MS, Telling
from tests.hand import Hands


@pytest.fixture
def office(cast: Cast, clock: SetClock) -> Telling:
    made = Telling(cast, clock)
    made.turn()
    made.subscribe("owner")
    return made


def told(office: Telling) -> str:
    """A task that somebody is told of now."""
    task = office.task("owner")
    office.clock.move(MINUTE_MS)
    assert office.turn() == 1
    return task


def inbox(hands: Hands) -> set[Any]:
    """What the owner's inbox is about."""
    return {notice["record"] for notice in hands.of("owner", "desk").all("notice") if notice["ended"] is None}


@pytest.mark.failure(7)
def test_restore_keeps_the_outbox_and_writes_the_inbox_anew(bag: Bag, office: Telling, hands: Hands) -> None:
    first = told(office)
    file = bag.back_up()
    second = told(office)
    bag.restore(file)
    office.clock.move(MINUTE_MS)
    assert office.turn() == 0
    assert {row["record"] for row in office.rows()} == {first, second}
    # The task came after the backup and is not there until somebody's phone brings it again.
    assert inbox(hands) == {first}
    third = told(office)
    assert len(office.arrived("owner")) == len(set(office.arrived("owner"))) == 3
    assert inbox(hands) == {first, third}
    assert bag.findings() == []


@pytest.mark.failure(8)
def test_database_put_back_behind_everyones_back_tells_again_only_under_the_same_name(
    bag: Bag, office: Telling
) -> None:
    task = office.task("owner")
    bag.copy()
    office.clock.move(MINUTE_MS)
    office.turn()
    bag.roll_back()
    office.clock.move(MINUTE_MS)
    office.turn()
    assert office.arrived("owner") == [office.topic(task)] * 2
