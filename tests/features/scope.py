"""Changing who is responsible for what in the midst of a story."""

from __future__ import annotations

from server.features.people.actions import NewPerson, do_add_person, do_assign, do_end_assignment, do_set_password
from server.features.people.directory import Assignment
from server.platform.acts import NOBODY, Act
from server.platform.ids import new_id
from tests.cast import PASSWORD, Member
from tests.factories import assignment, id_of
from tests.hand import Hand, Hands


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


def hire(hands: Hands, name: str, role: str, over: str) -> Hand:
    """Someone new with a login and an assignment, with a phone in his hand."""
    here, cast = hands.cast.here, hands.cast
    held = assignment(name, role, over)
    with here.store.write() as tx:
        act = Act(tx, NOBODY, here.clock.now_ms(), here.today, new_id)
        do_add_person(act, NewPerson(id_of(name), f"Người {name}", None, name))
        do_set_password(act, id_of(name), here.passwords.hash(PASSWORD), must_change=False)
        do_assign(act, held, beside_others=True)
    cast.members[name] = Member(id_of(name), name, role, held.unit, held.agency, cast.app)
    hand: Hand = getattr(hands, name)
    return hand
