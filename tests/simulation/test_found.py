"""What schedules found, told step by step, so that it is never found again. Each ends in peace and with the oracle."""

from __future__ import annotations

import pytest

from tests.factories import id_of
from tests.simulation.conftest import Story
from tests.simulation.days import put_safe_pos
from tests.simulation.phone import Ended


@pytest.mark.invariant("no-value-vanishes")
def test_a_reason_given_with_the_owner_that_is_there_already_is_kept(story: Story) -> None:
    dung, lan = story.phone("dung-phone"), story.phone("lan-phone")
    matter = story.raise_matter(dung, "1")
    story.sync_each(dung, lan)
    for mark in ("[t2]", "[t3]"):
        args = {"entry": id_of(mark), "owner": id_of("Sở Nước"), "text": mark}
        story.say(lan, "feedback.own", matter, args=args)
    story.end()
    thread = lan.phone.shown("feedback", matter)["thread"]  # type: ignore[index]
    assert [entry[6] for entry in thread] == [None, "[t2]", "[t3]"]  # type: ignore[index, union-attr]


@pytest.mark.invariant("no-value-vanishes")
@pytest.mark.failure(25)
def test_a_settled_conflict_tells_of_a_draft_before_the_rows_of_what_was_written_between(story: Story) -> None:
    phone, tablet = story.phone("an-phone"), story.phone("an-tablet")
    trip = story.write(phone, "trip", village="[t1]")
    story.sync_each(phone, tablet)
    story.say(phone, "draft.delete", trip, seen=True)
    story.sync(phone)
    story.write(tablet, "trip", findings="[t2]")
    story.sync_each(tablet, phone)
    [deletion] = [id for entity, id in phone.phone.rows() if entity == "conflict"]
    story.write(tablet, "trip", proposals="[t3]")
    story.sync(tablet)
    story.say(phone, "conflict.settle", deletion, args={"choice": "mine"})
    story.sync(phone, "after_results", "drop_request")
    # What the tablet wrote comes with the rows; that the draft is there again may be told before.
    shown = phone.phone.shown("draft", trip) or {}
    assert (shown["findings"], shown["proposals"]) == ("[t2]", None)
    story.end()
    shown = phone.phone.shown("draft", trip) or {}
    assert (shown["deleted"], shown["findings"], shown["proposals"]) == (None, "[t2]", "[t3]")


@pytest.mark.invariant("no-value-vanishes")
@pytest.mark.failure(25)
def test_late_words_about_a_child_that_was_never_sent_stand_in_a_conflict(story: Story) -> None:
    phone, tablet = story.phone("an-phone"), story.phone("an-tablet")
    story.write(phone, "trip", findings="[t1]")
    story.sync_each(phone, tablet)
    child = id_of("child")
    story.write(phone, "trip", commitments=[[child, "[t2]", None]])
    story.say(phone, "draft.save", id_of("trip"), values={f"commitments/{child}/text": "[t3]"})
    story.submit(tablet, "trip")
    story.sync(tablet)
    story.sync(phone)
    story.end()
    mine = {str(body["mine"]) for (entity, _), (_, body) in phone.phone.rows().items() if entity == "conflict"}
    assert "[t3]" in mine


@pytest.mark.invariant("restored-server-refilled", "at-most-once")
@pytest.mark.failure(7, 8)
def test_results_under_the_head_of_a_new_life_are_those_of_what_was_sent(story: Story) -> None:
    phone = story.phone("an-phone")
    for number in range(3):
        story.write(phone, f"early {number}", findings=f"[t{number}]")
    story.sync(phone)
    story.begin_life()
    for number in range(3, 5):
        story.write(phone, f"late {number}", findings=f"[t{number}]")
    story.sync(phone)
    story.end()
    assert len(phone.phone.rows()) == len(set(phone.phone.rows()))


@pytest.mark.invariant("quiet-means-equal", "lost-scope-rows-go")
@pytest.mark.failure(12, 48)
def test_a_draft_that_was_sent_does_not_come_back_when_it_is_handed_in_again(story: Story) -> None:
    phone, tablet = story.phone("an-phone"), story.phone("an-tablet")
    trip = story.write(phone, "trip", findings="[t1]")
    story.sync_each(phone, tablet)
    story.submit(tablet, "trip")
    story.sync(tablet)
    story.sync(phone)
    story.begin_life()
    story.sync(phone)
    assert phone.phone.shown("draft", trip) is None
    story.end()


@pytest.mark.invariant("restored-server-refilled")
@pytest.mark.failure(7, 9)
def test_anothers_session_says_nothing_about_what_backups_hold(story: Story) -> None:
    phone, other = story.phone("an-phone"), story.phone("binh-phone")
    story.keep()
    story.write(phone, "mine", findings="[t1]")
    story.sync(phone)
    story.put_back(known=True)
    for number in range(5):
        story.write(other, f"other {number}", findings=f"[t{number + 2}]")
    story.sync(other)
    put_safe_pos(story.world, 1_000_000)
    assert story.sync(phone, "other_person") != "done"
    story.end()


@pytest.mark.invariant("lost-scope-rows-go", "feed-is-commit-order")
@pytest.mark.failure(23)
def test_a_record_removed_by_another_between_a_push_and_its_rows_is_gone(story: Story) -> None:
    phone, tablet = story.phone("an-phone"), story.phone("an-tablet")
    trip = story.write(phone, "trip", findings="[t1]")
    story.sync_each(phone, tablet)
    story.write(phone, "trip", difficulties="[t2]")
    story.submit(tablet, "trip")
    # Reading the cursor, then the push; whatever comes third finds the push committed and no row read yet.
    story.meanwhile(3, lambda: story.sync(tablet))
    story.sync(phone)
    assert phone.phone.shown("draft", trip) is None
    story.end()


@pytest.mark.invariant("no-value-vanishes")
@pytest.mark.failure(26)
def test_words_that_met_a_deletion_stay_on_the_screen_when_the_rows_are_cut_off(story: Story) -> None:
    phone, tablet = story.phone("an-phone"), story.phone("an-tablet")
    trip = story.write(phone, "trip", findings="[t1]")
    story.sync_each(phone, tablet)
    story.say(tablet, "draft.delete", trip, seen=True)
    story.sync(tablet)
    story.submit(phone, "trip", difficulties="[t2]")
    story.sync(phone, "after_results")
    shown = phone.phone.shown("draft", trip)
    assert shown is not None
    assert shown["difficulties"] == "[t2]"
    story.end()


@pytest.mark.invariant("no-value-vanishes")
def test_what_is_handed_in_again_does_not_lie_over_what_was_said_since(story: Story) -> None:
    phone = story.phone("an-phone")
    trip = story.write(phone, "trip", findings="[t1]")
    story.sync(phone)
    story.begin_life()
    story.write(phone, "trip", findings="[t2]")
    story.sync(phone, "fine", "drop_request")
    shown = phone.phone.shown("draft", trip)
    assert shown is not None
    assert shown["findings"] == "[t2]"
    story.end()


@pytest.mark.invariant("no-value-vanishes", "restored-server-refilled")
@pytest.mark.failure(7)
def test_words_that_are_answered_for_again_do_not_lie_over_what_was_made_of_them(story: Story) -> None:
    phone, tablet = story.phone("an-phone"), story.phone("an-tablet")
    trip = story.write(tablet, "trip", difficulties="[t1]")
    story.keep()
    story.sync(tablet)
    story.sync(phone)
    story.write(phone, "trip", difficulties="[t1]\n\n[t2]")
    story.sync_each(phone, tablet)
    story.put_back()
    story.sync(phone)
    story.sync(tablet, "fine", "after_results")
    shown = tablet.phone.shown("draft", trip)
    assert shown is not None
    assert shown["difficulties"] == "[t1]\n\n[t2]"
    story.end()


@pytest.mark.invariant("no-value-vanishes", "restored-server-refilled")
@pytest.mark.failure(7, 25)
def test_words_that_met_others_do_not_lie_over_them_while_another_life_is_asked(story: Story) -> None:
    phone, tablet = story.phone("an-phone"), story.phone("an-tablet")
    trip = story.write(phone, "trip", village="[t1]")
    story.sync_each(phone, tablet)
    story.keep()
    story.write(phone, "trip", village="[t2]")
    story.sync(phone)
    story.write(tablet, "trip", village="[t3]")
    story.sync(tablet)
    story.put_back()
    story.sync(phone)
    for fates in (("fine", "drop_request"), ("drop_reply",)):
        story.sync(tablet, *fates)
        shown = tablet.phone.shown("draft", trip)
        assert shown is not None
        assert shown["village"] == "[t2]"
    story.end()


@pytest.mark.invariant("no-value-vanishes")
@pytest.mark.failure(10)
def test_words_that_the_office_holds_stay_on_the_screen_when_their_draft_was_sent(story: Story) -> None:
    phone = story.phone("an-phone")
    trip = story.write(phone, "trip", findings="[t1]")
    story.sync(phone)
    held = story.say(phone, "draft.save", trip, values={"difficulties": "[t2]"})
    story.world.office.poisoned.add(held)
    story.submit(phone, "trip", proposals="[t3]")
    story.sync(phone, "after_results")
    shown = phone.phone.words(trip)
    assert phone.phone.outcomes()[held] == "held"
    assert shown is not None
    assert shown["difficulties"] == "[t2]"
    story.end()


@pytest.mark.invariant("restored-server-refilled", "quiet-means-equal")
@pytest.mark.failure(7)
@pytest.mark.parametrize("passes", [1, 2, 3, 4, 5])
def test_a_restore_in_the_middle_of_a_request_loses_nothing(story: Story, passes: int) -> None:
    phone = story.phone("an-phone")
    trip = story.write(phone, "trip", findings="[t1]")
    story.keep()
    story.sync(phone)
    story.write(phone, "trip", findings="[t2]")
    story.meanwhile(passes, lambda: story.put_back(known=True))
    story.sync(phone)
    story.sync(phone)
    shown = phone.phone.rows()["draft", trip]
    assert shown[1]["findings"] == "[t2]"
    story.end()


@pytest.mark.invariant("acked-is-durable", "lost-scope-rows-go")
@pytest.mark.parametrize("cut", ["fine", "drop_reply", "after_results"])
def test_a_drained_phone_forgets_only_what_the_office_has(story: Story, cut: str) -> None:
    phone, tablet = story.phone("an-phone"), story.phone("an-tablet")
    story.write(phone, "early", findings="[t1]")
    story.sync(phone)
    late = story.say(phone, "draft.save", id_of("late"), values={"findings": "[t2]"})
    story.world.withdrawals.withdraw(phone, "drain")
    story.sync(phone, cut)
    assert story.meet(phone) == Ended.DRAINED
    assert not phone.phone.rows()
    assert story.world.journal.outcome(late) == "quarantined"
    story.sync(tablet)
    assert tablet.phone.shown("draft", id_of("early"))
    story.end()


@pytest.mark.invariant("storage-loss-announced", "lost-scope-rows-go")
def test_a_lost_phone_empties_itself_and_says_what_it_still_had(story: Story) -> None:
    phone = story.phone("an-phone")
    story.write(phone, "early", findings="[t1]")
    story.sync(phone)
    story.world.withdrawals.withdraw(phone, "lost")
    late = story.write(phone, "late", findings="[t2]")
    story.sync(phone, "drop_request")
    assert story.meet(phone) == Ended.LOST
    assert phone.phone.shown("draft", late) is None
    assert not phone.phone.rows()
    story.end()


@pytest.mark.invariant("at-most-once", "acked-is-durable", "data-keyed-by-person")
@pytest.mark.failure(1, 3)
def test_a_rescue_file_brought_twice_by_others_counts_once_and_is_its_writers(story: Story) -> None:
    phone, other = story.phone("an-phone"), story.phone("binh-phone")
    trip = story.submit(phone, "trip", findings="[t1]")
    matter = story.raise_matter(phone, "2")
    file = story.world.carrying.made(phone)
    assert file is not None
    for via in (other, phone):
        story.world.carrying.bring(phone, file, via.person)
    story.sync(phone, "drop_reply")
    story.sync(phone)
    assert phone.phone.rows()["visit", trip][1]["author"] == phone.person
    assert len(phone.phone.rows()["feedback", matter][1]["thread"]) == 1  # type: ignore[arg-type]
    story.end()


@pytest.mark.invariant("acked-is-durable", "no-value-vanishes")
@pytest.mark.failure(33)
def test_a_rescue_file_brings_back_what_its_phone_has_lost(story: Story) -> None:
    phone = story.phone("an-phone")
    trip = story.write(phone, "trip", findings="[t1]")
    file = story.world.carrying.made(phone)
    assert file is not None
    phone.put_back(None)
    story.world.carrying.bring(phone, file, id_of("lan"))
    story.sync(phone)
    shown = phone.phone.shown("draft", trip)
    assert shown is not None
    assert shown["findings"] == "[t1]"
    story.end()


@pytest.mark.invariant("no-value-vanishes", "restored-server-refilled")
@pytest.mark.failure(7, 8)
def test_what_another_life_takes_is_shown_although_its_versions_are_lower(story: Story) -> None:
    phone, tablet = story.phone("an-phone"), story.phone("an-tablet")
    trip = story.write(phone, "trip", village="[t1]")
    story.sync_each(phone, tablet)
    story.keep()
    for mark in ("[t2]", "[t3]"):
        story.write(tablet, "trip", village=mark)
        story.sync(tablet)
    story.write(phone, "trip", village="[t4]")
    story.sync(phone)
    story.put_back()
    # The other life has nothing that these words meet: it takes them, and the rows that tell of it do not come.
    story.sync(phone, "fine", "after_results")
    shown = phone.phone.shown("draft", trip)
    assert shown is not None
    assert shown["village"] == "[t4]"
    story.end()


@pytest.mark.invariant("one-sender", "at-most-once")
@pytest.mark.failure(28)
@pytest.mark.parametrize("story", ["app"], indirect=True)
def test_a_second_tab_waits_while_the_first_sends_and_takes_over_when_it_ends(story: Story) -> None:
    phone = story.phone("an-phone")
    trip = story.write(phone, "trip", findings="[t1]")
    turn = phone.phone.turn(story.world.now)
    assert b"[t1]" in next(turn)
    tab = story.world.tabs.opened(phone)
    assert story.sync(tab) == Ended.BUSY
    phone.turn = turn
    phone.abort()
    assert story.sync(story.world.tabs.opened(phone)) == Ended.DONE
    assert phone.phone.rows()["draft", trip][1]["findings"] == "[t1]"
    story.end()


@pytest.mark.invariant("acked-is-durable", "cursor-with-rows", "no-value-vanishes")
@pytest.mark.failure(13, 16)
@pytest.mark.parametrize("story", ["app"], indirect=True)
@pytest.mark.parametrize(
    ("writes", "kept"), [(1, False), (1, True), (2, False), (3, True), (4, False), (5, True), (6, False)]
)
def test_a_process_that_ends_at_any_write_of_a_turn_loses_nothing(story: Story, writes: int, kept: bool) -> None:
    phone = story.phone("an-phone")
    story.submit(phone, "trip", findings="[t1]")
    story.doom(phone, writes, kept=kept)
    story.world.sync(phone)
    story.world.run_until(story.world.now + 60_000)
    story.end()
    assert phone.phone.rows()["visit", id_of("trip")][1]["status"] == "sent"


@pytest.mark.invariant("photo-whole")
@pytest.mark.failure(5, 6, 47)
@pytest.mark.parametrize("story", ["app"], indirect=True)
@pytest.mark.parametrize(
    ("fate", "edge"),
    [("lost", 8), ("unheard", 450), ("gateway", 8), ("spoiled", 450), ("before_commit", 450), ("after_commit", 8)],
)
def test_a_photo_is_whole_or_not_there_whatever_befalls_its_pieces(story: Story, fate: str, edge: int) -> None:
    phone, photos = story.phone("an-phone"), story.world.photos
    trip = story.write(phone, "trip", findings="[t1]")
    photo = photos.take(phone, trip, edge)
    story.submit(phone, "trip")
    story.sync(phone)
    for place in range(4):
        photos.planned = ["", *[""] * place, fate]
        photos.send(phone)
        story.world.run_until(story.world.now + 10_000)
        photos.planned = []
        story.look_at_photos()
    story.end()
    assert phone.phone.rows()["attachment", photo][1]["state"] == "stored"


@pytest.mark.invariant("restored-server-refilled", "acked-is-durable")
@pytest.mark.failure(7)
def test_a_drained_phone_hands_in_again_what_a_restored_office_lacks(story: Story) -> None:
    phone = story.phone("an-phone")
    story.sync(phone)
    story.keep()
    trip = story.say(phone, "draft.save", id_of("trip"), values={"findings": "[t1]"})
    # Its place in the feed lies before these words, and is one that the restored office knows.
    story.sync(phone, "after_results")
    story.put_back(known=True)
    story.world.withdrawals.withdraw(phone, "drain")
    assert story.sync(phone) == Ended.DRAINED
    assert story.world.journal.ops[trip][-1][0] == story.world.journal.life
    assert story.meet(phone) == Ended.DRAINED
    story.end()


@pytest.mark.invariant("lost-scope-rows-go", "photo-whole")
@pytest.mark.parametrize("story", ["app"], indirect=True)
def test_a_drained_phone_does_not_wait_for_a_photo_that_nobody_names(story: Story) -> None:
    phone, tablet = story.phone("an-phone"), story.phone("an-tablet")
    trip = story.write(phone, "trip", findings="[t1]")
    photo = story.world.photos.take(phone, trip, 8)
    story.sync_each(phone, tablet)
    story.say(tablet, "draft.save", trip, dels={"photos": [photo]})
    story.sync(tablet)
    story.world.withdrawals.withdraw(phone, "drain")
    story.world.sync(phone)
    story.world.run_until(story.world.now + 60_000)
    assert phone.signed_out
    assert not phone.phone.rows()
    story.end()


@pytest.mark.invariant("no-value-vanishes", "restored-server-refilled")
@pytest.mark.failure(7, 13)
@pytest.mark.parametrize("story", ["app"], indirect=True)
@pytest.mark.parametrize("writes", [3, 4, 5, 6, 7])
def test_a_report_stays_as_it_was_sent_while_another_life_is_loaded(story: Story, writes: int) -> None:
    phone = story.phone("an-phone")
    story.keep()
    trip = story.write(phone, "trip", recommendations="[t1]")
    story.write(phone, "trip", village="[t2]")
    story.submit(phone, "trip", findings="[t3]")
    story.sync(phone)
    story.put_back(known=True)
    story.doom(phone, writes, kept=True)
    story.world.sync(phone)
    # Its answers come, and its process ends between two of them.
    while phone.turn is not None:
        story.world.run_until(story.world.now + 1_000)
    shown = phone.phone.shown("report", trip)
    assert shown is not None
    assert (shown["village"], phone.phone.shown("draft", trip)) == ("[t2]", None)
    story.end()
