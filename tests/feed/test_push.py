"""Operations take effect at most once, in order, and none blocks another's."""

import pytest

from sync.client import Client
from sync.ports import Patch, Work
from tests.factories import id_of
from tests.feed.altered import Altered, cannot_keep
from tests.world import AN, BINH, HERE, NOON, Keys, World, draft, matter, outcomes, submit, take, words

VISIT = id_of("visit")


@pytest.fixture
def phone(world: World) -> Client:
    world.may_read(AN, f"unit:{HERE}")
    return world.phone(AN)


def test_what_was_said_offline_arrives_in_one_trip(world: World, phone: Client) -> None:
    words(phone, VISIT, village="Thôn 3", findings="Đường hỏng.")
    submit(phone, VISIT, unit=HERE)
    answer = world.lines(phone)
    take(phone, answer)
    assert outcomes(phone) == ["applied", "applied"]
    assert world.body("report", VISIT)["findings"] == "Đường hỏng."
    assert world.body("draft", VISIT) == {}
    world.agree(phone)


@pytest.mark.invariant("at-most-once")
@pytest.mark.failure(1)
def test_a_lost_answer_is_asked_for_again_and_changes_nothing(world: World, phone: Client) -> None:
    matter(phone, "cầu gãy")
    body = phone.request(NOON)
    world.lines(phone, body)
    with world.store.read() as reader:
        head = reader.head()
    take(phone, world.lines(phone, body))
    assert outcomes(phone) == ["applied"]
    world.sync(phone)
    with world.store.read() as reader:
        assert reader.changes(head.pos, 10)[1:] == []
    world.agree(phone)


def test_an_answer_cut_after_the_results_clears_the_operations_and_loses_no_row(world: World, phone: Client) -> None:
    matter(phone, "cầu gãy")
    head, results, *_ = world.lines(phone)
    take(phone, [head, results])
    assert phone.unsent == []
    assert (phone.shown("feedback", id_of("cầu gãy")) or {})["status"] == "new"
    world.sync(phone)
    world.agree(phone)


@pytest.mark.invariant("at-most-once")
@pytest.mark.failure(3)
def test_the_same_request_arriving_twice_at_once_is_one(world: World, phone: Client) -> None:
    words(phone, VISIT, village="Thôn 3")
    body = phone.request(NOON)
    first, second = world.lines(phone, body), world.lines(phone, body)
    assert first[1] == second[1]


def test_one_operation_sent_twice_within_a_push_is_one(world: World, phone: Client) -> None:
    op_id = matter_id = id_of("twice")
    for _ in range(2):
        phone.say(
            "feedback.raise", matter_id, role="contact", at=NOON, args={"entry": id_of("e")}, op_id=op_id,
            patch=Patch(set={"unit": HERE}),
        )  # fmt: skip
    world.sync(phone)
    assert outcomes(phone) == ["applied", "applied"]


@pytest.mark.invariant("nothing-blocks")
@pytest.mark.failure(19)
def test_a_poisoned_operation_is_held_and_those_behind_it_are_applied(world: World, phone: Client) -> None:
    words(phone, VISIT, village="poison")
    matter(phone, "cầu gãy")
    world.sync(phone)
    assert outcomes(phone) == ["held", "applied"]
    assert world.reported == [phone.ops[0].op_id]


def test_what_breaks_the_transaction_itself_is_held_and_the_rest_is_applied(world: World, phone: Client) -> None:
    whole = world.store
    world.store = Altered(whole, {"append": cannot_keep(VISIT)})
    matter(phone, "trước")
    words(phone, VISIT, village="Thôn 3")
    matter(phone, "sau")
    world.sync(phone)
    assert outcomes(phone) == ["applied", "held", "applied"]
    world.store = whole
    assert world.retry() == 1
    world.sync(phone)
    world.agree(phone)


def test_a_held_operation_that_another_worker_has_let_go_is_left_alone(world: World, phone: Client) -> None:
    words(phone, VISIT, village="poison")
    world.sync(phone)
    with world.store.read() as reader:
        looked_at = reader.held(10)
    world.handlers["draft.save"] = save_anything
    assert world.retry() == 1
    world.store = Altered(world.store, {"held": lambda _held: lambda *_: looked_at})
    assert world.retry() == 0


def test_a_held_operation_that_an_older_database_knows_nothing_of_is_stepped_over(world: World, phone: Client) -> None:
    words(phone, VISIT, village="poison")
    world.sync(phone)
    with world.store.read() as reader:
        looked_at = reader.held(10)
    assert len(looked_at) == 1
    gone = {"held": lambda _held: lambda *_: looked_at, "ops": lambda _ops: lambda *_: {}}
    world.store = Altered(world.store, gone)
    world.reported.clear()
    assert world.retry() == 0
    assert world.reported == []


def test_a_held_operation_is_tried_again_and_its_author_told(world: World, phone: Client) -> None:
    words(phone, VISIT, village="poison")
    world.sync(phone)
    assert world.retry() == 0
    world.handlers["draft.save"] = save_anything
    assert world.retry() == 1
    assert world.retry() == 0
    world.sync(phone)
    [told] = [row.body for (entity, _), row in phone.rows.items() if entity == "outcome"]
    assert (told["outcome"], told["record"]) == ("applied", VISIT)
    assert phone.rows["draft", VISIT].body["village"] == "poison"


def save_anything(work: Work, _keys: Keys) -> None:
    work.write("draft", work.op.id, dict(work.op.patch.set), keys={f"person:{work.op.author}"})


def test_an_operation_of_a_kind_that_is_not_known_yet_is_held(world: World, phone: Client) -> None:
    phone.say("task.begin", VISIT, role="cadre", at=NOON, args={"anything": [1, "two"]})
    matter(phone, "cầu gãy")
    world.sync(phone)
    assert outcomes(phone) == ["held", "applied"]
    assert phone.ops[0].problem == {"code": "unknown_kind", "details": {"kind": "task.begin"}}


def test_a_refused_operation_leaves_no_trace_not_even_a_number(world: World, phone: Client) -> None:
    submit(phone, id_of("a"), unit=HERE, village="late refusal")
    submit(phone, id_of("b"), unit=HERE)
    world.sync(phone)
    assert outcomes(phone) == ["quarantined", "applied"]
    assert phone.rows["visit", id_of("b")].body["number"] == "BC-1"
    world.agree(phone)


def test_later_operations_on_a_refused_record_are_one_case(world: World, phone: Client) -> None:
    first = submit(phone, VISIT)
    submit(phone, VISIT)
    world.sync(phone)
    assert "depends" not in phone.ops[0].problem
    assert phone.ops[1].problem["depends"] == first


def test_what_replaces_a_refused_operation_stands_alone(world: World, phone: Client) -> None:
    first = submit(phone, VISIT)
    world.sync(phone)
    second = submit(phone, VISIT, supersedes=[first])
    third = submit(phone, VISIT, supersedes=[second], unit=HERE)
    world.sync(phone)
    assert outcomes(phone) == ["quarantined", "quarantined", "applied"]
    assert "depends" not in phone.ops[1].problem
    with world.store.read() as reader:
        stored = reader.ops(AN, [first, second, third])
    assert [stored[op].superseded for op in (first, second, third)] == [second, third, None]


def test_an_operation_that_is_replaced_while_held_is_not_tried_again(world: World, phone: Client) -> None:
    held = words(phone, VISIT, village="poison")
    world.sync(phone)
    phone.say("draft.save", VISIT, role="cadre", at=NOON, patch=draft(village="Thôn 3"), supersedes=[held])
    world.sync(phone)
    world.handlers["draft.save"] = save_anything
    assert world.retry() == 0
    assert world.body("draft", VISIT)["village"] == "Thôn 3"


def test_a_stale_command_changes_nothing(world: World, phone: Client) -> None:
    submit(phone, VISIT, round=2, unit=HERE)
    phone.say("visit.approve", VISIT, role="supervisor", at=NOON, args={"round": 1, "review": id_of("r")})
    world.sync(phone)
    assert outcomes(phone) == ["applied", "conflict"]
    assert phone.ops[1].problem == {"code": "stale", "details": {"round": 2}}
    assert world.body("visit", VISIT)["status"] == "sent"


@pytest.mark.invariant("restored-device-noticed")
@pytest.mark.failure(10, 11)
def test_a_cloned_phone_is_told_to_fork_and_nothing_is_lost_or_doubled(world: World, phone: Client) -> None:
    matter(phone, "một")
    world.sync(phone)
    clone = world.phone(AN)
    clone.inc, clone.ops, clone._next_n = phone.inc, list(phone.ops), phone._next_n
    matter(phone, "hai")
    world.sync(phone)
    matter(clone, "ba")
    answer = world.lines(clone)
    assert b'"code":"fork"' in answer[0]
    assert len(answer) == 2
    take(clone, answer)
    world.sync(clone)
    world.sync(phone)
    assert len([pair for pair in phone.rows if pair[0] == "feedback"]) == 3
    world.agree(phone)
    world.agree(clone)


@pytest.mark.invariant("device-order")
@pytest.mark.failure(24)
def test_a_push_that_does_not_follow_is_a_gap(world: World, phone: Client) -> None:
    matter(phone, "một")
    matter(phone, "hai")
    phone.ops[0].state = "done"
    answer = world.lines(phone)
    assert b'"last_n":0,"safe_pos":0,"error":{"code":"gap"' in answer[0]
    take(phone, answer)
    world.sync(phone)
    assert outcomes(phone) == ["applied", "applied"]


def test_a_new_incarnation_sends_the_same_operations_without_doubling_them(world: World, phone: Client) -> None:
    submit(phone, VISIT, unit=HERE)
    world.lines(phone)
    phone._new_incarnation()
    world.sync(phone)
    assert outcomes(phone) == ["applied"]
    assert phone.rows["visit", VISIT].v == 1


def test_an_incarnation_belongs_to_one_device(world: World, phone: Client) -> None:
    matter(phone, "một")
    world.sync(phone)
    tablet = world.phone(AN, "tablet")
    tablet.inc, tablet.ops, tablet.cursor = phone.inc, list(phone.ops), None
    tablet.say("draft.save", VISIT, role="cadre", at=NOON, patch=draft(village="Thôn 3"))
    tablet.ops[-1].n = 2
    assert b'"code":"fork"' in world.lines(tablet)[0]


def test_somebody_elses_op_id_is_nobodys_business(world: World, phone: Client) -> None:
    op_id = matter(phone, "một") and phone.ops[0].op_id
    world.sync(phone)
    other = world.phone(BINH)
    other.say("draft.save", VISIT, role="cadre", at=NOON, patch=draft(village="Thôn 9"), op_id=op_id)
    world.sync(other)
    assert outcomes(other) == ["applied"]
    assert world.body("draft", VISIT)["village"] == "Thôn 9"


def test_an_id_that_names_something_else_is_taken(world: World, phone: Client) -> None:
    id = matter(phone, "một")
    words(phone, id, village="Thôn 3")
    world.sync(phone)
    assert outcomes(phone) == ["applied", "quarantined"]
    assert phone.ops[1].problem["code"] == "id_taken"


def test_the_id_of_refused_words_stays_their_authors(world: World, phone: Client) -> None:
    submit(phone, VISIT)
    world.sync(phone)
    other = world.phone(BINH)
    words(other, VISIT, village="Thôn 9")
    world.sync(other)
    words(phone, VISIT, village="Thôn 3")
    world.sync(phone)
    assert outcomes(other) == ["quarantined"]
    assert world.body("draft", VISIT)["village"] == "Thôn 3"


def test_a_withdrawn_device_hands_in_its_work_and_gets_nothing(world: World, phone: Client) -> None:
    matter(phone, "một")
    answer = world.lines(phone, draining=True)
    take(phone, answer)
    assert phone.error == "drain"
    assert outcomes(phone) == ["quarantined"]
    assert phone.ops[0].problem["code"] == "device_withdrawn"
    assert phone.rows == {}
    assert world.body("feedback", id_of("một")) == {}


def test_a_phone_whose_protocol_is_too_old_may_still_hand_in(world: World, phone: Client) -> None:
    matter(phone, "một")
    take(phone, world.lines(phone, phone.request(NOON).replace(b'{"p":1,', b'{"p":0,')))
    assert phone.error == "upgrade"
    assert outcomes(phone) == ["applied"]
    assert phone.rows == {}


def test_another_persons_store_is_not_even_looked_at(world: World, phone: Client) -> None:
    matter(phone, "một")
    stranger = world.phone(BINH)
    stranger.device = phone.device
    answer = world.lines(stranger, phone.request(NOON))
    assert b'"code":"wrong_person"' in answer[0]
    assert len(answer) == 2
    assert world.body("feedback", id_of("một")) == {}


def test_a_quiet_store_is_named_by_the_ends_of_its_ids_and_by_its_cursor(world: World, phone: Client) -> None:
    matter(phone, "một")
    world.sync(phone)
    quiet = phone.request(NOON)
    assert phone.person.encode() not in quiet
    assert phone.device.encode() not in quiet
    stranger = world.phone(BINH)
    stranger.device = phone.device
    head, end = world.lines(stranger, quiet)
    assert b'"code":"wrong_person"' in head
    # The ends may be alike by chance. The cursor is sealed for the whole of both.
    namesake = world.phone(f"0191b000-0000-7000-8000-abcdef{phone.person[-6:]}")
    namesake.device = phone.device
    assert b'"code":"resync"' in world.lines(namesake, quiet)[0]
    assert len(world.lines(namesake, quiet)) == len((head, end))


def test_a_refill_waits_until_what_it_speaks_of_is_there(world: World, phone: Client) -> None:
    matter(phone, "một")
    phone.say("feedback.refer", id_of("hai"), role="contact", at=NOON, args={"entry": id_of("e"), "unit": HERE})
    with world.store.write() as tx:
        tx.put_epoch(id_of("new life"), world.now)
    phone.refilling = id_of("old")
    phone.ops[1].old_pos = 8
    take(phone, world.lines(phone))
    assert outcomes(phone) == ["applied", "held"]
    assert phone.ops[1].problem["code"] == "refill"
    matter(phone, "hai", unit=id_of("elsewhere"))
    world.sync(phone)
    assert world.retry() == 0
    assert world.body("feedback", id_of("hai"))["unit"] == HERE
