"""`docs/reminders.md` tells the occasions as they are, and `docs/operations.md` every setting there is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from server.features.occasions import OCCASIONS
from tests.tidy.sources import files, text

_NAME: Final = re.compile(r"DIABAN_[A-Z_]+[A-Z]")


def told() -> dict[str, tuple[tuple[int, ...], bool, bool]]:
    """Occasion → turns, whether it is urgent, whether it waits for a working day, as the page tells."""
    lines = [line for line in text(Path("docs/reminders.md")).splitlines() if line.startswith("| `")]
    rows = [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines]
    return {
        code.strip("`"): (tuple(map(int, turns.replace("−", "-").split())), "urgent" in kind, "work" in kind)
        for code, _, turns, kind, *_ in rows
    }


def test_every_occasion_stands_on_the_page_with_its_turns() -> None:
    assert told() == {
        code: (tuple(each.turns), each.is_urgent, each.on_working_days) for code, each in OCCASIONS.items()
    }


def test_every_setting_stands_on_the_page_and_no_other() -> None:
    read = {name for path in files("server/**.py") for name in _NAME.findall(text(path))}
    rows = re.findall(r"^\| `(DIABAN_\w+)` \|", text(Path("docs/operations.md")), re.MULTILINE)
    assert sorted(rows) == sorted(read)
