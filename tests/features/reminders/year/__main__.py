"""Prints the golden table: `python -m tests.features.reminders.year > tests/features/reminders/year/golden.txt`."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.features.reminders.year.golden import table
from tests.features.reminders.year.playing import Playing, moments
from tests.features.reminders.year.story import GOLDEN_SEED, Story


def main() -> None:
    """Play the year and print it."""
    year = Story(GOLDEN_SEED).made()
    with TemporaryDirectory() as folder, closing(Playing(Path(folder))) as playing:
        sys.stdout.write(table(playing.play(year, moments(year))))


if __name__ == "__main__":
    main()
