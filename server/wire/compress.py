"""Compressed bodies, both ways, in bounded memory.

Owns the choice of an encoding and the bounds of what is unpacked. What is compressed is the whole streamed answer, so
that the second hundred reports cost a fraction of the first; after each line that a phone can keep, the stream is
flushed.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Final, Protocol

import brotli
import zstandard

# Compressing less than this saves nothing over the header that announces it.
PLAIN_BYTES_MAX: Final = 300
_READ_BYTES: Final = 64 * 1024
# Of 1,000 reports brotli's 7 makes 5 % less than its 5, at 0.03 ms of work more for each; 9 would be three times that.
_QUALITY_SHORT: Final = 5
_QUALITY_LONG: Final = 7


class TooLong(Exception):
    """A body that is longer than its bound once it is unpacked."""


class BadEncoding(Exception):
    """A body that is not what its encoding says, or an encoding that we do not take."""


class _Stream(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


def unpacked(stream: _Stream, encoding: str, limit: int) -> bytes:
    """The body's bytes. TooLong over `limit`, however small it came; BadEncoding for what is not gzip or plain."""
    if encoding not in ("", "identity", "gzip"):
        raise BadEncoding(encoding)
    data = bytearray()
    for piece in _plain(stream) if encoding != "gzip" else _gunzipped(stream, limit):
        data += piece
        if len(data) > limit:
            raise TooLong
    return bytes(data)


def _plain(stream: _Stream) -> Iterator[bytes]:
    while piece := stream.read(_READ_BYTES):
        yield piece


def _gunzipped(stream: _Stream, limit: int) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(wbits=31)
    try:
        for packed in _plain(stream):
            rest = packed
            while rest:
                # Never more than the bound at a time: a few hundred bytes can hold gigabytes.
                yield unpacker.decompress(rest, limit + 1)
                rest = unpacker.unconsumed_tail
        yield unpacker.flush()
    except zlib.error as error:
        raise BadEncoding("gzip") from error
    if not unpacker.eof or unpacker.unused_data:
        raise BadEncoding("gzip")


# --- Answers ---------------------------------------------------------------------------------------------------------


def encoding_for(accepts: Callable[[str], float]) -> str:
    """The best encoding that the peer takes: brotli's is the smallest, zstd the cheapest, gzip the oldest; or none."""
    return next((name for name in ("br", "zstd", "gzip") if accepts(name) > 0), "")


def packed(lines: Iterable[bytes], encoding: str, *, long: bool = False) -> Iterator[bytes]:
    """The lines as one compressed stream in which every line can be read as soon as its bytes are there.

    `long`: there are segments of rows to come, which are worth more work and memory (8 MB while it lasts) than a few
    lines are.
    """
    return _brotli(lines, _QUALITY_LONG) if encoding == "br" and long else _PACKERS[encoding](lines)


def _identity(lines: Iterable[bytes]) -> Iterator[bytes]:
    yield from lines


def _brotli(lines: Iterable[bytes], quality: int = _QUALITY_SHORT) -> Iterator[bytes]:
    packer = brotli.Compressor(quality=quality, lgwin=20)
    for line in lines:
        yield packer.process(line) + packer.flush()
    yield packer.finish()


def _zstd(lines: Iterable[bytes]) -> Iterator[bytes]:
    packer = zstandard.ZstdCompressor(level=3).compressobj()
    for line in lines:
        yield packer.compress(line) + packer.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)
    yield packer.flush()


def _gzip(lines: Iterable[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(4, wbits=31)
    for line in lines:
        yield packer.compress(line) + packer.flush(zlib.Z_SYNC_FLUSH)
    yield packer.flush()


_PACKERS: Final = {"": _identity, "br": _brotli, "zstd": _zstd, "gzip": _gzip}
