"""`POST /api/sync` as a network brings it: large, packed, cut, hostile, or five at once."""

import gzip
import json
import threading
import time
import zlib
from io import BytesIO
from typing import Any

import brotli
import pytest
import zstandard
from werkzeug.test import TestResponse

from server.platform.groups import PLACES
from server.wire.compress import packed
from sync.client import Client
from sync.limits import OPS_MAX, REQUEST_BYTES_MAX
from sync.ports import Patch
from tests.cast import MORNING_MS, Cast, Phone
from tests.factories import id_of

VISIT = id_of("visit")


def post(phone: Phone, body: bytes, **headers: str) -> TestResponse:
    kind = headers.pop("content_type", "application/json")
    return phone.ask("POST", "/api/sync", data=body, content_type=kind, headers=headers)


def client_of(cast: Cast, name: str = "owner", device: str = "phone") -> Client:
    member = getattr(cast, name)
    return Client(member.id, member.device(device), lambda: id_of(f"fresh {next(_numbers)}"))


_numbers = iter(range(10**9))


def with_draft(cast: Cast, **values: str) -> Client:
    client = client_of(cast)
    client.say("draft.save", VISIT, role="cadre", at=MORNING_MS, patch=Patch(set=values))
    return client


def take(client: Client, answer: TestResponse) -> None:
    assert answer.status_code == 200, answer.text
    for line in answer.data.splitlines():
        client.take(line)


def refused(answer: TestResponse) -> tuple[int, str]:
    return answer.status_code, answer.get_json()["error"]["code"]


@pytest.mark.parametrize("body", [b"", b"hello", b"[]", b"{}", b"\xff\xfe", b"[" * 100_000, b'{"p":1', b"null"])
def test_what_is_no_envelope_is_refused(cast: Cast, body: bytes) -> None:
    assert refused(post(cast.owner.phone(), body)) == (400, "bad_body")


def test_a_packed_body_is_taken(cast: Cast) -> None:
    client = with_draft(cast, village="Thôn 3")
    body = gzip.compress(client.request(MORNING_MS))
    take(client, post(cast.owner.phone(), body, **{"Content-Encoding": "gzip"}))
    assert client.ops[0].outcome == "applied"


@pytest.mark.invariant("work-is-bounded")
def test_a_gzip_bomb_is_refused_before_it_opens(cast: Cast) -> None:
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(bytes(1_000_000)) for _ in range(300)) + packer.flush()
    assert len(bomb) < 400_000
    began = time.process_time()
    assert refused(post(cast.owner.phone(), bomb, **{"Content-Encoding": "gzip"})) == (413, "too_large")
    assert time.process_time() - began < 1.0


@pytest.mark.parametrize(
    "body",
    [b"no gzip", gzip.compress(b"{}")[:-4], gzip.compress(b"{}") * 2],
    ids=["no gzip", "cut short", "two in one"],
)
def test_a_body_that_is_not_what_its_encoding_says_is_refused(cast: Cast, body: bytes) -> None:
    assert refused(post(cast.owner.phone(), body, **{"Content-Encoding": "gzip"})) == (415, "unsupported_type")


def test_an_encoding_that_nobody_promised_is_refused(cast: Cast) -> None:
    assert refused(post(cast.owner.phone(), b"{}", **{"Content-Encoding": "br"})) == (415, "unsupported_type")


def test_a_plain_body_over_the_bound_is_refused(cast: Cast) -> None:
    body = b" " * (REQUEST_BYTES_MAX + 1)
    assert refused(post(cast.owner.phone(), body)) == (413, "too_large")


@pytest.mark.invariant("work-is-bounded")
def test_a_hundred_thousand_operations_are_refused_cheaply(cast: Cast) -> None:
    row = json.dumps([1, VISIT, "cadre", 1, VISIT]).encode()
    envelope = b'{"p":1,"person":"%s","device":"%s","sent":1,"cursor":null,"push":{"inc":"%s","from":1,"prev":null,' % (
        cast.owner.id.encode(), cast.owner.device().encode(), VISIT.encode(),
    )  # fmt: skip
    envelope += b'"refill":null,"groups":[{"k":"draft.save","s":1,"cols":["n","op_id","role","at","id"],"rows":['
    body = envelope + b",".join([row] * 100_000) + b"]}]}}"
    phone = cast.owner.phone()
    began = time.process_time()
    answer = post(phone, gzip.compress(body, 1), **{"Content-Encoding": "gzip"})
    assert refused(answer) in {(413, "too_large")}
    assert time.process_time() - began < 2.0
    assert answer.get_json()["error"]["details"]["limit"] in {OPS_MAX, REQUEST_BYTES_MAX}


def test_a_form_of_another_site_is_refused(cast: Cast) -> None:
    phone = cast.owner.phone()
    form = phone.client.post("/api/sync", data="p=1", content_type="application/x-www-form-urlencoded")
    assert refused(form) == (403, "forbidden_origin")
    body = with_draft(cast, village="Thôn 3").request(MORNING_MS)
    assert refused(post(phone, body, Origin="https://elsewhere.example")) == (403, "forbidden_origin")
    assert refused(post(phone, body, content_type="text/plain")) == (415, "unsupported_type")


def test_without_a_session_nothing_is_read(cast: Cast) -> None:
    body = with_draft(cast, village="Thôn 3").request(MORNING_MS)
    assert refused(post(cast.visitor(), body)) == (401, "signed_out")


def test_another_persons_session_takes_nothing_of_ones_store(cast: Cast) -> None:
    client = with_draft(cast, village="Thôn 3")
    take(client, post(cast.colleague.phone(), client.request(MORNING_MS)))
    assert client.error == "wrong_person"
    assert len(client.unsent) == 1


UNPACK: dict[str, Any] = {
    "": lambda data: data,
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": lambda data: zstandard.ZstdDecompressor().decompressobj().decompress(data),
}


@pytest.mark.parametrize("encoding", UNPACK)
def test_the_answer_is_the_same_in_every_encoding(cast: Cast, encoding: str) -> None:
    phone = cast.owner.phone()
    body = client_of(cast).request(MORNING_MS)
    post(phone, body)
    plain, packed_answer = post(phone, body), post(phone, body, **{"Accept-Encoding": encoding or "identity"})
    assert packed_answer.headers.get("Content-Encoding", "") == encoding
    assert packed_answer.headers["Cache-Control"] == "no-store"
    assert UNPACK[encoding](packed_answer.data) == plain.data


@pytest.mark.parametrize(("encoding", "reader"), [
    ("gzip", lambda: zlib.decompressobj(wbits=31)),
    ("zstd", lambda: zstandard.ZstdDecompressor().decompressobj()),
])  # fmt: skip
def test_a_line_can_be_read_as_soon_as_it_was_sent(encoding: str, reader: Any) -> None:
    lines = [b'{"p":1}\n', b'{"results":[]}\n', b'{"end":true,"more":false}\n']
    unpacker = reader()
    seen = [unpacker.decompress(piece) for piece in packed(lines, encoding)]
    assert seen[: len(lines)] == lines


def test_a_br_line_can_be_read_as_soon_as_it_was_sent() -> None:
    lines = [b'{"p":1}\n', b'{"end":true,"more":false}\n']
    unpacker = brotli.Decompressor()
    assert [unpacker.process(piece) for piece in packed(lines, "br")][: len(lines)] == lines


def test_nothing_new_is_a_small_answer(cast: Cast) -> None:
    client, phone = client_of(cast), cast.owner.phone()
    take(client, post(phone, client.request(MORNING_MS)))
    answer = post(phone, client.request(MORNING_MS), **{"Accept-Encoding": "gzip, br"})
    assert len(answer.data) < 160
    assert len(client.request(MORNING_MS)) < 260
    assert "Content-Encoding" not in answer.headers


@pytest.mark.invariant("at-most-once")
@pytest.mark.failure(2)
def test_five_requests_with_one_operation_at_once_take_effect_once(cast: Cast) -> None:
    client = client_of(cast)
    client.say(
        "visit.submit", VISIT, role="cadre", at=MORNING_MS, args={"round": 1},
        patch=Patch(set={"unit": cast.owner.unit, "kind": "dialogue", "starts": "2024-06-24", "findings": "Cầu gãy."}),
    )  # fmt: skip
    body = client.request(MORNING_MS)
    phones = [cast.owner.phone()]
    answers: list[bytes] = []
    ready = threading.Barrier(5)

    def send() -> None:
        ready.wait(10)
        answers.append(post(phones[0], body).data.splitlines()[1])

    threads = [threading.Thread(target=send) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(answers) == 5
    assert len(set(answers)) == 1
    with cast.here.store.read() as reader:
        assert [record.v for record in reader.records("visit")] == [1]


class Slow(BytesIO):
    """A body that comes over a line where nothing moves, until it is let go."""

    def __init__(self, body: bytes, begun: threading.Semaphore, go: threading.Event) -> None:
        super().__init__(body)
        self._begun, self._go = begun, go

    def readinto(self, buffer: Any, /) -> int:
        self._begun.release()
        self._go.wait(30)
        return super().readinto(buffer)


def test_phones_whose_bodies_come_slowly_keep_nobody_out(cast: Cast) -> None:
    begun, go = threading.Semaphore(0), threading.Event()
    body = with_draft(cast, village="Thôn 3").request(MORNING_MS)
    slow, answers = [cast.owner.phone() for _ in range(PLACES + 1)], list[int]()

    def send(phone: Phone) -> None:
        line = {"input_stream": Slow(body, begun, go), "content_length": len(body), "content_type": "application/json"}
        answers.append(phone.ask("POST", "/api/sync", **line).status_code)

    threads = [threading.Thread(target=send, args=[phone]) for phone in slow]
    for thread in threads:
        thread.start()
        assert begun.acquire(timeout=30)
    colleague = client_of(cast, "colleague")
    take(colleague, post(cast.colleague.phone(), colleague.request(MORNING_MS)))
    assert answers == []
    go.set()
    for thread in threads:
        thread.join(30)
    assert answers == [200] * len(slow)
