"""What a WSGI server is pointed at: `granian --interface wsgi wsgi:app`."""

from __future__ import annotations

from server import create_app
from server.founding import found_office

app = create_app()
found_office(app.extensions["diaban"])
