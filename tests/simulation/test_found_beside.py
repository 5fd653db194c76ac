"""What schedules found in the systems beside and around erasures, told step by step; each ends in peace."""

from __future__ import annotations

from typing import Final

import pytest

from server.features.duty.periods import closing_id
from server.features.visits.rules import amendment_id
from sync.ports import Value
from tests.factories import id_of
from tests.simulation.conftest import Story
from tests.simulation.days import apply_plan
from tests.simulation.holder import Holder
from tests.simulation.node_phone import NodePhone

REPORT: Final[dict[str, Value]] = {"kind": "site_check", "starts": "2024-06-24", "ends": "2024-06-24"}


@pytest.mark.invariant("no-value-vanishes")
def test_a_reason_that_came_too_late_to_close_a_period_stands_beside_what_stood(story: Story) -> None:
    lan, ha = story.phone("lan-phone"), story.phone("ha-phone")
    for phone, mark in ((lan, "[t1]"), (ha, "[t2]")):
        args = {"entry": id_of(mark), "period": "2024-05", "round": 0, "text": mark}
        story.say(phone, "closing.close", closing_id("2024-05"), args=args)
    story.sync(lan)
    story.sync(ha)
    story.end()
    assert [body["mine"] for (entity, _), (_, body) in ha.phone.rows().items() if entity == "conflict"] == ["[t2]"]


@pytest.mark.invariant("no-value-vanishes")
def test_words_about_a_meeting_that_came_too_late_stand_beside_what_stood(story: Story) -> None:
    dung, lan = story.phone("dung-phone"), story.phone("lan-phone")
    meeting = id_of("meeting")
    said = {
        "unit": id_of("Xã An"), "kind": "dialogue", "starts": "2024-07-01", "ends": "2024-07-01", "from_minute": 480,
        "invited": [id_of("an")],
    }  # fmt: skip
    for phone, round_, mark in ((dung, 0, "[t1]"), (dung, 1, "[t2]"), (lan, 1, "[t3]")):
        args = {"entry": id_of(mark), "round": round_, "title": mark, "text": f"về {mark}", **said}
        story.sync(lan)
        story.say(phone, "invitation.set", meeting, args=args)
        if phone is dung:
            story.sync_each(dung, lan)
    story.end()
    (mine,) = [str(body["mine"]) for (entity, _), (_, body) in lan.phone.rows().items() if entity == "conflict"]
    assert mine.count("[t3]") == 2


@pytest.mark.invariant("lost-scope-rows-go", "restored-server-refilled", "no-value-vanishes")
@pytest.mark.failure(7, 12)
def test_what_was_erased_stays_away_when_the_office_is_put_back_and_filled_again(story: Story) -> None:
    phone, tablet = story.phone("an-phone"), story.phone("an-tablet")
    story.keep()
    trip = story.submit(phone, "trip", findings="[t1]", proposals="[t2]")
    story.sync_each(phone, tablet)
    story.world.now += 60_000
    story.world.erasures.erase("visit", trip)
    story.put_back(known=True)
    story.sync(tablet)
    story.sync(phone)
    story.end()
    assert story.world.erasures.gone == {"[t1]", "[t2]"}
    assert (phone.phone.shown("report", trip) or {})["findings"] is None


@pytest.mark.invariant("quiet-means-equal", "no-value-vanishes")
@pytest.mark.failure(22)
def test_a_report_of_a_commune_that_was_merged_meanwhile_is_kept(story: Story) -> None:
    phone, lan = story.phone("an-phone"), story.phone("lan-phone")
    matter = story.raise_matter(story.phone("dung-phone"), "1")
    story.sync(story.phone("dung-phone"))
    trip = story.submit(phone, "trip", findings="[t2]")
    rows = [{"old": name, "name": "Xã Gộp"} for name in ("Xã An", "Xã Bình")]
    apply_plan(story.world, id_of("plan"), story.world.today, rows)
    story.sync(phone)
    story.sync(lan)
    story.end()
    assert (lan.phone.shown("report", trip) or {})["findings"] == "[t2]"
    assert (lan.phone.shown("feedback", matter) or {})["unit"] not in (id_of("Xã An"), id_of("Xã Bình"))


@pytest.mark.invariant("no-value-vanishes", "restored-server-refilled")
def test_words_said_after_an_erasure_outlive_older_ones_that_are_handed_in_again(story: Story) -> None:
    dung, lan = story.phone("dung-phone"), story.phone("lan-phone")
    matter = story.raise_matter(dung, "1")
    story.sync_each(dung, lan)
    story.keep()
    story.say(dung, "feedback.message", matter, args={"entry": id_of("early"), "text": "[t2]"})
    story.sync(dung)
    story.world.now += 60_000
    story.world.erasures.erase("feedback", matter)
    story.world.now += 60_000
    story.sync(lan)
    story.say(lan, "feedback.message", matter, args={"entry": id_of("late"), "text": "[t3]"})
    story.sync(lan)
    story.put_back(known=True)
    # The later words come back first.
    story.sync(lan)
    story.sync(dung)
    story.end()
    thread = lan.phone.shown("feedback", matter)["thread"]  # type: ignore[index]
    assert [entry[6] for entry in thread if entry[0] in (id_of("early"), id_of("late"))] == ["[t3]", None]  # type: ignore[index, union-attr, operator]


@pytest.mark.invariant("no-value-vanishes")
def test_late_words_about_an_erased_report_stand_all_beside_it(story: Story) -> None:
    phone, tablet = story.phone("an-phone"), story.phone("an-tablet")
    trip = story.submit(phone, "trip", findings="[t1]")
    story.sync_each(phone, tablet)
    story.world.now += 60_000
    story.world.erasures.erase("visit", trip)
    story.sync_each(phone, tablet)
    for words in ("[t2]", "[t2] [t3]", "[t2] [t3] [t4]"):
        story.write(tablet, "trip", findings=words)
    story.sync(tablet)
    story.end()
    mine = [str(body["mine"]) for (entity, _), (_, body) in phone.phone.rows().items() if entity == "conflict"]
    assert "[t2] [t3] [t4]" in mine


@pytest.mark.invariant("no-value-vanishes", "restored-server-refilled")
@pytest.mark.failure(12)
def test_words_said_after_an_erasure_outlive_a_copy_from_before_it(story: Story) -> None:
    phone, tablet, lan = story.phone("an-phone"), story.phone("an-tablet"), story.phone("lan-phone")
    trip = story.submit(phone, "trip", findings="[t1]")
    story.sync(phone)
    story.keep()
    story.world.now += 60_000
    story.world.erasures.erase("visit", trip)
    story.sync(phone)
    story.put_back()
    # This one was never here: it can notice nothing.
    story.world.now += 60_000
    story.write(tablet, "trip", difficulties="[t2]")
    story.sync_each(tablet, lan, phone)
    story.end()
    mine = [str(body["mine"]) for (entity, _), (_, body) in phone.phone.rows().items() if entity == "conflict"]
    assert mine == ["[t2]"]


@pytest.mark.invariant("no-value-vanishes")
def test_an_edit_of_words_that_still_waited_when_they_were_erased_is_none_of_new_words(story: Story) -> None:
    phone, tablet = story.phone("an-phone"), story.phone("an-tablet")
    trip = story.submit(phone, "trip", findings="[t1]")
    story.sync_each(phone, tablet)
    story.write(tablet, "trip", difficulties="[t2]")
    story.world.now += 60_000
    story.world.erasures.erase("visit", trip)
    story.world.now += 60_000
    story.write(tablet, "trip", difficulties="[t2] [t3]", village="[t4]")
    story.sync(tablet)
    story.end()
    mine = [body["mine"] for (entity, _), (_, body) in phone.phone.rows().items() if entity == "conflict"]
    assert "[t4]" in mine
    assert not any("[t2]" in str(one) for one in mine)


@pytest.mark.invariant("lost-scope-rows-go")
def test_what_a_commune_that_is_no_more_had_is_on_no_phone_of_those_who_left_it(story: Story) -> None:
    world, phone, dung = story.world, story.phone("an-phone"), story.phone("dung-phone")
    story.raise_matter(dung, "1")
    story.sync_each(dung, phone)
    rows = [{"old": name, "name": "Xã Gộp"} for name in ("Xã An", "Xã Bình")]
    apply_plan(world, id_of("plan"), world.today, rows)
    story.sync_each(phone, dung)
    story.end()


@pytest.mark.invariant("no-value-vanishes")
def test_a_part_of_an_item_is_erased_by_itself(story: Story) -> None:
    dung, lan = story.phone("dung-phone"), story.phone("lan-phone")
    matter, parts = story.raise_matter(dung, "1"), [id_of("one part"), id_of("another")]
    story.sync_each(dung, lan)
    rows = [[id, f"[t{n}]", "issue", id_of("nước"), "normal"] for n, id in enumerate(parts, 2)]
    story.say(lan, "feedback.split", matter, args={"entry": id_of("split"), "parts": rows, "text": "[t4]"})
    story.sync(lan)
    story.world.now += 60_000
    story.world.erasures.erase("feedback", parts[0])
    story.end()
    assert [(lan.phone.shown("feedback", id) or {})["matter"] for id in (matter, *parts)] == ["[t1]", None, "[t3]"]


@pytest.mark.invariant("no-value-vanishes", "restored-server-refilled")
def test_words_said_after_an_erasure_go_with_an_older_report_that_is_handed_in_again_behind_them(story: Story) -> None:
    phone, tablet = story.phone("an-phone"), story.phone("an-tablet")
    story.keep()
    trip = story.submit(phone, "trip", findings="[t1]", difficulties="[t2]")
    story.sync(phone)
    story.world.now += 60_000
    story.world.erasures.erase("visit", trip)
    story.sync_each(phone, tablet)
    story.world.now += 60_000
    story.write(tablet, "trip", difficulties="[t3]", recommendations="[t4]")
    story.sync(tablet)
    story.put_back(known=True)
    # What was late comes first now, and what it was late for takes it along.
    story.sync_each(tablet, phone, tablet)
    story.end()
    assert (tablet.phone.shown("report", trip) or {})["findings"] is None
    assert (tablet.phone.shown("report", trip) or {})["difficulties"] == "[t3]"
    assert (tablet.phone.shown("visit", trip) or {})["recommendations"] == "[t4]"


def refused_and_erased(story: Story, phone: Holder) -> tuple[str, str]:
    """A report that was refused, as the commune is not his, with an edit of the same words, which met nothing there and
    lies in a conflict; all of it erased since, as the phone has heard: the visit and the refused operation."""
    world = story.world
    trip = story.submit(phone, "trip", unit=id_of("Xã Bình"), findings="[t1]")
    story.write(phone, "trip", findings="[t1] [t2]")
    story.sync(phone)
    world.now += 60_000
    world.erasures.erase("visit", trip)
    story.sync(phone)
    world.now += 60_000
    [refused] = world.scene.refused
    return trip, refused


@pytest.mark.invariant("no-value-vanishes")
@pytest.mark.parametrize("unit", ["Xã Bình", "Xã An"])
def test_refused_words_that_were_erased_do_not_come_back_when_their_writer_sends_them_again(
    story: Story, unit: str
) -> None:
    phone = story.phone("an-phone")
    trip, refused = refused_and_erased(story, phone)
    assert story.world.erasures.gone == {"[t1]", "[t2]"}
    words = {**REPORT, "unit": id_of(unit), "findings": "[t1] [t3]", "village": "[t4]"}
    story.say(phone, "visit.submit", trip, args={"round": 1}, values=words, supersedes=(refused,))
    story.end()


@pytest.mark.invariant("no-value-vanishes")
def test_what_goes_on_from_words_sent_in_place_of_refused_ones_goes_with_them_where_those_were_erased(
    story: Story,
) -> None:
    phone = story.phone("an-phone")
    trip, refused = refused_and_erased(story, phone)
    # What he wrote next lies in a conflict, and hides the refused words from him: he finds the place empty.
    assert (phone.phone.words(trip) or {}).get("findings") is None
    # The app knows by itself what it sends again.
    instead = () if phone.phone.shows_refused else (refused,)
    words = {**REPORT, "unit": id_of("Xã Bình"), "findings": "[t3]", "village": "[t4]"}
    story.say(phone, "visit.submit", trip, args={"round": 1}, values=words, supersedes=instead)
    went_on = story.say(phone, "draft.save", trip, values={"findings": "[t3] [t5]", "difficulties": "[t6]"})
    story.sync(phone)
    assert story.world.journal.outcome(went_on) == "applied"
    story.end()
    shown = phone.phone.shown("draft", trip) or {}
    assert (shown["findings"], shown["difficulties"]) == (None, "[t6]")


@pytest.mark.invariant("no-value-vanishes")
@pytest.mark.parametrize("later", ["[t1] [t2] [t3]", "[t3]"])
@pytest.mark.parametrize("story", ["engine", "app"], indirect=True)
def test_words_said_anew_stay_in_the_amendment_when_the_amended_report_is_erased_once_more(
    story: Story, later: str
) -> None:
    phone, tablet, ha, world = *map(story.phone, ("an-phone", "an-tablet", "ha-phone")), story.world
    trip = story.submit(phone, "trip", findings="[t1]")
    story.sync_each(phone, ha)
    story.say(ha, "visit.approve", trip, args={"round": 1, "review": id_of("review")})
    story.sync(ha)
    world.now += 60_000
    world.erasures.erase("visit", trip)
    world.now += 60_000
    # Its person knows the words; this device has never shown them.
    story.write(tablet, "trip", findings="[t1] [t2]")
    story.sync(tablet)
    [late] = [id for entity, id in tablet.phone.rows() if entity == "conflict"]
    story.say(tablet, "conflict.settle", late, args={"choice": "both"})
    story.sync(tablet)
    # What he writes over them stays in the log of that report.
    story.say(tablet, "draft.save", amendment_id(trip, 0), values={"findings": later})
    story.sync(tablet)
    world.now += 60_000
    world.erasures.erase("visit", trip)
    story.end()
    assert tablet.phone.rows()["conflict", late][1]["mine"] is None
    assert (phone.phone.shown("report", trip) or {})["findings"] is None
    assert (phone.phone.shown("draft", amendment_id(trip, 0)) or {})["findings"] == later


@pytest.mark.invariant("photo-whole", "no-value-vanishes")
@pytest.mark.parametrize("story", ["app"], indirect=True)
def test_a_photo_that_was_erased_in_a_draft_goes_from_the_phone_that_sends_it(story: Story) -> None:
    phone, photos = story.phone("an-phone"), story.world.photos
    trip = story.write(phone, "trip", findings="[t1]")
    photo = photos.take(phone, trip, 8)
    story.sync(phone)
    story.world.now += 60_000
    story.world.erasures.erase("visit", trip)
    story.sync(phone)
    assert photos.waiting(phone) == 1
    # Until there is a report no record tells of the photo; then none but what this very operation wrote does.
    story.submit(phone, "trip")
    story.sync(phone)
    story.end()
    assert phone.phone.rows()["attachment", photo][1]["state"] == "erased"
    assert isinstance(phone.phone, NodePhone)
    assert phone.phone.photos() == {}
