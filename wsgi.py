"""What a WSGI server is pointed at: `granian --interface wsgi wsgi:app`."""

from __future__ import annotations

from server import create_app

app = create_app()
