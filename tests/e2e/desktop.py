"""The desktop that Chromium shows its notifications on: a D-Bus session with nobody else on it.

So a press here takes the road that a press on a real screen takes, and the worker hears it as one. Owns the few calls
of the notification protocol that a browser makes. Knows nothing of the app.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any, Final

from jeepney import DBusAddress, HeaderFields, Message, MessageType, Parser, new_error, new_method_return, new_signal

NOTIFICATIONS: Final = "org.freedesktop.Notifications"
PATH: Final = "/org/freedesktop/Notifications"
GUID: Final = b"0123456789abcdef0123456789abcdef"
# The name on the bus of whoever shows notifications.
SHOWER: Final = ":1.0"
PIECE_BYTES: Final = 65536


@dataclass
class Desktop:
    """What stands on the screen, by the number it was given: (title, body)."""

    listener: socket.socket
    standing: dict[int, tuple[str, str]] = field(default_factory=dict)
    # How many times something was shown or changed.
    shown: int = 0
    _lines: dict[int, socket.socket] = field(default_factory=dict)
    _names: int = 0
    _serial: int = 0

    @property
    def address(self) -> str:
        """For a browser's DBUS_SESSION_BUS_ADDRESS."""
        return f"unix:path={self.listener.getsockname()}"

    @property
    def titles(self) -> list[str]:
        """What stands there now, the oldest first."""
        return [title for title, _ in self.standing.values()]

    def press(self, title: str) -> None:
        """Press the notification of that title, as a person does."""
        number = next(each for each, (said, _) in self.standing.items() if said == title)
        self._tell(number, "ActionInvoked", "us", (number, "default"))

    def put_away(self, title: str) -> None:
        """Wipe it off the screen without reading it."""
        number = next(each for each, (said, _) in self.standing.items() if said == title)
        self._closed(number, by_person=True)

    def serve(self) -> None:
        """Take browsers until the listener is closed."""
        while True:
            try:
                line, _ = self.listener.accept()
            except OSError:
                return
            Thread(target=self._attend, args=(line,), daemon=True).start()

    def _attend(self, line: socket.socket) -> None:
        with line:
            self._talk(line)

    def _talk(self, line: socket.socket) -> None:
        rest = _let_in(line)
        if rest is None:
            return
        self._names += 1
        name = f":1.{self._names}"
        parser = Parser()
        parser.add_data(rest)
        while True:
            asked = parser.get_next_message()
            if asked is not None:
                self._answer(line, name, asked)
                continue
            piece = line.recv(PIECE_BYTES)
            if not piece:
                return
            parser.add_data(piece)

    def _answer(self, line: socket.socket, name: str, asked: Message) -> None:
        if asked.header.message_type is not MessageType.method_call:
            return
        to = asked.header.fields.get(HeaderFields.destination)
        said = self._of_shower(line, asked) if to == NOTIFICATIONS else _of_bus(name, asked)
        said.header.fields[HeaderFields.destination] = name
        said.header.fields[HeaderFields.sender] = SHOWER if to == NOTIFICATIONS else "org.freedesktop.DBus"
        self._send(line, said)

    def _of_shower(self, line: socket.socket, asked: Message) -> Message:
        call, body = asked.header.fields[HeaderFields.member], asked.body
        if call == "GetCapabilities":
            return new_method_return(asked, "as", (["actions", "body", "persistence"],))
        if call == "GetServerInformation":
            return new_method_return(asked, "ssss", ("desktop", "tests", "1", "1.2"))
        if call == "Notify":
            self.shown += 1
            number = body[1] or self.shown
            self._lines[number] = line
            self.standing[number] = (body[3], body[4])
            return new_method_return(asked, "u", (number,))
        self._closed(body[0], by_person=False)
        return new_method_return(asked)

    def _closed(self, number: int, *, by_person: bool) -> None:
        if self.standing.pop(number, None) is not None:
            self._tell(number, "NotificationClosed", "uu", (number, 2 if by_person else 3))

    def _tell(self, number: int, member: str, signature: str, body: tuple[Any, ...]) -> None:
        signal = new_signal(DBusAddress(PATH, NOTIFICATIONS, NOTIFICATIONS), member, signature, body)
        signal.header.fields[HeaderFields.sender] = SHOWER
        self._send(self._lines[number], signal)

    def _send(self, line: socket.socket, message: Message) -> None:
        self._serial += 1
        line.sendall(message.serialise(serial=self._serial))


def _let_in(line: socket.socket) -> bytes | None:
    """The greeting of the protocol; what came after it, None when nobody came."""
    heard = b""
    while b"BEGIN\r\n" not in heard:
        piece = line.recv(PIECE_BYTES)
        if not piece:
            return None
        for word in piece.lstrip(b"\0").splitlines():
            if word.startswith(b"AUTH"):
                line.sendall(b"OK " + GUID + b"\r\n")
            elif word.startswith(b"NEGOTIATE"):
                line.sendall(b"ERROR\r\n")
        heard += piece
    return heard.split(b"BEGIN\r\n", 1)[1]


def _of_bus(name: str, asked: Message) -> Message:
    """The bus itself: there is nobody on it but who shows notifications."""
    call, body = asked.header.fields[HeaderFields.member], asked.body
    if call == "Hello":
        return new_method_return(asked, "s", (name,))
    if call in ("AddMatch", "RemoveMatch"):
        return new_method_return(asked)
    if call == "NameHasOwner":
        return new_method_return(asked, "b", (body[0] == NOTIFICATIONS,))
    if call == "GetNameOwner" and body[0] == NOTIFICATIONS:
        return new_method_return(asked, "s", (SHOWER,))
    if call in ("ListNames", "ListActivatableNames"):
        return new_method_return(asked, "as", ([NOTIFICATIONS],))
    return new_error(asked, "org.freedesktop.DBus.Error.ServiceUnknown")


@contextmanager
def a_desktop() -> Iterator[Desktop]:
    """A desktop with nothing on it."""
    # A socket's path is a hundred letters at most, and a test's own folder may be longer.
    with TemporaryDirectory(prefix="desktop") as folder, socket.socket(socket.AF_UNIX) as listener:
        listener.bind(f"{folder}/bus")
        listener.listen()
        desktop = Desktop(listener)
        Thread(target=desktop.serve, daemon=True).start()
        yield desktop
        listener.shutdown(socket.SHUT_RDWR)
