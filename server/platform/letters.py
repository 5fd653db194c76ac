"""Vietnamese typed in the fonts of before Unicode: which letters their signs stand for, and how such a text is known.

Owns the two codes that offices used, TCVN3 (.VnTime …; TCVN 5712:1993) and VNI (VNI-Times …), and the judgement whether
a text is in one of them. Pure. A text with any letter that only Unicode has is never touched.

In TCVN3 each letter is one sign of the upper half of Windows-1252. In VNI a vowel is followed by the sign of its
accents, some letters are signs of their own, and capitals have capital signs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from itertools import islice
from typing import Final

TCVN3: Final = "TCVN3"
VNI: Final = "VNI"

_TCVN3: Final = dict(
    zip(
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢£¤¥¦§",
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂÊÔƠƯĐ",
        strict=True,
    )
)
# What follows a vowel, as combining marks: a tone, or a circumflex or breve with a tone.
_TONES: Final = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_CIRCUMFLEX: Final = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_BREVE: Final = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_ALONE: Final = {"í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ", "ô": "ơ", "ö": "ư"}


def _pairs() -> Iterable[tuple[str, str]]:
    """A vowel with its sign, and the letter that they are, in small letters."""
    for vowel in "aeouyôö":
        for sign, mark in _TONES.items():
            yield vowel + sign, _ALONE.get(vowel, vowel) + mark
    for vowel in "aeo":
        for sign, mark in _CIRCUMFLEX.items():
            yield vowel + sign, f"{vowel}\u0302{mark}"
    for sign, mark in _BREVE.items():
        yield "a" + sign, f"a\u0306{mark}"


_VNI: Final[Mapping[str, str]] = {
    signs: unicodedata.normalize("NFC", letter) for signs, letter in [*_pairs(), *_ALONE.items()]
}
_VNI_SIGNS: Final = re.compile("|".join(sorted(_VNI, key=len, reverse=True)), re.IGNORECASE)
_OLD_FONT: Final = re.compile(r"(\.vn)|(vni[- ])", re.IGNORECASE)
# Letters beyond Latin-1 and accents of their own: only Unicode has them.
_UNICODE: Final = re.compile(r"[\u0100-\u024f\u0300-\u036f\u1e00-\u1eff]")
_LATIN: Final = "A-Za-zÀ-ÖØ-öø-ÿ"
_WORDS: Final[Mapping[str, re.Pattern[str]]] = {
    TCVN3: re.compile(f"[A-Za-z{''.join(_TCVN3)}]+"), VNI: re.compile(f"[{_LATIN}]+"),
}  # fmt: skip
_ONSET: Final = "(?:ngh?|nh|gh|gi|kh|ph|th|tr|ch|[bcdđghklmnpqrstvx])?"
_OPEN: Final = (
    "[aeêioôơuưy]|[aâ][uy]|a[io]|eo|êu|i[au]|iêu|yêu|o[aei]|oa[ioy]|oeo|[ôơ]i|u[aeêiơy]|u[ôâ][iy]|uy[au]"
    "|ư[aiu]|ươ[iu]|u[ao][iy]?"
)
_CLOSED: Final = "(?:[aăâeêioôơuưy]|iê|yê|o[aăeo]|u[âêôăaey]|uyê|ươ)(?:ng|nh|ch|[cmnptk])"
_SYLLABLE: Final = re.compile(f"{_ONSET}(?:{_OPEN}|{_CLOSED})")
_TONE: Final = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
# A page is in an old code when so many of its words are no words as they stand, and are under that code.
_TELLING_MIN: Final = 3
# Of a cell's words so many in five must read well: a name from elsewhere may stand among them.
_READ_OF_FIVE: Final = 4
# So many of a cell's words are looked at: what is a page in an old code is one from the beginning.
_LOOKED_AT: Final = 12
_SYLLABLES: Final = 20_000
# "QĐ", "HĐND": read, and telling of nothing.
_SHORTENED: Final = re.compile("[A-ZĐ]{2,8}")


def code_of_font(name: str | None) -> str | None:
    """The code of a font, by its name; None for every font of today."""
    found = _OLD_FONT.match(name or "")
    return (TCVN3 if found[1] else VNI) if found else None


def read_in_font(text: str, font: str | None) -> str | None:
    """The text that a cell of an old font shows; None where the font is none, or the text Unicode or plain already."""
    code = code_of_font(font)
    if code is None or text.isascii() or _UNICODE.search(text):
        return None
    read = _READ[code](text)
    # The fonts whose names end in H show small signs as capitals.
    return read.upper() if code == TCVN3 and (font or "").casefold().endswith("h") else read


def code_of_page(texts: Iterable[str]) -> tuple[str | None, bool]:
    """The code in which cells of a page are typed, by their letters alone, and whether all of them are; None for none.

    Told by words that nobody writes in Vietnamese as they stand and that are words under the code: three different
    ones at least. Vietnamese in Unicode has none, so it is never taken for anything else.
    """
    known = {text for text in texts if not text.isascii()}
    old = [text for text in known if not _UNICODE.search(text)]
    telling = {code: {word for text in old for word in _telling(text, code)} for code in (VNI, TCVN3)}
    code = max(telling, key=lambda each: len(telling[each]))
    if len(telling[code]) < _TELLING_MIN:
        return None, False
    return code, len(old) == len(known)


def read_in_code(text: str, code: str, *, whole: bool) -> str | None:
    """The text that a cell of such a page shows; None where it is not in that code.

    `whole`: the page has nothing but that code, so that a cell needs no telling word of its own.
    """
    if text.isascii() or _UNICODE.search(text) or not _reads_well(text, code):
        return None
    return _READ[code](text) if whole or _telling(text, code) else None


@lru_cache(_SYLLABLES)
def is_syllable(word: str) -> bool:
    """Whether a word has the shape of a Vietnamese syllable: an onset, a rime, at most one tone."""
    parts = unicodedata.normalize("NFD", word.lower())
    if len(_TONE.findall(parts)) > 1:
        return False
    return _SYLLABLE.fullmatch(unicodedata.normalize("NFC", _TONE.sub("", parts))) is not None


def _telling(text: str, code: str) -> list[str]:
    """The words of a text that tell its code: no syllables as they stand; none where the text does not read well."""
    if not _reads_well(text, code):
        return []
    return [word for word in _marked(text, code) if is_syllable(_READ[code](word)) and not is_syllable(word)]


def _reads_well(text: str, code: str) -> bool:
    words = _marked(text, code)
    good = sum(_is_read(word, code) for word in words)
    return bool(words) and 5 * good >= _READ_OF_FIVE * len(words)


def _marked(text: str, code: str) -> list[str]:
    """The first words of a text in which something stands for an accent."""
    found = (each[0] for each in _WORDS[code].finditer(text))
    return list(islice((word for word in found if not word.isascii()), _LOOKED_AT))


@lru_cache(_SYLLABLES)
def _is_read(word: str, code: str) -> bool:
    if code == VNI and not _VNI_SIGNS.sub("", word).isascii():
        return False
    read = _READ[code](word)
    return is_syllable(read) or _SHORTENED.fullmatch(read) is not None


def _read_tcvn3(text: str) -> str:
    return "".join(_TCVN3.get(sign, sign) for sign in text)


def _read_vni(text: str) -> str:
    return _VNI_SIGNS.sub(lambda found: _cased(_VNI[found[0].lower()], found[0][0]), text)


def _cased(letter: str, first: str) -> str:
    return letter.upper() if first.isupper() else letter


_READ: Final[Mapping[str, Callable[[str], str]]] = {TCVN3: _read_tcvn3, VNI: _read_vni}
