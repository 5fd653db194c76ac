"""What a mail server is handed, and what its answers mean."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Iterator
from dataclasses import replace
from threading import Event, Thread
from typing import Any

import pytest
import trustme

from server.platform.channels import mail
from server.platform.channels.mail import (
    Letter,
    Mailer,
    MailRefusedError,
    MailServer,
    MailSettingError,
    MailSilentError,
    is_address,
    read_mail_server,
)
from tests.mail_server import Box, mail_server

LETTER = Letter(
    "0195c3a8-1111-4222-8333-444455556666", "ong.ba@example.vn", "Đến hạn: xã Ân Nghĩa", "Chữ", "<p>Chữ</p>"
)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def box(authority: trustme.CA) -> Iterator[Box]:
    with mail_server(authority) as made:
        yield made


@pytest.fixture
def mailer(box: Box, authority: trustme.CA) -> Mailer:
    return mailer_at(box.port, authority)


def mailer_at(port: int, authority: trustme.CA | None = None, *, secure: bool = False) -> Mailer:
    trust = ssl.create_default_context()
    if authority:
        authority.configure_trust(trust)
    server = MailServer("127.0.0.1", port, secure=secure)
    return Mailer(server, sender="diaban@example.vn", name="Địa Bàn", now_ms=lambda: 1_719_277_200_000, trust=trust)


def test_letter_arrives_in_both_forms_and_can_be_known_again(mailer: Mailer, box: Box) -> None:
    mailer.send(LETTER)
    [taken] = box.taken
    assert taken["Subject"] == LETTER.subject
    assert taken["Message-ID"] == f"<{LETTER.id}@example.vn>"
    assert taken["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in taken.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    plain = taken.get_body(["plain"])
    assert plain is not None
    assert plain.get_content().strip() == "Chữ"


@pytest.mark.parametrize("answer", ["550 unknown here", "553 no such", "571 never"])
def test_address_that_is_unknown_there_is_refused(mailer: Mailer, box: Box, answer: str) -> None:
    box.to_recipient = answer
    with pytest.raises(MailRefusedError) as caught:
        mailer.send(LETTER)
    assert caught.value.status == int(answer[:3])


@pytest.mark.parametrize("answer", ["451 later", "421 closing", "452 full"])
def test_server_that_is_busy_is_asked_again(mailer: Mailer, box: Box, answer: str) -> None:
    box.to_letter = answer
    with pytest.raises(MailSilentError):
        mailer.send(LETTER)


def test_letter_arrives_over_tls_from_the_first_byte(authority: trustme.CA) -> None:
    with mail_server(authority, is_wrapped=True) as box:
        mailer_at(box.port, authority, secure=True).send(LETTER)
        assert box.recipients == [[LETTER.to]]


def test_nothing_is_said_to_a_server_whose_certificate_is_not_its_own(box: Box) -> None:
    with pytest.raises(MailSilentError):
        mailer_at(box.port).send(LETTER)
    assert box.taken == []


def test_nothing_is_said_without_tls() -> None:
    with mail_server(None) as box:
        with pytest.raises(MailRefusedError):
            mailer_at(box.port).send(LETTER)
        assert box.taken == []


def test_server_that_hangs_is_left_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "ANSWER_S_MAX", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(MailSilentError):
        mailer_at(silent.getsockname()[1]).send(LETTER)


def test_server_that_says_a_letter_now_and_then_is_left_when_its_time_is_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(mail, "LETTER_S_MAX", 0.3)
    said = 0
    with socket.create_server(("127.0.0.1", 0)) as slow:
        left = Event()

        def dribble() -> None:
            nonlocal said
            with slow.accept()[0] as line:
                while not left.wait(0.05):
                    line.send(b"2")
                    said += 1

        thread = Thread(target=dribble)
        thread.start()
        with pytest.raises(MailSilentError):
            mailer_at(slow.getsockname()[1]).send(LETTER)
        left.set()
        thread.join()
    assert said > 1


@pytest.mark.parametrize("answer", [None, "421 closing", "500 what", "250 yes?"])
def test_letter_that_was_taken_is_taken_whatever_the_server_says_or_does_not_say_when_we_part(
    mailer: Mailer, box: Box, monkeypatch: pytest.MonkeyPatch, answer: str | None
) -> None:
    """Sent again, its person would have it six times."""
    monkeypatch.setattr(mail, "PARTED_S_MAX", 0.2)
    box.to_quit = answer
    mailer.send(LETTER)
    assert len(box.taken) == 1


def test_server_that_refuses_and_then_hangs_has_refused(
    mailer: Mailer, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "PARTED_S_MAX", 0.2)
    box.to_recipient, box.to_quit = "550 unknown here", None
    with pytest.raises(MailRefusedError):
        mailer.send(LETTER)


def test_server_that_looks_through_a_letter_for_longer_than_it_may_talk_has_taken_it(
    mailer: Mailer, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given up on before, it would take the letter a second time."""
    clock = [0.0]
    monkeypatch.setattr(mail, "monotonic", lambda: clock[0])
    hand = smtplib.SMTP.data

    def slowly(line: smtplib.SMTP, letter: Any) -> tuple[int, bytes]:
        clock[0] += mail.LETTER_S_MAX + 1
        return hand(line, letter)

    monkeypatch.setattr(smtplib.SMTP, "data", slowly)
    mailer.send(LETTER)
    assert len(box.taken) == 1
    clock[0], slow = 0.0, mail.SCANNED_S_MAX
    monkeypatch.setattr(mail, "LETTER_S_MAX", slow)
    with pytest.raises(MailSilentError):
        mailer.send(LETTER)


def test_server_that_is_not_there_is_silent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as there:
        port = there.getsockname()[1]
    with pytest.raises(MailSilentError):
        mailer_at(port).send(LETTER)


@pytest.mark.parametrize(("url", "server"), [
    ("smtp://mail.example.vn", MailServer("mail.example.vn", 587, secure=False)),
    ("smtps://mail.example.vn", MailServer("mail.example.vn", 465, secure=True)),
    ("smtp://van%40phong:m%3At@mail.example.vn:25", MailServer("mail.example.vn", 25, False, "van@phong", "m:t")),
])  # fmt: skip
def test_address_of_a_mail_server_is_read(url: str, server: MailServer) -> None:
    assert read_mail_server(url) == server


@pytest.mark.parametrize("url", ["mail.example.vn", "http://mail.example.vn", "smtp://", "smtp://mail:port"])
def test_address_of_no_mail_server_is_refused(url: str) -> None:
    with pytest.raises(MailSettingError):
        read_mail_server(url)


@pytest.mark.parametrize("text", [
    "", "a", "a@b", "a b@example.vn", "a@example.vn\nBcc: b@example.vn", "a" * 300 + "@b.vn",
    # Letters before the @ that not every server takes; names that would be read as others; names that are none.
    "bà@example.vn", "an@straße.vn", "an@ｅxample.vn", "an@văn。vn", "an@văn..vn", "an@văn\nphòng.vn",
    "an@văn phòng.vn", f"an@{'ă' * 63}.vn", f"an@{'.'.join(['ăâđ' * 9] * 7)}.vn", "an@\u200dvăn.vn",
])  # fmt: skip
def test_what_is_no_address_is_known_as_such(text: str) -> None:
    assert not is_address(text)


@pytest.mark.parametrize(("domain", "wire"), [
    ("vănphòng.vn", "xn--vnphng-6wa6k.vn"),
    ("VĂNPHÒNG.vn", "xn--vnphng-6wa6k.vn"),
    ("va\u0306npho\u0300ng.vn", "xn--vnphng-6wa6k.vn"),
    ("xn--vnphng-6wa6k.vn", "xn--vnphng-6wa6k.vn"),
])  # fmt: skip
def test_letter_to_a_domain_in_vietnamese_letters_arrives(mailer: Mailer, box: Box, domain: str, wire: str) -> None:
    """Typed on whatever keyboard; a server that knows nothing of such letters takes it."""
    assert is_address(f"an@{domain}")
    mailer.send(replace(LETTER, to=f"an@{domain}"))
    assert box.recipients == [[f"an@{wire}"]]
    assert box.taken[0]["To"] == f"an@{wire}"


def test_subject_cannot_bring_headers_of_its_own(mailer: Mailer) -> None:
    with pytest.raises(ValueError, match="linefeed"):
        mailer.send(Letter(LETTER.id, LETTER.to, "Chào\nBcc: b@example.vn", "", ""))


def test_ordinary_address_is_one() -> None:
    assert is_address("ha.thi.kim.phuong@tinhuy.example.vn")
