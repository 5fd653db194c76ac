"""The ledger reads of the visits what it can count, and that is all of it: against one that reads every visit."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any, Final

import pytest

from server.days import add_days
from server.features.audiences import report_keys, visit_keys
from server.features.duty.ledger import accounts
from server.features.duty.queries import read_book, read_ledger
from server.features.duty.records import trips_of
from server.features.people.months import month_of
from server.features.people.queries import load_directory
from server.platform.changes import Write, append
from server.platform.ids import new_id
from sync.operations import VISIT_STATES
from sync.values import ids_of
from tests.cast import HOME, NEXT_DOOR, TODAY, Cast
from tests.factories import id_of
from tests.features.duty.stories import begin
from tests.hand import Hands

VISITS: Final = 150


def write_visits(cast: Cast, seed: int) -> None:
    """Visits of three years, some amended, some by two, some filed before months were."""
    chance, here = random.Random(seed), cast.here
    with here.store.write() as tx:
        directory, writes = load_directory(tx), []
        for number in range(VISITS):
            day, unit = add_days(TODAY, -chance.randrange(1100)), id_of(chance.choice((HOME, NEXT_DOOR)))
            author, other = chance.sample((id_of("owner"), id_of("colleague")), 2)
            month = chance.choice((None, month_of(add_days(day, chance.randrange(-1, 60)))))
            amends = id_of(f"visit {chance.randrange(number)}") if number and chance.random() < 0.2 else None
            along = [other] if chance.random() < 0.3 else []
            fields: dict[str, Any] = {
                "unit": unit, "starts": day, "author": author, "status": chance.choice(VISIT_STATES), "amends": amends,
            }  # fmt: skip
            id = id_of(f"visit {number}")
            who: dict[str, Any] = {"unit": unit, "author": author, "companions": along, "month": month}
            writes.append(Write("visit", id, fields, visit_keys(directory, **who)))
            writes.append(Write("report", id, {"companions": along}, report_keys(directory, **who)))
        append(tx, writes, actor=cast.owner.id, op_id=new_id(), at=here.clock.now_ms())


@pytest.mark.parametrize("seed", range(3))
def test_the_ledger_is_that_of_all_visits_there_are(hands: Hands, seed: int) -> None:
    begin(hands.clerk)
    cast = hands.cast
    write_visits(cast, seed)
    with cast.here.store.read() as reader:
        directory = load_directory(reader)
        along = {one.id: ids_of(one.body.get("companions")) for one in reader.records("report")}
        every = list(trips_of(reader.records("visit"), along))
        for as_of in (TODAY, "2023-03-10"):
            book = read_book(reader, directory, directory.scope_keys(cast.clerk.id, TODAY), as_of=as_of)
            told = read_ledger(reader, directory, person=cast.clerk.id, today=TODAY, as_of=as_of)
            assert {each.post.id: each.account for each in told} == accounts(replace(book, trips=every), as_of)
