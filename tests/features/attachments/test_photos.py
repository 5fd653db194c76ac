"""Photos travel after the words, in pieces, and are seen by whoever reads their report."""

from __future__ import annotations

import zlib
from io import BytesIO
from struct import pack

import pytest
from PIL import Image

from server.features.attachments.queries import find_upload
from server.features.attachments.rules import IN_FLIGHT_MAX, PHOTO_BYTES_MAX, UPLOAD_KEPT_MS
from server.features.visits.drafts import PATCHED
from server.platform.blobs import Blobs
from server.registry import JOBS
from sync.values import seen
from tests.cast import AWAY
from tests.factories import id_of
from tests.features.attachments.stories import (
    PIECE_BYTES,
    TUS,
    Photo,
    begin,
    code_of,
    far,
    photo,
    picture,
    piece,
    send,
    submit_with,
)
from tests.features.visits.stories import REPORT, decide, save
from tests.hand import Hands, digest_of, new_id


@pytest.mark.invariant("photo-whole")
@pytest.mark.failure(5)
def test_a_report_says_which_photos_are_still_to_come_and_then_that_they_came(hands: Hands) -> None:
    one = photo()
    visit = submit_with(hands.owner, one)
    waiting = hands.supervisor.sees("attachment", one.id)
    assert waiting == {**named(visit, one), "state": "waiting"}
    assert send(hands.owner, visit, one).status_code == 204
    stored = hands.supervisor.sees("attachment", one.id)
    assert stored == {**named(visit, one), "state": "stored"}


def named(visit: str, one: Photo) -> dict[str, object]:
    return {"visit": visit, "sha": one.sha, "bytes": len(one.data)}


def test_a_photo_is_read_as_a_picture_of_our_own_making(hands: Hands) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Máy ảnh của tôi"
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x0112] = 6
    one = photo(picture(exif=exif))
    assert b"Exif" in one.data
    visit = submit_with(hands.owner, one)
    send(hands.owner, visit, one)
    answer = hands.supervisor.phone.get(f"/api/files/{one.id}")
    assert answer.status_code == 200
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"] == f'inline; filename="{one.id}.jpg"'
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert b"Exif" not in answer.data
    with Image.open(BytesIO(answer.data)) as image:
        assert (image.format, image.size) == ("JPEG", (480, 640))
    again = hands.supervisor.phone.get(f"/api/files/{one.id}", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_picture_that_the_phone_pressed_hard_is_not_made_larger(hands: Hands) -> None:
    written = BytesIO()
    Image.effect_noise((640, 480), 90).convert("RGB").save(written, "JPEG", quality=50)
    one = photo(written.getvalue())
    send(hands.owner, submit_with(hands.owner, one), one)
    assert len(hands.owner.phone.get(f"/api/files/{one.id}").data) <= len(one.data)


def test_png_and_webp_are_taken_too(hands: Hands) -> None:
    for kind in ("PNG", "WEBP"):
        one = photo(picture(kind, (120, 90)))
        assert send(hands.owner, submit_with(hands.owner, one), one).status_code == 204
        assert hands.owner.phone.get(f"/api/files/{one.id}").mimetype == "image/jpeg"


def test_a_cut_line_costs_one_piece(hands: Hands) -> None:
    one = photo()
    visit = submit_with(hands.owner, one)
    answer = begin(hands.owner, visit, one)
    assert answer.headers["Location"] == f"/api/files/{one.id}"
    assert piece(hands.owner, one, 0).headers["Upload-Offset"] == str(PIECE_BYTES)
    assert far(hands.owner, one).headers["Upload-Offset"] == str(PIECE_BYTES)
    assert begin(hands.owner, visit, one).headers["Upload-Offset"] == str(PIECE_BYTES)
    rest = [piece(hands.owner, one, offset) for offset in range(PIECE_BYTES, len(one.data), PIECE_BYTES)]
    assert {answer.status_code for answer in rest} == {204}
    done = far(hands.owner, one)
    assert done.headers["Upload-Offset"] == done.headers["Upload-Length"] == str(len(one.data))
    assert code_of(begin(hands.owner, visit, one)) == (409, "already_done")


@pytest.mark.invariant("photo-whole")
@pytest.mark.failure(47)
def test_a_piece_at_another_offset_is_not_taken(hands: Hands) -> None:
    one = photo()
    begin(hands.owner, submit_with(hands.owner, one), one)
    piece(hands.owner, one, 0)
    for offset in (0, 2 * PIECE_BYTES):
        answer = piece(hands.owner, one, offset)
        assert code_of(answer) == (409, "stale_offset")
        assert answer.get_json()["error"]["details"] == {"offset": PIECE_BYTES}


@pytest.mark.invariant("photo-whole")
def test_bytes_that_are_not_the_named_ones_begin_anew(hands: Hands) -> None:
    one = photo()
    visit = submit_with(hands.owner, one)
    begin(hands.owner, visit, one)
    assert code_of(piece(hands.owner, one, 0, bytes(len(one.data)))) == (460, "wrong_checksum")
    assert far(hands.owner, one).status_code == 404
    assert send(hands.owner, visit, one).status_code == 204


def test_more_bytes_than_announced_are_not_taken(hands: Hands) -> None:
    one = photo()
    begin(hands.owner, submit_with(hands.owner, one), one)
    assert code_of(piece(hands.owner, one, 0, one.data + b"!")) == (413, "too_large")


def test_a_file_of_50_mb_is_refused_before_a_byte_of_it_comes(hands: Hands) -> None:
    one = Photo(new_id(), b"")
    visit = new_id()
    row = [one.id, one.sha, 50_000_000, 1, 1]
    assert hands.owner.do("visit.submit", visit, round=1, set=REPORT, add={"photos": [row]}) == "applied"
    answer = begin(hands.owner, visit, one, **{"Upload-Length": "50000000"})
    assert code_of(answer) == (413, "too_large")
    assert answer.get_json()["error"]["details"] == {"limit": PHOTO_BYTES_MAX}
    assert hands.supervisor.sees("report", visit) is not None


def bomb() -> bytes:
    """A PNG of a few hundred bytes that says it has 900 megapixels."""
    header = pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(bytes(100_000))), (b"IEND", b"")]
    body = b"".join(pack(">I", len(d)) + n + d + pack(">I", zlib.crc32(n + d)) for n, d in chunks)
    return b"\x89PNG\r\n\x1a\n" + body


def test_what_is_no_picture_is_refused_and_the_report_goes_on(hands: Hands) -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    gif = picture("GIF", (20, 20))
    cases = [
        (b"not a picture at all", "not_a_picture"),
        (svg, "not_a_picture"),
        (gif, "not_a_picture"),
        (picture()[:5_000], "not_a_picture"),
        (bomb(), "too_many_pixels"),
    ]
    for data, code in cases:
        one = photo(data)
        visit = submit_with(hands.owner, one)
        begin(hands.owner, visit, one)
        assert code_of(piece(hands.owner, one, 0, data)) == (422, code)
        refused = hands.supervisor.sees("attachment", one.id)
        assert refused is not None
        assert refused["state"] == "refused"
        assert hands.supervisor.sees("report", visit) is not None
        assert hands.owner.phone.get(f"/api/files/{one.id}").status_code == 404


def test_only_the_author_of_a_report_that_names_the_photo_sends_it(hands: Hands) -> None:
    one = photo()
    visit = submit_with(hands.owner, one)
    for hand in (hands.colleague, hands.stranger, hands.supervisor, hands.admin):
        assert code_of(begin(hand, visit, one)) == (404, "not_found")
        assert code_of(begin(hand, new_id(), photo())) == (404, "not_found")
    begin(hands.owner, visit, one)
    for hand in (hands.stranger, hands.supervisor):
        assert far(hand, one).status_code == 404
        assert code_of(piece(hand, one, 0)) == (404, "not_found")


def test_an_author_sends_only_what_his_report_names(hands: Hands) -> None:
    one, other = photo(), photo()
    visit = submit_with(hands.owner, one)
    for wrong in (other, Photo(one.id, other.data), Photo(one.id, one.data + b"!")):
        assert code_of(begin(hands.owner, visit, wrong)) == (404, "not_found")


def test_nobody_gets_a_picture_by_naming_anothers_photo_or_its_hash(hands: Hands) -> None:
    one = photo()
    send(hands.owner, submit_with(hands.owner, one), one)
    thief = new_id("visit")
    words = {**REPORT, "unit": id_of(AWAY)}
    assert hands.stranger.do("visit.submit", thief, round=1, set=words, add={"photos": [one.row]}) == "applied"
    assert hands.stranger.phone.get(f"/api/files/{one.id}").status_code == 404
    assert code_of(begin(hands.stranger, thief, one)) == (404, "not_found")
    # The same bytes under an id of one's own are sent in full: nothing tells that they are here already.
    same = Photo(new_id("photo"), one.data)
    mine = new_id("visit")
    assert hands.stranger.do("visit.submit", mine, round=1, set=words, add={"photos": [same.row]}) == "applied"
    assert begin(hands.stranger, mine, same).headers["Upload-Offset"] == "0"


def test_the_photos_of_a_draft_are_its_writers_until_it_is_sent(hands: Hands) -> None:
    one, visit = photo(), save(hands.owner)
    hands.owner.do("draft.save", visit, add={"photos": [one.row]})
    assert send(hands.owner, visit, one).status_code == 204
    assert hands.second("owner").phone.get(f"/api/files/{one.id}").status_code == 200
    assert hands.supervisor.phone.get(f"/api/files/{one.id}").status_code == 404
    hands.owner.do("visit.submit", visit, round=1)
    assert hands.supervisor.phone.get(f"/api/files/{one.id}").status_code == 200
    hands.owner.do("visit.withdraw", visit, round=1)
    assert hands.supervisor.phone.get(f"/api/files/{one.id}").status_code == 404
    assert hands.supervisor.sees("attachment", one.id) is None
    assert hands.owner.phone.get(f"/api/files/{one.id}").status_code == 200


def test_the_photos_of_a_refused_report_are_taken_and_stay_its_writers(hands: Hands) -> None:
    one, visit = photo(), new_id("visit")
    words = {**REPORT, "starts": "2024-06-24", "ends": "2024-06-20"}
    refused = hands.owner.do("visit.submit", visit, round=1, set=words, add={"photos": [one.row]})
    assert refused == ("quarantined", "end_before_start")
    assert send(hands.owner, visit, one).status_code == 204
    assert hands.owner.phone.get(f"/api/files/{one.id}").status_code == 200
    assert hands.supervisor.phone.get(f"/api/files/{one.id}").status_code == 404
    assert hands.owner.do("visit.submit", visit, round=1, set=REPORT, add={"photos": [one.row]}) == "applied"
    assert hands.supervisor.phone.get(f"/api/files/{one.id}").status_code == 200


def test_a_photo_that_is_taken_out_before_sending_is_forgotten(hands: Hands) -> None:
    one, visit = photo(), save(hands.owner)
    hands.owner.do("draft.save", visit, add={"photos": [one.row]})
    send(hands.owner, visit, one)
    hands.owner.do("draft.save", visit, dels={"photos": [one.id]})
    assert hands.owner.sees("attachment", one.id) is None
    assert hands.owner.phone.get(f"/api/files/{one.id}").status_code == 404
    assert JOBS["sweep_photos"](hands.cast.here) == 1
    assert list((hands.cast.here.config.blobs_dir / "blobs").rglob("*.*")) == []


@pytest.mark.invariant("photo-whole")
@pytest.mark.failure(6)
def test_a_photo_of_an_earlier_round_stays_with_that_round(hands: Hands) -> None:
    one = photo()
    visit = submit_with(hands.owner, one)
    send(hands.owner, visit, one)
    decide(hands.supervisor, "return", visit)
    assert hands.owner.do("visit.submit", visit, round=2, dels={"photos": [one.id]}) == "applied"
    assert hands.supervisor.phone.get(f"/api/files/{one.id}").status_code == 200
    assert JOBS["sweep_photos"](hands.cast.here) == 0


def test_what_is_on_its_way_is_bounded(hands: Hands) -> None:
    photos = [photo(bytes([number]) * 10) for number in range(IN_FLIGHT_MAX + 1)]
    last = photos.pop()
    for start in range(0, IN_FLIGHT_MAX, 12):
        visit = submit_with(hands.owner, *photos[start : start + 12])
        answers = [begin(hands.owner, visit, one) for one in photos[start : start + 12]]
        assert {answer.status_code for answer in answers} == {201}
    one_more = submit_with(hands.owner, last)
    assert code_of(begin(hands.owner, one_more, last)) == (429, "slow_down")
    hands.cast.here.clock.move(UPLOAD_KEPT_MS + 1)  # type: ignore[attr-defined]
    assert JOBS["sweep_photos"](hands.cast.here) == IN_FLIGHT_MAX
    assert begin(hands.second("owner"), one_more, last).status_code == 201


def test_an_upload_speaks_tus_and_says_what_it_is(hands: Hands) -> None:
    one = photo()
    visit = submit_with(hands.owner, one)
    assert code_of(begin(hands.owner, visit, one, **{"Tus-Resumable": "0.2.2"})) == (412, "wrong_protocol")
    for headers in ({"Upload-Length": "-1"}, {"Upload-Length": ""}, {"Upload-Metadata": "photo !"}):
        assert code_of(begin(hands.owner, visit, one, **headers)) == (400, "bad_body")
    begin(hands.owner, visit, one)
    wrong = piece(hands.owner, one, 0, mimetype="application/json")
    assert code_of(wrong) == (415, "unsupported_type")
    assert hands.cast.visitor().post("/api/files", headers=TUS).status_code == 401
    assert hands.cast.visitor().get(f"/api/files/{one.id}").status_code == 401


def test_a_server_that_died_before_the_end_asks_for_the_last_piece_again(hands: Hands) -> None:
    one = photo(picture(size=(64, 48)))
    visit = submit_with(hands.owner, one)
    begin(hands.owner, visit, one)
    here = hands.cast.here
    with here.store.read() as reader:
        upload = find_upload(reader, hands.owner.id, one.id)
    assert upload is not None
    Blobs(here.config.blobs_dir).write_part(upload.id, 0, one.data)
    assert far(hands.owner, one).headers["Upload-Offset"] == "0"
    assert piece(hands.owner, one, 0, one.data).status_code == 204


def test_the_photos_of_a_purged_draft_go_with_it(hands: Hands) -> None:
    one, visit = photo(), save(hands.owner)
    hands.owner.do("draft.save", visit, add={"photos": [one.row]})
    send(hands.owner, visit, one)
    draft = hands.owner.sees("draft", visit)
    assert draft is not None
    hands.owner.do("draft.delete", visit, seen=digest_of(draft, PATCHED))
    here = hands.cast.here
    here.clock.move(30 * 86_400_000)  # type: ignore[attr-defined]
    assert JOBS["purge_drafts"](here) == 1
    assert JOBS["sweep_photos"](here) == 1
    assert hands.second("owner").sees("attachment", one.id) is None
    assert list((here.config.blobs_dir / "blobs").rglob("*.*")) == []


@pytest.mark.invariant("no-value-vanishes", "photo-whole")
def test_a_deleted_draft_stays_with_its_photos_while_refused_work_about_it_waits(hands: Hands) -> None:
    """The tablet's report was refused and waits there; on the phone its person deletes the draft."""
    one, visit = photo(), save(hands.owner)
    tablet, here = hands.second("owner"), hands.cast.here
    saw = {name: seen(value) for name, value in (tablet.sees("draft", visit) or {}).items() if name in REPORT}
    words = {**REPORT, "starts": "2024-06-24", "ends": "2024-06-20"}
    refused = tablet.do("visit.submit", visit, round=1, set=words, was=saw, add={"photos": [one.row]})
    assert refused == ("quarantined", "end_before_start")
    assert send(tablet, visit, one).status_code == 204
    draft = hands.owner.sees("draft", visit)
    assert draft is not None
    hands.owner.do("draft.delete", visit, seen=digest_of(draft, PATCHED))
    here.clock.move(31 * 86_400_000)  # type: ignore[attr-defined]
    assert (JOBS["purge_drafts"](here), JOBS["sweep_photos"](here)) == (0, 0)
    assert tablet.phone.get(f"/api/files/{one.id}").status_code == 200
    [case] = tablet.phone.get("/api/cases").get_json()
    closed = {"author": tablet.id, "ops": [op["op_id"] for op in case["ops"]]}
    assert tablet.phone.post("/api/cases/close", closed).status_code == 204
    assert (JOBS["purge_drafts"](here), JOBS["sweep_photos"](here)) == (1, 1)


def test_an_upload_that_is_begun_anew_leaves_nothing_behind(hands: Hands) -> None:
    one = photo()
    visit = submit_with(hands.owner, one)
    begin(hands.owner, visit, one)
    piece(hands.owner, one, 0)
    piece(hands.owner, one, PIECE_BYTES, bytes(len(one.data) - PIECE_BYTES))
    send(hands.owner, visit, one)
    assert list((hands.cast.here.config.blobs_dir / "parts").iterdir()) == []


def test_an_address_that_is_no_id_names_nothing(hands: Hands) -> None:
    for address in ("%00", "..%2f..%2fdiaban.sqlite3", "x" * 500):
        assert hands.owner.phone.get(f"/api/files/{address}").status_code == 404
        assert hands.owner.phone.ask("HEAD", f"/api/files/{address}", headers=TUS).status_code == 404
