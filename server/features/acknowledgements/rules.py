"""Who may say what to a visit that was made to his commune.

Owns pure decisions, which the phone makes too (`client_pwa/src/features/acknowledgements/rules.ts`); both run
`sync/vectors/acknowledgement_rules.json`. No clock, no store and no network may enter.

    sent, approved ── acknowledged (as it was) · annotated (with words) · disputed (with words) ──▶ beside the visit
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

from sync.operations import STANCES

# What is being corrected is acknowledged when it has come again.
_STATES: Final = frozenset({"sent", "approved"})
_WORDED: Final = frozenset({"annotated", "disputed"})


@dataclass(frozen=True, slots=True)
class Word:
    """What the contact says: the round that he read, his stance, his words."""

    round: int
    stance: str
    text: str | None = None


class Refusal(NamedTuple):
    """Why it is not taken: a code of the catalogue (`stale`: another round stands now) and the field to look at."""

    code: str
    field: str | None = None


def check_word(word: Word, *, status: str, current: int, role: str, is_contact: bool) -> Refusal | None:
    """Why this person may not say this to the visit as it stands (`current`: its round); None when he may."""
    if role != "contact" or not is_contact:
        return Refusal("not_allowed")
    if word.stance not in STANCES:
        return Refusal("unknown_code", "stance")
    if word.round != current:
        return Refusal("stale")
    if status not in _STATES:
        return Refusal("not_allowed")
    if word.stance in _WORDED and not (word.text or "").strip():
        return Refusal("reason_required", "text")
    return None
