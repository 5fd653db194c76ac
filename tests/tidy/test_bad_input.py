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


def test_what_is_bad_about_reminders_has_tests_that_exist() -> None:
    _, _, page = text(Path("docs/bad-input.md")).partition("\n## Reminders\n")
    told = [line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| ")][1:]
    tests = {name for path in files("tests/**.py") for name in _TEST.findall(text(path))}
    assert len(told) > 10
    assert [row for row in told if len(row) != 4] == []
    named = {row[0]: re.findall(r"`(test_\w+)`", row[3]) for row in told}
    assert [bad for bad, names in named.items() if not names or not set(names) <= tests] == []
    on_phones = phones_tests()
    for title in re.findall(r"\"([^\"]+)\"", page):
        assert any(title in one for one in on_phones), title


def phones_tests() -> list[str]:
    """Where titles of tests on the phone's side stand."""
    return [text(path) for path in (*files("client_pwa/src/**.test.ts"), *files("sync/vectors/*.json"))]


def test_the_phones_tests_exist() -> None:
    told = phones_tests()
    for row in rows():
        titles = re.findall(r"\"([^\"]+)\"", row[4])
        assert titles, row
        for title in titles:
            assert any(title in one for one in told), title
