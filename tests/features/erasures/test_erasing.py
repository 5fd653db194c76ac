"""Words that must not be there are erased by a named act: on every phone, in the log, and for good."""

from __future__ import annotations

from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import sqlalchemy as sa

from server.features.attachments import queries
from server.features.erasures import actions
from server.features.erasures.opening import eraser_of
from server.features.erasures.rules import Wish
from server.platform.clock import DAY_MS
from server.platform.db import metadata
from server.platform.pictures import Picture, clean_picture
from server.platform.store import SqlReader
from server.wire import files
from sync.ports import Patch
from sync.values import seen
from tests.cast import Cast
from tests.factories import id_of
from tests.features.attachments.stories import code_of, photo, send
from tests.features.backups.stories import Bag, Carried
from tests.features.feedback.stories import ITEM as MATTER
from tests.features.visits.stories import REPORT
from tests.hand import Hand, Hands

VISIT, DRAFT, ITEM = id_of("erased visit"), id_of("erased draft"), id_of("erased item")
NAME = "Nguyễn Văn Ẩn"
BAD = f"Gặp ông {NAME} ở đầu thôn."


def wish(entity: str, id: str, *parts: str, **more: Any) -> dict[str, Any]:
    return {
        "entity": entity, "id": id, "parts": list(parts), "ground": "request", "reason": "Người dân đề nghị.", **more
    }  # fmt: skip


def erase(cast: Cast, entity: str, id: str, *parts: str) -> dict[str, Any]:
    """An administrator erases parts of something, or all of it."""
    answer = cast.admin.phone().post("/api/admin/erasures", wish(entity, id, *parts))
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.get_json()
    return told


def everything(bag: Bag) -> str:
    """Every cell of every table, as text."""
    with bag.here.store.read() as reader:
        rows = [row for table in metadata.sorted_tables for row in reader.connection.execute(sa.select(table))]
    return "\n".join(str(cell) for row in rows for cell in row)


def sent(bag: Bag, **words: Any) -> Carried:
    """A report that the owner saved, sent, and had returned once, with the words in every round."""
    owner, supervisor = bag.phone("owner"), bag.phone("supervisor")
    owner.save(VISIT, findings=BAD)
    owner.sync()
    owner.submit(VISIT, **{"findings": BAD, **words})
    owner.sync()
    supervisor.sync()
    return owner


def the_day_after(bag: Bag) -> tuple[Carried, Carried]:
    """The owner's phone and tablet, which both hold words that were erased yesterday and have heard of nothing."""
    owner, tablet = bag.phone("owner"), bag.phone("owner", "tablet")
    owner.save(DRAFT, findings=BAD)
    owner.sync()
    tablet.sync()
    erase(bag.cast, "visit", DRAFT, "findings")
    bag.clock.move(DAY_MS)
    return owner, tablet


@pytest.mark.invariant("quiet-means-equal", "no-value-vanishes")
def test_words_of_a_report_go_from_every_phone_and_every_table(bag: Bag) -> None:
    owner = sent(bag)
    supervisor = bag.phone("supervisor")
    supervisor.say("visit.return", VISIT, round=1, review=id_of("r1"), comment="Xin bỏ tên người dân.")
    supervisor.sync()
    owner.sync()
    owner.say("visit.submit", VISIT, round=2, patch=owner.client.patch("draft", VISIT, {"village": "Thôn 3"}))
    owner.sync()
    assert NAME in everything(bag)
    told = erase(bag.cast, "visit", VISIT, "findings")
    for phone in (owner, supervisor):
        phone.sync()
        assert phone.body("report", VISIT)["findings"] is None
        assert phone.body("report", VISIT)["erased"] == [["findings", told["at"]]]
        assert phone.body("report", VISIT)["village"] == "Thôn 3"
        assert not [pair for pair, row in phone.client.rows.items() if NAME in str(row.body)]
    assert NAME not in everything(bag)
    assert bag.findings() == []


@pytest.mark.invariant("quiet-means-equal")
def test_all_words_of_a_visit_go_with_its_photos_and_its_reviews(bag: Bag, hands: Hands) -> None:
    one = photo()
    owner: Hand = hands.owner
    words = {"recommendations": NAME, "findings": NAME, "village": NAME, "difficulties": NAME}
    report = bag.phone("owner", "tablet")
    report.submit(VISIT, **words, add={"photos": [one.row], "commitments": [[id_of("c"), NAME, None]]})
    report.sync()
    send(owner, VISIT, one)
    supervisor = bag.phone("supervisor")
    supervisor.say("visit.approve", VISIT, round=1, review=id_of("r2"), comment=f"Cảm ơn {NAME}.")
    supervisor.sync()
    assert owner.phone.get(f"/api/files/{one.id}").status_code == 200
    erase(bag.cast, "visit", VISIT)
    assert owner.phone.get(f"/api/files/{one.id}").status_code == 404
    assert list((bag.here.config.blobs_dir / "blobs").glob("*/*")) == []
    assert owner.sees("attachment", one.id)["state"] == "erased"  # type: ignore[index]
    visit = owner.sees("visit", VISIT)
    assert visit is not None
    assert (visit["recommendations"], visit["commitments"], visit["status"]) == (None, [], "approved")
    [review] = owner.all("review")
    assert (review["comment"], review["decision"]) == (None, "approved")
    assert NAME not in everything(bag)
    assert bag.findings() == []


@pytest.mark.invariant("quiet-means-equal")
def test_one_entry_of_a_thread_goes_and_the_others_stay(bag: Bag) -> None:
    owner, clerk = bag.phone("owner"), bag.phone("clerk")
    raised = {**MATTER, "matter": "Kênh N3 bồi lấp."}
    owner.say("feedback.raise", ITEM, entry=id_of("e0"), patch=Patch(set=raised))
    owner.sync()
    clerk.sync()
    clerk.say("feedback.message", ITEM, entry=id_of("e1"), text=BAD)
    clerk.say("feedback.message", ITEM, entry=id_of("e2"), text="Đã chuyển.")
    clerk.sync()
    told = erase(bag.cast, "feedback", ITEM, f"thread/{id_of('e1')}/text")
    for phone in (owner, clerk):
        phone.sync()
        body = phone.body("feedback", ITEM)
        texts = {row[0]: row[6] for row in body["thread"]}  # type: ignore[union-attr, index]
        assert (texts[id_of("e1")], texts[id_of("e2")], body["matter"]) == (None, "Đã chuyển.", "Kênh N3 bồi lấp.")
        assert body["erased"] == [[f"thread/{id_of('e1')}/text", told["at"]]]
    assert NAME not in everything(bag)
    assert bag.findings() == []


def test_words_that_were_refused_or_lie_in_a_conflict_go_too(bag: Bag) -> None:
    owner, tablet = bag.phone("owner"), bag.phone("owner", "tablet")
    owner.save(DRAFT, findings="Kênh N3.")
    owner.sync()
    tablet.sync()
    owner.save(DRAFT, findings="Kênh N3 bồi lấp.")
    tablet.save(DRAFT, findings=BAD)
    for phone in (owner, tablet):
        phone.sync()
    # Refused: the commune is not the owner's.
    owner.say("visit.submit", DRAFT, round=1, patch=Patch(set={
        "unit": id_of("Xã Xa"), "kind": "site_check", "starts": "2024-06-24", "ends": "2024-06-24", "proposals": NAME,
    }))  # fmt: skip
    owner.sync()
    assert owner.outcomes()[-1] in ("quarantined", "conflict")
    assert NAME in everything(bag)
    erase(bag.cast, "visit", DRAFT)
    assert NAME not in everything(bag)
    owner.sync()
    [conflict] = [row.body for (entity, _), row in owner.client.rows.items() if entity == "conflict"]
    assert (conflict["mine"], conflict["theirs"]) == (None, None)
    assert bag.findings() == []


def test_nothing_of_it_is_left_in_the_file(bag: Bag) -> None:
    sent(bag)
    erase(bag.cast, "visit", VISIT, "findings")
    bag.here.store.engine.dispose()
    url = sa.make_url(bag.here.config.url)
    if url.drivername.startswith("sqlite"):
        live = Path(str(url.database))
        assert [path.name for path in live.parent.glob(f"{live.name}*") if NAME.encode() in path.read_bytes()] == []
    assert NAME not in everything(bag)


@pytest.mark.parametrize("who", ["owner", "colleague", "stranger", "clerk", "supervisor", "leader"])
def test_nobody_but_an_administrator_erases_or_learns_what_was(bag: Bag, who: str) -> None:
    sent(bag)
    phone = getattr(bag.cast, who).phone("desk")
    for answer in (
        phone.post("/api/admin/erasures", wish("visit", VISIT, "findings")),
        phone.get("/api/admin/erasures"),
        phone.get(f"/api/admin/erasures/find?what={VISIT}"),
    ):
        assert (answer.status_code, answer.get_json()["error"]["code"]) == (404, "not_found")
    assert bag.phone("owner").body("report", VISIT)["findings"] == BAD


def test_who_erased_what_when_and_why_is_kept_without_the_words(bag: Bag) -> None:
    sent(bag)
    admin = bag.cast.admin.phone()
    found = admin.get(f"/api/admin/erasures/find?what={VISIT}").get_json()
    number = found["number"]
    assert (found["parts"], found["author"]) == (["findings", "difficulties", "recommendations"], bag.cast.owner.id)
    assert NAME not in str(found)
    assert admin.get(f"/api/admin/erasures/find?what={number}").get_json() == found
    told = erase(bag.cast, "visit", VISIT, "findings")
    assert told == {
        "id": told["id"], "matter": VISIT, "number": number, "places": ["findings"], "at": bag.clock.now_ms(),
        "by": bag.cast.admin.id, "ground": "request", "reason": "Người dân đề nghị.",
    }  # fmt: skip
    assert admin.get("/api/admin/erasures").get_json() == [told]
    assert bag.here.config.erasures_file.read_text().count(told["id"]) == 1


@pytest.mark.parametrize(
    "bad",
    [
        {"reason": ""},
        {"reason": " "},
        {"ground": "because"},
        {"entity": "person"},
        {"parts": ["status"]},
        {"parts": ["thread/x/text"]},
        {"words": "x"},
    ],
)
def test_an_erasure_without_a_reason_a_ground_or_a_part_is_refused(bag: Bag, bad: dict[str, Any]) -> None:
    sent(bag)
    answer = bag.cast.admin.phone().post("/api/admin/erasures", {**wish("visit", VISIT, "findings"), **bad})
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (422, "invalid")
    assert not bag.here.config.erasures_file.exists()


def test_what_is_not_there_cannot_be_erased(bag: Bag) -> None:
    admin = bag.cast.admin.phone()
    for entity in ("visit", "feedback", "photo"):
        answer = admin.post("/api/admin/erasures", wish(entity, id_of("nothing")))
        assert (answer.status_code, answer.get_json()["error"]["code"]) == (404, "not_found")
    assert admin.get("/api/admin/erasures/find?what=BC-2024-9999").status_code == 404


@pytest.mark.invariant("no-value-vanishes")
def test_an_edit_of_erased_words_by_a_phone_that_was_offline_brings_none_of_them_back(bag: Bag) -> None:
    owner, tablet = the_day_after(bag)
    tablet.save(DRAFT, findings=f"{BAD} Nhà cạnh trường.", village="Thôn 5")
    tablet.sync()
    owner.sync()
    assert (owner.body("draft", DRAFT)["findings"], owner.body("draft", DRAFT)["village"]) == (None, "Thôn 5")
    assert NAME not in everything(bag)
    assert tablet.client.rows.keys() == owner.client.rows.keys()


def test_an_edit_of_erased_words_is_stopped_also_where_somebody_wrote_there_since(bag: Bag) -> None:
    owner, tablet = the_day_after(bag)
    owner.sync()
    owner.save(DRAFT, findings="Kênh N3 bồi lấp 340 m.")
    owner.sync()
    # The tablet has heard of neither.
    tablet.save(DRAFT, findings=f"{BAD} Nhà cạnh trường.")
    tablet.sync()
    owner.sync()
    assert owner.body("draft", DRAFT)["findings"] == "Kênh N3 bồi lấp 340 m."
    assert NAME not in everything(bag)


@pytest.mark.invariant("no-value-vanishes")
def test_new_words_in_an_erased_place_are_kept(bag: Bag) -> None:
    owner, tablet = bag.phone("owner"), bag.phone("owner", "tablet")
    owner.save(DRAFT, findings=BAD)
    owner.sync()
    erase(bag.cast, "visit", DRAFT, "findings")
    bag.clock.move(DAY_MS)
    owner.sync()
    owner.save(DRAFT, findings="Kênh N3 bồi lấp 340 m.")
    owner.sync()
    tablet.sync()
    assert tablet.body("draft", DRAFT)["findings"] == "Kênh N3 bồi lấp 340 m."
    bag.clock.move(DAY_MS)
    tablet.save(DRAFT, findings="Kênh N3 bồi lấp 400 m.")
    tablet.sync()
    owner.sync()
    assert owner.body("draft", DRAFT)["findings"] == "Kênh N3 bồi lấp 400 m."


@pytest.mark.invariant("no-value-vanishes")
def test_new_words_are_kept_that_go_on_from_the_sign_that_stands_for_erased_ones(bag: Bag) -> None:
    owner, tablet = the_day_after(bag)
    owner.sync()
    # His phone shows it where words of his that wait to be taken were erased.
    tablet.say("draft.save", DRAFT, patch=Patch(set={"findings": "…\n\nKênh N3 bồi lấp."}, was={"findings": seen("…")}))
    tablet.sync()
    assert tablet.body("draft", DRAFT)["findings"] == "…\n\nKênh N3 bồi lấp."


@pytest.mark.invariant("no-value-vanishes")
def test_new_words_come_back_into_the_draft_also_by_a_withdrawal_that_is_older_than_the_erasure(bag: Bag) -> None:
    owner, tablet = the_day_after(bag)
    before = bag.clock.now_ms() - 2 * DAY_MS
    owner.sync()
    owner.submit(DRAFT, findings="Kênh N3 bồi lấp 340 m.", add={"commitments": [[id_of("promised"), "Họp dân.", None]]})
    owner.sync()
    tablet.client.say("visit.withdraw", DRAFT, role=tablet.member.role, at=before, args={"round": 1})
    tablet.sync()
    draft = tablet.body("draft", DRAFT)
    assert tablet.outcomes()[-1] == "applied"
    assert draft["findings"] == "Kênh N3 bồi lấp 340 m."
    assert [row[1] for row in draft["commitments"]] == ["Họp dân."]  # type: ignore[index, union-attr]


def test_one_photo_goes_and_the_other_stays(bag: Bag, hands: Hands) -> None:
    one, other = photo(), photo()
    phone = bag.phone("owner")
    phone.submit(VISIT, add={"photos": [one.row, other.row]})
    phone.sync()
    for each in (one, other):
        send(hands.owner, VISIT, each)
    admin = bag.cast.admin.phone()
    found = admin.get(f"/api/admin/erasures/find?what={VISIT}").get_json()
    assert {child["part"] for child in found["children"]} == {f"photos/{one.id}", f"photos/{other.id}"}
    erase(bag.cast, "visit", VISIT, f"photos/{one.id}")
    assert [hands.owner.phone.get(f"/api/files/{each.id}").status_code for each in (one, other)] == [404, 200]
    again = admin.get(f"/api/admin/erasures/find?what={VISIT}").get_json()
    assert [child["part"] for child in again["children"]] == [f"photos/{other.id}"]
    strange = admin.post("/api/admin/erasures", wish("visit", VISIT, f"photos/{id_of('another')}"))
    assert strange.status_code == 404


@pytest.mark.parametrize("kind", ["draft.save", "visit.submit"])
def test_a_photo_that_is_erased_while_its_last_piece_is_looked_at_is_not_kept(
    bag: Bag, hands: Hands, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    one, phone = photo(), bag.phone("owner")
    patch = Patch(set=REPORT, add={"photos": [one.row]})
    phone.say(kind, VISIT, patch=patch, **({"round": 1} if kind == "visit.submit" else {}))
    phone.sync()

    def looked_at(data: bytes) -> Picture:
        wanted = Wish("visit", VISIT, (f"photos/{one.id}",), "request", "Người dân đề nghị.")
        with bag.here.store.write() as tx:
            now = bag.clock.now_ms()
            actions.do_erase(tx, eraser_of(bag.here.config), wanted, id=id_of("act"), by=bag.cast.admin.id, at=now)
        return clean_picture(data)

    monkeypatch.setattr(files, "clean_picture", looked_at)
    assert code_of(send(hands.owner, VISIT, one)) == (404, "not_found")
    assert code_of(send(hands.owner, VISIT, one)) == (409, "already_done")
    assert list((bag.here.config.blobs_dir / "blobs").glob("*/*")) == []
    assert hands.owner.phone.get(f"/api/files/{one.id}").status_code == 404
    assert bag.findings() == []


@pytest.mark.invariant("photo-whole", "acked-is-durable")
def test_the_same_picture_that_arrives_for_another_report_while_it_is_erased_stays(
    bag: Bag, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = photo()
    other = photo(one.data)
    phone = bag.phone("owner")
    for visit, each in ((VISIT, one), (DRAFT, other)):
        phone.submit(visit, add={"photos": [each.row]})
        phone.sync()
    send(hands.owner, VISIT, one)
    sender = Thread(target=send, args=(hands.owner, DRAFT, other))

    def is_kept(reader: SqlReader, sha: str) -> bool:
        kept = queries.is_kept(reader, sha)
        sender.start()
        # Long enough to arrive for one who need not wait.
        sender.join(1)
        return kept

    monkeypatch.setattr(actions, "is_kept", is_kept)
    erase(bag.cast, "photo", one.id)
    sender.join()
    assert [hands.owner.phone.get(f"/api/files/{each.id}").status_code for each in (one, other)] == [404, 200]
    assert bag.findings() == []


def test_an_item_whose_matter_was_erased_goes_on(bag: Bag) -> None:
    owner, clerk, contact = bag.phone("owner"), bag.phone("clerk"), bag.phone("contact")
    owner.say("feedback.raise", ITEM, entry=id_of("m0"), patch=Patch(set={**MATTER, "matter": BAD}))
    owner.sync()
    erase(bag.cast, "feedback", ITEM, "matter")
    for phone in (clerk, contact, owner):
        phone.sync()
        assert phone.body("feedback", ITEM)["matter"] is None
    clerk.say("feedback.own", ITEM, entry=id_of("m1"), owner=id_of("Sở Nước"))
    clerk.sync()
    contact.sync()
    assert contact.body("feedback", ITEM)["status"] == "owned"
    assert NAME not in everything(bag)


@pytest.mark.invariant("lost-scope-rows-go")
def test_who_went_along_reads_nothing_more_once_that_is_erased(bag: Bag) -> None:
    owner, stranger = sent(bag, add={"companions": [id_of("stranger")]}), bag.phone("stranger")
    stranger.sync()
    assert stranger.body("report", VISIT)["findings"] == BAD
    erase(bag.cast, "visit", VISIT, "companions")
    for phone in (stranger, owner):
        phone.sync()
    assert not [pair for pair in stranger.client.rows if VISIT in pair]
    assert owner.body("report", VISIT)["findings"] == BAD
    assert not owner.body("report", VISIT)["companions"]
    assert bag.findings() == []


@pytest.mark.invariant("no-value-vanishes")
def test_a_refused_edit_of_erased_words_keeps_none_of_them(bag: Bag) -> None:
    _, tablet = the_day_after(bag)
    # Refused: the commune is not the owner's.
    words = {"findings": f"{BAD} Nhà cạnh trường.", "unit": id_of("Xã Xa"), "village": "Thôn 5", "kind": "site_check"}
    dates = {"starts": "2024-06-24", "ends": "2024-06-24"}
    tablet.say("visit.submit", DRAFT, round=1, patch=tablet.client.patch("draft", DRAFT, {**words, **dates}))
    tablet.sync()
    assert tablet.outcomes()[-1] == "quarantined"
    kept = everything(bag)
    assert NAME not in kept
    assert "Thôn 5" in kept
    assert bag.findings() == []


@pytest.mark.invariant("no-value-vanishes")
@pytest.mark.parametrize(("unit", "outcome"), [("Xã An", "applied"), ("Xã Xa", "quarantined")])
def test_an_edit_of_an_erased_promise_keeps_none_of_it_and_a_new_promise_counts(
    bag: Bag, unit: str, outcome: str
) -> None:
    tablet, promised = bag.phone("owner", "tablet"), f"commitments/{id_of('promised')}/text"
    tablet.save(DRAFT, add={"commitments": [[id_of("promised"), NAME, None]]})
    tablet.sync()
    erase(bag.cast, "visit", DRAFT, "commitments")
    bag.clock.move(DAY_MS)
    # It has heard of nothing, and says what he saw.
    patch = Patch(
        set={**REPORT, "unit": id_of(unit), promised: f"{NAME} hứa."},
        was={promised: seen(NAME)},
        add={"commitments": [[id_of("new"), "Họp dân.", None]]},
    )
    tablet.say("visit.submit", DRAFT, round=1, patch=patch)
    tablet.sync()
    assert tablet.outcomes()[-1] == outcome
    kept = everything(bag)
    assert NAME not in kept
    assert str(seen(NAME)) not in kept
    assert "Họp dân." in kept
    assert bag.findings() == []


@pytest.mark.invariant("no-value-vanishes")
def test_late_words_in_an_erased_place_go_on_from_ones_own_late_words(bag: Bag) -> None:
    owner, tablet = sent(bag), bag.phone("owner", "tablet")
    tablet.save(VISIT, difficulties="Kênh N3.")
    tablet.sync()
    erase(bag.cast, "visit", VISIT)
    bag.clock.move(DAY_MS)
    owner.sync()
    owner.save(VISIT, difficulties="Kênh N4.")
    owner.save(VISIT, difficulties="Kênh N4 bồi lấp.")
    owner.sync()
    mine = [row.body["mine"] for (entity, _), row in owner.client.rows.items() if entity == "conflict"]
    assert sorted(filter(None, map(str, mine)))[:2] == ["Kênh N4 bồi lấp.", "Kênh N4."]


@pytest.mark.invariant("no-value-vanishes")
def test_late_words_in_an_erased_place_go_on_from_what_was_sent_there_since(bag: Bag) -> None:
    owner, tablet = bag.phone("owner"), bag.phone("owner", "tablet")
    owner.save(VISIT, findings=BAD)
    owner.sync()
    erase(bag.cast, "visit", VISIT, "findings")
    bag.clock.move(DAY_MS)
    owner.sync()
    tablet.sync()
    # What stands there since was never in a draft: it was sent with the report.
    owner.submit(VISIT, findings="Kênh N3 bồi lấp 340 m.")
    owner.sync()
    patch = Patch(set={"findings": "Kênh N3 bồi lấp 400 m."}, was={"findings": seen("Kênh N3 bồi lấp 340 m.")})
    tablet.say("draft.save", VISIT, patch=patch)
    tablet.sync()
    [late] = [row.body for pair, row in tablet.client.rows.items() if pair[0] == "conflict"]
    assert (late["kind"], late["mine"]) == ("late_edit", "Kênh N3 bồi lấp 400 m.")
