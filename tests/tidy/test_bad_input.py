"""`docs/bad-input.md` names, for every bad line, a test on the phone's side and one on the office's that exist."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from tests.tidy.sources import files, text

LETTERS: Final = "ABCDHIJKLMN"
_TEST: Final = re.compile(r"^(?:async )?def (test_\w+)", re.MULTILINE)


def rows() -> list[list[str]]:
    """The cells of each row."""
    lines = [line for line in text(Path("docs/bad-input.md")).splitlines() if re.match(r"\| [A-Z] \|", line)]
    return [[cell.strip() for cell in line.split(" | ")] for line in (line.strip("| ") for line in lines)]


def test_every_letter_has_its_lines_and_each_says_what_happens_on_both_sides() -> None:
    assert set(LETTERS) == {row[0] for row in rows()}
    assert [row for row in rows() if len(row) != 6 or not all(row)] == []


def test_the_offices_tests_exist() -> None:
    tests = {name for path in files("tests/**.py") for name in _TEST.findall(text(path))}
    named = {row[1]: re.findall(r"`(test_\w+)`", row[5]) for row in rows()}
    assert [bad for bad, names in named.items() if not names or not set(names) <= tests] == []


def test_the_phones_tests_exist() -> None:
    told = [text(path) for path in (*files("client_pwa/src/**.test.ts"), *files("sync/vectors/*.json"))]
    for row in rows():
        titles = re.findall(r"\"([^\"]+)\"", row[4])
        assert titles, row
        for title in titles:
            assert any(title in one for one in told), title
