"""Operations that waited at the office, of which words were erased: a sign stands for these, and says nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from server.platform.clock import DAY_MS
from server.registry import HANDLERS
from server.wire import ingest
from sync.ports import Patch
from sync.values import canonical, seen
from tests.factories import id_of
from tests.features.backups.stories import Bag, Carried
from tests.features.erasures.test_erasing import BAD, DRAFT, NAME, erase, everything, the_day_after
from tests.features.visits.stories import REPORT

pytestmark = pytest.mark.invariant("no-value-vanishes")

PROMISE = id_of("promised")
TEXT, DUE = f"commitments/{PROMISE}/text", f"commitments/{PROMISE}/due"
ITEM = [PROMISE, NAME, "2024-07-01"]
PLACE = {"latitude_e6": 10_123_456, "longitude_e6": 105_123_456, "accuracy_m": 8}
# An edit of the whole promise, by one who saw it.
EDIT = Patch(
    set={TEXT: f"{NAME} hứa.", DUE: "2024-07-02", "village": "Thôn 5"},
    was={TEXT: seen(NAME), DUE: seen("2024-07-01")},
)


def wait(phone: Carried, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the phone has to say meets a fault of the office, and waits there."""

    def fails(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(ingest, "HANDLERS", dict.fromkeys(HANDLERS, fails))
        phone.sync()
    assert phone.outcomes()[-1] == "held"


def mended(bag: Bag, phone: Carried, *others: Carried) -> str | None:
    """What waited is tried again; what became of it, which every phone has heard of."""
    assert ingest.retry(bag.here) == 1
    for one in (phone, *others):
        one.sync()
    return phone.outcomes()[-1]


def conflicts(phone: Carried) -> dict[Any, Any]:
    """What the person's late words are, by field."""
    rows = phone.client.rows.items()
    return {row.body["field"]: row.body["mine"] for (entity, _), row in rows if entity == "conflict"}


def is_clean(bag: Bag, *phones: Carried) -> bool:
    """Whether neither the words nor a sign of them stand anywhere in a record."""
    held = str([row.body for phone in phones for row in phone.client.rows.values()])
    return NAME not in everything(bag) and "…" not in held and bag.findings() == []


def promised(bag: Bag, *, sent: bool) -> tuple[Carried, Carried]:
    """The owner's phone and tablet, which have read of a promise in a draft, or in a report that was sent."""
    owner, tablet = bag.phone("owner"), bag.phone("owner", "tablet")
    owner.say("draft.save", DRAFT, patch=Patch(set=REPORT, add={"commitments": [ITEM]}))
    owner.sync()
    if sent:
        owner.submit(DRAFT)
    for phone in (owner, tablet):
        phone.sync()
    return owner, tablet


def test_an_edit_of_erased_words_that_waited_leaves_no_sign_in_their_place(bag: Bag, monkeypatch: Any) -> None:
    owner, tablet = the_day_after(bag)
    tablet.save(DRAFT, findings=f"{BAD} Nhà cạnh trường.", village="Thôn 5")
    wait(tablet, monkeypatch)
    assert mended(bag, tablet, owner) == "applied"
    assert (owner.body("draft", DRAFT)["findings"], owner.body("draft", DRAFT)["village"]) == (None, "Thôn 5")
    assert is_clean(bag, owner, tablet)


def test_an_edit_of_erased_words_that_waited_is_no_side_of_a_conflict(bag: Bag, monkeypatch: Any) -> None:
    owner, tablet = the_day_after(bag)
    tablet.save(DRAFT, findings=f"{BAD} Nhà cạnh trường.", village="Thôn 5")
    wait(tablet, monkeypatch)
    owner.sync()
    owner.save(DRAFT, findings="Kênh N3.")
    owner.sync()
    assert mended(bag, tablet, owner) == "applied"
    assert (owner.body("draft", DRAFT)["findings"], owner.body("draft", DRAFT)["village"]) == ("Kênh N3.", "Thôn 5")
    assert conflicts(owner) == {}


@pytest.mark.parametrize("waits", [False, True])
def test_words_that_settled_a_conflict_before_they_were_erased_come_into_no_amendment(
    bag: Bag, monkeypatch: Any, *, waits: bool
) -> None:
    owner, supervisor = bag.phone("owner"), bag.phone("supervisor")
    owner.submit(DRAFT, findings="Kênh N3.")
    owner.sync()
    supervisor.sync()
    supervisor.say("visit.approve", DRAFT, round=1, review=id_of("r1"))
    supervisor.sync()
    owner.say("draft.save", DRAFT, patch=Patch(set={"findings": BAD}))
    owner.sync()
    [conflict] = [id for entity, id in owner.client.rows if entity == "conflict"]
    owner.say("conflict.settle", conflict, choice="both", value=f"{BAD} Nhà cạnh trường.")
    if waits:
        wait(owner, monkeypatch)
    erase(bag.cast, "visit", DRAFT, "findings")
    bag.clock.move(DAY_MS)
    if waits:
        assert mended(bag, owner) == "applied"
    owner.sync()
    [amendment] = [row.body for (entity, _), row in owner.client.rows.items() if entity == "draft"]
    assert (amendment["amends"], amendment["findings"] or None) == (DRAFT, None)
    assert is_clean(bag, owner)


@pytest.mark.parametrize("sent", [False, True])
@pytest.mark.parametrize("parts", [[], ["commitments"], [TEXT]])
def test_a_promise_that_was_erased_while_its_edit_waited_takes_nothing_else_along(
    bag: Bag, monkeypatch: Any, parts: Sequence[str], *, sent: bool
) -> None:
    owner, tablet = promised(bag, sent=sent)
    kind = tablet.client.patch("draft", DRAFT, {"kind": "dialogue"})
    tablet.say("draft.save", DRAFT, patch=Patch({**EDIT.set, **kind.set}, {**EDIT.was, **kind.was}))
    wait(tablet, monkeypatch)
    erase(bag.cast, "visit", DRAFT, *parts)
    assert mended(bag, tablet, owner) == ("conflict" if sent else "applied")
    assert (conflicts(owner) if sent else owner.body("draft", DRAFT))["kind"] == "dialogue"
    assert is_clean(bag, owner, tablet)


@pytest.mark.parametrize("sent", [False, True])
@pytest.mark.parametrize("parts", [["commitments"], [TEXT]])
def test_an_edit_of_an_erased_promise_that_waited_says_only_what_else_it_says(
    bag: Bag, monkeypatch: Any, parts: Sequence[str], *, sent: bool
) -> None:
    owner, tablet = promised(bag, sent=sent)
    erase(bag.cast, "visit", DRAFT, *parts)
    bag.clock.move(DAY_MS)
    tablet.say("draft.save", DRAFT, patch=EDIT)
    wait(tablet, monkeypatch)
    assert mended(bag, tablet, owner) == ("conflict" if sent else "applied")
    late = conflicts(owner)
    assert (late if sent else owner.body("draft", DRAFT))["village"] == "Thôn 5"
    # The day is none of the words that were erased where only the text was.
    left = [[PROMISE, None, "2024-07-02"]] if parts == [TEXT] else []
    if sent:
        assert late.get("commitments") == (canonical(left).decode() if left else None)
    else:
        assert owner.body("draft", DRAFT)["commitments"] == left
    assert is_clean(bag, owner, tablet)


def test_an_erased_place_on_the_map_clears_none_that_was_sent_since(bag: Bag, monkeypatch: Any) -> None:
    owner, tablet = bag.phone("owner"), bag.phone("owner", "tablet")
    owner.save(DRAFT, **PLACE)
    for phone in (owner, tablet):
        phone.sync()
    erase(bag.cast, "visit", DRAFT, "place")
    bag.clock.move(DAY_MS)
    tablet.save(DRAFT, **{**PLACE, "accuracy_m": 5}, village="Thôn 5")
    wait(tablet, monkeypatch)
    owner.sync()
    owner.submit(DRAFT, **{**PLACE, "latitude_e6": 10_654_321})
    owner.sync()
    assert mended(bag, tablet, owner) == "conflict"
    assert conflicts(owner) == {"village": "Thôn 5"}


def test_half_a_place_on_the_map_that_was_found_anew_is_late_as_a_whole(bag: Bag) -> None:
    owner, tablet = bag.phone("owner"), bag.phone("owner", "tablet")
    owner.submit(DRAFT, **PLACE)
    owner.sync()
    erase(bag.cast, "visit", DRAFT, "place")
    tablet.sync()
    bag.clock.move(DAY_MS)
    owner.say("visit.withdraw", DRAFT, round=1)
    owner.sync()
    owner.say("visit.submit", DRAFT, round=2, patch=Patch(set=PLACE))
    owner.sync()
    # This one knew no longer how far it was off.
    tablet.say("draft.save", DRAFT, patch=Patch(set={**PLACE, "latitude_e6": 10_654_321, "accuracy_m": None}))
    tablet.sync()
    owner.sync()
    assert conflicts(owner) == {"latitude_e6": "10654321", "accuracy_m": None}


def test_a_sign_by_itself_is_no_word_in_an_erased_place(bag: Bag) -> None:
    owner, tablet = the_day_after(bag)
    # So it comes from a phone that took the words out of what it hands in again, and whose clock is slow.
    tablet.say("draft.save", DRAFT, patch=Patch(set={"findings": "…", "village": "Thôn 5"}))
    for phone in (tablet, owner):
        phone.sync()
    assert (owner.body("draft", DRAFT)["findings"], owner.body("draft", DRAFT)["village"]) == (None, "Thôn 5")
    assert is_clean(bag, owner, tablet)


def test_words_of_one_place_that_settle_a_conflict_stay_when_another_is_erased(bag: Bag, monkeypatch: Any) -> None:
    owner, tablet = the_day_after(bag)
    owner.sync()
    tablet.sync()
    owner.save(DRAFT, village=NAME, difficulties="Kênh N3 bồi lấp.")
    tablet.save(DRAFT, difficulties="Thiếu máy đào.")
    for phone in (owner, tablet):
        phone.sync()
    [conflict] = [id for entity, id in tablet.client.rows if entity == "conflict"]
    words = "Kênh N3 bồi lấp, thiếu máy đào."
    tablet.say("conflict.settle", conflict, choice="both", value=words)
    wait(tablet, monkeypatch)
    erase(bag.cast, "visit", DRAFT, "village")
    assert mended(bag, tablet, owner) == "applied"
    assert owner.body("draft", DRAFT)["difficulties"] == words
    assert is_clean(bag, owner, tablet)
