"""What a WSGI server is pointed at: `granian --interface wsgi wsgi:app`."""

from __future__ import annotations

from server import create_app
from server.founding import found_office
from server.jobs import start_jobs
from server.logs import set_up_logs

set_up_logs()
app = create_app()
here = app.extensions["diaban"]
found_office(here)
# Beside a `diaban worker`, which does them, this process does none.
jobs = start_jobs(here) if here.config.does_jobs else None
