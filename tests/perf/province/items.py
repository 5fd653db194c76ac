"""The course of one matter in the made-up province, planned when it is raised. Pure: chance is an argument.

Owns how often and how late: what is explained at once, who never answers, what is reopened. The shares are those of an
office that works: four in five are closed within their time.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sync.operations import FEEDBACK_KINDS

URGENCY: Final = (("urgent", 15), ("normal", 65), ("complex", 20))
# Weeks until an answer, from and to.
ANSWER_WEEKS: Final = {"urgent": (1, 2), "normal": (1, 4), "complex": (3, 9)}
OUTCOMES: Final = (("settled", 72), ("partly", 12), ("refused", 9), ("transferred", 7))


@dataclass(frozen=True, slots=True)
class Step:
    """What is done in a week. Steps of one week are done in the order of `STAGES`."""

    week: int
    name: str
    outcome: str = ""
    round: int = 1


# Within a week: who speaks before whom.
STAGES: Final = (
    "submit", "raise", "explain", "refer", "move", "own", "message", "ask_extension", "extend", "answer", "confirm",
    "reopen", "approve", "return", "acknowledge",
)  # fmt: skip


def chosen(chance: random.Random, shares: tuple[tuple[str, int], ...]) -> str:
    """One of these, by its share in a hundred."""
    names, weights = zip(*shares, strict=True)
    return str(chance.choices(names, weights)[0])


def course(chance: random.Random, week: int, urgency: str) -> Iterator[Step]:
    """Everything that happens to a matter raised in that week."""
    if chance.random() < 0.12:
        yield Step(week, "explain")
        return
    owned = week + (chance.random() < 0.3)
    yield Step(owned, "own")
    if chance.random() < 0.25:
        yield Step(owned + 1, "message")
    if chance.random() < 0.03:
        return
    late = chance.randint(3, 14) if chance.random() < 0.12 else 0
    answered = owned + chance.randint(*ANSWER_WEEKS[urgency]) + late
    if chance.random() < 0.06:
        answered = max(answered, owned + 3)
        yield Step(owned + 1, "ask_extension")
        yield Step(owned + 2, "extend")
    yield from _answers(chance, answered)


def kind_of(chance: random.Random) -> str:
    """What kind of matter it is."""
    return chance.choice(FEEDBACK_KINDS)


def _answers(chance: random.Random, answered: int) -> Iterator[Step]:
    yield Step(answered, "answer", outcome=chosen(chance, OUTCOMES))
    heard = answered + chance.randint(1, 3)
    if chance.random() < 0.05:
        again = heard + chance.randint(1, 4)
        yield Step(heard, "reopen")
        yield Step(again, "answer", outcome="settled", round=2)
        yield Step(again + 1, "confirm", round=2)
    elif chance.random() > 0.03:
        yield Step(heard, "confirm")
