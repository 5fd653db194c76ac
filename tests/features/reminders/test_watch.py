"""Looking around: what stands is told once, and what stands no more is taken back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from structlog.testing import capture_logs

from server.features.feedback.reminding import FINDER as FEEDBACK
from server.features.occasions import Due, Finder, Scene
from server.features.reminders.planning import Looked
from server.features.reminders.watch import Watch
from server.platform.clock import SetClock
from server.platform.ids import new_id
from server.registry import FINDERS, REMINDED
from tests.cast import WATER, Cast
from tests.factories import id_of
from tests.features.feedback.stories import raised, say
from tests.hand import Hands

DAY_MS = 86_400_000


@pytest.fixture
def watch(cast: Cast) -> Watch:
    return open_watch(cast)


def open_watch(cast: Cast, finders: Iterable[Finder] = FINDERS) -> Watch:
    here = cast.here
    return Watch(here.store, here.clock, here.office_clock, kinds=REMINDED, finders=finders, new_id=new_id)


def test_nothing_is_told_where_nothing_stands(watch: Watch) -> None:
    assert watch.look() == Looked(0, 0)


def test_item_without_owner_is_told_to_the_clerk_once_a_turn_and_taken_back_when_it_has_one(
    cast: Cast, hands: Hands, watch: Watch, clock: SetClock
) -> None:
    watch.look()
    item = raised(hands.owner)
    assert watch.look().put_in == 0
    clock.move(DAY_MS)
    assert watch.look() == Looked(1, 0)
    assert watch.look() == Looked(0, 0)
    # Another leader finds what is there already.
    assert open_watch(cast).look() == Looked(0, 0)
    [notice] = hands.clerk.all("notice")
    assert (notice["occasion"], notice["record"], notice["ended"]) == ("item_unowned", item, None)
    assert say(hands.clerk, "own", item, owner=id_of(WATER)) == "applied"
    watch.look()
    assert hands.clerk.all("notice")[0]["ended"] is not None


def test_a_room_that_breaks_silences_nobody_but_itself_and_takes_nothing_back(
    cast: Cast, hands: Hands, clock: SetClock
) -> None:
    broken: list[str] = []
    meetings: list[Due] = []

    def find(scene: Scene) -> Iterator[Due]:
        yield from FEEDBACK.find(scene)
        assert not broken, broken

    others = Finder(lambda _: meetings, frozenset({"invited"}))
    watch = open_watch(cast, [Finder(find, FEEDBACK.occasions), others])
    watch.look()
    item = raised(hands.owner)
    clock.move(DAY_MS)
    assert watch.look() == Looked(1, 0)
    broken.append("what somebody wrote")
    meetings.append(Due(cast.owner.id, "invited", "invitation", id_of("meeting"), "2024-07-01-1", cast.here.today))
    assert say(hands.clerk, "own", item, owner=id_of(WATER)) == "applied"
    with capture_logs() as lines:
        assert watch.look() == Looked(1, 0)
    assert [(line["event"], line["fault"]) for line in lines] == [("finder_fault", "AssertionError")]
    assert "what somebody wrote" not in str(lines)
    assert [one["ended"] for one in hands.clerk.all("notice")] == [None]
    broken.clear()
    clock.move(DAY_MS)
    watch.look()
    assert [one["ended"] is None for one in hands.clerk.all("notice") if one["occasion"] == "item_unowned"] == [False]
