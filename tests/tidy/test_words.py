"""Vietnamese and English have the same words, and each of them is used. The build checks arguments and types too."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from fluent.syntax import FluentParser, ast

from tests.tidy.sources import files, text, within

LOCALES: Final = ("vi", "en")
# Where words may be asked for; the gallery shows what others say.
ASKING: Final = ("client_pwa/src/**.ts", "client_pwa/src/**.svelte", "server/*.py", "sync/*.py")
# An empty text is one too: else its second quote would begin another.
QUOTED: Final = re.compile(r"""(['"`])((?:(?!\1)[^\\\n]|\\.)*)\1""")
HOLE: Final = re.compile(r"\$\{[^}]*\}|\{[^}]*\}")
KEY: Final = re.compile(r"^[a-zA-Z][\w-]*(?:\.[\w-]+)?$")


def keys_of(locale: str) -> dict[str, Path]:
    """Message (without attributes) → the file it stands in."""
    found: dict[str, Path] = {}
    for path in files(f"server/words/{locale}/*.ftl"):
        for entry in FluentParser().parse(text(path)).body:
            assert not isinstance(entry, ast.Junk), f"{path}: {entry.content!r}"
            if isinstance(entry, ast.Message):
                found[entry.id.name] = path
    return found


def references() -> set[str]:
    """Messages that other messages use."""
    used: set[str] = set()
    for path in files("server/words/**/*.ftl"):
        used.update(re.findall(r"\{\s*([a-z][\w-]*)(?:\.[\w-]+)?\s*\}", text(path)))
    return used


def asked_for() -> tuple[set[str], list[re.Pattern[str]]]:
    """Keys that the code names outright, and patterns of those that it puts together, such as `status-${status}`."""
    literal: set[str] = set()
    patterns: set[str] = set()
    for path in files(*ASKING):
        if within(path, "client_pwa/src/gen") or ".test." in path.name:
            continue
        for _, quoted in QUOTED.findall(text(path)):
            if KEY.match(quoted):
                literal.add(quoted.split(".")[0])
                literal.add(quoted)
            # A pattern needs some letters of its own before the hole, or it would match everything.
            elif (hole := HOLE.search(quoted)) and re.fullmatch(r"[a-z][a-z-]*-", quoted[: hole.start()]):
                whole = "[\\w-]+".join(re.escape(part) for part in HOLE.split(quoted))
                if re.fullmatch(r"[\w\\+\[\]-]+", whole):
                    patterns.add(whole)
    return literal, [re.compile(f"^{pattern}$") for pattern in sorted(patterns)]


def test_both_languages_have_the_same_words() -> None:
    vietnamese, english = (keys_of(locale) for locale in LOCALES)
    assert vietnamese.keys() ^ english.keys() == set()


def test_a_word_stands_in_the_same_file_in_both_languages() -> None:
    vietnamese, english = (keys_of(locale) for locale in LOCALES)
    moved = {key: path.name for key, path in vietnamese.items() if key in english and english[key].name != path.name}
    assert moved == {}


def test_every_word_is_used() -> None:
    literal, patterns = asked_for()
    used = literal | references()
    words = keys_of("vi")
    made = {key for key in words if any(pattern.match(key) for pattern in patterns)}
    assert [f"{words[key]}: {key}" for key in sorted(words.keys() - used - made)] == []


def test_every_word_the_app_asks_for_is_there() -> None:
    words = keys_of("vi")
    call = re.compile(r"""\bt\(\s*(['"])([\w.-]+)\1""")
    asked = {(str(path), key) for path in files(*ASKING[:2]) for _, key in call.findall(text(path))}
    assert sorted((path, key) for path, key in asked if key.split(".")[0] not in words) == []
