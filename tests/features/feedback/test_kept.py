"""What items came to, kept for figures over years: counted as their threads are, whenever it was kept."""

from __future__ import annotations

import random
from dataclasses import asdict
from itertools import pairwise
from typing import Any, Final

import pytest

from server.days import add_days
from server.features.audiences import feedback_keys
from server.features.feedback import accounts, figures
from server.features.feedback.jobs import keep_courses
from server.features.feedback.kept import AT_ONCE, keep, spans, tallies
from server.features.feedback.model import OPEN_END
from server.features.feedback.records import matter_of
from server.features.people.queries import load_directory
from server.platform.changes import Removal, Write, append
from server.platform.clock import DAY_MS, start_of
from server.platform.ids import new_id
from sync.entities import BY_NAME
from sync.operations import SETTLEMENTS, THREAD_KINDS
from sync.ports import Value
from tests.cast import AWAY, HOME, NEXT_DOOR, ROADS, WATER, Cast
from tests.factories import id_of
from tests.features.feedback.stories import answered, owned, raised, say
from tests.features.feedback.test_accounts import CASES, MATTERS
from tests.hand import Hands

COLUMNS: Final = BY_NAME["feedback"].field("thread").columns
UNITS: Final = tuple(id_of(name) for name in (HOME, NEXT_DOOR, AWAY))
DAYS: Final = ("2024-01-15", "2024-03-31", "2024-06-25", "2024-12-31")
ITEMS: Final = 60


def thread(chance: random.Random) -> list[Value]:
    """Anything that threads may hold, in an order that no office would take: counting must not depend on it."""
    rows: list[Value] = []
    at = start_of("2024-01-01") + chance.randrange(100) * DAY_MS
    for place in range(chance.randint(1, 7)):
        kind = "raised" if place == 0 else chance.choice(THREAD_KINDS)
        at += chance.choice((0, 3_600_000, chance.randrange(40) * DAY_MS))
        said: dict[str, Value] = {
            "id": id_of(f"entry {chance.random()}"), "kind": kind, "at": at,
            "role": chance.choice(("cadre", "contact", "agency", "clerk")),
            "owner": id_of(chance.choice((WATER, ROADS))) if kind in ("owned", "handed") else None,
            "outcome": chance.choice(SETTLEMENTS) if kind in ("answered", "confirmed") else None,
            "due": add_days("2024-02-01", chance.randrange(200)) if kind in ("raised", "owned", "extended") else None,
        }  # fmt: skip
        rows.append([said.get(column) for column in COLUMNS])
    return rows


def write_items(cast: Cast, names: range, seed: int) -> None:
    """So many items as anyone might have left them."""
    chance, here = random.Random(seed), cast.here
    with here.store.write() as tx:
        directory = load_directory(tx)
        writes = []
        for name in names:
            unit, said = chance.choice(UNITS), thread(chance)
            first: Any = said[0]
            fields: dict[str, Value] = {"unit": unit, "raised": first[2], "author": cast.owner.id, "thread": said}
            keys = feedback_keys(directory, unit=unit, author=cast.owner.id, owner=None, month="2024-06")
            writes.append(Write("feedback", id_of(f"item {name}"), fields, keys))
        append(tx, writes, actor=cast.owner.id, op_id=new_id(), at=here.clock.now_ms())


def check_figures(cast: Cast, units: tuple[str, ...] = UNITS) -> None:
    """Whatever is kept, the figures are those of the threads."""
    with cast.here.store.read() as reader:
        matters = [matter_of(one) for one in reader.records("feedback")]
        scoped = [one for one in matters if one.unit in units]
        for day in DAYS:
            found = tallies(reader, units, as_of=day, by=None).get(None, accounts.Tally())
            told = figures.figures_of(found.categories, day, reopened=found.reopened, extended=found.extended)
            assert asdict(told) == asdict(figures.figures([one.thread for one in scoped], day))
            assert accounts.account_of(found, day) == accounts.account(scoped, day)
            for by in accounts.GROUPS:
                groups = tallies(reader, units, as_of=day, by=by)
                assert accounts.accounts_of(groups, day) == accounts.accounts(scoped, day, by)


@pytest.mark.parametrize("seed", range(2))
def test_figures_are_the_same_before_they_are_kept_after_it_and_half_way(cast: Cast, seed: int) -> None:
    write_items(cast, range(ITEMS), seed)
    check_figures(cast)
    with cast.here.store.write() as tx:
        assert keep(tx, limit=ITEMS // 2) == ITEMS // 2
    check_figures(cast)
    assert keep_courses(cast.here.store) == ITEMS // 2
    check_figures(cast)
    # Half of them go on, some are new, one is taken out: each still counts once.
    write_items(cast, range(ITEMS // 2, ITEMS + 9), seed + 100)
    with cast.here.store.write() as tx:
        # The last change of all: nothing of it is kept, and still it is done.
        append(tx, [Removal("feedback", id_of("item 3"))], actor=cast.owner.id, op_id=new_id(), at=1)
    check_figures(cast)
    check_figures(cast, UNITS[:1])
    assert keep_courses(cast.here.store) == ITEMS // 2 + 10
    check_figures(cast)
    assert keep_courses(cast.here.store) == 0


def test_more_items_than_one_turn_takes_are_kept_in_several(cast: Cast) -> None:
    write_items(cast, range(AT_ONCE + 5), 1)
    assert keep_courses(cast.here.store) == AT_ONCE + 5
    check_figures(cast)


def test_the_phones_accounts_come_out_of_what_is_kept() -> None:
    for case in CASES["cases"]:
        matters = [MATTERS[name] for name in case["matters"]]
        day = case["as_of"]
        standing = [course for one in matters for first, last, course in spans(one) if first <= day <= last]
        assert asdict(accounts.account_of(accounts.tally_of(standing, day), day)) == case["account"], case["name"]


def test_a_matters_courses_leave_no_day_out_and_none_twice() -> None:
    for one in MATTERS.values():
        found = list(spans(one))
        for (_, last, _), (first, _, _) in pairwise(found):
            assert add_days(last, 1) == first
        # What was split counts by its parts from then on.
        assert found[-1][1] == OPEN_END or "split" in {entry.kind for entry in one.thread}


def test_what_is_said_after_the_night_is_counted_at_once(hands: Hands) -> None:
    answered(hands)
    late = owned(hands)
    raised(hands.owner)
    keep_courses(hands.cast.here.store)
    before = hands.clerk.phone.get("/api/feedback/figures").get_json()
    assert (before["total"], before["closed"], before["in_progress"]) == (3, 0, 2)
    assert say(hands.agency, "answer", late, round=1, outcome="settled", text="Đã xong.") == "applied"
    assert say(hands.contact, "confirm", late, round=1) == "applied"
    after = hands.clerk.phone.get("/api/feedback/figures").get_json()
    assert (after["total"], after["closed"], after["in_progress"]) == (3, 1, 1)
