"""What schedules found in reminders, told step by step; each ends in peace."""

from __future__ import annotations

import pytest

from tests.factories import id_of
from tests.simulation.conftest import Story
from tests.simulation.holder import Holder


def invite(story: Story, phone: Holder, name: str) -> str:
    """A meeting in Xã An to which an is invited; its id."""
    args = {
        "entry": id_of(f"{name}!"), "round": 0, "unit": id_of("Xã An"), "kind": "dialogue", "title": name,
        "starts": "2024-07-01", "ends": "2024-07-01", "from_minute": 480, "invited": [id_of("an")],
    }  # fmt: skip
    story.say(phone, "invitation.set", id_of(name), args=args)
    return id_of(name)


def told_of(story: Story, record: str) -> list[str]:
    """Who is told of that record now."""
    with story.world.office.stores[0].inner.read() as reader:
        notices = [one.body for one in reader.records("notice")]
    return [str(body["person"]) for body in notices if body["record"] == record and body["ended"] is None]


@pytest.mark.invariant("restored-server-refilled")
@pytest.mark.failure(8)
def test_nobody_is_told_of_what_went_with_a_database_that_was_put_back(story: Story) -> None:
    dung, tablet, leader = story.phone("dung-phone"), story.phone("an-tablet"), story.world.reminders
    story.keep()
    meeting = invite(story, dung, "họp")
    story.sync(dung)
    leader.look_at_once()
    assert told_of(story, meeting) == [id_of("an")]
    story.put_back()
    for day in range(12):
        # As much is written as was lost, by somebody who cannot know of the loss.
        story.write(tablet, f"trip {day}", findings=f"[t{day}]")
    story.sync(tablet)
    leader.look_at_once()
    assert told_of(story, meeting) == []
    # The phone that knew of it hands it in again.
    story.sync_each(dung, dung)
    leader.look_at_once()
    assert told_of(story, meeting) == [id_of("an")]
    story.end()


@pytest.mark.invariant("restored-server-refilled", "nothing-blocks")
def test_what_was_read_before_the_database_was_put_back_is_read_after_it(story: Story) -> None:
    dung, phone, leader = story.phone("dung-phone"), story.phone("an-phone"), story.world.reminders
    story.keep()
    meeting = invite(story, dung, "họp")
    story.sync(dung)
    leader.look_at_once()
    story.sync(phone)
    (notice,) = [id for entity, id in phone.phone.rows() if entity == "notice"]
    read = story.say(phone, "notice.read", notice)
    story.sync(phone)
    story.put_back(known=True)
    story.sync_each(phone, dung)
    leader.look_at_once()
    story.end()
    assert told_of(story, meeting) == [id_of("an")]
    assert story.world.journal.outcome(read) == "applied"
    assert (phone.phone.shown("notice", notice) or {})["read"] is not None
