"""The battery falls out at any moment, again and again, on one phone: what it had said was kept is kept, once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from struct import pack
from typing import Any, Final

import pytest
from playwright.sync_api import Playwright

from tests.e2e.bench import Bench, open_bench
from tests.e2e.phone import PHONE, Device, wait_until
from tests.e2e.served import Served

SEED: Final = 20240624
# A person writes, sends and photographs for as long as the battery holds; a full round takes about half of the longest.
LIFE_MS: Final = (30, 700)
SYNCS_MAX: Final = 30

# What a hurried person does without end. Every word is told to the test as soon as the phone says that it is kept.
AT_WORK: Final = """
const [seed, unit] = it;
let dice = seed;
const next = (sides) => { dice = (dice * 48271) % 2147483647; return dice % sides; };
const picture = async () => {
  const canvas = new OffscreenCanvas(64, 48);
  canvas.getContext('2d').fillRect(next(60), next(40), 9, 9);
  return canvas.convertToBlob({ type: 'image/jpeg' });
};
const write = async (round) => {
  const start = { unit, kind: 'dialogue', starts: '2024-06-24', ends: '2024-06-24', role: 'cadre' };
  const id = bench.drafts.create({ ...start, findings: `${seed}-${round}-0` });
  await bench.drafts.flush();
  told('kept', id, `${seed}-${round}-0`);
  for (let touch = 1; touch <= next(4); touch += 1) {
    bench.drafts.edit(id, { findings: `${seed}-${round}-${touch}` });
    await bench.drafts.flush();
    told('kept', id, `${seed}-${round}-${touch}`);
  }
  if (next(4) === 0) {
    const photo = await bench.photos.add(id, await picture());
    told('photo', id, photo.id);
  }
  if (next(3) > 0) {
    await bench.drafts.submit(id, 'cadre');
    told('sent', id, '');
  }
  if (next(2) === 0) void bench.sync();
};
void (async () => { for (let round = 0; ; round += 1) await write(round); })();
"""
# What the phone shows of reports: whether it is sent, its words, its photos.
SHOWN: Final = """
const shown = {};
for (const id of it) {
  const reads = ['draft', 'visit', 'report'].map((entity) => bench.read(entity, id));
  const [draft, visit, report] = await Promise.all(reads);
  const { findings = null, photos = [] } = report ?? draft ?? {};
  shown[id] = { sent: Boolean(visit), words: findings, photos: photos.map((photo) => photo.id) };
}
return shown;
"""
# The photos of reports that are sent which have not reached the office.
PHOTOS_TO_COME: Final = """
const left = (await bench.queue.rows()).filter((row) => row.state !== 'complete');
const visits = await Promise.all(left.map((row) => bench.read('visit', row.visit)));
return left.filter((_, at) => visits[at]);
"""


@dataclass
class Promises:
    """What the phone has said was kept, by report."""

    words: dict[str, list[str]] = field(default_factory=dict)
    photos: dict[str, set[str]] = field(default_factory=dict)
    sent: set[str] = field(default_factory=set)

    def hear(self, what: str, id: str, detail: str) -> None:
        if what == "kept":
            self.words.setdefault(id, []).append(detail)
        elif what == "photo":
            self.photos.setdefault(id, set()).add(detail)
        else:
            self.sent.add(id)

    def broken_by(self, shown: dict[str, Any]) -> list[str]:
        """The promises that what is shown does not keep. A touch more than was told may be there."""
        broken = []
        for id, told in self.words.items():
            now = shown[id]
            if not keeps(now["words"], told[-1]):
                broken.append(f"{id}: {told[-1]} was kept, {now['words']} is there")
            if id in self.sent and not now["sent"]:
                broken.append(f"{id}: was sent, is a draft")
            broken += [f"{id}: photo {each}" for each in self.photos.get(id, set()) - set(now["photos"])]
        return broken


def keeps(words: str | None, told: str) -> bool:
    """Whether these words are those that were told, or those of a later touch of the same report."""
    report, touch = told.rsplit("-", 1)
    return words is not None and words.rsplit("-", 1)[0] == report and int(words.rsplit("-", 1)[1]) >= int(touch)


@pytest.fixture
def phones(playwright: Playwright, tmp_path: Path) -> Iterator[Callable[[str], Device]]:
    made: list[Device] = []

    def make(name: str) -> Device:
        made.append(Device(playwright, tmp_path / name, PHONE))
        return made[-1]

    yield make
    for device in made:
        device.close()


@pytest.mark.long
@pytest.mark.invariant("acked-is-durable", "at-most-once", "outbox-drains", "photo-whole")
def test_a_phone_that_dies_again_and_again_keeps_what_it_said_was_kept_and_sends_it_once(
    phones: Callable[[str], Device], shared_demo: Served, script: str, times: Callable[[int, int], int]
) -> None:
    phone, chance, promises = phones("dying"), Random(SEED), Promises()
    tab = open_bench(phone, shared_demo.url, script)
    tab.sign_in("cadre2")
    unit = tab.do("return (await bench.boot()).duties[0].unit.id")
    phone.close()
    cycles = times(8, 60)
    for cycle in range(cycles):
        tab = open_bench(phone, shared_demo.url, script)
        assert promises.broken_by(tab.do(SHOWN, list(promises.words))) == [], f"after {cycle} deaths, seed {SEED}"
        begin_log(phone, tab)
        tab.page.expose_function("told", promises.hear)
        tab.do(AT_WORK, [SEED + cycle, unit])
        if cycle == cycles - 1:  # However slow the machine: something of each kind has been promised by now.
            wait_until(lambda: tab.page.title() and promises.sent and promises.photos, what="a promise of each kind")  # noqa: B023
        tab.page.wait_for_timeout(chance.randint(*LIFE_MS))
        phone.kill()
    tab = open_bench(phone, shared_demo.url, script)
    assert promises.broken_by(tab.do(SHOWN, list(promises.words))) == [], "after the last death"
    drained(tab)
    assert promises.broken_by(tab.do(SHOWN, list(promises.words))) == [], "when all was sent"
    other = open_bench(phones("other"), shared_demo.url, script)
    other.sign_in("cadre2")
    assert promises.broken_by(other.do(SHOWN, list(promises.words))) == []
    assert twice(other) == []


@pytest.mark.parametrize("length", [300, 60_000])
@pytest.mark.invariant("acked-is-durable")
@pytest.mark.failure(35)
def test_a_record_that_a_death_tore_takes_nothing_with_it_that_is_written_behind_it(
    phones: Callable[[str], Device], shared_demo: Served, script: str, length: int
) -> None:
    phone = phones("torn")
    open_bench(phone, shared_demo.url, script).sign_in("cadre2")
    phone.close()
    tear(phone, length)
    tab = open_bench(phone, shared_demo.url, script)
    begin_log(phone, tab)
    ids = [tab.draft(findings=words) for words in ("một", "hai", "ba")]
    phone.kill()
    tab = open_bench(phone, shared_demo.url, script)
    assert [(tab.read("draft", id) or {}).get("findings") for id in ids] == ["một", "hai", "ba"]


def tear(phone: Device, length: int) -> None:
    """Leave at the log's end what a death between two of LevelDB's writes leaves: a record's head without its content.

    Less than that written behind it was dropped at the next start; with more, the whole store was taken for spoiled.
    """
    with max(logs(phone)).open("ab") as log:
        log.write(pack("<IHB", 0x12345678, length, 1))


def begin_log(phone: Device, tab: Bench) -> None:
    """Start and write until the browser has left its old log: the app asks for it at each start, and under load the
    browser does not always heed it. A death before that, after one that tore the log, can cost the store."""
    old = logs(phone)

    def begun() -> bool:
        tab.page.reload()
        tab.do("await bench.resume(); await bench.queue.setWifiOnly(false)")
        return not old & logs(phone)

    wait_until(begun, what="a new log")


def logs(phone: Device) -> set[Path]:
    """The logs of what the browser keeps for pages."""
    return set((phone.profile / "Default" / "IndexedDB").glob("*.leveldb/*.log"))


def drained(tab: Bench) -> None:
    """Sync until nothing waits, words and photos."""
    for _ in range(SYNCS_MAX):
        if tab.sync() == "done" and tab.counts().get("unsent", 0) == 0 and tab.do(PHOTOS_TO_COME) == []:
            return
    raise AssertionError(f"never drained: {tab.counts()}, {tab.do(PHOTOS_TO_COME)}")


def twice(tab: Bench) -> list[str]:
    """Numbers and words that more than one report of the office has."""
    found = tab.do("return (await bench.rows('')).map(([key, row]) => [key, row.body])")
    numbers = [str(body["number"]) for key, body in found if key.startswith("visit/") and body.get("number")]
    words = [body["findings"] for key, body in found if key.startswith("report/")]
    return [each for each in {*numbers, *words} if numbers.count(each) > 1 or words.count(each) > 1]
