"""Plans and figures of a unit go on with the unit that alone follows it, and are counted once above it."""

from __future__ import annotations

from server.platform.clock import SetClock
from tests.cast import NEXT_DOOR, Cast
from tests.factories import id_of
from tests.features.changes.stories import HOME_ID, JOINED, SPLIT, applied, come, planned, unit_called
from tests.features.indicators.stories import YEAR, define, plan, table, tell, whole
from tests.hand import Hands

HALF = ("2024-01-01", "2024-06-20")
LATER = ("2024-07-01", "2024-07-31")


def told(hands: Hands, unit: str | None = None) -> tuple[int | None, int | None]:
    """Plan and actual of the year, as the clerk reads them."""
    total = table(hands.clerk, unit or id_of("Tỉnh"), YEAR)["houses"]["total"]
    return whole(total["plan"]), whole(total["actual"])


def test_a_merged_commune_has_the_plans_and_figures_of_what_it_was_made_of(
    cast: Cast, hands: Hands, clock: SetClock
) -> None:
    houses = define(hands.admin, "houses")
    for unit in (HOME_ID, id_of(NEXT_DOOR)):
        assert plan(hands.clerk, houses, 10, unit=unit) == "applied"
        assert tell(hands.clerk, houses, 3, HALF, unit=unit) == "applied"
    applied(cast, planned(cast))
    assert told(hands) == (20, 6)
    come(cast, clock, "2024-08-01")
    joined = unit_called(cast, JOINED)
    assert tell(hands.clerk, houses, 5, LATER, unit=joined) == "applied"
    assert (told(hands, joined), told(hands), told(hands, HOME_ID)) == ((20, 11), (20, 11), (10, 3))


def test_a_commune_that_was_split_keeps_its_figures_and_its_province_counts_them(
    cast: Cast, hands: Hands, clock: SetClock
) -> None:
    houses = define(hands.admin, "houses")
    assert tell(hands.clerk, houses, 3, HALF, unit=HOME_ID) == "applied"
    applied(cast, planned(cast, SPLIT))
    come(cast, clock, "2024-08-01")
    east = unit_called(cast, "Xã An Đông")
    assert tell(hands.clerk, houses, 4, LATER, unit=east) == "applied"
    assert (told(hands, east), told(hands)) == ((None, 4), (None, 7))
