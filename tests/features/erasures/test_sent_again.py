"""Words that were refused and then erased, and sent again by their writer: what was refused stays on his phone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from server.platform.clock import DAY_MS
from sync.ports import Patch
from tests.factories import id_of
from tests.features.backups.stories import Bag, Carried
from tests.features.erasures.test_erasing import BAD, DRAFT, NAME, erase, everything
from tests.features.feedback.stories import ITEM as MATTER
from tests.features.visits.stories import REPORT

pytestmark = pytest.mark.invariant("no-value-vanishes")

# Refused: the commune is not the owner's.
REFUSED = {**REPORT, "unit": id_of("Xã Xa"), "findings": BAD, "difficulties": None}
PLACE = {"latitude_e6": 10_123_456, "longitude_e6": 105_123_456, "accuracy_m": 8}
ITEM = [id_of("promised"), NAME, None]
ITEM_ID = id_of("kept item")


def refused(bag: Bag, words: dict[str, Any], **more: Any) -> tuple[Carried, str]:
    """The owner's phone, to which a report was refused; of that visit a draft stands, with other words."""
    owner = bag.phone("owner")
    owner.save(DRAFT, village="Thôn 3")
    owner.sync()
    op_id = owner.say("visit.submit", DRAFT, round=1, patch=Patch(set=words, **more))
    owner.sync()
    assert owner.outcomes()[-1] == "quarantined"
    return owner, op_id


def erased(bag: Bag, owner: Carried, *parts: str) -> None:
    """The day after it was refused and its words were erased, and the owner's phone has heard of it."""
    erase(bag.cast, "visit", DRAFT, *parts)
    assert NAME not in everything(bag)
    bag.clock.move(DAY_MS)
    owner.sync()


def again(bag: Bag, owner: Carried, over: str, words: dict[str, Any], **more: Any) -> str:
    """Send it again, instead of what was refused; the op_id."""
    role, now = owner.member.role, bag.clock.now_ms()
    patch = Patch(set=words, **more)
    op_id = owner.client.say(
        "visit.submit", DRAFT, role=role, at=now, args={"round": 1}, patch=patch, supersedes=[over]
    )  # fmt: skip
    owner.sync()
    return op_id


def test_a_report_that_is_sent_again_counts_without_the_words_that_were_erased_of_it(bag: Bag) -> None:
    owner, first = refused(bag, {**REFUSED, **PLACE}, add={"commitments": [ITEM]})
    erased(bag, owner)
    words = {**REPORT, **PLACE, "findings": f"{BAD} Nhà cạnh trường.", "difficulties": "Thiếu máy đào."}
    again(bag, owner, first, words, add={"commitments": [ITEM]})
    assert owner.outcomes()[-1] == "applied"
    report, visit = owner.body("report", DRAFT), owner.body("visit", DRAFT)
    assert (report["findings"], report["latitude_e6"], visit["commitments"] or None) == (None, None, None)
    # Where nothing had been said, he says something new.
    assert report["difficulties"] == "Thiếu máy đào."
    assert NAME not in everything(bag)
    assert bag.findings() == []


def test_words_beside_the_erased_ones_are_sent_again_as_they_are(bag: Bag) -> None:
    owner, first = refused(bag, {**REFUSED, "proposals": "Nạo vét."}, add={"commitments": [ITEM]})
    erased(bag, owner, "findings", f"commitments/{ITEM[0]}/text")
    words = {**REPORT, "findings": BAD, "proposals": "Nạo vét ngay."}
    again(bag, owner, first, words, add={"commitments": [ITEM, [id_of("other"), "Họp dân.", None]]})
    report, visit = owner.body("report", DRAFT), owner.body("visit", DRAFT)
    assert (report["findings"], report["proposals"]) == (None, "Nạo vét ngay.")
    assert [row[1] for row in visit["commitments"]] == [None, "Họp dân."]  # type: ignore[index, union-attr]
    assert NAME not in everything(bag)


def test_refused_again_and_again_it_keeps_none_of_the_words(bag: Bag) -> None:
    owner, first = refused(bag, REFUSED)
    erased(bag, owner)
    second = again(bag, owner, first, REFUSED)
    third = again(bag, owner, second, {**REFUSED, "proposals": "Nạo vét."})
    # Too long a text: nothing else of the operation is read.
    again(bag, owner, third, {**REFUSED, "village": "x" * 20_000})
    assert owner.outcomes()[-3:] == ["quarantined"] * 3
    kept = everything(bag)
    assert NAME not in kept
    assert "Nạo vét." in kept


def test_an_edit_of_erased_words_that_was_refused_brings_none_of_them_when_it_is_sent_again(bag: Bag) -> None:
    owner = bag.phone("owner")
    owner.save(DRAFT, findings=BAD)
    owner.sync()
    erase(bag.cast, "visit", DRAFT, "findings")
    bag.clock.move(DAY_MS)
    # The phone has not heard of it yet.
    words = {**REFUSED, "findings": f"{BAD} Nhà cạnh trường."}
    seen = owner.client.patch("draft", DRAFT, words)
    first = owner.say("visit.submit", DRAFT, round=1, patch=replace(seen, set=words))
    owner.sync()
    again(bag, owner, first, {**REPORT, "findings": words["findings"]})
    assert owner.outcomes()[-1] == "applied"
    assert NAME not in everything(bag)


def test_words_that_are_sent_again_in_one_push_with_the_refused_ones_are_stopped_too(bag: Bag) -> None:
    owner = bag.phone("owner")
    owner.save(DRAFT, village=NAME)
    owner.sync()
    first = owner.say("visit.submit", DRAFT, round=1, patch=Patch(set=REFUSED))
    erased_before_it_came = erase(bag.cast, "visit", DRAFT)
    bag.clock.move(DAY_MS)
    again(bag, owner, first, {**REPORT, "findings": BAD})
    assert owner.outcomes()[-2:] == ["quarantined", "applied"]
    assert ["findings", erased_before_it_came["at"]] in owner.body("report", DRAFT)["erased"]  # type: ignore[operator]
    assert NAME not in everything(bag)


def test_new_words_after_the_erasure_are_taken_though_they_were_refused_once(bag: Bag) -> None:
    owner = bag.phone("owner")
    owner.save(DRAFT, findings=BAD)
    owner.sync()
    erased(bag, owner, "findings")
    first = owner.say("visit.submit", DRAFT, round=1, patch=Patch(set={**REFUSED, "findings": "Kênh N3."}))
    owner.sync()
    again(bag, owner, first, {**REPORT, "findings": "Kênh N3 bồi lấp."})
    assert owner.body("report", DRAFT)["findings"] == "Kênh N3 bồi lấp."


@pytest.mark.invariant("restored-server-refilled")
def test_words_that_were_sent_again_stay_erased_where_a_restore_took_the_refused_ones(bag: Bag) -> None:
    file = bag.back_up()
    owner, first = refused(bag, REFUSED)
    erased(bag, owner, "findings")
    again(bag, owner, first, {**REPORT, "findings": f"{BAD} Nhà cạnh trường.", "proposals": "Nạo vét."})
    # A phone lets refused words go with what replaces them.
    owner.client.ops = [op for op in owner.client.ops if op.op_id != first]
    bag.clock.move(DAY_MS)
    bag.restore(file)
    for _ in range(2):
        owner.sync()
    report = owner.body("report", DRAFT)
    assert (report["findings"], report["proposals"]) == (None, "Nạo vét.")
    assert NAME not in everything(bag)


def test_words_are_stopped_that_replace_some_which_the_office_did_not_keep(bag: Bag) -> None:
    contact, entry = bag.phone("contact"), id_of("entry")
    contact.say("feedback.raise", ITEM_ID, entry=id_of("raised"), patch=Patch(set=MATTER))
    first = contact.say("feedback.message", ITEM_ID, entry=entry, text=f"{BAD} Gọi 0905 123 456.")
    contact.sync()
    assert contact.outcomes() == ["applied", "quarantined"]
    erase(bag.cast, "feedback", ITEM_ID, "thread")
    bag.clock.move(DAY_MS)
    role, now = contact.member.role, bag.clock.now_ms()
    args = {"entry": entry, "text": BAD}
    contact.client.say("feedback.message", ITEM_ID, role=role, at=now, args=args, supersedes=[first])
    contact.sync()
    assert contact.outcomes()[-1] == "applied"
    assert NAME not in everything(bag)
