"""What happens to drafts with time."""

from __future__ import annotations

from server.features.visits.drafts import PATCHED
from server.registry import JOBS
from tests.features.visits.stories import save
from tests.hand import Hands, digest_of

_DAY_MS = 86_400_000


def test_a_deleted_draft_is_purged_after_thirty_days_and_no_other_is(hands: Hands) -> None:
    kept, deleted = save(hands.owner), save(hands.owner)
    draft = hands.owner.sees("draft", deleted)
    assert draft is not None
    hands.owner.do("draft.delete", deleted, seen=digest_of(draft, PATCHED))
    here = hands.cast.here
    here.clock.move(30 * _DAY_MS - 1)  # type: ignore[attr-defined]
    assert JOBS["purge_drafts"](here) == 0
    here.clock.move(1)  # type: ignore[attr-defined]
    assert JOBS["purge_drafts"](here) == 1
    assert JOBS["purge_drafts"](here) == 0
    rows = hands.second("owner").rows()
    assert ("draft", kept) in rows
    assert ("draft", deleted) not in rows


def test_a_draft_taken_back_is_never_purged(hands: Hands) -> None:
    visit = save(hands.owner)
    draft = hands.owner.sees("draft", visit)
    assert draft is not None
    hands.owner.do("draft.delete", visit, seen=digest_of(draft, PATCHED))
    hands.owner.do("draft.restore", visit)
    hands.cast.here.clock.move(60 * _DAY_MS)  # type: ignore[attr-defined]
    assert JOBS["purge_drafts"](hands.cast.here) == 0
