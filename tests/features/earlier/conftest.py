"""The office whose window moves on, with its backups and its phones."""

from tests.features.backups.stories import bag

__all__ = ["bag"]
