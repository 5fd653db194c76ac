"""Photos: small, without their notes, after the words, over a line that breaks; what is none keeps no report back."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import Final

import pytest
import requests
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base
from playwright.sync_api import Page, expect

from server.demo.founding import PASSWORD
from server.demo.ids import record_id
from tests.e2e.between import door_to
from tests.e2e.conftest import Devices
from tests.e2e.person import place, send, sign_in, sync_quietly, sync_words, synced, write
from tests.e2e.phone import DESK, wait_until
from tests.e2e.served import Served

PHOTO_BYTES_MAX: Final = 300_000
CHUNK_BYTES: Final = 128 * 1024
CAMERA: Final = "Máy ảnh thử"
TOO_LARGE: Final = 51_000_000
# The two large ones apart, so that each sentence is seen to come.
MISTAKES: Final = (("text", "no picture"), ("bomb", "too large"), ("text", "no picture"), ("film", "too large"))
KIND_SENTENCES: Final = {
    "no picture": "This file is not a picture, or it is damaged. The report can be sent all the same.",
    "too large": "This picture is too large for the phone to shrink.",
}


def camera_picture(path: Path) -> Path:
    """Twelve megapixels that compress badly, with the camera's name and the place in their notes."""
    exif = Image.Exif()
    exif[Base.Make.value] = CAMERA
    exif.get_ifd(IFD.GPSInfo.value).update(
        {GPS.GPSLatitudeRef.value: "N", GPS.GPSLatitude.value: (14.0, 21.0, 3.0), GPS.GPSLongitudeRef.value: "E"}
    )
    noise = Image.effect_noise((1000, 750), 90).resize((4000, 3000)).convert("RGB")
    noise.save(path, "JPEG", quality=95, exif=exif)
    return path


def pixel_bomb() -> bytes:
    """A picture of some hundred bytes that says it is 60,000 × 60,000."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


def take(page: Page, path: Path) -> None:
    page.get_by_label("Gallery").set_input_files(path)


def stored_photo(url: str, username: str, id: str) -> bytes:
    """A photo as the office gives it to a reader."""
    session = requests.Session()
    device = {"id": "01904ca2-8e00-7000-8000-0000000000aa", "label": "test"}
    body = {"username": username, "password": PASSWORD, "device": device}
    headers = {"X-Diaban": "1", "Origin": url}
    assert session.post(f"{url}/api/session", json=body, headers=headers, timeout=60).status_code == 200
    return session.get(f"{url}/api/files/{id}", timeout=60).content


# The photos that the phone took for a report, from wherever it keeps its records.
TAKEN: Final = """async (visit) => {
  const found = [];
  for (const { name } of await indexedDB.databases()) {
    if (!/^diaban-./.test(name)) continue;
    const asked = indexedDB.open(name);
    await new Promise((done) => { asked.onsuccess = done; });
    if (asked.result.objectStoreNames.contains('photo')) {
      const all = asked.result.transaction('photo').objectStore('photo').getAll();
      await new Promise((done) => { all.onsuccess = done; });
      for (const { id, visit: of, bytes } of all.result) if (of === visit) found.push({ id, bytes });
    }
    asked.result.close();
  }
  return found;
}"""


@pytest.mark.invariant("photo-whole", "outbox-drains")
@pytest.mark.failure(5, 18, 47)
def test_a_camera_picture_arrives_small_without_its_notes_and_after_a_cut_one_chunk_again(
    devices: Devices, shared_demo: Served, tmp_path: Path
) -> None:
    with door_to(shared_demo.port) as door:
        page = devices().open()
        sign_in(page, door.url, "cadre1")
        write(page, "Báo cáo có ảnh.")
        take(page, camera_picture(tmp_path / "camera.jpg"))
        expect(page.get_by_role("img", name="Photo 1")).to_be_visible()
        door.cut_uploads_after = PHOTO_BYTES_MAX // 2
        send(page)
        expect(page.get_by_role("article").get_by_text("BC-2024-0")).to_be_visible()
        synced(page)
        expect(page.get_by_role("list", name="1 of 12 photos").get_by_text("Sent", exact=True)).to_be_visible()
        [photo] = page.evaluate(TAKEN, page.url.split("/")[4].split("?")[0])
        assert (door.cuts, door.refused) == (1, [])
        assert photo["bytes"] <= door.uploaded_bytes <= photo["bytes"] + CHUNK_BYTES
    arrived = stored_photo(shared_demo.url, "cadre1", photo["id"])
    assert 0 < len(arrived) <= photo["bytes"] <= PHOTO_BYTES_MAX
    with Image.open(BytesIO(arrived)) as picture:
        assert picture.format == "JPEG" and max(picture.size) <= 2000
        assert dict(picture.getexif()) == {}
    assert b"Exif" not in arrived
    kept = [path for path in shared_demo.data_dir.rglob("*") if path.is_file()]
    assert kept and not [path for path in kept if CAMERA.encode() in path.read_bytes()]


# A phone that says which network it is on, and wakes no worker by itself: iOS and Firefox know no Background Sync.
ON_MOBILE_DATA: Final = """
globalThis.network = { type: 'cellular' };
Object.defineProperty(navigator, 'connection', { get: () => globalThis.network });
Object.defineProperty(ServiceWorkerRegistration.prototype, 'sync', { get: () => undefined });
"""


@pytest.mark.invariant("counts-are-true")
def test_photos_wait_for_wifi_when_the_person_wants_that_and_the_words_do_not(
    devices: Devices, shared_demo: Served, tmp_path: Path
) -> None:
    page = devices().open()
    page.add_init_script(ON_MOBILE_DATA)
    sign_in(page, shared_demo.url, "cadre3")
    place(page, "More")
    page.get_by_role("switch", name="Photos on Wi-Fi only").check()
    write(page, "Báo cáo chờ Wi-Fi.")
    take(page, camera_picture(tmp_path / "camera.jpg"))
    expect(page.get_by_role("img", name="Photo 1")).to_be_visible()
    send(page)
    expect(page.get_by_role("article").get_by_text("BC-2024-0")).to_be_visible()
    photos = page.get_by_role("list", name="1 of 12 photos")
    sync_quietly(page)
    expect(photos.get_by_text("Waiting", exact=True)).to_be_visible()
    expect(sync_words(page)).to_have_text("Photos unsent")
    page.evaluate("() => { globalThis.network = { type: 'wifi' }; }")
    sync_quietly(page)
    expect(photos.get_by_text("Sent", exact=True)).to_be_visible()
    synced(page)


def test_a_photo_that_proves_an_answer_follows_it_once_the_office_is_back(
    served: Served, devices: Devices, tmp_path: Path
) -> None:
    desk, clerk = devices().open(), devices(DESK).open()
    sign_in(desk, served.url, "agency1")
    desk.goto(f"{served.url}/feedback/{record_id('feedback', 'PA-015')}")
    expect(desk.get_by_text("Photos that show the result")).to_be_visible()
    served.stop()
    take(desk, camera_picture(tmp_path / "camera.jpg"))
    expect(desk.get_by_role("img", name="Photo 1")).to_be_visible()
    desk.get_by_label("Outcome", exact=True).select_option("Settled")
    desk.get_by_role("textbox", name="Answer", exact=True).fill("Đã làm xong đoạn kênh, có ảnh kèm theo.")
    desk.get_by_role("button", name="Answer", exact=True).click()
    shown = desk.get_by_role("list", name="Photos with the answer (1)")
    expect(shown.get_by_text("Waiting", exact=True)).to_be_visible()
    served.start()
    sync_quietly(desk)
    expect(shown.get_by_text("Sent", exact=True)).to_be_visible()
    synced(desk)
    sign_in(clerk, served.url, "clerk")
    clerk.goto(f"{served.url}/feedback/{record_id('feedback', 'PA-015')}")
    picture = clerk.get_by_role("list", name="Photos with the answer (1)").get_by_role("img", name="Photo 1")
    wait_until(lambda: picture.evaluate("(image) => image.complete && image.naturalWidth > 0"), what="the picture")


@pytest.fixture
def odd_files(tmp_path: Path) -> dict[str, Path]:
    """What a person may choose by mistake."""
    files = {name: tmp_path / f"{name}.jpg" for name in ("text", "bomb", "film")}
    files["text"].write_text("Đây không phải là ảnh.")
    files["bomb"].write_bytes(pixel_bomb())
    with files["film"].open("wb") as film:
        film.truncate(TOO_LARGE)
    return files


def test_what_is_no_fitting_picture_gets_a_kind_sentence_and_the_report_goes(
    devices: Devices, shared_demo: Served, odd_files: dict[str, Path]
) -> None:
    page = devices().open()
    sign_in(page, shared_demo.url, "cadre2")
    write(page, "Báo cáo không ảnh.")
    for name, sentence in MISTAKES:
        take(page, odd_files[name])
        expect(page.get_by_text(KIND_SENTENCES[sentence])).to_be_visible()
    expect(page.get_by_role("img", name="Photo 1")).to_have_count(0)
    send(page)
    expect(page.get_by_role("article").get_by_text("BC-2024-0")).to_be_visible()
    synced(page)
