"""What people do with what they are told: read it, say how they want to be told, and say when an office reminds.

Owns these habits, as `acts` owns those of every day.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from server.features.occasions import OCCASIONS
from sync.ports import Value
from tests.simulation.acts import Act, Hand, Scene, said_of
from tests.simulation.people import ROLES
from tests.simulation.phone import Said

# Somebody whose inbox names a notice that is not his: an address that was passed on.
_OF_ANOTHER: Final = 0.05
_ZONES: Final = ("Asia/Ho_Chi_Minh", "Europe/Berlin", "America/New_York", "Sao Hỏa")
_QUIET: Final = (("21:00", "06:30"), ("22:00", "05:00"), ("12:00", "12:00"))
_DIGESTS: Final = (None, None, "07:00", "23:30")
_TURNS: Final = ("0", "-5 -1 1", "-30 0 30", "1 0", None)


def _read(scene: Scene, hand: Hand) -> Said | None:
    told = scene.made.get("notice", [])
    mine = sorted(id for id, body in _rows(hand, "notice") if body.get("read") is None)
    if told and scene.chance.random() < _OF_ANOTHER:
        mine = told
    return said_of(scene, hand, "notice.read", scene.chance.choice(mine)) if mine else None


def _prefer(scene: Scene, hand: Hand) -> Said:
    chance = scene.chance
    id = next((id for id, _ in sorted(_rows(hand, "preference"))), None) or scene.new_id()
    quiet_from, quiet_until = chance.choice(_QUIET)
    silenced: list[Value] = [[code] for code in chance.sample(sorted(OCCASIONS), chance.choice((0, 1, 4)))]
    args: dict[str, Value] = {
        "zone": chance.choice(_ZONES), "quiet_from": quiet_from, "quiet_until": quiet_until,
        "digest": chance.choice(_DIGESTS), "show_text": chance.random() < 0.5, "language": "vi",
        "push": True, "mail": chance.random() < 0.5, "gateway": False, "silenced": silenced,
    }  # fmt: skip
    return said_of(scene, hand, "preference.set", id, args=args)


def _rule(scene: Scene, hand: Hand) -> Said:
    """When the office reminds: the rule that the phone shows, or one that it does not know of."""
    chance = scene.chance
    code = chance.choice(sorted(OCCASIONS))
    id = next((id for id, body in sorted(_rows(hand, "occasion")) if body.get("code") == code), None)
    wording = f"{{ unit }}: {scene.mark()}" if chance.random() < 0.5 else None
    args: dict[str, Value] = {"code": code, "turns": chance.choice(_TURNS), "wording_vi": wording}
    return said_of(scene, hand, "occasion.set", id or scene.new_id(), args=args)


def _rows(hand: Hand, kind: str) -> list[tuple[str, Mapping[str, Value]]]:
    return [(id, body) for (entity, id), (_, body) in hand.phone.rows().items() if entity == kind]


_EVERYONE: Final[tuple[tuple[Act, float], ...]] = ((_read, 6), (_prefer, 2))
HABITS: Final[Mapping[str, tuple[tuple[Act, float], ...]]] = {
    role: (*_EVERYONE, (_rule, 3.0 if role == "clerk" else 0.2)) for role, _ in ROLES.values()
}
