"""Words that must not be written into an exchange: denunciations, identity numbers, telephone numbers.

Owns the patterns, which the phone has too (`client_pwa/src/features/exchange/stop_words.ts`), where the person is
stopped before anything leaves the phone; both run `sync/vectors/stop_words.json`. Pure.

They err on the side of stopping: a person reads the advice and writes the matter without them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

# What is written of denunciations in general, which is no denunciation.
_IN_GENERAL: Final = re.compile(r"luật tố cáo|khiếu nại,? (và )?tố cáo|luat to cao|khieu nai,? (va )?to cao")
_DENUNCIATION: Final = re.compile(r"tố cáo|tố giác|denounc|denunciation")
# "cây to cao" are tall trees and "tổ cao su" grow rubber: without marks the words count only where no text has any.
_UNMARKED: Final = re.compile(r"(^|[^a-z])(to cao(?! su)|to giac)(?![a-z])")
_MARKED: Final = re.compile(r"[à-ỹđ]")

# A citizen's card: twelve digits, the first of the province; and the old card's nine. In one piece or by threes; a sum
# of money or an area names its unit behind it.
_IDENTITY: Final = re.compile(
    r"(^|[^0-9.,])([0-9]{12}|[0-9]{9}|0[0-9]{2}([ .-][0-9]{3}){3}|[0-9]{3}([ ][0-9]{3}){2})"
    r"(?![.,]?[0-9]| [0-9]{3}( |$)| ?(đồng|đ( |,|\.|$)|vnd|vnđ|usd|m2|m3|kwh|kg))"
)
# 0905 123 456, +84 905 123 456, 0905.12.34.56, 090 512 3456.
_MOBILE: Final = re.compile(
    r"(^|[^0-9.,])(\+?84[ .-]?|0)[35789]"
    r"([0-9]{8}|[0-9]{2}[ .-][0-9]{3}[ .-]?[0-9]{3}|[0-9]{5}[ .-][0-9]{3}|[0-9][ .-][0-9]{3}[ .-]?[0-9]{4}"
    r"|[0-9]{2}([ .-][0-9]{2}){3})(?![0-9])"
)
# 0256 3822 123, (0256) 3.822.123, 024 3822 1234.
_LANDLINE: Final = re.compile(
    r"(^|[^0-9.,/])\(?(\+?84[ .-]?|0)2([0-9]{2}\)?[ .-]?[0-9]([ .-]?[0-9]){6}|[48]\)?[ .-]?[0-9]{4}[ .-]?[0-9]{4})"
    r"(?![0-9])"
)


def find_stop(texts: Iterable[str | None]) -> str | None:
    """What must not be in these texts: `denunciation`, `phone_number` or `identity_number`, the first found.

    None when they may be sent.
    """
    whole = [_plain(text) for text in texts if text]
    for code, is_in in (("denunciation", _denounces), ("phone_number", _calls), ("identity_number", _identifies)):
        if any(is_in(text) for text in whole):
            return code
    return None


def _plain(text: str) -> str:
    """Small letters, composed, every digit and space of one kind."""
    return unicodedata.normalize("NFKC", text).lower()


def _denounces(text: str) -> bool:
    said = _IN_GENERAL.sub("", text)
    return bool(_DENUNCIATION.search(said)) or (not _MARKED.search(text) and bool(_UNMARKED.search(said)))


def _identifies(text: str) -> bool:
    return bool(_IDENTITY.search(text))


def _calls(text: str) -> bool:
    return bool(_MOBILE.search(text) or _LANDLINE.search(text))
