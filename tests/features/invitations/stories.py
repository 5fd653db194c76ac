"""Invitations as the cast writes them and answers."""

from __future__ import annotations

from typing import Any

from tests.cast import HOME, MORNING_MS
from tests.factories import id_of
from tests.hand import Hand, Hands, Outcome, new_id

HOUR_MS = 3_600_000
# The meeting of `frame`: on 28/06/2024 from 08:00 to 11:30.
DAY = "2024-06-28"
DURING_MS = MORNING_MS + 3 * 24 * HOUR_MS + HOUR_MS
TIMES: dict[str, Any] = {"starts": DAY, "ends": DAY, "from_minute": 480, "to_minute": 690}
LATER: dict[str, Any] = {"starts": "2024-07-02", "ends": "2024-07-02", "from_minute": 840}


def frame(**said: Any) -> dict[str, Any]:
    """What `invitation.set` says of a sound invitation to the home commune."""
    return {
        "entry": new_id("entry"),
        "round": 0,
        "unit": id_of(HOME),
        "kind": "committee_meeting",
        "title": "Họp đảng ủy quý II",
        "place": "Hội trường xã",
        "text": "Đánh giá sáu tháng",
        **TIMES,
        "invited": [id_of("owner"), id_of("leader")],
        **said,
    }


def invite(hand: Hand, id: str | None = None, **said: Any) -> str:
    """An invitation that was sent; returns its id."""
    id = id or new_id("invitation")
    assert hand.do("invitation.set", id, **frame(**said)) == "applied"
    return id


def say(hand: Hand, step: str, invitation: str, read: int = 1, at: int | None = None, **said: Any) -> Outcome:
    """A word about an invitation, of one who had read that round."""
    return hand.do(f"invitation.{step}", invitation, at=at, **{"entry": new_id("entry"), "round": read, **said})


def yes(hand: Hand, invitation: str, read: int = 1) -> Outcome:
    """The person comes."""
    return say(hand, "answer", invitation, read, answer="yes")


def no(hand: Hand, invitation: str, read: int = 1) -> Outcome:
    """The person does not come, and says why."""
    return say(hand, "answer", invitation, read, answer="no", text="Bận họp ở tỉnh")


def told(hand: Hand, invitation: str) -> list[tuple[str, str | None, int]]:
    """What the person's phone shows as said: kind, words and the round that it was said of."""
    seen = hand.sees("invitation", invitation)
    assert seen is not None
    return [(row[1], row[5], row[6]) for row in seen["log"]]


def go_on(hands: Hands, ms: int) -> None:
    """Let time pass for everyone until that instant."""
    clock = hands.cast.here.clock
    clock.move(ms - clock.now_ms())  # type: ignore[attr-defined]


def figures(hand: Hand, first: str = "2024-06-01", last: str = "2024-07-31") -> dict[str, Any]:
    """Invited and attended that the person may ask for."""
    answer = hand.phone.get("/api/invitations/figures", query_string={"first": first, "last": last})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    return found
