"""Who sees what: the table of the office, record by record, field by field, route by route.

The rows of TABLE are everyone who might look; its columns every kind of record. What is not named, is not there: not in
what a phone pulls, not under an address, and not by the answer to an operation that names its id.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pytest

from sync.entities import Type
from sync.operations import KINDS, Kind
from tests.cast import WATER
from tests.factories import id_of
from tests.features.attachments.stories import TUS, begin, far, piece
from tests.features.visibility.scene import WORDS, Scene, scene
from tests.features.visits.stories import REPORT
from tests.hand import Hand, Hands, Outcome, new_id

_DESK = ("visit", "report", "round", "attachment", "feedback")

TABLE: dict[str, Sequence[str]] = {
    "owner": (*_DESK, "review", "acknowledgement", "draft", "draft attachment", "edit conflict", "stale conflict"),
    "companion": ("visit", "report", "round", "attachment"),
    "beside": _DESK,
    "contact": ("visit", "feedback", "acknowledgement"),
    "leader": _DESK,
    "clerk": (*_DESK, "review", "referral", "acknowledgement"),
    "supervisor": (*_DESK, "review", "referral", "acknowledgement", "stale conflict"),
    "agency": ("feedback",),
    "colleague": (),
    "far_contact": (),
    "far_leader": (),
    "far_agency": (),
    "admin": (),
    "stranger": (),
}
# Words of a record that stand in another one by design: a stale decision tells both sides what was said.
_STRANGERS = ("colleague", "far_contact", "far_leader", "far_agency", "admin", "stranger")


@pytest.fixture
def there(hands: Hands) -> Scene:
    return scene(hands)


def test_everyone_pulls_what_the_table_says_and_nothing_else(hands: Hands, there: Scene) -> None:
    seen = {}
    for name in TABLE:
        rows = getattr(hands, name).rows()
        seen[name] = {record for record, pair in there.ids.items() if pair in rows}
    assert seen == {name: set(records) for name, records in TABLE.items()}


def test_no_word_of_a_record_reaches_whoever_may_not_read_it(hands: Hands, there: Scene) -> None:
    for name, records in TABLE.items():
        hand: Hand = getattr(hands, name)
        text = str(hand.sync())
        leaked = {kind for kind, word in WORDS.items() if word in text and kind not in records}
        leaked -= {"conflict"} if "edit conflict" in records else set()
        assert leaked == set(), name


def test_the_commune_reads_date_kind_recommendations_and_commitments_only(hands: Hands, there: Scene) -> None:
    visit = hands.contact.sees("visit", there.visit)
    assert visit is not None
    assert not {"findings", "difficulties", "proposals", "village", "companions", "photos", "latitude_e6"} & set(visit)
    assert visit["recommendations"] == WORDS["visit"]


def test_photos_are_seen_by_the_readers_of_their_report(hands: Hands, there: Scene) -> None:
    for name, records in TABLE.items():
        hand: Hand = getattr(hands, name)
        for record, one in (("attachment", there.sent_photo), ("draft attachment", there.draft_photo)):
            answer = hand.phone.get(f"/api/files/{one.id}")
            assert answer.status_code == (200 if record in records else 404), (name, record)


def test_anothers_photo_and_no_photo_are_answered_alike(hands: Hands, there: Scene) -> None:
    for name in ("contact", "agency", *_STRANGERS):
        hand: Hand = getattr(hands, name)
        absent = new_id("photo")
        for one in (there.sent_photo, there.draft_photo):
            nothing = type(one)(absent, one.data)
            assert same(hand.phone.get(f"/api/files/{one.id}"), hand.phone.get(f"/api/files/{absent}"))
            assert same(far(hand, one), far(hand, nothing))
            assert same(piece(hand, one, 0), piece(hand, nothing, 0))
            assert same(begin(hand, there.visit, one), begin(hand, new_id("visit"), nothing))
            assert hand.phone.delete(f"/api/files/{one.id}", headers=TUS).status_code == 405


def same(one: Any, other: Any) -> bool:
    """Whether two answers tell the same."""
    return (one.status_code, one.data) == (other.status_code, other.data)


@pytest.mark.parametrize("name", _STRANGERS)
def test_ids_of_others_are_refused_like_ids_of_nothing(hands: Hands, there: Scene, name: str) -> None:
    """Every operation, with every id that its author may not know, in every role he holds or claims."""
    before, hand = state(hands), getattr(hands, name)
    ids = [id for _, id in there.ids.values()]
    for role in sorted({hand.role, "cadre", "contact", "agency", "clerk", "supervisor"}):
        outcomes = iter(hand.push([op for kind in KINDS for op in _ops(kind, role, [*ids, _absent(kind, ids)])]))
        for kind in KINDS:
            check_exchange(kind, role, [next(outcomes) for _ in (*ids, "absent")])
    assert state(hands) == before


def check_exchange(kind: Kind, role: str, outcomes: Sequence[Outcome]) -> None:
    """No id is taken, and none tells that it is somebody's: what is absent, the last, has the same answer."""
    *known, absent = outcomes
    if _makes(kind):
        assert {outcome.name for outcome in known} == {"quarantined"}, (kind.name, role)
    else:
        assert {(outcome.name, outcome.code) for outcome in known} == {("quarantined", absent.code)}, (kind.name, role)


def state(hands: Hands) -> list[Any]:
    """Everything that the people concerned can see."""
    return [getattr(hands, name).rows() for name in ("owner", "supervisor", "contact", "agency")]


def _makes(kind: Kind) -> bool:
    return kind.patch_entity is not None or kind.name == "feedback.refer" or kind.name.endswith(".set")


def _absent(kind: Kind, ids: Sequence[str]) -> str:
    """An id of nothing; an instrument under a new id would be one, where its author may write such: one of theirs."""
    return ids[0] if kind.name.endswith(".set") else new_id()


def _ops(kind: Kind, role: str, ids: Sequence[str]) -> list[tuple[str, dict[str, Any]]]:
    return [(kind.name, {"role": role, "at": 1_719_277_200_000, "id": id, **_said(kind)}) for id in ids]


# What an argument says where nothing better is known of it.
_ANY: Final[dict[Type, Any]] = {
    Type.ID: id_of("stranger"), Type.CODE: "eq", Type.LINE: "chen vào", Type.WORDS: "chen vào", Type.DAY: "2024-07-01",
    Type.INSTANT: 0, Type.INT: 1, Type.BOOL: False, Type.IDS: [], Type.ITEMS: [],
}  # fmt: skip


def _said(kind: Kind) -> dict[str, Any]:
    values = {
        "round": 2, "entry": new_id("entry"), "review": new_id("review"), "text": "chen vào", "comment": "chen vào",
        "seen": "#AAAAAAAA", "unit": REPORT["unit"], "owner": id_of(WATER), "due": "2024-07-30", "until": "2024-08-30",
        "outcome": "settled", "choice": "mine", "value": "chen vào", "sections": [],
        "for_role": "cadre", "units": [], "every_months": 1, "starts": "2024-07-01", "ends": "2024-08-01",
        "grace_days": 0, "catch_up": 0, "decision": "chen vào", "person": id_of("stranger"), "cancelled": False,
        "assignment": None, "reason": "chen vào", "first_day": 1, "period": "2024-05",
        "document": "12/BB", "original": new_id("original"), "visit": new_id("visit"), "stance": "acknowledged",
        "parts": [[new_id("part"), "chen vào", "issue", id_of("thủy lợi"), "normal"] for _ in range(2)],
    }  # fmt: skip
    said = {argument.name: values.get(argument.name, _ANY[argument.type]) for argument in kind.arguments}
    words = {"findings": "chen vào", "matter": "chen vào", "unit": REPORT["unit"], "kind": "issue"}
    return said | {f"set.{name}": word for name, word in words.items() if name in kind.patches}
