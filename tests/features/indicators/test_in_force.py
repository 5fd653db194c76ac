"""Organisations in enterprises: founded, suspended, resumed, dissolved; in force at a date; the default programme."""

from __future__ import annotations

from typing import Final

from server.features.indicators.programme import read_programme
from tests.features.indicators.stories import categories, define, of, table, tell, whole
from tests.hand import Hands

FOUNDED_IN: Final = ("2019-01-01", "2022-12-31")
DISSOLVED_IN: Final = ("2019-01-01", "2024-06-25")
KINDS: Final = ("cells", "unions", "youth", "veterans", "women")


def in_force(hands: Hands, span: tuple[str, str]) -> dict[str, int | None]:
    """How many there are of each kind on the span's last day."""
    return {kind: whole(found) for kind, found in of(table(hands.contact, span=span)["in_force"], "actual").items()}


def test_the_default_programme_has_the_series_of_organisations_in_enterprises() -> None:
    known = {entry.code: entry for entry in read_programme()}
    for code in ("founded", "suspended", "resumed", "dissolved", "organisations_counted"):
        assert [each[0] for each in known[code].categories] == list(KINDS)
    assert known["net_founded"].formula == "net"
    assert known["organisations_in_force"].formula == "balance"


def test_organisations_in_force_at_a_date_come_out_of_the_series(hands: Hands) -> None:
    flows = {
        "founded": define(hands.admin, "founded", categories=categories(*KINDS)),
        "resumed": define(hands.admin, "resumed", categories=categories(*KINDS)),
        "dissolved": define(hands.admin, "dissolved", direction="lower", categories=categories(*KINDS)),
        "suspended": define(hands.admin, "suspended", direction="lower", categories=categories(*KINDS)),
    }
    define(hands.admin, "in_force", formula="balance", parts=list(flows.values()))
    for category, count in {"unions": 124, "youth": 16, "veterans": 2, "women": 2}.items():
        tell(hands.contact, flows["founded"], count, FOUNDED_IN, category=category)
    for category, count in {"cells": 1, "unions": 36, "youth": 3, "women": 1}.items():
        tell(hands.contact, flows["dissolved"], count, DISSOLVED_IN, category=category)
    assert in_force(hands, FOUNDED_IN) == {"cells": None, "unions": 124, "youth": 16, "veterans": 2, "women": 2}
    assert in_force(hands, DISSOLVED_IN) == {"cells": None, "unions": 88, "youth": 13, "veterans": 2, "women": 1}
    assert of(table(hands.contact, span=DISSOLVED_IN)["in_force"], "periods_differ")["unions"] is True


def test_what_is_suspended_is_not_in_force_until_it_is_resumed(hands: Hands) -> None:
    founded, resumed = define(hands.admin, "founded"), define(hands.admin, "resumed")
    suspended = define(hands.admin, "suspended", direction="lower")
    counted = define(hands.admin, "counted", cumulative=False)
    define(hands.admin, "in_force", formula="balance", parts=[founded, resumed, suspended, counted])
    tell(hands.contact, counted, 255, ("2022-12-31", "2022-12-31"))
    tell(hands.contact, founded, 12, ("2023-01-01", "2023-12-31"))
    tell(hands.contact, suspended, 4, ("2024-01-01", "2024-03-31"))
    tell(hands.contact, resumed, 1, ("2024-04-01", "2024-06-25"))
    for day, there in {"2022-12-31": 255, "2023-12-31": 267, "2024-03-31": 263, "2024-06-25": 264}.items():
        assert whole(table(hands.contact, span=("2019-01-01", day))["in_force"]["total"]["actual"]) == there


def test_a_balance_begins_before_the_span_that_is_asked_for(hands: Hands) -> None:
    founded = define(hands.admin, "founded")
    define(hands.admin, "in_force", formula="balance", parts=[founded, define(hands.admin, "gone", direction="lower")])
    tell(hands.contact, founded, 12, ("2019-01-01", "2019-12-31"))
    asked = table(hands.contact, span=("2024-01-01", "2024-06-25"))
    assert whole(asked["in_force"]["total"]["actual"]) == 12
    assert asked["founded"]["total"]["actual"] is None
