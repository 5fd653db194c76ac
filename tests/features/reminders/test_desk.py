"""The office's side of reminders: what went out, what still stands, telling it again, and who can be reached."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from server.config import Config
from server.features.occasions import OCCASIONS
from server.features.people.actions import NewPerson, do_add_people, do_put_assignments
from server.features.reminders import outbox
from server.features.reminders.model import reminders, sendings, subscriptions
from server.features.reminders.outbox import Message, Tried
from server.features.reminders.phones import RETIRED_SHOWN_MS, Addresses, do_set_addresses, had_query
from server.features.reminders.planning import Looked
from server.features.reminders.queries import PAGE_ROWS, Desk, Wanted, outbox_query
from server.features.reminders.rules import Step, after_refused, after_taken
from server.features.reminders.watch import Watch
from server.features.units.actions import do_put_units
from server.platform.acts import NOBODY, Act
from server.platform.clock import SetClock
from server.platform.ids import new_id
from server.registry import FINDERS, REMINDED
from tests.cast import AWAY, FAR, HOME, NEAR, Cast, Phone
from tests.contract.test_statements import counted
from tests.factories import assignment, id_of, unit
from tests.features.duty.stories import put
from tests.features.reminders.test_wishes import WISH
from tests.features.vectors import vectors
from tests.hand import Hand, Hands
from tests.refusals import refused

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
# With the three communes of the cast, as many as a province has.
MORE_COMMUNES = 156
MONTHLY: dict[str, Any] = {"for_role": "cadre", "every_months": 1, "starts": "2024-06-01"}


@pytest.fixture
def config(config: Config) -> Config:
    """An office that sends mail and nothing else."""
    return replace(config, mail_url="smtp://127.0.0.1", mail_from="diaban@example.vn")


@pytest.fixture
def watch(cast: Cast) -> Watch:
    """The leader's look around, begun the day before; whoever gave an address is told by mail."""
    here = cast.here
    made = Watch(
        here.store, here.clock, here.office_clock, kinds=REMINDED, finders=FINDERS, new_id=new_id, can=("mail",)
    )
    made.look()
    return made


def act_of(cast: Cast, tx: Any) -> Act:
    return Act(tx, NOBODY, cast.here.clock.now_ms(), cast.here.today, new_id)


def with_mail(cast: Cast, *names: str) -> None:
    with cast.here.store.write() as tx:
        for name in names:
            do_set_addresses(tx.connection, id_of(name), Addresses(mail=f"{id_of(name)[:8]}@example.vn"))


def with_all_communes(cast: Cast) -> list[str]:
    """Another 156 communes, each with its cadre; returns their names."""
    names = [f"cadre of {number}" for number in range(MORE_COMMUNES)]
    with cast.here.store.write() as tx:
        act = act_of(cast, tx)
        do_put_units(act, [unit(f"Xã {number}", above=NEAR) for number in range(MORE_COMMUNES)])
        do_add_people(act, [NewPerson(id_of(name), name, None, name.replace(" ", ".")) for name in names])
        do_put_assignments(act, [assignment(name, "cadre", f"Xã {at}") for at, name in enumerate(names)])
    return names


def clerk_of_far(cast: Cast) -> None:
    """From now on the far leader keeps the books of his district, too."""
    with cast.here.store.write() as tx:
        do_put_assignments(act_of(cast, tx), [assignment("far_leader", "clerk", FAR)])


def send(cast: Cast, outcome: str = "taken", status: int = 250) -> None:
    """Whatever is due leaves, and comes to this."""
    now, step = cast.here.clock.now_ms(), after_taken if outcome == "taken" else after_refused
    with cast.here.store.write() as tx:
        while held := outbox.claim(tx.connection, now=now, holder="one"):
            tried = [Tried(each, step(each.road or "", [each.road or ""], now), outcome, status) for each in held]
            outbox.note(tx.connection, tried, holder="one", now=now, new_id=new_id)


def got(phone: Phone, path: str, **query: Any) -> Any:
    answer = phone.get(f"/api/reminders/{path}", query_string=query)
    assert answer.status_code == 200, answer.text
    return answer.get_json()


def standing(hand: Hand, code: str) -> dict[str, Any]:
    return next(row for row in got(hand.phone, "standing")["rows"] if row["code"] == code)


def counts(hand: Hand, code: str) -> tuple[int, int, int, int, int]:
    row = standing(hand, code)
    return row["standing"], row["told"], row["failed"], row["waiting"], row["again"]


def again(hand: Hand, occasion: str) -> dict[str, Any]:
    answer = hand.phone.post("/api/reminders/again", {"occasion": occasion})
    assert answer.status_code == 200, answer.text
    return dict(answer.get_json())


def test_159_communes_at_the_cut_off_are_told_again_with_one_press(
    cast: Cast, hands: Hands, watch: Watch, clock: SetClock
) -> None:
    names = with_all_communes(cast)
    # Seven of them and the two far cadres have given no address.
    with_mail(cast, "owner", *names[:149])
    put(hands.clerk, "cadence", **MONTHLY)
    assert watch.look().put_in == 159
    send(cast)
    assert counts(hands.clerk, "visit_due") == (159, 150, 9, 0, 0)
    assert again(hands.clerk, "visit_due") == {"put_in": 0, "first": None, "last": None, "unreached": []}

    clock.move(2 * HOUR_MS)
    # Nothing is asked of him any more.
    put(hands.clerk, "leave", person=id_of("owner"), starts="2024-06-01", ends="2024-06-30")
    watch.look()
    assert counts(hands.clerk, "visit_due") == (158, 149, 9, 0, 158)
    pressed = again(hands.clerk, "visit_due")
    now = cast.here.office_clock.now_ms()
    assert (pressed["put_in"], pressed["first"], pressed["last"]) == (149, now, now)
    assert len(pressed["unreached"]) == 9
    assert {one["why"] for one in pressed["unreached"]} == {"none"}
    assert again(hands.clerk, "visit_due")["put_in"] == 0
    assert counts(hands.clerk, "visit_due") == (158, 0, 9, 149, 0)
    # What was put in stands as long as the first telling does, and every inbox shows it once, unread.
    assert watch.look() == Looked(0, 0)
    [notice] = [each for each in hands.colleague.all("notice") if each["occasion"] == "visit_due"]
    assert (notice["ended"], notice["read"], notice["turn"]) == (None, None, "2024-06-30-5")
    send(cast)
    assert counts(hands.clerk, "visit_due") == (158, 149, 9, 0, 0)


def test_what_was_told_again_and_is_done_meanwhile_is_not_sent(
    cast: Cast, hands: Hands, watch: Watch, clock: SetClock
) -> None:
    with_mail(cast, "owner")
    put(hands.clerk, "cadence", **MONTHLY)
    watch.look()
    send(cast)
    clock.move(2 * HOUR_MS)
    assert again(hands.clerk, "visit_due")["put_in"] == 1
    put(hands.clerk, "leave", person=id_of("owner"), starts="2024-06-01", ends="2024-06-30")
    assert watch.look().taken_out == 1
    send(cast)
    latest, first = got(hands.clerk.phone, "outbox", person=id_of("owner"))["rows"]
    assert (latest["again"], latest["state"], latest["why"], latest["tries"]) == (True, "dropped", "stands_no_more", [])
    assert (first["again"], first["state"], first["stands"]) == (False, "done", False)
    assert all(each["ended"] for each in hands.owner.all("notice"))


def test_pressed_at_night_it_comes_in_the_morning_of_a_working_day(
    cast: Cast, hands: Hands, watch: Watch, clock: SetClock
) -> None:
    with_mail(cast, "owner")
    put(hands.clerk, "cadence", **MONTHLY)
    # Friday 28/06: the last working day before the period ends on Sunday.
    clock.move(3 * DAY_MS)
    watch.look()
    send(cast)
    # At 22:00; the next working morning is Monday's.
    clock.move(14 * HOUR_MS)
    watch.look()
    monday = clock.now_ms() + 2 * DAY_MS + 8 * HOUR_MS + HOUR_MS // 2
    assert standing(hands.clerk, "visit_due")["at"] == monday
    pressed = again(hands.clerk, "visit_due")
    assert (pressed["put_in"], pressed["first"], pressed["last"]) == (1, monday, monday)
    send(cast)
    assert counts(hands.clerk, "visit_due")[3] == 1


def test_who_wants_no_such_reminder_is_not_told_again(cast: Cast, hands: Hands, watch: Watch, clock: SetClock) -> None:
    with_mail(cast, "owner")
    put(hands.clerk, "cadence", **MONTHLY)
    watch.look()
    send(cast)
    clock.move(2 * HOUR_MS)
    assert hands.owner.do("preference.set", new_id(), **WISH, silenced=[["visit_due"]]) == "applied"
    pressed = again(hands.clerk, "visit_due")
    assert pressed["put_in"] == 0
    assert id_of("owner") not in {one["person"] for one in pressed["unreached"]}


def test_the_office_sees_what_failed_and_why(cast: Cast, hands: Hands, watch: Watch, clock: SetClock) -> None:
    with_mail(cast, "owner")
    put(hands.clerk, "cadence", **MONTHLY)
    watch.look()
    send(cast, "refused", 550)
    failed = {row["person"]: row for row in got(hands.clerk.phone, "outbox", state="failed")["rows"]}
    assert set(failed) == {id_of("owner"), id_of("colleague"), id_of("stranger")}
    mine = failed[id_of("owner")]
    assert (mine["why"], mine["tries"][0]["status"]) == ("mail_refused", 550)
    assert "Xã An" in mine["said"] and "30/06/2024" in mine["said"]
    assert failed[id_of("colleague")]["why"] == "no_road"


def test_a_clerk_sees_and_reminds_his_own_district_alone(
    cast: Cast, hands: Hands, watch: Watch, clock: SetClock
) -> None:
    clerk_of_far(cast)
    put(hands.clerk, "cadence", **MONTHLY)
    watch.look()
    clock.move(2 * HOUR_MS)
    far = hands.far_leader
    assert {row["person"] for row in got(far.phone, "outbox")["rows"]} == {id_of("stranger")}
    assert got(far.phone, "outbox", person=id_of("owner"))["rows"] == []
    assert got(far.phone, "outbox", unit=id_of(HOME))["rows"] == []
    assert counts(far, "visit_due")[0] == 1
    assert {row["person"] for row in got(far.phone, "phones")["rows"]} == {
        id_of(name) for name in ("stranger", "far_contact", "far_leader")
    }
    assert [one["person"] for one in again(far, "visit_due")["unreached"]] == [id_of("stranger")]
    assert counts(hands.clerk, "visit_due") == (3, 0, 3, 0, 2)


def test_the_province_and_an_administrator_see_everybody(cast: Cast, hands: Hands, watch: Watch) -> None:
    put(hands.clerk, "cadence", **MONTHLY)
    watch.look()
    for who in (cast.clerk, cast.admin):
        assert len(got(who.phone(), "outbox")["rows"]) == 3
        assert [row["unit"] for row in got(who.phone(), "outbox", unit=id_of(FAR))["rows"]] == [id_of(AWAY)]
        assert sum(got(who.phone(), "phones")["counts"].values()) == 13


@pytest.mark.parametrize("name", ["owner", "contact", "leader", "agency", "supervisor"])
def test_to_everyone_else_these_routes_are_not_there(cast: Cast, name: str) -> None:
    phone = getattr(cast, name).phone()
    for path in ("outbox", "standing", "phones"):
        refused(phone.get(f"/api/reminders/{path}"), "not_found")
    refused(phone.post("/api/reminders/again", {"occasion": "visit_due"}), "not_found")
    refused(cast.visitor().get("/api/reminders/outbox"), "signed_out")


@pytest.mark.parametrize(
    "query",
    [
        {"state": "lost"}, {"occasion": "birthday"}, {"person": "1"}, {"unit": "x' OR 1"}, {"after": "1"},
        {"after": "9" * 16 + "." + id_of("x")},
    ],
)  # fmt: skip
def test_only_what_is_listed_can_be_asked_for(cast: Cast, query: dict[str, str]) -> None:
    refused(cast.clerk.phone().get("/api/reminders/outbox", query_string=query), "invalid")
    refused(cast.clerk.phone().post("/api/reminders/again", {"occasion": "birthday"}), "invalid")


def fill(cast: Cast, count: int) -> None:
    """An outbox of several years: a row a minute, the last one just now; every tenth failed, all were tried."""
    people, units = [id_of(name) for name in ("owner", "colleague", "stranger")], [id_of(HOME), id_of(AWAY)]
    now, step = cast.here.clock.now_ms(), Step("done", None, 0)
    tried = {"road": "mail", "outcome": "taken", "status": 250}
    rows = [
        Message(new_id(), people[at % 3], "item_unowned", "feedback", new_id(), "1:2024-06-20+1", {}, now - at * 60_000,
                units[at % 2])
        for at in range(count)
    ]  # fmt: skip
    with cast.here.store.write() as tx:
        for start in range(0, count, 1_000):
            some = rows[start : start + 1_000]
            states = [replace(step, state="failed" if each.made % 7 else "done") for each in some]
            outbox.put(tx.connection, list(zip(some, states, strict=True)))
            sent = [{**tried, "id": new_id(), "reminder": each.id, "at": each.made} for each in some]
            tx.connection.execute(sendings.insert(), sent)
        tx.connection.execute(reminders.update().where(reminders.c.made < now - DAY_MS).values(ended=now))


def test_pages_hold_everything_once_the_latest_first(cast: Cast) -> None:
    fill(cast, 2 * PAGE_ROWS + 7)
    phone, seen, after = cast.clerk.phone(), [], None
    while True:
        page = got(phone, "outbox", **({"after": after} if after else {}))
        assert len(page["rows"]) <= PAGE_ROWS
        seen += [(row["made"], row["id"]) for row in page["rows"]]
        after = page["next"]
        if after is None:
            break
    assert len(set(seen)) == 2 * PAGE_ROWS + 7
    assert seen == sorted(seen, reverse=True)


@pytest.mark.invariant("work-is-bounded")
def test_an_outbox_of_years_is_asked_no_more_than_one_of_a_day(cast: Cast) -> None:
    clerk_of_far(cast)
    asked = [cast.clerk.phone(), cast.far_leader.phone()]
    queries: list[dict[str, str]] = [
        {}, {"state": "failed"}, {"occasion": "item_unowned"}, {"person": id_of("owner")}, {"unit": id_of(FAR)}
    ]  # fmt: skip

    def statements() -> list[int]:
        found = []
        for phone in asked:
            for path, query in [*(("outbox", query) for query in queries), ("standing", {}), ("phones", {})]:
                with counted() as names:
                    got(phone, path, **query)
                found.append(len(names))
        return found

    fill(cast, 10)
    statements()
    few = statements()
    fill(cast, 20_000)
    assert statements() == few
    assert max(few) <= 20
    used = plans(cast, queries)
    assert not [line for line in used if line == "SCAN reminder" or "TEMP B-TREE" in line or "Seq Scan" in line]


def plans(cast: Cast, queries: list[dict[str, str]]) -> list[str]:
    """How the database goes about each of these questions."""
    explain = "EXPLAIN QUERY PLAN" if cast.here.store.engine.dialect.name == "sqlite" else "EXPLAIN"
    lines: list[str] = []
    with cast.here.store.write() as tx:
        tx.connection.exec_driver_sql("ANALYZE")
    with cast.here.store.read() as reader:
        for query in queries:
            units = frozenset({id_of(AWAY)}) if "unit" in query else None
            wanted = Wanted(query.get("state"), query.get("occasion"), query.get("person"), units)
            text = outbox_query(Desk(), wanted, None).compile(reader.connection, compile_kwargs={"literal_binds": True})
            lines += [str(row[-1]) for row in reader.connection.exec_driver_sql(f"{explain} {text}")]
    return lines


def test_the_phone_knows_when_each_occasion_is_told() -> None:
    assert vectors("occasions") == {code: " ".join(map(str, each.turns)) for code, each in OCCASIONS.items()}


def test_who_cannot_be_reached_comes_first_and_each_phone_says_when_it_last_took_one(cast: Cast, hands: Hands) -> None:
    with_mail(cast, "owner")
    told = got(cast.clerk.phone(), "phones")
    assert told["counts"] == {"none": 12, "retired": 0, "closed": 0, "reached": 1}
    assert [row["reach"] for row in told["rows"]] == ["none"] * 12 + ["reached"]
    assert (told["rows"][-1]["person"], told["rows"][-1]["roads"]) == (id_of("owner"), ["mail"])
    [reached] = got(cast.clerk.phone(), "phones", reach="reached")["rows"]
    assert reached == told["rows"][-1]
    assert "example.vn" not in str(told)


def test_phones_that_take_none_any_more_are_counted_and_not_read(cast: Cast) -> None:
    """Thirty thousand of them, as no office has: how long a clerk waits is for the people whom he looks after."""
    now = cast.here.clock.now_ms()
    retire(cast, [f"gone-{number}" for number in range(2_000)], each=15)
    retire(cast, [id_of("owner")], each=15)
    retire(cast, [id_of("colleague")], each=1, at=now - RETIRED_SHOWN_MS)
    told = got(cast.clerk.phone(), "phones")
    assert told["counts"] == {"none": 12, "retired": 1, "closed": 0, "reached": 0}
    [owner] = got(cast.clerk.phone(), "phones", reach="retired")["rows"]
    assert (owner["person"], len(owner["phones"])) == (id_of("owner"), 15)
    with cast.here.store.read() as reader:
        text = had_query([id_of(name) for name in ("owner", "clerk")], now=now).compile(
            reader.connection, compile_kwargs={"literal_binds": True}
        )
        explain = "EXPLAIN QUERY PLAN" if reader.connection.dialect.name == "sqlite" else "EXPLAIN"
        used = [str(row[-1]) for row in reader.connection.exec_driver_sql(f"{explain} {text}")]
    assert "ix_push_subscription_person_retired" in " ".join(used)
    assert not [line for line in used if line.startswith("SCAN") or "Seq Scan" in line]


def retire(cast: Cast, people: list[str], *, each: int, at: int | None = None) -> None:
    """So many browsers of these people took pushes once."""
    now = cast.here.clock.now_ms()
    times = {"made": 0, "retired": now if at is None else at}
    keys = {"device": "gone", "p256dh": "", "auth": ""}
    rows = [{"id": new_id(), "person": person, "endpoint": new_id(), **keys, **times} for person in people * each]
    with cast.here.store.write() as tx:
        tx.connection.execute(subscriptions.insert(), rows)
        tx.connection.exec_driver_sql("ANALYZE")
