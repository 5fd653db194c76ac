"""Whether a report says word for word what an earlier one of the same writer said. Pure.

Its twin is client_pwa/src/features/troubles/clones.ts, which warns the writer before he sends; both run
sync/vectors/clones.json. The office tells the reviewer: a phone holds some earlier reports, the office all.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from unicodedata import normalize
from zlib import crc32

from sync.ports import Value

SECTIONS: Final = ("findings", "difficulties", "recommendations", "proposals")


def said_in(words: Mapping[str, Value]) -> str:
    """What a report says, without regard to spaces, letters' case and how marks are written; empty for nothing."""
    texts = [value if isinstance(value := words.get(name), str) else "" for name in SECTIONS]
    return " ".join(normalize("NFC", "\n".join(texts)).lower().split())


def said_key(author: str, said: str) -> str:
    """The index key under which a writer's reports of the same words are found; 32 bits of them tell nothing."""
    return f"said:{author}:{crc32(said.encode()):08x}"
