"""The file of a backup: frames that each prove themselves, so that memory stays small and damage has a place.

    "DIABAN BACKUP 1\\n" │ length 4, head (JSON) │ length 4, frame │ length 4, frame │ …
    frame = zstd(content) + 16 bytes of SHA-256(head ‖ number ‖ …)      without a pass phrase
    frame = AES-256-GCM(zstd(content)), nonce = number, bound to head   with one; the key is argon2id of it

Owns the bytes and nothing of their meaning. The last frame is the one of kind `end`: a file without it was cut.
"""

from __future__ import annotations

import hmac
import struct
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import IO, Any, Final

import msgspec
import zstandard
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC: Final = b"DIABAN BACKUP 1\n"
END: Final = "end"
# What one frame may hold before and after compression. Rows are put together up to a quarter of it.
CONTENT_BYTES_MAX: Final = 16_000_000
FRAME_BYTES_MAX: Final = CONTENT_BYTES_MAX + 1_000
_HEAD_BYTES_MAX: Final = 10_000
# RFC 9106's second choice: a guess costs 64 MiB and some tenths of a second.
_MEMORY_KIB: Final = 64 * 1024
_MEMORY_KIB_MIN: Final = 8
_PASSES: Final = 3
_SUM_BYTES: Final = 16
_LENGTH: Final = struct.Struct(">I")
_NUMBER: Final = struct.Struct(">4xQ")


class ArchiveError(Exception):
    """The file cannot be read: `not_a_backup`, `needs_pass_phrase`, `wrong_pass_phrase`, `newer_build`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class DamagedError(Exception):
    """The file is damaged at byte `at`; `after` names the last thing that was whole."""

    def __init__(self, at: int, after: str) -> None:
        super().__init__(f"damaged at byte {at}, after {after}")
        self.at = at
        self.after = after


class _Lock(msgspec.Struct):
    salt: str
    memory_kib: int
    passes: int
    check: str


class _Head(msgspec.Struct):
    lock: _Lock | None


@dataclass(frozen=True, slots=True)
class Frame:
    """One part: `kind` and `name` say what it is of, `first` how many items of that came before."""

    kind: str
    name: str
    first: int
    content: Any


class Writer:
    """Writes frames to a file."""

    def __init__(self, file: IO[bytes], pass_phrase: bytes | None, chance: Callable[[int], bytes]) -> None:
        self._file = file
        lock, key = _new_lock(pass_phrase, chance) if pass_phrase is not None else (None, None)
        head = msgspec.json.encode(_Head(lock))
        self._seal = _Seal(head, key)
        self._pack = zstandard.ZstdCompressor(level=3).compress
        file.write(MAGIC)
        self._write(head)

    def put(self, kind: str, name: str = "", first: int = 0, content: object = None) -> None:
        """Add a frame. ValueError when its content is too large for one."""
        plain = msgspec.msgpack.encode([kind, name, first, content])
        if len(plain) > CONTENT_BYTES_MAX:
            raise ValueError(f"{kind} {name}: too large for one frame")
        self._write(self._seal.close(self._pack(plain)))

    def _write(self, data: bytes) -> None:
        self._file.write(_LENGTH.pack(len(data)))
        self._file.write(data)


def read_frames(file: IO[bytes], pass_phrase: bytes | None) -> Iterator[Frame]:
    """The frames, in order, up to and with the last. ArchiveError, DamagedError (where it is found)."""
    if file.read(len(MAGIC)) != MAGIC:
        raise ArchiveError("not_a_backup")
    head = _read(file, _HEAD_BYTES_MAX)
    try:
        lock = msgspec.json.decode(head or b"", type=_Head).lock
        key = _key_of(lock, pass_phrase) if lock is not None else None
    except (msgspec.MsgspecError, ValueError):
        raise DamagedError(len(MAGIC), "its first line") from None
    seal = _Seal(head or b"", key)
    after = "its head"
    while True:
        at = file.tell()
        frame = _frame(seal, _read(file, FRAME_BYTES_MAX))
        if frame is None:
            raise DamagedError(at, after)
        yield frame
        if frame.kind == END:
            if file.read(1):
                raise DamagedError(file.tell() - 1, "its end")
            return
        after = f"{frame.kind} {frame.name} {frame.first}".strip()


def _frame(seal: _Seal, data: bytes | None) -> Frame | None:
    plain = seal.open(data) if data is not None else None
    if plain is None:
        return None
    try:
        content = zstandard.ZstdDecompressor().decompress(plain, max_output_size=CONTENT_BYTES_MAX)
        return Frame(*msgspec.msgpack.decode(content))
    except (zstandard.ZstdError, msgspec.MsgspecError, ValueError, TypeError):
        return None


def _read(file: IO[bytes], size_max: int) -> bytes | None:
    """The next length and as many bytes; None when they are not there."""
    size = file.read(_LENGTH.size)
    if len(size) < _LENGTH.size or _LENGTH.unpack(size)[0] > size_max:
        return None
    data = file.read(_LENGTH.unpack(size)[0])
    return data if len(data) == _LENGTH.unpack(size)[0] else None


class _Seal:
    """Binds every frame to its file and its place in it."""

    def __init__(self, head: bytes, key: bytes | None) -> None:
        self._head = head
        self._cipher = AESGCM(key) if key is not None else None
        self._number = 0

    def close(self, data: bytes) -> bytes:
        """What stands in the file for `data`."""
        number = self._next()
        if self._cipher is not None:
            return self._cipher.encrypt(number, data, self._head)
        return data + self._sum(number, data)

    def open(self, data: bytes) -> bytes | None:
        """What `close` was given; None when these are not its bytes in this place."""
        number = self._next()
        if self._cipher is None:
            plain, found = data[:-_SUM_BYTES], data[-_SUM_BYTES:]
            return plain if found == self._sum(number, plain) else None
        try:
            return self._cipher.decrypt(number, data, self._head)
        except InvalidTag:
            return None

    def _next(self) -> bytes:
        self._number += 1
        return _NUMBER.pack(self._number)

    def _sum(self, number: bytes, data: bytes) -> bytes:
        return sha256(self._head + number + data).digest()[:_SUM_BYTES]


def _new_lock(pass_phrase: bytes, chance: Callable[[int], bytes]) -> tuple[_Lock, bytes]:
    # The salt is new for every file, so that no key meets a nonce twice.
    salt = chance(16)
    key = _derived(pass_phrase, salt, _MEMORY_KIB, _PASSES)
    return _Lock(b64encode(salt).decode(), _MEMORY_KIB, _PASSES, b64encode(_check_of(key)).decode()), key


def _key_of(lock: _Lock, pass_phrase: bytes | None) -> bytes:
    if pass_phrase is None:
        raise ArchiveError("needs_pass_phrase")
    # A head that was tampered with must not make us spend more than we would ourselves.
    if not (_MEMORY_KIB_MIN <= lock.memory_kib <= _MEMORY_KIB and 1 <= lock.passes <= _PASSES):
        raise ArchiveError("not_a_backup")
    key = _derived(pass_phrase, b64decode(lock.salt), lock.memory_kib, lock.passes)
    if not hmac.compare_digest(_check_of(key), b64decode(lock.check)):
        raise ArchiveError("wrong_pass_phrase")
    return key


def _derived(pass_phrase: bytes, salt: bytes, memory_kib: int, passes: int) -> bytes:
    return hash_secret_raw(pass_phrase, salt, passes, memory_kib, 1, 32, Type.ID)


def _check_of(key: bytes) -> bytes:
    return hmac.new(key, MAGIC, sha256).digest()[:_SUM_BYTES]
