"""Authority in time: words count by who held the unit on their day; commands by who holds it now."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from server.platform.acts import NOBODY
from server.platform.changes import Write, append
from tests.cast import AWAY, HOME, PROVINCE
from tests.factories import assignment, id_of
from tests.features.scope import end
from tests.features.visits.stories import REPORT, decide, submit
from tests.hand import Hands, new_id

_DAY_MS = 86_400_000


@pytest.mark.parametrize(
    ("ends", "starts", "outcome"),
    [
        ("2024-06-24", "2024-06-24", "applied"),
        ("2024-06-23", "2024-06-24", ("quarantined", "unit_outside_assignment")),
        ("2024-05-26", "2024-05-26", "applied"),
        ("2024-05-25", "2024-05-25", ("quarantined", "unit_outside_assignment")),
    ],
)
def test_words_count_by_their_day_and_for_thirty_days(hands: Hands, ends: str, starts: str, outcome: Any) -> None:
    end(hands, assignment("owner", "cadre", HOME), ends)
    words = {**REPORT, "starts": starts, "ends": starts}
    assert hands.owner.do("visit.submit", new_id(), round=1, set=words) == outcome


def test_words_that_count_are_not_read_back_by_who_left(hands: Hands) -> None:
    end(hands, assignment("owner", "cadre", HOME), "2024-06-24")
    visit = submit(hands.owner)
    assert hands.supervisor.sees("report", visit) is not None
    assert id_of(HOME) not in {row["unit"] for row in hands.colleague.all("visit")}


def test_a_unit_held_only_later_is_not_reported_on_for_before(hands: Hands) -> None:
    words = {**REPORT, "starts": "2023-12-31", "ends": "2023-12-31"}
    assert hands.owner.do("visit.submit", new_id(), round=1, set=words) == ("quarantined", "unit_outside_assignment")


def test_a_decision_needs_the_scope_now(hands: Hands) -> None:
    visit = submit(hands.owner)
    end(hands, assignment("supervisor", "supervisor", PROVINCE), "2024-06-24")
    assert decide(hands.supervisor, "approve", visit) == ("quarantined", "not_found")


def test_scope_lost_takes_the_records_of_others_but_not_ones_own(hands: Hands) -> None:
    mine, elsewhere = submit(hands.owner), submit(hands.stranger, unit=id_of(AWAY))
    theirs = submit(hands.leader)
    assert hands.owner.sees("report", theirs) is not None
    end(hands, assignment("owner", "cadre", HOME), "2024-06-24")
    rows = hands.owner.rows()
    assert ("report", mine) in rows
    assert ("report", theirs) not in rows
    assert ("report", elsewhere) not in rows


def test_who_holds_two_units_reports_on_both(hands: Hands) -> None:
    from tests.features.scope import assign

    assign(hands, replace(assignment("owner", "cadre", AWAY), starts="2024-06-01"))
    submit(hands.owner)
    submit(hands.owner, unit=id_of(AWAY))


def test_a_unit_that_was_abolished_takes_no_report_of_a_later_day(hands: Hands) -> None:
    here = hands.cast.here
    with here.store.write() as tx:
        write = Write("unit", id_of(HOME), {"valid_to": "2024-06-23"})
        append(tx, [write], actor=NOBODY, op_id=new_id("abolition"), at=here.clock.now_ms())
    assert hands.owner.do("visit.submit", new_id(), round=1, set=REPORT) == ("quarantined", "unit_outside_assignment")
    submit(hands.owner, starts="2024-06-23", ends="2024-06-23")
