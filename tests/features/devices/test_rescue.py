"""Rescue files: work that comes in a sealed file takes effect once, as its author's, whoever carried it."""

from __future__ import annotations

import json
from hashlib import sha256
from os import urandom
from typing import Any

import pytest
from werkzeug.test import TestResponse

from server.context import Server
from server.features.devices.rescue import load_keys
from server.platform.boxes import MAGIC, NotABoxError, NotOurBoxError, closed, new_key, opened, public_of
from tests.cast import Cast, OpenOffice, Phone
from tests.factories import id_of
from tests.features.attachments.stories import picture
from tests.features.visits.stories import REPORT
from tests.hand import Hands, new_id
from tests.refusals import refused

pytestmark = pytest.mark.invariant("storage-loss-announced", "at-most-once")

TYPE = "application/vnd.diaban.rescue"
VISIT = id_of("rescued visit")
COLUMNS = ["n", "op_id", "role", "at", "id", "round", *(f"set.{name}" for name in REPORT)]


def submit_row(n: int = 1, op_id: str = "", id: str = VISIT) -> list[Any]:
    """A report as a phone sealed it."""
    return [n, op_id or id_of(f"op {n}"), "cadre", 1, id, 1, *REPORT.values()]


def groups(*rows: list[Any]) -> list[dict[str, Any]]:
    return [{"k": "visit.submit", "s": 1, "cols": COLUMNS, "rows": list(rows or [submit_row()])}]


def words_of(cast: Cast, **changes: Any) -> dict[str, Any]:
    """What the owner's phone writes into its file."""
    told = cast.owner.phone().get("/api/session").json or {}
    words = {"v": 1, "person": cast.owner.id, "device": cast.owner.device(), "proof": told["rescue"]["proof"]}
    return {**words, "made": 5, "groups": groups(), "photos": [], **changes}


def boxed(here: Server, words: object, pictures: bytes = b"") -> bytes:
    """A file for that office."""
    text = json.dumps(words).encode()
    return closed(len(text).to_bytes(4) + text + pictures, load_keys(here.store).point, new_key(urandom(48)))


def carry(phone: Phone, file: bytes, **more: Any) -> TestResponse:
    return phone.ask("POST", "/api/rescue", data=file, **{"content_type": TYPE, **more})


def test_the_clerk_brings_in_what_a_phone_could_not_send(hands: Hands) -> None:
    cast = hands.cast
    answer = carry(cast.clerk.phone(), boxed(cast.here, words_of(cast)))
    assert answer.json == {
        "person": {"id": cast.owner.id, "name": "Người owner"}, "made": 5,
        "ops": {"applied": 1}, "known": 0, "photos": {},
    }  # fmt: skip
    visit = hands.supervisor.sees("visit", VISIT)
    assert visit is not None
    assert visit["author"] == cast.owner.id
    with cast.here.store.read() as reader:
        op = reader.ops(cast.owner.id, [id_of("op 1")])[id_of("op 1")]
    assert (op.device, op.via) == (cast.owner.device(), cast.clerk.id)


def test_the_same_file_twice_changes_nothing(hands: Hands) -> None:
    cast = hands.cast
    file = boxed(cast.here, words_of(cast))
    carry(cast.clerk.phone(), file)
    with cast.here.store.read() as reader:
        head = reader.head()
    again = carry(cast.owner.phone("tablet"), file).json or {}
    assert (again["ops"], again["known"]) == ({"applied": 1}, 1)
    with cast.here.store.read() as reader:
        assert reader.head() == head


def test_the_phone_that_comes_back_gets_the_results_it_has(hands: Hands) -> None:
    cast = hands.cast
    carry(cast.clerk.phone(), boxed(cast.here, words_of(cast)))
    push = {"inc": new_id(), "from": 1, "prev": None, "refill": None, "groups": groups()}
    results = next(line["results"] for line in hands.owner.sync(push=push) if "results" in line)
    assert results[0][1] == "applied"
    assert [row["id"] for row in hands.owner.all("visit")] == [VISIT]
    assert [op.n for op in _ops(cast)] == [1]


def _ops(cast: Cast) -> list[Any]:
    with cast.here.store.read() as reader:
        return [*reader.ops(cast.owner.id, [id_of("op 1")]).values()]


def test_what_the_phone_sent_before_keeps_its_result(hands: Hands) -> None:
    cast = hands.cast
    push = {"inc": new_id(), "from": 1, "prev": None, "refill": None, "groups": groups()}
    hands.owner.sync(push=push)
    answer = carry(cast.clerk.phone(), boxed(cast.here, words_of(cast))).json or {}
    assert (answer["ops"], answer["known"]) == ({"applied": 1}, 1)


def test_one_bad_operation_in_a_file_keeps_out_no_other(hands: Hands) -> None:
    cast = hands.cast
    poisoned = [1, new_id(), "cadre", 1, new_id(), 1, *({**REPORT, "unit": id_of("nowhere")}.values())]
    file = boxed(cast.here, words_of(cast, groups=groups(poisoned, submit_row(2))))
    assert (carry(cast.clerk.phone(), file).json or {})["ops"] == {"quarantined": 1, "applied": 1}


def test_photos_that_fit_come_along(hands: Hands) -> None:
    cast = hands.cast
    data = picture()
    photo, sha = new_id(), sha256(data).hexdigest()
    row = [*submit_row(), [[photo, sha, len(data), 8, 8]]]
    group = [{"k": "visit.submit", "s": 1, "cols": [*COLUMNS, "add.photos"], "rows": [row]}]
    named = {"photo": photo, "visit": VISIT, "sha": sha, "bytes": len(data)}
    stranger = {**named, "photo": new_id()}
    words = words_of(cast, groups=group, photos=[named, stranger])
    file = boxed(cast.here, words, data + data)
    assert (carry(cast.clerk.phone(), file).json or {})["photos"] == {"stored": 1, "refused": 1}
    assert hands.supervisor.phone.get(f"/api/files/{photo}").status_code == 200
    assert (carry(cast.clerk.phone(), file).json or {})["photos"] == {"known": 1, "refused": 1}


@pytest.mark.parametrize("state", ["drain", "lost"])
def test_the_file_of_a_withdrawn_phone_that_has_emptied_itself_goes_to_quarantine_too(cast: Cast, state: str) -> None:
    """It may have been made before, by whoever had the phone in his hands."""
    words, phone = words_of(cast), cast.owner.phone()
    path = f"/api/admin/people/{cast.owner.id}/devices/{cast.owner.device()}"
    cast.admin.phone().patch(path, {"state": state})
    assert phone.post("/api/session/wiped", {"unsent": 1}).status_code == 204
    assert (carry(cast.clerk.phone(), boxed(cast.here, words)).json or {})["ops"] == {"quarantined": 1}


@pytest.mark.parametrize("state", ["drain", "lost"])
def test_the_file_of_a_withdrawn_phone_goes_to_quarantine(cast: Cast, state: str) -> None:
    words = words_of(cast)
    path = f"/api/admin/people/{cast.owner.id}/devices/{cast.owner.device()}"
    cast.admin.phone().patch(path, {"state": state})
    assert (carry(cast.clerk.phone(), boxed(cast.here, words)).json or {})["ops"] == {"quarantined": 1}
    refused(carry(cast.owner.phone(), boxed(cast.here, words)), "device_withdrawn")


def test_the_file_of_a_closed_account_is_kept_until_it_is_open_again(hands: Hands) -> None:
    cast, admin = hands.cast, hands.cast.admin.phone()
    words, owner = words_of(cast), f"/api/admin/people/{cast.owner.id}"
    assert admin.patch(owner, {"disabled": True}).status_code == 200
    assert (carry(cast.clerk.phone(), boxed(cast.here, words)).json or {})["ops"] == {"quarantined": 1}
    assert hands.supervisor.sees("visit", VISIT) is None
    assert admin.patch(owner, {"disabled": False}).status_code == 200
    (case,) = cast.owner.phone().get("/api/cases").json or []
    again = {"author": cast.owner.id, "ops": [op["op_id"] for op in case["ops"]]}
    assert [each["outcome"] for each in cast.owner.phone().post("/api/cases/again", again).json or []] == ["applied"]
    assert hands.supervisor.sees("visit", VISIT) is not None


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_file_of_another_office(cast: Cast, open_office: OpenOffice, language: str) -> None:
    text = json.dumps(words_of(cast)).encode()
    elsewhere = closed(text, public_of(new_key(urandom(48))), new_key(urandom(48)))
    refused(carry(cast.clerk.phone(), elsewhere, headers={"Accept-Language": language}), "rescue_not_ours")


@pytest.mark.parametrize(
    "changes",
    [
        {"proof": "0" * 64},
        {"proof": "đ"},
        {"person": id_of("stranger")},
        {"person": id_of("nobody")},
        {"device": id_of("x")},
    ],
)
def test_a_file_in_somebody_elses_name(cast: Cast, changes: dict[str, str]) -> None:
    refused(carry(cast.stranger.phone(), boxed(cast.here, words_of(cast, **changes))), "rescue_unproven")


@pytest.mark.parametrize(
    "changes",
    [
        {"v": 2}, {"groups": None}, {"groups": [{"k": "visit.submit"}]}, {"photos": [{"photo": "x"}]},
        {"photos": [{"photo": VISIT, "visit": VISIT, "sha": "0" * 64, "bytes": 5}]},
        {"photos": [{"photo": "..", "visit": VISIT, "sha": "0" * 64, "bytes": 1}]},
        {"groups": [{"k": "visit.submit", "s": 1, "cols": ["n"], "rows": [[1]]}]},
        {"groups": groups(submit_row(2))},
    ],
)  # fmt: skip
def test_a_file_whose_content_is_not_as_it_must_be(cast: Cast, changes: dict[str, Any]) -> None:
    refused(carry(cast.clerk.phone(), boxed(cast.here, words_of(cast, **changes))), "rescue_broken")


def test_a_file_that_is_none_or_was_damaged(cast: Cast) -> None:
    phone, file = cast.clerk.phone(), boxed(cast.here, words_of(cast))
    flipped = bytes([file[-1] ^ 1])
    for broken in (b"", b"PK\3\4", MAGIC, file[:-1], file[:-1] + flipped, file[:24] + bytes(65) + file[89:]):
        refused(carry(phone, broken), "rescue_broken")


def test_a_file_with_more_than_one_push_may_hold(cast: Cast) -> None:
    rows = [submit_row(n) for n in range(1, 1002)]
    refused(carry(cast.clerk.phone(), boxed(cast.here, words_of(cast, groups=groups(*rows)))), "too_large")
    refused(carry(cast.clerk.phone(), bytes(8_000_001)), "too_large")


def test_a_file_is_no_other_kind_of_body(cast: Cast) -> None:
    file = boxed(cast.here, words_of(cast))
    refused(carry(cast.clerk.phone(), file, content_type="application/offset+octet-stream"), "unsupported_type")
    refused(carry(cast.visitor(), file), "signed_out")


def test_what_is_refused_leaves_nothing_behind(cast: Cast) -> None:
    with cast.here.store.read() as reader:
        head = reader.head()
    carry(cast.clerk.phone(), boxed(cast.here, words_of(cast, proof="0" * 64)))
    with cast.here.store.read() as reader:
        assert reader.head() == head
        assert reader.ops(cast.owner.id, [id_of("op 1")]) == {}


def test_an_office_keeps_its_key(cast: Cast, open_office: OpenOffice) -> None:
    first = load_keys(cast.here.store)
    again = open_office(cast.here.config).extensions["diaban"]
    assert load_keys(again.store) == first


def test_a_box_opens_for_its_owner_only() -> None:
    mine, yours = new_key(b"a" * 48), new_key(b"b" * 48)
    box = closed("lời".encode(), public_of(mine), new_key(b"c" * 48))
    assert opened(box, mine) == "lời".encode()
    with pytest.raises(NotOurBoxError):
        opened(box, yours)
    with pytest.raises(NotABoxError):
        opened(box[:-1], mine)
