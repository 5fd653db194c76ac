"""A province-wide person's phone holds the window: what is open and what is recent; the rest is asked for."""

from __future__ import annotations

from typing import Any, Final

import pytest
import sqlalchemy as sa

from server.features.earlier.jobs import Night, move_window
from server.platform import tables as t
from server.platform.clock import DAY_MS
from server.platform.ids import new_id
from sync import limits
from sync.ports import Patch
from tests.factories import id_of
from tests.features.attachments.stories import photo, send
from tests.features.backups.stories import Bag, Carried
from tests.features.feedback.stories import ITEM as MATTER
from tests.hand import Hands

OLD, OPEN, NEW, ITEM, DONE = (
    id_of(name) for name in ("old visit", "open visit", "new visit", "open item", "done item")
)
YEAR_MS: Final = 460 * DAY_MS
HALF_A_YEAR_MS: Final = 180 * DAY_MS
WIDE: Final = ("clerk", "supervisor")


def night(bag: Bag) -> int:
    """What the office does at night about the window."""
    here = bag.here
    return move_window(Night(here.store, here.clock.now_ms(), here.today, new_id))


def later(bag: Bag, ms: int) -> None:
    """Time passes, and everyone signs in again."""
    bag.clock.move(ms)
    for member in bag.cast.members.values():
        for phone in member._phones.values():
            assert phone.sign_in(member.username).status_code == 200


def approve(bag: Bag, visit: str) -> None:
    supervisor = bag.phone("supervisor")
    supervisor.sync()
    supervisor.say("visit.approve", visit, round=1, review=id_of(f"review {visit}"), comment="Được.")
    supervisor.sync()


def raise_item(phone: Carried, id: str) -> None:
    phone.say("feedback.raise", id, entry=id_of(f"e {id}"), patch=Patch(set=MATTER))
    phone.sync()


def settle(phone: Carried, id: str) -> None:
    phone.say("feedback.explain", id, entry=id_of(f"settled {id}"), text="Đã rõ.")
    phone.sync()
    assert phone.outcomes()[-1] == "applied"


def a_year_ago(bag: Bag) -> None:
    """A report that was approved and one that nobody decided, an item that was settled and one that was not."""
    night(bag)
    owner = bag.phone("owner")
    for visit in (OLD, OPEN):
        owner.submit(visit)
    owner.sync()
    approve(bag, OLD)
    for item in (ITEM, DONE):
        raise_item(owner, item)
    settle(owner, DONE)
    for name in (*WIDE, "leader", "owner"):
        bag.phone(name).sync()


def held(phone: Carried) -> set[str]:
    return {id for entity, id in phone.client.rows if entity in ("visit", "feedback")}


@pytest.mark.invariant("quiet-means-equal", "lost-scope-rows-go")
@pytest.mark.parametrize("who", WIDE)
def test_what_is_old_and_closed_leaves_the_phone_and_what_is_open_stays(bag: Bag, who: str) -> None:
    a_year_ago(bag)
    phone, leader = bag.phone(who), bag.phone("leader")
    assert held(phone) == {OLD, OPEN, ITEM, DONE}
    before = dict(leader.client.rows)
    later(bag, YEAR_MS)
    night(bag)
    bag.phone("owner").submit(NEW)
    bag.phone("owner").sync()
    phone.sync()
    assert held(phone) == {OPEN, ITEM, NEW}
    assert {entity for entity, id in phone.client.rows if id == OLD} == set()
    assert ("report", OPEN) in phone.client.rows
    # Who reads a district or a commune holds all of it.
    leader.sync()
    assert held(leader) == {OLD, OPEN, ITEM, DONE, NEW}
    assert {pair: row.body for pair, row in before.items() if pair[0] != "office"}.items() <= {
        pair: row.body for pair, row in leader.client.rows.items()
    }.items()  # fmt: skip
    assert bag.phone("owner").body("visit", OLD)["status"] == "approved"
    assert bag.findings() == []


@pytest.mark.invariant("quiet-means-equal", "lost-scope-rows-go")
@pytest.mark.parametrize("who", WIDE)
def test_what_is_closed_and_of_this_year_stays_through_every_night(bag: Bag, who: str) -> None:
    a_year_ago(bag)
    for _ in range(2):
        later(bag, HALF_A_YEAR_MS)
        night(bag)
        phone = bag.phone(who)
        phone.sync()
        assert held(phone) == {OLD, OPEN, ITEM, DONE}
    assert bag.findings() == []


@pytest.mark.invariant("quiet-means-equal")
def test_a_phone_that_was_away_and_one_that_loads_anew_hold_the_same(bag: Bag) -> None:
    a_year_ago(bag)
    later(bag, YEAR_MS)
    night(bag)
    away, fresh = bag.phone("clerk"), bag.phone("clerk", "desk")
    for phone in (away, fresh):
        phone.sync()
    assert {pair: (row.v, row.body) for pair, row in away.client.rows.items()} == {
        pair: (row.v, row.body) for pair, row in fresh.client.rows.items()
    }
    with bag.here.store.read() as reader:
        place, keys = t.membership.c, _keys(bag, "clerk")
        query = sa.select(place.entity, place.id).where(place.key.in_(keys), place.present).distinct()
        assert {(row.entity, row.id) for row in reader.connection.execute(query)} == set(fresh.client.rows)


def _keys(bag: Bag, who: str) -> list[str]:
    from server.features.people.queries import load_directory

    with bag.here.store.read() as reader:
        return sorted(load_directory(reader).keys(bag.phone(who).member.id, bag.here.today))


@pytest.mark.invariant("lost-scope-rows-go", "work-is-bounded")
def test_time_passing_rewrites_nothing_that_is_closed(bag: Bag) -> None:
    a_year_ago(bag)
    later(bag, YEAR_MS)
    pos = bag.pos()
    # The open visit with its report, the open item, and the office's own record.
    assert night(bag) == 3
    assert bag.pos() == pos + 4
    assert night(bag) == 0
    assert bag.pos() == pos + 4


@pytest.mark.invariant("work-is-bounded", "quiet-means-equal")
def test_each_month_that_goes_is_a_segment_of_its_own(bag: Bag, monkeypatch: pytest.MonkeyPatch) -> None:
    night(bag)
    owner = bag.phone("owner")
    visits = [id_of(f"visit {number}") for number in range(8)]
    for number, visit in enumerate(visits):
        owner.submit(visit)
        owner.sync()
        approve(bag, visit)
        if number % 2:
            later(bag, 31 * DAY_MS)
    clerk = bag.phone("clerk")
    clerk.sync()
    later(bag, YEAR_MS)
    night(bag)
    # More in all than may go with one key.
    monkeypatch.setattr(limits, "GONE_MAX", 5)
    assert clerk.sync() == []
    assert held(clerk) == set()
    assert len(visits) == 8


@pytest.mark.invariant("no-value-vanishes")
def test_a_person_keeps_what_he_wrote_himself_however_old(bag: Bag) -> None:
    a_year_ago(bag)
    supervisor = bag.phone("supervisor")
    later(bag, YEAR_MS)
    night(bag)
    supervisor.sync()
    owner = bag.phone("owner")
    owner.sync()
    assert held(owner) == {OLD, OPEN, ITEM, DONE}


def test_an_old_item_that_is_taken_up_again_comes_back_to_the_window(bag: Bag) -> None:
    a_year_ago(bag)
    later(bag, YEAR_MS)
    night(bag)
    clerk, contact = bag.phone("clerk"), bag.phone("contact")
    clerk.sync()
    assert DONE not in held(clerk)
    contact.sync()
    contact.say("feedback.message", DONE, entry=id_of("again"), text="Lại bồi lấp.")
    contact.sync()
    assert contact.outcomes()[-1] == "applied"
    clerk.sync()
    assert DONE in held(clerk)


def test_who_reads_it_under_earlier_can_act_on_it(bag: Bag) -> None:
    a_year_ago(bag)
    later(bag, YEAR_MS)
    night(bag)
    clerk = bag.phone("clerk")
    clerk.sync()
    clerk.say("feedback.message", DONE, entry=id_of("asked"), text="Xin cho biết hiện trạng.")
    clerk.sync()
    assert clerk.outcomes()[-1] == "applied"
    assert clerk.body("feedback", DONE)["status"] == "confirmed"


# --- Earlier… --------------------------------------------------------------------------------------------------------


def ask(bag: Bag, who: str, kind: str = "visit", after: str | None = None) -> Any:
    more = f"&after={after}" if after else ""
    return getattr(bag.cast, who).phone("desk").get(f"/api/earlier?kind={kind}{more}")


def ids(answer: Any, entity: str = "visit") -> list[str]:
    tables = answer.get_json()["rows"]
    return [row[0] for table in tables if table["e"] == entity for row in table["rows"]]


def test_what_left_the_window_comes_when_it_is_asked_for_with_all_that_belongs_to_it(bag: Bag, hands: Hands) -> None:
    one = photo()
    owner = bag.phone("owner", "tablet")
    owner.submit(OLD, add={"photos": [one.row]})
    owner.sync()
    send(hands.owner, OLD, one)
    approve(bag, OLD)
    raise_item(owner, DONE)
    settle(owner, DONE)
    assert ids(ask(bag, "clerk")) == []
    later(bag, YEAR_MS)
    night(bag)
    answer = ask(bag, "clerk")
    assert {table["e"] for table in answer.get_json()["rows"]} == {"visit", "report", "review", "attachment"}
    assert (ids(answer), answer.get_json()["next"]) == ([OLD], None)
    assert ids(ask(bag, "clerk", "feedback"), "feedback") == [DONE]
    assert bag.cast.clerk.phone("desk").get(f"/api/files/{one.id}").status_code == 200


@pytest.mark.parametrize("who", ["owner", "colleague", "stranger", "contact", "leader", "agency", "admin"])
def test_who_reads_no_whole_province_gets_nothing_earlier(bag: Bag, who: str) -> None:
    a_year_ago(bag)
    later(bag, YEAR_MS)
    night(bag)
    assert ask(bag, who).get_json() == {"rows": [], "next": None}
    assert bag.cast.visitor().get("/api/earlier?kind=visit").status_code == 401


def test_pages_follow_each_other_without_a_hole(bag: Bag, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.features.earlier.queries.PAGE", 3)
    owner = bag.phone("owner")
    visits = [id_of(f"paged {number}") for number in range(8)]
    for number, visit in enumerate(visits):
        owner.submit(visit)
        owner.sync()
        approve(bag, visit)
        later(bag, DAY_MS if number % 3 else 31 * DAY_MS)
    later(bag, YEAR_MS)
    night(bag)
    found: list[str] = []
    after = None
    for _ in range(4):
        answer = ask(bag, "supervisor", after=after)
        found += sorted(ids(answer), key=visits.index, reverse=True)
        after = answer.get_json()["next"]
        if after is None:
            break
    assert found == visits[::-1]


@pytest.mark.parametrize("query", ["kind=draft", "kind=visit&after=x", "", "kind=visit&after=2024-06.-1"])
def test_a_question_that_makes_no_sense_is_refused(bag: Bag, query: str) -> None:
    assert bag.cast.clerk.phone("desk").get(f"/api/earlier?{query}").status_code == 422


# --- The office's setting --------------------------------------------------------------------------------------------


def test_an_administrator_sets_how_long_the_window_is(bag: Bag) -> None:
    a_year_ago(bag)
    admin, clerk = bag.cast.admin.phone(), bag.phone("clerk")
    assert admin.get("/api/admin/window").get_json()["days"] == 400
    later(bag, 150 * DAY_MS)
    night(bag)
    clerk.sync()
    assert OLD in held(clerk)
    assert admin.ask("PUT", "/api/admin/window", {"days": 90}).status_code == 200
    night(bag)
    clerk.sync()
    assert held(clerk) == {OPEN, ITEM}
    # A longer one is filled again, by the feed and without a job.
    assert admin.ask("PUT", "/api/admin/window", {"days": 400}).status_code == 200
    clerk.sync()
    assert held(clerk) == {OLD, OPEN, ITEM, DONE}


@pytest.mark.parametrize("days", [59, 18_001, "400", None, 90.5])
def test_a_window_of_no_sense_is_refused(bag: Bag, days: object) -> None:
    assert bag.cast.admin.phone().ask("PUT", "/api/admin/window", {"days": days}).status_code == 422


@pytest.mark.parametrize("who", ["owner", "clerk", "supervisor"])
def test_nobody_else_sets_it(bag: Bag, who: str) -> None:
    phone = getattr(bag.cast, who).phone("desk")
    assert phone.ask("PUT", "/api/admin/window", {"days": 90}).status_code == 404
    assert phone.get("/api/admin/window").status_code == 404


# --- From before there were months -----------------------------------------------------------------------------------


def test_records_without_a_month_are_filed_at_night_and_no_phone_loses_one(
    bag: Bag, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr("server.features.people.directory.in_month", lambda key, _month: key)
        a_year_ago(bag)
    with bag.here.store.read() as reader:
        assert not [key for key in reader.keys_of("visit", OLD) if "@" in key]
    clerk = bag.phone("clerk")
    clerk.sync()
    assert held(clerk) == {OLD, OPEN, ITEM, DONE}
    bag.clock.move(DAY_MS)
    assert night(bag) > 0
    clerk.sync()
    assert held(clerk) == {OLD, OPEN, ITEM, DONE}
    later(bag, YEAR_MS)
    night(bag)
    clerk.sync()
    assert held(clerk) == {OPEN, ITEM}
    assert bag.findings() == []
