"""What a review must say.

Owns pure decisions. No clock, no store and no network may enter.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sync.entities import BY_NAME
from sync.ports import Value
from sync.values import text_of

RETURNED: Final = "returned"
APPROVED: Final = "approved"
# A comment stands at a field of the report or at a group of fields that the form shows as one.
SECTIONS: Final = frozenset(
    name for field in BY_NAME["round"].fields if field.policy != "server" for name in (field.name, field.group) if name
)


def lacks_comment(*, decision: str, comment: str | None) -> bool:
    """Whether the decision needs a general comment and has none: whoever gets a report back must know why."""
    return decision == RETURNED and not (comment or "").strip()


def knows_sections(sections: Sequence[Sequence[Value]]) -> bool:
    """Whether every comment on a section names a section that there is."""
    return all(text_of(section[0]) in SECTIONS for section in sections)
