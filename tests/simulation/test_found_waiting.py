"""What schedules found about words that wait at the office, told step by step. Each ends with the oracle."""

from __future__ import annotations

from contextlib import suppress

import pytest

from sync.applying import Contact
from sync.ports import Value
from tests.factories import id_of
from tests.simulation import oracle
from tests.simulation.conftest import Story
from tests.simulation.days import put_safe_pos
from tests.simulation.holder import Holder
from tests.simulation.net import NOTHING


def words_that_met_others(story: Story) -> tuple[Holder, str]:
    """A tablet whose words an office that was put back holds: they had met others' words in its earlier life."""
    phone, tablet = story.phone("an-phone"), story.phone("an-tablet")
    trip = story.write(phone, "trip", village="[t1]")
    story.sync_each(phone, tablet)
    story.keep()
    story.write(phone, "trip", village="[t2]")
    story.sync(phone)
    story.write(tablet, "trip", village="[t3]")
    story.sync(tablet)
    story.put_back(known=True)
    story.sync(phone)
    return tablet, trip


@pytest.mark.invariant("no-value-vanishes")
@pytest.mark.failure(10)
def test_words_that_wait_stay_over_a_report_that_is_taken_back_behind_them(story: Story) -> None:
    phone = story.phone("an-phone")
    trip = story.submit(phone, "trip", findings="[t1]")
    story.sync(phone)
    held = story.say(phone, "draft.save", trip, values={"findings": "[t2]"})
    story.world.office.poisoned.add(held)
    story.say(phone, "visit.withdraw", trip, args={"round": 1})
    story.sync(phone, "after_results")
    shown = phone.phone.shown("draft", trip)
    assert phone.phone.outcomes()[held] == "held"
    assert shown is not None
    assert shown["findings"] == "[t2]"
    story.end()


@pytest.mark.invariant("no-value-vanishes", "restored-server-refilled")
@pytest.mark.failure(7, 25)
def test_words_that_met_others_do_not_lie_over_later_ones_because_a_new_life_holds_them(story: Story) -> None:
    tablet, trip = words_that_met_others(story)
    story.write(tablet, "trip", village="[t2] [t4]")
    story.sync(tablet, "fine", "after_results")
    story.sync(tablet)
    shown = tablet.phone.shown("draft", trip)
    assert "held" in tablet.phone.outcomes().values()
    assert shown is not None
    assert shown["village"] == "[t2] [t4]"
    story.end()


@pytest.mark.invariant("no-value-vanishes", "restored-server-refilled")
@pytest.mark.failure(7, 10)
def test_words_that_waited_do_not_lie_over_later_ones_because_they_are_sent_to_a_new_life(story: Story) -> None:
    phone = story.phone("an-phone")
    trip = story.write(phone, "trip", village="[t1]", findings="[t2]")
    story.sync(phone)
    held = story.say(phone, "draft.save", trip, values={"village": "[t3]", "findings": "[t4]"})
    story.world.office.poisoned.add(held)
    story.sync(phone)
    assert phone.phone.outcomes()[held] == "held"
    # The office takes them after all. The phone hears of it only with a new life, which takes its later words.
    story.world.office.poisoned.clear()
    assert story.world.office.retry() == 1
    story.keep()
    story.put_back(known=True)
    story.write(phone, "trip", village="[t5]")
    story.sync(phone, "fine", "drop_request")
    shown = phone.phone.shown("draft", trip)
    assert phone.phone.unsent() == [held]
    assert shown is not None
    assert (shown["village"], shown["findings"]) == ("[t5]", "[t4]")
    story.end()


@pytest.mark.invariant("no-value-vanishes")
@pytest.mark.failure(7, 25)
def test_whoever_sends_what_he_saw_wishes_no_more_what_he_said_before(story: Story) -> None:
    tablet, trip = words_that_met_others(story)
    story.submit(tablet, "trip", village="[t2]")
    story.sync(tablet, "fine", "fine", "drop_request")
    shown = tablet.phone.shown("draft", trip) or tablet.phone.shown("report", trip)
    assert shown is not None
    assert shown["village"] == "[t2]"
    story.end()


@pytest.mark.invariant("no-value-vanishes")
@pytest.mark.failure(25)
def test_words_that_met_others_do_not_lie_over_what_was_said_and_taken_since(story: Story) -> None:
    phone, tablet = story.phone("an-phone"), story.phone("an-tablet")
    story.write(phone, "trip", village="[t1]")
    story.sync_each(phone, tablet)
    story.write(phone, "trip", village="[t2]")
    story.sync(phone)
    trip = story.submit(tablet, "trip", village="[t3]", findings="[t4]")
    story.write(tablet, "trip", findings="[t4] [t5]")
    story.sync(tablet, "after_results", "drop_request")
    shown = tablet.phone.shown("draft", trip)
    assert sorted(tablet.phone.outcomes().values()) == ["applied", "conflict"]
    assert shown is not None
    # Of the village nothing was said since: what met others stays until its rows have come.
    assert (shown["village"], shown["findings"]) == ("[t3]", "[t4] [t5]")
    story.end()


@pytest.mark.invariant("no-value-vanishes", "restored-server-refilled")
@pytest.mark.failure(7)
def test_words_that_are_sent_again_do_not_lie_over_what_the_new_life_took_before_them(story: Story) -> None:
    phone = story.phone("an-phone")
    story.sync(phone)
    trip = story.write(phone, "trip", village="[t1]", findings="[t2]")
    # Answered, but the rows do not come: it is handed in again when the answer to later words tells of a new life.
    story.sync(phone, "after_results", "drop_request")
    story.keep()
    story.put_back(known=True)
    story.write(phone, "trip", findings="[t2] [t3]")
    story.sync(phone, "fine", "drop_request")
    shown = phone.phone.shown("draft", trip)
    assert shown is not None
    assert (shown["village"], shown["findings"]) == ("[t1]", "[t2] [t3]")
    story.end()


@pytest.mark.invariant("no-value-vanishes")
@pytest.mark.failure(10)
def test_words_that_wait_do_not_lie_over_what_was_said_and_taken_since(story: Story) -> None:
    phone = story.phone("an-phone")
    trip = story.write(phone, "trip", village="[t1]", findings="[t2]")
    story.sync(phone)
    held = story.say(phone, "draft.save", trip, values={"village": "[t3]", "findings": "[t4]"})
    story.world.office.poisoned.add(held)
    # As it was: the office has it so, and takes it.
    back = story.say(phone, "draft.save", trip, values={"findings": "[t2]"})
    story.write(phone, "other", findings="[t5]")
    story.sync(phone)
    assert (phone.phone.outcomes()[held], phone.phone.outcomes()[back]) == ("held", "applied")
    # Every backup has what was taken: the phone need not keep it for another life of the office.
    put_safe_pos(story.world, 1_000_000)
    story.sync(phone)
    shown = phone.phone.shown("draft", trip)
    assert shown is not None
    assert (shown["village"], shown["findings"]) == ("[t3]", "[t2]")
    story.end()


@pytest.mark.invariant("quiet-means-equal")
def test_the_second_of_two_wishes_made_at_once_is_the_one_that_stands(story: Story) -> None:
    phone = story.phone("an-phone")
    story.sync(phone)
    for name, at in (("one", "22:00"), ("other", "21:00")):
        wishes: dict[str, Value] = {
            "zone": "Asia/Ho_Chi_Minh", "quiet_from": at, "quiet_until": "06:00", "digest": None, "show_text": False,
            "language": "vi", "push": True, "mail": False, "gateway": False, "silenced": [],
        }  # fmt: skip
        story.say(phone, "preference.set", id_of(name), args=wishes)
    story.sync(phone)
    assert phone.phone.rows()["preference", id_of("one")][1]["quiet_from"] == "21:00"
    story.end()


@pytest.mark.invariant("no-value-vanishes", "restored-server-refilled")
@pytest.mark.failure(7, 25)
def test_earlier_words_that_a_new_life_tells_of_do_not_take_later_ones_that_stood(story: Story) -> None:
    phone, tablet = story.phone("an-phone"), story.phone("an-tablet")
    trip = story.write(phone, "trip", village="[t1]")
    story.sync_each(phone, tablet)
    story.write(tablet, "trip", village="[t2]")
    story.sync(tablet)
    story.write(phone, "trip", village="[t3]")
    story.sync(phone)
    story.write(phone, "trip", village="[t4]")
    story.sync(phone)
    story.keep()
    story.write(phone, "other", village="[t5]")
    story.sync(phone)
    story.put_back()
    story.sync(phone, "fine", "after_results")
    shown = phone.phone.shown("draft", trip)
    assert shown is not None
    assert shown["village"] == "[t4]"
    story.end()


def request_on_its_way(story: Story, phone: Holder) -> bytes:
    """What the phone asks now; it hears nothing, and asks again."""
    turn = phone.phone.turn(story.world.now + phone.skew)
    body = next(turn)
    with suppress(StopIteration):
        turn.send(NOTHING)
    return body


@pytest.mark.invariant("acked-is-durable", "restored-server-refilled")
@pytest.mark.failure(7)
@pytest.mark.parametrize("story", ["app"], indirect=True)
def test_refused_words_that_a_late_copy_brings_need_not_come_again_when_others_replaced_them(story: Story) -> None:
    phone, office = story.phone("an-phone"), story.world.office
    trip = story.write(phone, "trip", village="[t1]")
    story.sync(phone)
    story.keep()
    story.submit(phone, "trip", unit=id_of("Xã Bình"), findings="[t2]")
    [refused] = phone.unsent
    copy = request_on_its_way(story, phone)
    story.sync(phone)
    assert story.world.journal.outcome(refused) == "quarantined"
    again = story.say(phone, "draft.save", trip, values={"findings": "[t2] [t3]"}, supersedes=(refused,))
    story.say(phone, "draft.delete", trip, seen=True)
    story.sync(phone)
    story.put_back(known=True)
    story.sync(phone)
    # The phone has let go of what was replaced; a copy from before comes to a life that knows nothing of the refusal.
    list(office.answer(copy, Contact(phone.person, phone.phone.device))[1])
    assert story.world.journal.outcome(refused) == "conflict"
    story.put_back(known=True)
    story.end()
    # Without what replaced them they would be lost.
    assert {refused, again} <= set(oracle.lacking(story.world, phone, ()))
