"""A year of 170 people and five communes: everybody hears what he is to hear, once, at an hour that is his own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from tests.features.reminders.year.golden import table
from tests.features.reminders.year.oracle import expected
from tests.features.reminders.year.people import PEOPLE
from tests.features.reminders.year.playing import Playing, Told, moments, with_days_down
from tests.features.reminders.year.story import GOLDEN_SEED, Story

GOLDEN = Path(__file__).with_name("golden.txt")


def doubled(told: Sequence[Told]) -> list[Told]:
    """What somebody was told twice."""
    seen: set[tuple[str, ...]] = set()
    return [each for each in told if each[1:] in seen or seen.add(each[1:])]  # type: ignore[func-returns-value]


def compare(told: Sequence[Told], wanted: Sequence[Told]) -> None:
    """Nothing twice, nothing missed, nothing too much, nothing at another hour."""
    assert doubled(told) == []
    assert sorted(set(wanted) - set(told)) == [], "missed"
    assert sorted(set(told) - set(wanted)) == [], "too much"


def test_the_year_tells_exactly_what_was_to_be_told(tmp_path: Path) -> None:
    """When the golden table is meant to change: `python -m tests.features.reminders.year > …/golden.txt`."""
    assert len(PEOPLE) == 170
    year = Story(GOLDEN_SEED).made()
    looks = moments(year)
    with closing(Playing(tmp_path, restarts=0.02)) as playing:
        told = playing.play(year, looks)
        assert playing.beyond_their_scope(told) == []
    compare(told, expected(year, looks))
    assert table(told) == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.long
def test_a_leader_who_is_down_for_days_and_two_at_once_tell_each_thing_once(
    tmp_path: Path, times: Callable[[int, int], int]
) -> None:
    for seed in range(7, 7 + times(1, 10)):
        year = Story(seed, beside=12).made()
        # In each change until after Tết.
        looks = with_days_down(moments(year), seed)[: times(140, 2_000)]
        with closing(Playing(tmp_path / str(seed), leaders=2, restarts=0.05, seed=seed)) as playing:
            told = playing.play(year, looks)
        compare(told, expected(year, looks))
