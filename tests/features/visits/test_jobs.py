"""What happens to drafts with time."""

from __future__ import annotations

import pytest

from server.features.visits.drafts import PATCHED
from server.registry import JOBS
from tests.features.visits.stories import save
from tests.hand import Hands, digest_of

_DAY_MS = 86_400_000


def deleted(hands: Hands) -> str:
    """A draft that its writer has saved and deleted."""
    visit = save(hands.owner)
    draft = hands.owner.sees("draft", visit)
    assert draft is not None
    hands.owner.do("draft.delete", visit, seen=digest_of(draft, PATCHED))
    return visit


def test_a_deleted_draft_is_purged_after_thirty_days_and_no_other_is(hands: Hands) -> None:
    kept, gone, here = save(hands.owner), deleted(hands), hands.cast.here
    here.clock.move(30 * _DAY_MS - 1)  # type: ignore[attr-defined]
    assert JOBS["purge_drafts"](here) == 0
    here.clock.move(1)  # type: ignore[attr-defined]
    assert JOBS["purge_drafts"](here) == 1
    assert JOBS["purge_drafts"](here) == 0
    rows = hands.second("owner").rows()
    assert ("draft", kept) in rows
    assert ("draft", gone) not in rows


def test_a_draft_taken_back_is_never_purged(hands: Hands) -> None:
    visit = deleted(hands)
    hands.owner.do("draft.restore", visit)
    hands.cast.here.clock.move(60 * _DAY_MS)  # type: ignore[attr-defined]
    assert JOBS["purge_drafts"](hands.cast.here) == 0


@pytest.mark.invariant("no-value-vanishes")
def test_words_that_met_a_deletion_stay_for_as_long_as_somebody_is_asked_about_them(hands: Hands) -> None:
    visit, here = deleted(hands), hands.cast.here
    here.clock.move(29 * _DAY_MS)  # type: ignore[attr-defined]
    assert hands.second("owner").do("draft.save", visit, set={"proposals": "Giao khảo sát."}) == "conflict"
    here.clock.move(40 * _DAY_MS)  # type: ignore[attr-defined]
    assert JOBS["purge_drafts"](here) == 0
    [conflict] = hands.owner.all("conflict")
    assert hands.owner.do("conflict.settle", conflict["id"], choice="mine") == "applied"
    restored = hands.owner.sees("draft", visit)
    assert restored is not None
    assert (restored["proposals"], restored["deleted"]) == ("Giao khảo sát.", None)


@pytest.mark.invariant("no-value-vanishes")
def test_words_that_met_a_deletion_can_be_taken_back_for_thirty_days_more(hands: Hands) -> None:
    visit, here = deleted(hands), hands.cast.here
    here.clock.move(29 * _DAY_MS)  # type: ignore[attr-defined]
    hands.second("owner").do("draft.save", visit, set={"proposals": "Giao khảo sát."})
    [conflict] = hands.owner.all("conflict")
    assert hands.owner.do("conflict.settle", conflict["id"], choice="theirs") == "applied"
    here.clock.move(2 * _DAY_MS)  # type: ignore[attr-defined]
    assert JOBS["purge_drafts"](here) == 0
    here.clock.move(28 * _DAY_MS)  # type: ignore[attr-defined]
    assert JOBS["purge_drafts"](here) == 1


@pytest.mark.invariant("client-time-is-data")
@pytest.mark.failure(30)
def test_a_phone_whose_clock_was_years_behind_deletes_nothing_for_good(hands: Hands) -> None:
    visit, here = save(hands.owner), hands.cast.here
    draft = hands.owner.sees("draft", visit)
    assert draft is not None
    # It deleted in 1970, and had found the day again when it sent that.
    hands.owner.do("draft.delete", visit, seen=digest_of(draft, PATCHED), at=0)
    here.clock.move(_DAY_MS)  # type: ignore[attr-defined]
    assert JOBS["purge_drafts"](here) == 0
    assert hands.owner.do("draft.restore", visit) == "applied"
