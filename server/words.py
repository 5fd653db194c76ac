"""What the server says to people, in their language, from the same Fluent files as the browser.

Owns the reading of `server/words/<language>/*.ftl`. No sentence stands in Python.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from fluent.runtime import FluentBundle, FluentResource

LANGUAGES: Final = ("vi", "en")
DEFAULT_LANGUAGE: Final = "vi"
_FOLDER: Final = Path(__file__).parent / "words"
# The other files are the screens' own: parsing them would cost memory for sentences the server never says.
_FILES: Final = ("errors", "admin", "directory", "reminders", "agenda")

Argument = str | int | float


class UnknownWords(KeyError):
    """A key that no Fluent file has: a programmer's error, found by the test of the catalogue."""


def say(key: str, language: str, arguments: Mapping[str, Argument] | None = None) -> str:
    """The sentence of that key in that language. UnknownWords when there is none, in either language."""
    for each in (language, DEFAULT_LANGUAGE):
        bundle = _bundle(each if each in LANGUAGES else DEFAULT_LANGUAGE)
        if bundle.has_message(key):
            message = bundle.get_message(key)
            if message.value is not None:
                text, _faults = bundle.format_pattern(message.value, dict(arguments or {}))
                return str(text)
    raise UnknownWords(key)


@cache
def _bundle(language: str) -> FluentBundle:
    # Isolating marks are for right-to-left text; in Vietnamese and English they only break searching and copying.
    bundle = FluentBundle([language], use_isolating=False)
    for name in _FILES:
        bundle.add_resource(FluentResource((_FOLDER / language / f"{name}.ftl").read_text(encoding="utf-8")))
    return bundle
