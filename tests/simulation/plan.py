"""How hard a schedule is: which phones, how many days, and how often what goes wrong.

Owns chance's first throws. Everything of a plan follows from its seed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from random import Random
from typing import Final

import sync.feed
from sync import limits
from tests.simulation.people import STORES, Store

# The share of a schedule's phones that are the app's own.
APPS: Final = (0.1, 0.1, 0.1, 0.4)


@dataclass(frozen=True, slots=True)
class Plan:
    """Rates are chances: `network` a request, `races` and `restores` a transaction, `files` a network that is
    given up, the others a day. `reminders`: how often a day the office's leader looks around.
    """

    seed: int
    days: int
    stores: tuple[Store, ...]
    network: float = 0.0
    devices: float = 0.0
    office: float = 0.0
    directory: float = 0.0
    races: float = 0.0
    clocks: float = 0.0
    poison: float = 0.0
    acts: int = 3
    step: int = 400
    segment_bytes: int = 400_000
    gone_max: int = 5_000
    want: int = 4_000_000
    apps: float = 0.0
    restores: float = 0.0
    withdrawals: float = 0.0
    files: float = 0.0
    tabs: float = 0.0
    photos: float = 0.0
    systems: float = 0.0
    erasures: float = 0.0
    reminders: int = 0
    cases: float = 0.0


def plan_of(seed: int, *, days: int | None = None) -> Plan:
    """The plan of a seed: from a quiet week to everything at once."""
    chance = Random(f"plan {seed}")
    wild = chance.choice((0.1, 0.5, 1.0, 1.0))
    count = chance.randrange(6, len(STORES) + 1)
    # The two devices of one person are always there.
    others = chance.sample(STORES[2:], count - 2)
    made = Plan(
        seed=seed,
        days=days or chance.randrange(5, 11),
        stores=tuple(one for one in STORES if one in STORES[:2] or one in others),
        network=chance.choice((0.0, 0.1, 0.3, 0.5)) * wild,
        devices=chance.choice((0.0, 0.1, 0.2)) * wild,
        office=chance.choice((0.0, 0.3, 0.8)) * wild,
        directory=chance.choice((0.0, 0.2, 0.6)) * wild,
        races=chance.choice((0.0, 0.1, 0.3)) * wild,
        clocks=chance.choice((0.0, 0.2)) * wild,
        poison=chance.choice((0.0, 0.0, 0.05)) * wild,
        acts=chance.choice((1, 2, 3)),
        step=chance.choice((3, 10, 400)),
        segment_bytes=chance.choice((1_500, 10_000, 400_000)),
        gone_max=chance.choice((3, 40, 5_000)),
        want=chance.choice((limits.ANSWER_BYTES_MIN, limits.ANSWER_BYTES)),
        apps=chance.choice(APPS),
        restores=chance.choice((0.0, 0.0, 0.0, 0.002)) * wild,
        withdrawals=chance.choice((0.0, 0.0, 0.05)) * wild,
        photos=chance.choice((0.0, 0.3)),
        tabs=chance.choice((0.0, 0.1, 0.3)) * wild,
        files=chance.choice((0.0, 0.3)),
        systems=chance.choice((0.0, 0.3, 0.6)),
        erasures=chance.choice((0.0, 0.0, 0.4)),
        reminders=chance.choice((0, 2, 4)),
        cases=chance.choice((0.0, 0.0, 0.6)),
    )
    # An erasure stops what was said before it: whether it was is asked of the phone's clock.
    return replace(made, clocks=0.0) if made.erasures else made


@contextmanager
def bounds(plan: Plan) -> Iterator[None]:
    """The plan's sizes of segments and steps, small so that a small office needs several."""
    before = sync.feed.STEP, limits.SEGMENT_BYTES, limits.GONE_MAX
    _set(plan.step, plan.segment_bytes, plan.gone_max)
    try:
        yield
    finally:
        _set(*before)


def _set(step: int, segment_bytes: int, gone_max: int) -> None:
    # They are final for the product; a schedule may live in a smaller one.
    vars(sync.feed)["STEP"] = step
    vars(limits)["SEGMENT_BYTES"] = segment_bytes
    vars(limits)["GONE_MAX"] = gone_max
