"""Puts the server together: settings, database, doors, rooms and the shell, in the order in which they need each other.

Owns that order and nothing else. Importing it imports every room; `server.create_app` does so when it is called.
"""

from __future__ import annotations

from typing import Final

from flask import Flask
from flask_smorest import Blueprint
from werkzeug.middleware.proxy_fix import ProxyFix

from server import registry
from server.asking import Doors, install_doors
from server.config import Config, read_config
from server.context import Server
from server.errors import Problem, answer_problem, install_errors
from server.extensions import db, limiter
from server.features.devices import routes as devices
from server.features.devices.door import find_session
from server.features.people import routes as people
from server.features.people.queries import load_directory
from server.features.units import routes as units
from server.openapi import install_description
from server.opening import open_server
from server.platform.clock import Clock, SystemClock
from server.platform.db import engine_options, normal_url, prepare
from server.platform.passwords import Busy
from server.security import install_security
from server.shell import install_shell
from server.wire import cases, files, ingest, lists, rescue

BLUEPRINTS: Final[tuple[Blueprint, ...]] = (
    devices.blueprint,
    people.blueprint,
    units.blueprint,
    *registry.BLUEPRINTS,
    files.blueprint,
    ingest.blueprint,
    rescue.blueprint,
    cases.blueprint,
    lists.blueprint,
)


def build_app(config: Config | None, clock: Clock | None) -> Flask:
    """See `server.create_app`."""
    settings = config or read_config()
    app = Flask("server", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = settings.body_size_bytes_max
    app.config["TRUSTED_HOSTS"] = list(settings.hosts) or None
    app.config["RATELIMIT_DEFAULT"] = f"{settings.requests_per_minute} per minute"
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    install_security(app, settings.public_origin)
    install_errors(app)
    app.register_error_handler(Busy, lambda _busy: answer_problem(Problem("busy")))
    here = _open(app, settings, clock or SystemClock())
    app.extensions["diaban"] = here
    install_doors(app, Doors(find_session, lambda person: _is_admin(here, person)))
    _bind(app)
    ingest.retry(here)
    app.wsgi_app = here.traffic.counted(app.wsgi_app)  # type: ignore[method-assign, assignment]
    install_shell(app, settings.static_dir)
    if settings.trust_proxy:
        hops = settings.trust_proxy
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app


def _open(app: Flask, settings: Config, clock: Clock) -> Server:
    # Reports, password hashes and the office's keys lie there: others with an account on this machine read none of it.
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    app.config["SQLALCHEMY_DATABASE_URI"] = normal_url(settings.url)
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(settings.url)
    db.init_app(app)
    with app.app_context():
        return open_server(settings, clock, prepare(db.engine))


def _is_admin(here: Server, person: str) -> bool:
    with here.store.read() as reader:
        return load_directory(reader).is_admin(person, here.today)


def _bind(app: Flask) -> None:
    limiter.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    install_description(app, BLUEPRINTS)
