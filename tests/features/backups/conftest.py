"""The office that is backed up."""

from tests.features.backups.stories import bag

__all__ = ["bag"]
