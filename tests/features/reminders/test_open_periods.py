"""The open periods of which visits are owed are the ledger's own, kept from one look to the next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from server.features.duty import reminding as duty
from server.features.duty.ledger import accounts
from sync.ports import Record
from tests.cast import AWAY, HOME, NEXT_DOOR
from tests.factories import id_of
from tests.features.reminders.scenes import STAND_IN, changed, record, scene
from tests.features.reminders.test_occasions import rule


@st.composite
def books(draw: st.DrawFn) -> tuple[list[Record], list[str]]:
    """A year of visits of the three cadres, with leave and an excuse, and the days on which somebody looks."""
    days = st.dates(date(2023, 7, 1), date(2024, 9, 30))
    records = [rule(units=[], grace_days=draw(st.integers(0, 5)), catch_up=draw(st.integers(0, 2)), starts="2023-06-01",
                    every_months=draw(st.sampled_from([1, 2, 3])))]  # fmt: skip
    for number in range(draw(st.integers(0, 12))):
        who = draw(st.sampled_from(["owner", "colleague", "stranger", STAND_IN]))
        place = draw(st.sampled_from([HOME, NEXT_DOOR, AWAY]))
        records.append(
            record("visit", f"visit {number}", who, unit=id_of(place), starts=draw(days).isoformat(), status="approved")
        )
    records.append(
        record("leave", "leave", "clerk", person=id_of("owner"), starts="2024-06-10", ends=draw(days).isoformat())
    )
    looks = sorted(day.isoformat() for day in draw(st.lists(days, min_size=2, max_size=5)))
    return records, looks


@given(books())
def test_the_open_periods_are_the_ledgers_whether_they_were_kept_or_counted_anew(
    told_of: tuple[list[Record], list[str]],
) -> None:
    records, looks = told_of
    here = changed("colleague", substitute=id_of(STAND_IN))
    memo: dict[str, Any] = {}
    # At each look one more of them is there: what was kept of the look before must not hide it.
    for count, day in enumerate(looks, 1):
        at_ = replace(scene(day, *records[: -count or None], here=here), memo=memo)
        book = duty.book_of(at_)
        whole = accounts(book, day)
        for told_of_post, lines in duty._open_lines(at_):
            post = told_of_post.post
            of_ledger = whole[post.id].lines if post.id in whole else ()
            assert [(line.first, line.last) for line in lines] == [
                (line.first, line.last) for line in of_ledger if line.state == "open"
            ]
