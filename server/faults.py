"""What a pure rule answers when something is not right: a code of the catalogue and its details. No Flask enters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a rule says no. `code` stands in `server/errors.py`; `details` are its sentence's arguments."""

    code: str
    details: Mapping[str, str | int] = field(default_factory=dict)
