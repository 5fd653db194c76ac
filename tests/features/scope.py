"""Changing who is responsible for what in the midst of a story."""

from __future__ import annotations

from server.features.people.actions import do_assign, do_end_assignment
from server.features.people.directory import Assignment
from server.platform.acts import NOBODY, Act
from server.platform.ids import new_id
from tests.hand import Hands


def assign(hands: Hands, held: Assignment) -> None:
    """Give someone an assignment, or another form of one he has."""
    here = hands.cast.here
    with here.store.write() as tx:
        do_assign(Act(tx, NOBODY, here.clock.now_ms(), here.today, new_id), held, beside_others=True)


def end(hands: Hands, held: Assignment, day: str) -> None:
    """Let an assignment have ended on that day."""
    here = hands.cast.here
    with here.store.write() as tx:
        act = Act(tx, NOBODY, here.clock.now_ms(), here.today, new_id)
        do_end_assignment(act, held.id, ends=day, reason="chuyển công tác", decision=None)
