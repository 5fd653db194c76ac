"""The office that is backed up. Its locks cost nothing; what a real one costs is tried with the commands."""

import pytest

from tests.cast import MEMORY_KIB
from tests.features.backups.stories import bag

__all__ = ["bag"]


@pytest.fixture(autouse=True)
def _cheap_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.platform.backup.archive._MEMORY_KIB", MEMORY_KIB)
