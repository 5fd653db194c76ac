"""What a check found: where, and what is wrong there. The sentences are `verify-fault-…` of the words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """`place` is a table, `photos` or `file`; `at` names the row or the content; `fault` says what is wrong.

    `broken`: not what the hashes say. `hole`: something before it is missing. `unlike`: not what the log says.
    `orphan`: what it belongs to is not there. `form`: no value of its kind. `missing`: named, but not there.
    `unreadable`: the database cannot read it.
    """

    place: str
    at: str
    fault: str
