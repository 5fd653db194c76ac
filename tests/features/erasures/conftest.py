"""The office whose words are erased, with its backups."""

from tests.features.backups.stories import bag

__all__ = ["bag"]
