"""The office's server. `create_app` puts its parts together; nothing else here runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from server.config import Config
    from server.platform.clock import Clock


def create_app(config: Config | None = None, *, clock: Clock | None = None) -> Flask:
    """The application over its migrated database.

    `config` None reads the environment. `clock` None is the real one, moved by the office's own offset.
    """
    from server.factory import build_app

    return build_app(config, clock)
