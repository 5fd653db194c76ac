"""The same five years with so many times the visits, items and invitations: copied row by row, under ids of their own.

For measuring readings only: the copies have no changes in the log. That they read as what they copy is held by
`tests/storage/test_province.py`: figures of the copy are so many times those of the original.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, Final

from server.platform.db import sqlite_module

# What grows with the work; the directory, duty's books, tasks and indicators stay as they are.
KINDS: Final = ("visit", "report", "round", "review", "acknowledgement", "feedback", "invitation")
_KINDS: Final = ", ".join(f"'{kind}'" for kind in KINDS)
_ORIGINAL: Final = f"pos <= :head AND entity IN ({_KINDS})"
_DIGITS: Final = "0123456789abcdef"


def multiply(source: Path, target: Path, times: int) -> None:
    """Make `target` of the made folder `source`. ValueError beyond sixteen times."""
    if not 1 <= times <= len(_DIGITS):
        raise ValueError(f"between once and {len(_DIGITS)} times")
    target.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source / "diaban.sqlite3", target / "diaban.sqlite3")
    connection: Any = sqlite_module().connect(str(target / "diaban.sqlite3"))
    connection.executescript("PRAGMA synchronous=OFF; PRAGMA journal_mode=OFF; PRAGMA cache_size=-400000;")
    head = connection.execute("SELECT max(pos) FROM record").fetchone()[0]
    for k in range(1, times):
        given = {"k": k, "head": head}
        for table, condition in _TABLES:
            names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            taken = ", ".join(_TAKEN.get(name, f'"{name}"') for name in names)
            copy = f"INSERT INTO {table} SELECT {taken} FROM {table} WHERE {condition}"  # noqa: S608 - our own names
            connection.execute(copy, given)
    connection.execute("UPDATE feedback_kept SET pos = (SELECT max(pos) FROM record)")
    connection.commit()
    connection.executescript("PRAGMA journal_mode=WAL;")
    connection.close()


def _moved(id: str) -> str:
    """The id of the k-th copy: its last digit is moved on by k."""
    place = f"instr('{_DIGITS}', substr({id}, 36, 1)) + :k"
    return f"substr({id}, 1, 35) || substr('{_DIGITS * 2}', {place}, 1)"


_TABLES: Final = (
    ("record", _ORIGINAL),
    ("membership", _ORIGINAL),
    ("feedback_course", "id IN (SELECT id FROM record WHERE pos <= :head)"),
)
_TAKEN: Final = {
    "id": _moved("id"),
    "pos": "pos + :k * :head",
    # What belongs to a visit belongs to its copy.
    "key": f"CASE WHEN key LIKE 'visit:%' THEN 'visit:' || {_moved('substr(key, 7)')} ELSE key END",
}
