"""An office's own rule for an occasion, from the clerk's phone to the sentence that somebody is told."""

from __future__ import annotations

from typing import Any

import pytest

from server.features.occasions import OCCASIONS
from server.features.reminders import outbox
from server.features.reminders.outbox import Message, Tried
from server.features.reminders.planning import Looked
from server.features.reminders.roads import Telling
from server.features.reminders.rules import after_taken
from server.features.reminders.watch import Watch
from server.platform.clock import SetClock
from server.platform.ids import new_id
from server.registry import FINDERS, REMINDED
from tests.cast import Cast
from tests.features.feedback.stories import raised
from tests.features.reminders.scenes import DEFAULTS
from tests.hand import Hands
from tests.hand import new_id as fresh

DAY_MS = 86_400_000
HOLDER = new_id()


@pytest.fixture
def watch(cast: Cast) -> Watch:
    here = cast.here
    made = Watch(
        here.store, here.clock, here.office_clock, kinds=REMINDED, finders=FINDERS, new_id=new_id, can=("kept",)
    )
    made.look()
    return made


def rule(hands: Hands, code: str, **said: Any) -> None:
    assert hands.clerk.do("occasion.set", fresh("rule"), code=code, **said) == "applied"


def waiting(cast: Cast, clock: SetClock) -> list[Message]:
    """What could leave now."""
    with cast.here.store.write() as tx:
        return outbox.claim(tx.connection, now=clock.now_ms(), holder=HOLDER)


def leave(cast: Cast, clock: SetClock) -> None:
    """What is due goes out now, by the office's one road."""
    sent = [
        Tried(message, after_taken("kept", ["kept"], clock.now_ms()), "taken", 201) for message in waiting(cast, clock)
    ]
    with cast.here.store.write() as tx:
        outbox.note(tx.connection, sent, holder=HOLDER, now=clock.now_ms(), new_id=new_id)


def test_each_occasion_is_timed_worded_and_switched_off_by_the_office(hands: Hands, watch: Watch) -> None:
    words = {"vi": "Xin xem { unit }", "en": "Please see { unit }"}
    assert {code: watch.wishes.turns(code) for code in OCCASIONS} == DEFAULTS
    for code in OCCASIONS:
        rule(hands, code, turns="-7 2", wording_vi=words["vi"], wording_en=words["en"])
    watch.look()
    for code in OCCASIONS:
        assert watch.wishes.turns(code) == (-7, 2)
        assert {language: watch.wishes.wording(code, language) for language in words} == words
        rule(hands, code, turns=None)
    watch.look()
    for code in OCCASIONS:
        assert watch.wishes.turns(code) == ()
        assert watch.wishes.wording(code, "vi") is None


def test_a_rule_of_the_office_reaches_the_sentence_that_somebody_is_told(
    cast: Cast, hands: Hands, watch: Watch, clock: SetClock
) -> None:
    rule(hands, "item_unowned", turns="2", wording_vi="Chị Phượng ơi, { number } ở { unit } chưa giao")
    raised(hands.owner)
    clock.move(DAY_MS)
    assert watch.look().put_in == 0
    clock.move(DAY_MS)
    assert watch.look().put_in == 1
    [message] = waiting(cast, clock)
    assert (message.person, message.occasion) == (hands.clerk.id, "item_unowned")
    telling = Telling(lambda: watch.directory, watch.wishes, lambda _person: 0)
    assert telling.sentence(message) == "Chị Phượng ơi, PA-001 ở xã Xã An chưa giao"


def test_what_is_switched_off_is_taken_back_before_it_leaves(
    cast: Cast, hands: Hands, watch: Watch, clock: SetClock
) -> None:
    raised(hands.owner)
    clock.move(DAY_MS)
    assert watch.look().put_in == 1
    rule(hands, "item_unowned", turns=None)
    assert watch.look().taken_out == 1
    assert waiting(cast, clock) == []
    [notice] = hands.clerk.all("notice")
    assert notice["ended"] is not None


def test_other_days_tell_anew_what_comes_later_and_nobody_twice_on_a_day(
    cast: Cast, hands: Hands, watch: Watch, clock: SetClock
) -> None:
    clock.move(2 * DAY_MS)
    raised(hands.owner)
    clock.move(DAY_MS)
    assert watch.look().put_in == 1
    [first] = hands.clerk.all("notice")
    assert hands.clerk.do("notice.read", first["id"]) == "applied"
    # On the day of the first turn it becomes an earlier one, which has come, too.
    for turns in ("0 4", "-1 4", "-2 4"):
        rule(hands, "item_unowned", turns=turns)
        assert watch.look() == Looked(0, 0)
        [notice] = hands.clerk.all("notice")
        assert (notice["id"], notice["ended"], notice["read"] is None) == (first["id"], None, False)
    clock.move(DAY_MS)
    assert watch.look() == Looked(0, 0)
    # Its day comes today: that is news.
    rule(hands, "item_unowned", turns="2 4")
    assert watch.look().put_in == 1
    clock.move(2 * DAY_MS)
    watch.look()
    notices = [each for each in hands.clerk.all("notice") if each["occasion"] == "item_unowned"]
    told = {(each["turn"][-2:], each["ended"] is None) for each in notices}
    assert told == {("+1", False), ("+2", False), ("+4", True)}


@pytest.mark.parametrize("is_off_between", [False, True])
def test_what_waited_and_left_on_the_day_of_another_turn_is_not_told_again_on_that_day(
    cast: Cast, hands: Hands, watch: Watch, clock: SetClock, is_off_between: bool
) -> None:
    raised(hands.owner)
    clock.move(DAY_MS)
    assert watch.look().put_in == 1
    # Days off, or nobody led: what was put in for the first day leaves on the second.
    clock.move(DAY_MS)
    leave(cast, clock)
    if is_off_between:
        rule(hands, "item_unowned", turns=None)
        watch.look()
    rule(hands, "item_unowned", turns="2 3")
    assert watch.look() == Looked(0, 0)
    assert waiting(cast, clock) == []
    [notice] = hands.clerk.all("notice")
    assert notice["ended"] is None
    # The day after has a turn of its own.
    clock.move(DAY_MS)
    assert watch.look().put_in == 1


def test_what_is_told_for_the_first_time_after_days_without_a_leader_is_not_told_again_by_other_days(
    cast: Cast, hands: Hands, watch: Watch, clock: SetClock
) -> None:
    raised(hands.owner)
    clock.move(3 * DAY_MS)
    assert watch.look().put_in == 1
    leave(cast, clock)
    # The second day had come before he was told on the third.
    rule(hands, "item_unowned", turns="0 2")
    assert watch.look() == Looked(0, 0)
    [notice] = hands.clerk.all("notice")
    assert (notice["turn"][-2:], notice["ended"]) == ("+3", None)


def test_what_was_switched_off_and_on_with_other_days_is_not_told_twice_on_a_day(
    cast: Cast, hands: Hands, watch: Watch, clock: SetClock
) -> None:
    raised(hands.owner)
    clock.move(DAY_MS)
    watch.look()
    leave(cast, clock)
    rule(hands, "item_unowned", turns=None)
    watch.look()
    rule(hands, "item_unowned", turns="0 4")
    assert watch.look() == Looked(0, 0)
    assert waiting(cast, clock) == []
    [notice] = hands.clerk.all("notice")
    assert notice["ended"] is None
    # Before it left it waits again; it is one message all the same.
    item = raised(hands.owner)
    clock.move(DAY_MS)
    rule(hands, "item_unowned", turns="1")
    watch.look()
    rule(hands, "item_unowned", turns=None)
    watch.look()
    rule(hands, "item_unowned", turns="0")
    watch.look()
    assert [each.record for each in waiting(cast, clock)] == [item]
