"""How alembic reaches the database: over the connection that `server.platform.migrate` hands it."""

from alembic import context

from server.platform.db import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    # SQLite can alter a table only by making it anew.
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
