"""One person's store on one device within a schedule: the phone, its clock, its luck, and what it must still know.

Owns what the world remembers of a phone beside the phone itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.simulation.acts import Hand
from tests.simulation.people import ROLE_OF
from tests.simulation.phone import SimPhone, Turn, Upload


@dataclass(frozen=True, slots=True)
class Kept:
    """A copy of a phone's disk, and what the world knew of it."""

    disk: Any
    held: frozenset[str]
    acked: frozenset[str]


@dataclass
class Holder:
    """A phone in a schedule.

    `held` are the deeds on its disk, `acked` those whose result it has taken, `fresh` those of them whose rows may not
    have come yet.
    """

    number: int
    name: str
    phone: SimPhone
    skew: int = 0
    offline_until: int = 0
    session_until: int = 0
    signed_out: bool = False
    awake: bool = True
    failures: int = 0
    turn: Turn | None = None
    turn_no: int = 0
    upload: Upload | None = None
    asked: bool = False
    asked_today: int = 0
    timer: int = 0
    held: set[str] = field(default_factory=set)
    acked: set[str] = field(default_factory=set)
    fresh: set[str] = field(default_factory=set)
    unsent: set[str] = field(default_factory=set)
    spoken: list[str] = field(default_factory=list)
    spoken_on: dict[str, list[str]] = field(default_factory=dict)
    backup: Kept | None = None
    looked: Any = None
    # A tab's phone, and a phone's second tabs.
    main: Holder | None = None
    closed: bool = False
    tabs: list[Holder] = field(default_factory=list)

    @property
    def person(self) -> str:
        """Whose store it is."""
        return self.phone.person

    @property
    def role(self) -> str:
        """In which role its person acts."""
        return ROLE_OF[self.person]

    def speaks(self, op_id: str, id: str) -> None:
        """Its person said this about a record."""
        self.spoken.append(op_id)
        self.spoken_on.setdefault(id, []).append(op_id)

    def hand(self, now: int) -> Hand:
        """The person with this phone in his hand, at this instant of the world."""
        return Hand(self.phone, self.person, self.role, now + self.skew)

    def copy(self) -> Kept:
        """Copy the disk."""
        return Kept(self.phone.snapshot(), frozenset(self.held), frozenset(self.acked))

    def put_back(self, kept: Kept | None) -> None:
        """Put a copy in place of the disk; None: everything is lost."""
        self.abort()
        self.phone.restore(kept.disk if kept else None)
        self.knows(kept)

    def knows(self, kept: Kept | None = None) -> None:
        """From now on the disk holds what that copy held; None: nothing."""
        # In place: the tabs of one phone look at the same sets.
        for mine, known in ((self.held, kept and kept.held), (self.acked, kept and kept.acked)):
            mine.clear()
            mine.update(known or ())
        self.fresh.clear()
        self.waits()

    def knows_what_was_said(self, like: Holder) -> None:
        """It is a clone of that phone: what was said there stands on its disk too."""
        self.spoken.extend(like.spoken)
        self.spoken_on.update({id: list(said) for id, said in like.spoken_on.items()})

    def waits(self) -> None:
        """What is unsent is asked of the phone."""
        unsent = self.phone.unsent()
        self.unsent.clear()
        self.unsent.update(unsent)

    def beside(self, phone: SimPhone) -> Holder:
        """A second tab of this phone: one disk, and one person who looks at it."""
        shared = {
            name: getattr(self, name) for name in ("skew", "held", "acked", "fresh", "unsent", "spoken", "spoken_on")
        }
        tab = Holder(self.number, f"{self.name}'", phone, main=self, **shared)
        self.tabs.append(tab)
        return tab

    def abort(self) -> None:
        """The process ends; with the phone's only one, its second tabs end too."""
        for tab in list(self.tabs):
            tab.abort()
        if self.main is not None:
            self.main.tabs.remove(self)
            self.closed = True
        if self.turn is not None:
            self.turn.close()
            self.turn = None
        if self.upload is not None:
            self.upload.close()
            self.upload = None
        self.turn_no += 1
        self.phone.crash()
