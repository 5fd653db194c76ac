"""One line of JSON for each thing that a developer should see. Nothing that a person wrote may enter a line."""

from __future__ import annotations

import logging
from traceback import extract_tb
from typing import Final

import structlog

# Of a fault, the calls that lead to it.
_PLACES: Final = 8


def set_up_logs() -> None:
    """Write JSON lines to the error stream, INFO and above."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(),
        cache_logger_on_first_use=True,
    )


def places_of(fault: BaseException) -> list[str]:
    """Where it went wrong: a fault is logged by its type and these, for its message may quote what somebody wrote."""
    return [f"{each.filename}:{each.lineno}" for each in extract_tb(fault.__traceback__)[-_PLACES:]]
