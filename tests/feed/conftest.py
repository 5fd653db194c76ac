"""The small office over each store."""

from tests.world import store, world

__all__ = ["store", "world"]
