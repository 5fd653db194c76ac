"""What was erased stays erased: over a restore, over a refill, over a database put back behind everyone's back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from server.platform.clock import DAY_MS
from server.platform.erasure_list import BrokenListError, ErasureList
from sync.ports import Patch
from tests.cast import OpenOffice, Phone
from tests.factories import id_of
from tests.features.attachments.stories import code_of, photo, send
from tests.features.backups.stories import Bag, Carried, error_in
from tests.features.erasures.test_erasing import BAD, NAME, erase, everything
from tests.features.feedback.stories import ITEM as MATTER
from tests.hand import Hands

VISIT, LATER, ITEM = id_of("kept visit"), id_of("later visit"), id_of("kept item")
WEEK_MS = 7 * DAY_MS


def written(bag: Bag) -> tuple[Carried, Carried]:
    """A report with a name in it, on the phones of its author and of the supervisor."""
    owner, supervisor = bag.phone("owner"), bag.phone("supervisor")
    owner.save(VISIT, findings=BAD)
    owner.sync()
    owner.submit(VISIT, findings=BAD)
    for phone in (owner, supervisor):
        phone.sync()
    return owner, supervisor


def is_clean(bag: Bag, *phones: Carried) -> bool:
    held = [row.body for phone in phones for row in phone.client.rows.values()]
    return NAME not in everything(bag) and NAME not in str(held) and bag.findings() == []


@pytest.mark.invariant("restored-server-refilled", "no-value-vanishes")
def test_last_weeks_backup_comes_back_without_what_was_erased_since(bag: Bag) -> None:
    owner, supervisor = written(bag)
    file = bag.back_up()
    bag.clock.move(WEEK_MS)
    erase(bag.cast, "visit", VISIT, "findings")
    owner.submit(LATER, findings="Đập tràn xói lở.")
    for phone in (owner, supervisor):
        phone.sync()
    bag.restore(file)
    assert is_clean(bag)
    for phone in (supervisor, owner, supervisor, owner):
        phone.sync()
    assert is_clean(bag, owner, supervisor)
    assert supervisor.body("report", VISIT)["findings"] is None
    assert supervisor.body("report", VISIT)["erased"][0][0] == "findings"  # type: ignore[index]
    assert supervisor.body("report", LATER)["findings"] == "Đập tràn xói lở."
    assert set(owner.outcomes()) == {"applied"}


@pytest.mark.invariant("restored-server-refilled", "no-value-vanishes")
def test_a_refill_of_what_no_backup_holds_brings_the_report_back_without_the_words(bag: Bag) -> None:
    file = bag.back_up()
    owner, supervisor = written(bag)
    owner.say("feedback.raise", ITEM, entry=id_of("e0"), patch=Patch(set={**MATTER, "matter": "Kênh N3."}))
    owner.say("feedback.message", ITEM, entry=id_of("e1"), text=BAD)
    supervisor.say("visit.return", VISIT, round=1, review=id_of("r1"), comment=BAD)
    for phone in (owner, supervisor, owner):
        phone.sync()
    for entity, id in (("visit", VISIT), ("feedback", ITEM)):
        erase(bag.cast, entity, id)
    bag.clock.move(DAY_MS)
    bag.restore(file)
    for phone in (supervisor, owner, supervisor, owner, supervisor):
        phone.sync()
    assert is_clean(bag, owner, supervisor)
    report = supervisor.body("report", VISIT)
    assert (report["findings"], report["difficulties"]) == (None, None)
    assert {place for place, _ in report["erased"]} >= {"findings", "difficulties"}  # type: ignore[union-attr, misc]
    assert supervisor.body("visit", VISIT)["status"] == "returned"
    item = owner.body("feedback", ITEM)
    assert (item["matter"], [row[6] for row in item["thread"]]) == (None, [None, None])  # type: ignore[union-attr, index]


@pytest.mark.invariant("restored-server-refilled")
def test_a_database_put_back_behind_everyones_back_loses_the_words_when_it_is_noticed(bag: Bag) -> None:
    owner, supervisor = written(bag)
    bag.copy()
    erase(bag.cast, "visit", VISIT, "findings")
    for phone in (owner, supervisor):
        phone.sync()
    bag.roll_back()
    assert error_in(supervisor.ask()[0]) == "resync"
    assert is_clean(bag)
    for phone in (supervisor, owner, supervisor):
        phone.sync()
    assert is_clean(bag, owner, supervisor)


@pytest.mark.invariant("restored-server-refilled", "no-value-vanishes")
def test_a_phone_that_can_notice_nothing_gets_no_word_of_a_database_put_back_either(bag: Bag) -> None:
    written(bag)
    bag.copy()
    erase(bag.cast, "visit", VISIT, "findings")
    bag.roll_back()
    fresh = bag.phone("supervisor", "tablet")
    fresh.sync()
    assert fresh.body("report", VISIT)["findings"] is None
    assert is_clean(bag, fresh)


def test_an_old_database_file_is_cleaned_before_it_serves(bag: Bag, open_office: OpenOffice) -> None:
    written(bag)
    bag.copy()
    erase(bag.cast, "visit", VISIT, "findings")
    bag.roll_back()
    assert NAME in everything(bag)
    open_office(bag.here.config)
    assert is_clean(bag)


def test_a_list_that_cannot_be_read_keeps_the_office_closed(bag: Bag, open_office: OpenOffice) -> None:
    written(bag)
    erase(bag.cast, "visit", VISIT, "findings")
    path = bag.here.config.erasures_file
    path.write_bytes(b"{}\n" + path.read_bytes())
    with pytest.raises(BrokenListError):
        open_office(bag.here.config)


def test_a_new_machine_learns_the_list_from_what_is_restored_there(bag: Bag, tmp_path: Path) -> None:
    written(bag)
    erase(bag.cast, "visit", VISIT, "findings")
    known = ErasureList(bag.here.config.erasures_file).read()
    file = bag.back_up()
    elsewhere = replace(bag.here.config, data_dir=tmp_path / "new")
    bag.restore(file, data_dir=elsewhere.data_dir)
    assert ErasureList(elsewhere.erasures_file).read() == known
    assert is_clean(bag)


def test_a_line_that_a_power_cut_left_half_written_was_never_acted_on(bag: Bag) -> None:
    written(bag)
    first = erase(bag.cast, "visit", VISIT, "findings")
    path = bag.here.config.erasures_file
    with path.open("ab") as file:
        file.write(b'{"id":"half')
    second = erase(bag.cast, "visit", VISIT, "difficulties")
    assert [one.id for one in ErasureList(path).read()] == [first["id"], second["id"]]


@pytest.mark.invariant("photo-whole")
def test_a_photo_comes_back_neither_from_a_backup_nor_from_its_phone(bag: Bag, hands: Hands) -> None:
    one = photo()
    owner = bag.phone("owner")
    owner.submit(VISIT, add={"photos": [one.row]})
    owner.sync()
    send(hands.owner, VISIT, one)
    file = bag.back_up()
    erase(bag.cast, "photo", one.id)
    bag.restore(file)
    owner.sync()
    assert list((bag.here.config.blobs_dir / "blobs").glob("*/*")) == []
    answer: Any = hands.owner.phone.get(f"/api/files/{one.id}")
    assert answer.status_code == 404
    assert code_of(send(hands.owner, VISIT, one)) == (409, "already_done")
    owner.sync()
    assert owner.body("attachment", one.id)["state"] == "erased"
    assert bag.findings() == []


@pytest.mark.invariant("photo-whole", "acked-is-durable")
def test_the_same_picture_in_another_report_comes_back_from_a_backup(
    bag: Bag, hands: Hands, tmp_path: Path, open_office: OpenOffice
) -> None:
    """It was erased in the one only, and a new machine has no other copy."""
    erased = photo()
    stays = photo(erased.data)
    owner = bag.phone("owner")
    for visit, one in ((VISIT, erased), (LATER, stays)):
        owner.submit(visit, add={"photos": [one.row]})
        owner.sync()
        assert send(hands.owner, visit, one).status_code == 204
    file = bag.back_up()
    erase(bag.cast, "photo", erased.id)
    folder = tmp_path / "new"
    folder.mkdir()
    elsewhere = replace(bag.here.config, data_dir=folder, database_url=f"sqlite:///{folder}/diaban.sqlite3")
    elsewhere.erasures_file.write_bytes(bag.here.config.erasures_file.read_bytes())
    bag.restore(file, data_dir=folder, database_url=elsewhere.database_url)
    browser = Phone(open_office(elsewhere), owner.browser.device)
    browser.sign_in("owner")
    assert [browser.get(f"/api/files/{one.id}").status_code for one in (erased, stays)] == [404, 200]
