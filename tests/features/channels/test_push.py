"""What a push service is handed, and what its answers mean."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator

import pytest
from http_ece import ECEException

from server.platform.channels import addresses
from server.platform.channels.addresses import AddressError, Outside, UnreachedError, is_public, read_endpoint
from server.platform.channels.push import (
    BODY_BYTES_MAX,
    TEXT_BYTES_MAX,
    WAIT_S_MAX,
    BadKeysError,
    Outcome,
    Pusher,
    new_push_key,
    read_keys,
)
from tests.push_service import HOST, Browser, PushService, push_service

ID = "0195c3a8-1111-4222-8333-444455556666"
NOW = 1_719_277_500_000


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PushService]:
    with push_service(tmp_path_factory.mktemp("push")) as made:
        yield made


@pytest.fixture
def pusher(service: PushService) -> Pusher:
    service.taken.clear()
    return pusher_by(service.outside())


def pusher_by(outside: Outside) -> Pusher:
    return Pusher(outside, key_pem=new_push_key().pem, contact="mailto:office@example.vn", now_ms=lambda: NOW)


def send(pusher: Pusher, text: bytes = b"{}", browser: Browser | None = None):  # type: ignore[no-untyped-def]
    to = browser or Browser()
    endpoint = read_endpoint(f"https://{HOST}/send/abc?x=1", [HOST])
    return pusher.send(endpoint, read_keys(to.p256dh, to.auth), text, id=ID)


def test_only_the_browser_it_was_made_for_can_read_it(pusher: Pusher, service: PushService) -> None:
    browser, other = Browser(), Browser()
    text = json.dumps({"title": "Báo cáo được trả lại"}).encode()
    assert send(pusher, text, browser).outcome is Outcome.TAKEN
    [taken] = service.taken
    assert taken.path == "/send/abc?x=1"
    assert browser.open(taken.body) == text
    assert "Báo cáo".encode() not in taken.body
    with pytest.raises(ECEException):
        other.open(taken.body)


def test_service_is_told_how_long_to_keep_it_and_which_message_it_replaces(
    pusher: Pusher, service: PushService
) -> None:
    send(pusher)
    send(pusher)
    headers = [taken.headers for taken in service.taken]
    assert [one["Topic"] for one in headers] == ["AZXDqBERQiKDM0REVVVmZg"] * 2
    assert {one["TTL"] for one in headers} == {"86400"}
    # One token for all messages of half a day: signing costs more than encrypting.
    assert len({one["Authorization"] for one in headers}) == 1


def test_token_of_a_clock_that_was_put_back_is_made_anew(service: PushService) -> None:
    """Services take none that is valid for longer than a day (RFC 8292, 2)."""
    now, key = [NOW], new_push_key().pem
    pusher = Pusher(service.outside(), key_pem=key, contact="mailto:office@example.vn", now_ms=lambda: now[0])
    before = len(service.taken)
    for ms in (0, -20 * 3_600_000):
        now[0] += ms
        send(pusher)
    tokens = [taken.headers["Authorization"].split(".")[1] for taken in service.taken[before:]]
    ends = [json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))["exp"] for part in tokens]
    assert ends[0] - ends[1] == 20 * 3600


@pytest.mark.parametrize(
    ("status", "headers", "outcome", "wait_s"),
    [
        (404, {}, Outcome.GONE, 0),
        (410, {}, Outcome.GONE, 0),
        (429, {"Retry_After": "120"}, Outcome.LATER, 120),
        (429, {"Retry_After": "Tue, 25 Jun 2024 01:15:00 GMT"}, Outcome.LATER, 600),
        (429, {"Retry_After": "soon"}, Outcome.LATER, 60),
        (503, {"Retry_After": "999999999"}, Outcome.LATER, WAIT_S_MAX),
        (500, {}, Outcome.LATER, 60),
        (400, {}, Outcome.REFUSED, 0),
        (403, {}, Outcome.REFUSED, 0),
        (413, {}, Outcome.REFUSED, 0),
        (307, {"Location": "https://127.0.0.1/inside"}, Outcome.REFUSED, 0),
    ],
)
def test_answers_mean_what_the_standard_says(
    pusher: Pusher, service: PushService, status: int, headers: dict[str, str], outcome: Outcome, wait_s: int
) -> None:
    service.order(status, **headers)
    sent = send(pusher)
    assert (sent.outcome, sent.status, sent.wait_s) == (outcome, status, wait_s)
    assert len(service.taken) == 1


def test_silence_is_no_answer(pusher: Pusher, service: PushService) -> None:
    service.order(0)
    with pytest.raises(UnreachedError):
        send(pusher)


def test_longest_text_fits_and_one_letter_more_does_not(pusher: Pusher, service: PushService) -> None:
    send(pusher, b"x" * TEXT_BYTES_MAX)
    assert len(service.taken[0].body) == BODY_BYTES_MAX
    with pytest.raises(ValueError, match="more than a push carries"):
        send(pusher, b"x" * (TEXT_BYTES_MAX + 1))


@pytest.mark.parametrize("url", [
    "http://push.example/a", "https://push.example:8443/a", "https://me@push.example/a", "https:///a", "javascript:1",
    "https://push.example/" + "a" * 2000, "https://push.example/\n", "https://push.exàmple/", "https://[::1/",
    "https://push.example/a b", "https://push.example/a#b", "https://push.example:0/", "https://@push.example/",
    "https://push.example:99999/",
])  # fmt: skip
def test_address_that_no_browser_hands_out_is_bad(url: str) -> None:
    with pytest.raises(AddressError, match="endpoint_bad"):
        read_endpoint(url, [HOST])


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "push.example.evil.example",
        "notpush.example",
        "127.0.0.1",
        "10.0.0.8",
        "[::1]",
        "0x7f000001",
        "push.example.",
        "push.apple.com",
        "127.0.0.1\\.push.apple.com",
        "%2e.push.apple.com",
        ".push.apple.com",
    ],
)
def test_host_that_is_no_push_service_is_unknown(host: str) -> None:
    with pytest.raises(AddressError, match="endpoint_unknown_host"):
        read_endpoint(f"https://{host}/a", [HOST, ".push.apple.com"])


@pytest.mark.parametrize("address", [
    "127.0.0.1", "10.1.2.3", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",  # noqa: S104
    "224.0.0.1", "255.255.255.255",
    "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fec0::1", "::ffff:10.0.0.1", "::10.0.0.1", "64:ff9b::a00:1",
    "64:ff9b:1::1", "2002:a00:1::", "2001:db8::1", "ff02::1", "::", "240.0.0.1", "198.18.0.1", "192.0.2.1",
])  # fmt: skip
def test_address_inside_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["142.250.4.95", "2404:6800:4003::5f", "64:ff9b::8efa:45f", "::ffff:142.250.4.95"])
def test_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("answers", [[["10.0.0.5"]], [["142.250.4.95", "10.0.0.5"]], [[]]])
def test_name_that_leads_inside_is_not_sent_to(service: PushService, answers: list[list[str]]) -> None:
    outside = Outside(resolve=lambda _host: answers[0], port=service.port, authority=service.authority)
    before = len(service.taken)
    with pytest.raises(AddressError, match="endpoint_private"):
        outside.post(read_endpoint(f"https://{HOST}/a", [HOST]), b"", {})
    assert len(service.taken) == before


def test_answer_that_comes_a_letter_now_and_then_is_left_when_its_time_is_over(
    monkeypatch: pytest.MonkeyPatch, pusher: Pusher, service: PushService
) -> None:
    monkeypatch.setattr(addresses, "ANSWER_S_MAX", 0.3)
    service.order(201, X_Slow="0.05")
    with pytest.raises(UnreachedError):
        send(pusher)


def test_answer_that_is_longer_than_a_word_is_not_read_to_its_end(pusher: Pusher, service: PushService) -> None:
    service.order(201, X_Long="1000000")
    assert [send(pusher).status for _ in range(2)] == [201, 201]


def test_service_that_hung_up_meanwhile_is_called_anew(pusher: Pusher, service: PushService) -> None:
    service.order(201, Connection="close")
    assert [send(pusher).status for _ in range(2)] == [201, 201]


def test_name_of_several_addresses_is_reached_by_the_one_that_answers(service: PushService) -> None:
    nobody = "127.0.0.2"
    outside = Outside(
        resolve=lambda _host: [nobody, "127.0.0.1"],
        is_allowed=lambda address: address in (nobody, "127.0.0.1"),
        port=service.port,
        authority=service.authority,
    )
    assert send(pusher_by(outside)).status == 201


def test_certificate_of_another_name_is_not_spoken_to(service: PushService) -> None:
    before = len(service.taken)
    with pytest.raises(UnreachedError):
        service.outside().post(read_endpoint("https://other.example/a", ["other.example"]), b"", {})
    assert len(service.taken) == before


def test_name_that_turns_inside_later_is_not_sent_to(service: PushService) -> None:
    known = [["127.0.0.1"], ["127.0.0.1"], ["10.0.0.5"]]
    outside = Outside(
        resolve=lambda _host: known.pop(0),
        is_allowed=lambda address: address == "127.0.0.1",
        port=service.port,
        authority=service.authority,
    )
    pusher = pusher_by(outside)
    assert [send(pusher).status for _ in range(2)] == [201, 201]
    with pytest.raises(AddressError, match="endpoint_private"):
        send(pusher)


@pytest.mark.parametrize(("p256dh", "auth"), [
    ("", ""), ("AAAA", "AAAA"), ("B" * 87, "A" * 22), ("ß" * 87, "A" * 22), ("A" * 10_000, "A" * 22),
])  # fmt: skip
def test_keys_that_no_browser_made_are_refused(p256dh: str, auth: str) -> None:
    with pytest.raises(BadKeysError):
        read_keys(p256dh, auth)


def test_secret_of_another_length_is_refused() -> None:
    with pytest.raises(BadKeysError):
        read_keys(Browser().p256dh, "AAAAAAAAAAA")
