"""What is due leaves once, to who can be reached, by one road after another, and not at night."""

from __future__ import annotations

from typing import Any

import pytest

from server.features.reminders import planning
from server.features.reminders.jobs import KEPT_DAYS, forget_reminders
from server.features.reminders.outbox import BATCH_ROWS
from server.features.reminders.sending import SILENT_MAX, START_MS_MAX
from server.platform.changes import Write
from server.platform.clock import SetClock
from server.platform.ids import new_id
from tests.cast import Cast
from tests.contract.test_statements import counted
from tests.factories import id_of
from tests.features.reminders.telling import DAY_MS, HOUR_MS, MINUTE_MS, Telling
from tests.hand import Hands

# Taking twice (the second finds nothing), the key, looking again, what is unread and held, phones, addresses, noting;
# around them transactions begin and end.
STATEMENTS_MAX = 41
WISH: dict[str, Any] = {
    "zone": "Asia/Ho_Chi_Minh", "quiet_from": "21:00", "quiet_until": "06:30", "show_text": True, "language": "vi",
    "push": True, "mail": True, "gateway": False,
}  # fmt: skip


@pytest.fixture
def office(cast: Cast, clock: SetClock) -> Telling:
    made = Telling(cast, clock)
    made.turn()
    return made


def test_what_is_due_is_pushed_once_and_stands_in_the_inbox(office: Telling, hands: Hands) -> None:
    office.subscribe("owner")
    task = office.task("owner")
    office.clock.move(MINUTE_MS)
    assert office.turn() == 1
    assert office.arrived("owner") == [office.topic(task)]
    [notice] = hands.owner.all("notice")
    assert (notice["id"], notice["record"], notice["ended"]) == (office.row_of(task)["id"], task, None)
    for _ in range(3):
        office.clock.move(10 * MINUTE_MS)
        assert office.turn() == 0
    assert office.row_of(task)["state"] == "done"


def test_what_is_done_between_taking_and_sending_is_not_sent(office: Telling) -> None:
    office.subscribe("owner")
    kept, done = office.task("owner"), office.task("owner")
    office.clock.move(MINUTE_MS)
    worker = office.worker(lambda: None)
    worker.look()
    steps = iter(range(100))

    def fate() -> None:
        # The first write of a sending is the taking: before it, and after it.
        if next(steps) == 1:
            office.finish(done)

    office.worker(fate).send()
    assert office.arrived("owner") == [office.topic(kept)]
    assert (office.row_of(done)["state"], office.row_of(done)["why"]) == ("dropped", "stands_no_more")


def test_what_was_read_in_the_app_goes_no_further(office: Telling, hands: Hands) -> None:
    office.subscribe("owner")
    office.cast.owner.phone().ask("PUT", "/api/reminders/addresses", {"mail": "an@example.vn", "gateway": None})
    task = office.task("owner")
    office.clock.move(-2 * HOUR_MS)  # 06:00: it waits for the morning
    assert office.worker().tick() == 0
    assert hands.owner.do("notice.read", office.row_of(task)["id"]) == "applied"
    office.clock.move(2 * HOUR_MS)
    assert office.worker().tick() == 0
    assert (office.row_of(task)["state"], office.row_of(task)["why"]) == ("done", "read")
    assert office.wire.pushes == []


def test_person_without_any_road_is_told_in_the_app_and_shown_to_the_office(office: Telling, hands: Hands) -> None:
    task = office.task("owner")
    office.clock.move(MINUTE_MS)
    assert office.turn() == 0
    assert (office.row_of(task)["state"], office.row_of(task)["why"]) == ("failed", "unreached")
    assert len(hands.owner.all("notice")) == 1


def test_letter_follows_a_push_that_nobody_saw_but_not_at_night(office: Telling) -> None:
    office.subscribe("owner")
    phone = office.cast.owner.phone()
    phone.ask("PUT", "/api/reminders/addresses", {"mail": "an@example.vn", "gateway": None})
    # Their last turn, so that no newer one comes tomorrow.
    seen, unseen = (office.task("owner", "2024-06-24") for _ in range(2))
    office.clock.move(12 * HOUR_MS + 30 * MINUTE_MS)  # 20:30
    office.turn()
    for task in (seen, unseen):
        row = office.row_of(task)
        assert (row["state"], row["road"]) == ("waiting", "mail")
        # Two hours later would be 22:30; tomorrow is a working day.
        assert row["due"] == office.clock.now_ms() + 10 * HOUR_MS
    assert phone.post("/api/reminders/shown", {"id": office.row_of(seen)["id"]}).status_code in (200, 204)
    assert (office.row_of(seen)["state"], office.row_of(seen)["why"]) == ("done", "shown")
    office.clock.move(10 * HOUR_MS)
    office.turn()
    assert office.tries() == [("push", "taken"), ("push", "taken"), ("mail", "silent")]


def test_nothing_leaves_in_the_quiet_hours_whenever_it_was_put_in(office: Telling) -> None:
    office.subscribe("owner")
    office.task("owner")
    office.clock.move(12 * HOUR_MS + 59 * MINUTE_MS)  # 20:59
    worker = office.worker()
    worker.look()
    office.clock.move(2 * MINUTE_MS)  # the machine was busy, and it is 21:01
    assert worker.send() == 0
    assert office.wire.pushes == []
    office.clock.move(9 * HOUR_MS + 29 * MINUTE_MS)
    assert worker.send() == 1


def test_another_try_waits_for_the_morning_too(office: Telling) -> None:
    office.subscribe("owner")
    task = office.task("owner")
    office.clock.move(12 * HOUR_MS + 59 * MINUTE_MS)  # 20:59
    office.wire.ordered.append(429)
    office.turn()
    assert office.tries() == [("push", "later")]
    assert office.row_of(task)["due"] == office.clock.now_ms() + 9 * HOUR_MS + 31 * MINUTE_MS


def test_phone_that_is_no_more_is_asked_no_more_and_the_others_are(office: Telling) -> None:
    office.subscribe("owner")
    office.subscribe("owner", "tablet")
    office.wire.ordered.extend([410, 201])
    task = office.task("owner")
    office.clock.move(MINUTE_MS)
    office.turn()
    assert office.arrived("owner") == [office.topic(task)]
    next_task = office.task("owner")
    office.clock.move(MINUTE_MS)
    office.turn()
    assert [push.status for push in office.wire.pushes] == [410, 201, 201]
    assert office.arrived("owner")[1:] == [office.topic(next_task)]


def test_silent_service_is_tried_again_and_then_given_up(office: Telling) -> None:
    office.subscribe("owner")
    task = office.task("owner")
    office.wire.ordered.extend([0, 500, 429, 0, 0, 0])
    for _ in range(60):
        office.clock.move(MINUTE_MS)
        office.turn()
    assert [outcome for _, outcome in office.tries()] == ["silent", "later", "later", "silent", "silent", "silent"]
    assert (office.row_of(task)["state"], office.row_of(task)["why"]) == ("failed", "silent")


def test_service_that_nobody_answers_at_is_not_waited_for_again_and_again(office: Telling) -> None:
    office.subscribe("owner")
    for _ in range(5 * SILENT_MAX):
        office.task("owner")
    office.wire.ordered.extend([0] * 5 * SILENT_MAX)
    office.clock.move(MINUTE_MS)
    tried = office.turn()
    # Those that were under way at once may be more than the bound by as many.
    assert SILENT_MAX <= tried <= 3 * SILENT_MAX
    office.wire.ordered.clear()
    for _ in range(3):
        office.clock.move(MINUTE_MS)
        office.turn()
    assert len(office.arrived("owner")) == len(set(office.arrived("owner"))) == 5 * SILENT_MAX


@pytest.mark.parametrize("is_told_to_stop", [False, True])
def test_what_cannot_be_begun_in_time_is_left_to_the_next_who_sends(office: Telling, *, is_told_to_stop: bool) -> None:
    office.subscribe("owner")
    for _ in range(BATCH_ROWS):
        office.task("owner")
    office.clock.move(MINUTE_MS)
    worker = office.worker()
    worker.look()

    def then() -> None:
        # Each push takes so long that few of a batch can be begun before its lease is half over.
        office.clock.move(START_MS_MAX // 4)
        if is_told_to_stop:
            worker.stop()

    office.wire.then = then
    assert 0 < worker.send() < BATCH_ROWS // 2
    office.wire.then = lambda: None
    office.clock.move(MINUTE_MS)
    office.worker().send()
    assert len(office.arrived("owner")) == len(set(office.arrived("owner"))) == BATCH_ROWS


def test_digest_is_one_push_and_every_row_has_its_outcome(office: Telling, hands: Hands) -> None:
    office.subscribe("owner")
    assert hands.owner.do("preference.set", new_id(), **{**WISH, "digest": "17:00"}) == "applied"
    tasks = [office.task("owner") for _ in range(3)]
    office.clock.move(HOUR_MS)
    assert office.turn() == 0
    office.clock.move(8 * HOUR_MS)  # 17:00
    assert office.turn() == 3
    [push] = office.wire.pushes
    assert push.content["title"] == "3 việc cần xem hôm nay"
    assert push.content["url"] == "/reminders"
    assert {office.row_of(task)["state"] for task in tasks} == {"done"}
    assert office.tries() == [("push", "taken")] * 3


def test_push_says_how_much_its_person_has_not_read(office: Telling, hands: Hands) -> None:
    """Of others' nothing, of what was read or is done by now neither: what a phone that cannot sync wears."""
    office.subscribe("owner")
    office.task("colleague")
    read, done, _, _ = (office.task("owner") for _ in range(4))
    office.clock.move(MINUTE_MS)
    assert office.turn() == 4
    assert [push.content["unread"] for push in office.wire.pushes] == [4] * 4
    assert hands.owner.do("notice.read", office.row_of(read)["id"]) == "applied"
    office.finish(done)
    office.task("owner")
    office.clock.move(MINUTE_MS)
    assert office.turn() == 1
    assert office.wire.pushes[-1].content["unread"] == 3


def test_digest_of_what_is_left_keeps_its_name(office: Telling, hands: Hands) -> None:
    office.subscribe("owner")
    assert hands.owner.do("preference.set", new_id(), **{**WISH, "digest": "17:00"}) == "applied"
    kept, done = office.task("owner"), office.task("owner")
    office.clock.move(9 * HOUR_MS)
    office.wire.ordered.append(500)
    office.turn()
    office.finish(done)
    office.clock.move(2 * MINUTE_MS)
    office.turn()
    first, second = office.wire.pushes
    assert first.topic == second.topic == (second.topic if office.row_of(kept)["state"] == "done" else "")
    assert second.content["url"] == f"/tasks/{kept}"


def test_what_stands_again_after_its_digest_has_left_leaves_under_another_name(office: Telling, hands: Hands) -> None:
    """Under the first one the phone would take it for a second copy of what its person has put away."""
    office.subscribe("owner")
    assert hands.owner.do("preference.set", new_id(), **{**WISH, "digest": "17:00"}) == "applied"
    back, kept = (office.task("owner", "2024-06-24") for _ in range(2))
    office.clock.move(HOUR_MS)
    office.turn()
    office.finish(back)
    office.clock.move(8 * HOUR_MS)  # 17:00
    assert office.turn() == 1
    office.write(Write("task", back, {"status": "open"}))
    office.clock.move(DAY_MS)
    office.turn()
    first, second = office.wire.pushes
    assert (first.content["url"], second.content["url"]) == (f"/tasks/{kept}", f"/tasks/{back}")
    assert first.topic != second.topic


def test_clock_that_is_put_back_keeps_nobody_waiting(office: Telling) -> None:
    office.subscribe("owner")
    office.turn()
    office.task("owner")
    office.clock.move(-HOUR_MS)
    assert office.turn() == 1
    kept, done = office.task("owner"), office.task("owner")
    office.clock.move(MINUTE_MS)
    office.worker().look()
    office.clock.move(HOUR_MS)
    worker = office.worker()
    worker.look()
    # What was looked at half an hour from now is no look of a moment ago.
    office.clock.move(-30 * MINUTE_MS)
    office.finish(done)
    assert worker.send() == 1
    assert office.arrived("owner")[1:] == [office.topic(kept)]


def test_service_that_is_silent_for_one_phone_is_not_waited_for_at_the_next(office: Telling) -> None:
    """Eight phones of one person, each until its time limits, would outlast the lease and be sent to twice."""
    office.subscribe("owner")
    office.subscribe("owner", "tablet")
    task = office.task("owner")
    office.wire.ordered.append(0)
    office.clock.move(MINUTE_MS)
    office.turn()
    assert [push.status for push in office.wire.pushes] == [0]
    office.clock.move(MINUTE_MS)
    office.turn()
    assert [push.status for push in office.wire.pushes] == [0, 201, 201]
    assert office.row_of(task)["state"] == "done"


def test_zone_that_this_machine_does_not_know_holds_nobody_up(office: Telling, hands: Hands) -> None:
    """A backup put back on a machine with other tables of zones; its person is told by the office's."""
    for name in ("owner", "colleague"):
        office.subscribe(name)
    wish = new_id()
    assert hands.colleague.do("preference.set", wish, **WISH) == "applied"
    office.write(Write("preference", wish, {"zone": "Asia/Nowhere"}))
    tasks = [office.task(name) for name in ("owner", "colleague")]
    office.clock.move(MINUTE_MS)
    assert office.turn() == 2
    assert [office.arrived(name) for name in ("owner", "colleague")] == [[office.topic(task)] for task in tasks]


def test_what_a_person_does_not_want_any_more_is_not_sent(office: Telling, hands: Hands) -> None:
    office.subscribe("owner")
    task = office.task("owner")
    office.clock.move(-2 * HOUR_MS)
    office.worker().tick()
    wish = {**WISH, "silenced": [["milestone_due"]]}
    assert hands.owner.do("preference.set", new_id(), **wish) == "applied"
    office.clock.move(2 * HOUR_MS)
    assert office.worker().tick() == 0
    assert office.row_of(task)["state"] == "dropped"


def test_what_stands_again_is_told_if_it_had_not_been(office: Telling, hands: Hands) -> None:
    office.subscribe("owner")
    late, told = office.task("owner"), office.task("owner")
    office.clock.move(-2 * HOUR_MS)  # 06:00
    worker = office.worker()
    worker.tick()
    office.finish(late)
    office.clock.move(2 * HOUR_MS)
    worker.tick()
    assert office.arrived("owner") == [office.topic(told)]
    for task in (late, told):
        office.write(Write("task", task, {"status": "open"}))
        office.clock.move(MINUTE_MS)
        worker.tick()
    office.finish(told)
    office.clock.move(MINUTE_MS)
    worker.tick()
    office.write(Write("task", told, {"status": "open"}))
    office.clock.move(MINUTE_MS)
    worker.tick()
    assert office.arrived("owner") == [office.topic(told), office.topic(late)]
    assert {notice["ended"] for notice in hands.owner.all("notice")} == {None}


def test_day_of_downtime_tells_the_latest_turn_alone_and_nothing_that_was_done(office: Telling) -> None:
    office.subscribe("owner")
    stands, done = office.task("owner", "2024-06-26"), office.task("owner", "2024-06-26")
    office.clock.move(2 * DAY_MS)
    office.finish(done)
    office.turn()
    assert office.arrived("owner") == [office.topic(stands)]
    assert office.row_of(stands)["turn"].endswith("+1")
    assert [row["record"] for row in office.rows()] == [stands]


def test_rows_and_notices_of_the_year_before_last_are_thrown_away(office: Telling, hands: Hands) -> None:
    office.subscribe("owner")
    old, stands = office.task("owner"), office.task("owner")
    office.clock.move(MINUTE_MS)
    office.turn()
    office.finish(old)
    office.clock.move(MINUTE_MS)
    office.turn()
    now = office.clock.now_ms() + (KEPT_DAYS + 1) * DAY_MS
    for gone in (1, 0):
        assert forget_reminders(office.here.store, now=now, today="2025-08-01", new_id=new_id) == gone
    assert [row["record"] for row in office.rows()] == [stands]
    assert [notice["record"] for notice in hands.owner.all("notice")] == [stands]
    office.turn()
    assert len(office.arrived("owner")) == 2


def test_demo_keeps_everything_it_would_send(cast: Cast, clock: SetClock) -> None:
    office = Telling(cast, clock)
    demo = {"name": "Minh họa", "phone": None, "province": id_of("Tỉnh"), "clock_offset_ms": 0, "demo": True}
    office.write(Write("office", id_of("office"), demo))
    worker = office.worker()
    worker.tick()
    office.subscribe("owner")
    task = office.task("owner")
    clock.move(MINUTE_MS)
    assert worker.tick() == 1
    assert office.wire.pushes == []
    assert (office.row_of(task)["state"], office.tries()) == ("done", [("kept", "taken")])


@pytest.mark.invariant("work-is-bounded")
def test_ninety_messages_cost_the_store_what_nine_do(office: Telling) -> None:
    for name in ("owner", "colleague", "stranger"):
        office.subscribe(name)
    asked = []
    for count in (3, 30):
        for name in ("owner", "colleague", "stranger"):
            for _ in range(count):
                office.task(name)
        office.clock.move(MINUTE_MS)
        worker = office.worker()
        worker.look()
        with counted() as statements:
            assert worker.send() == 3 * count
        asked.append(len(statements))
    assert asked[0] == asked[1] <= STATEMENTS_MAX


def test_more_than_one_look_puts_in_leave_in_one_turn(office: Telling, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "MESSAGES_MAX", 10)
    office.subscribe("owner")
    for _ in range(35):
        office.task("owner")
    office.clock.move(MINUTE_MS)
    assert office.turn() == 35
    assert len(set(office.arrived("owner"))) == 35
