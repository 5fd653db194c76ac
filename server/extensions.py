"""The Flask extensions, unbound: `create_app` binds them, so that no module needs an app to be imported."""

from __future__ import annotations

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_sqlalchemy import SQLAlchemy

from server.platform.counts import Counts
from server.platform.db import metadata

# It opens the engine of the app's database and no more: reads and writes are SQLAlchemy Core.
db = SQLAlchemy(metadata=metadata)
# Counts live in the process: they bound floods. What must outlive a restart, failed sign-ins, is kept in the database.
limiter = Limiter(get_remote_address, storage_uri=f"{Counts.STORAGE_SCHEME[0]}://", headers_enabled=False)
