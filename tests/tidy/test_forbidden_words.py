"""What no file may say: where some machine keeps things, where packages come from, what is still to be done."""

from __future__ import annotations

import re
from typing import Final

import pytest

from tests.tidy.sources import files, lines

# Put together from parts, so that this file does not find itself.
BEFORE: Final = r"(?:^|[\s'\"(=])"
FORBIDDEN: Final = {
    "a path of one machine": re.compile(BEFORE + "/(?:wo" + "rk|ho" + "me|ro" + "ot|Us" + "ers)/"),
    "a temporary path": re.compile(BEFORE + "/t" + "mp/"),
    "a host of a package registry": re.compile(r"registry\." + r"npmjs|pyp" + r"i\.org|pythonho" + r"sted\.org"),
    "work left undone": re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b"),
    "a conflict left by a merge": re.compile(r"^(?:<{7}|>{7}|={7})(?:\s|$)"),
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_says_it(what: str) -> None:
    found = [(where, line.strip()[:120]) for path in files() for where, line in lines(path)]
    assert found
    assert [each for each in found if FORBIDDEN[what].search(each[1])] == []
