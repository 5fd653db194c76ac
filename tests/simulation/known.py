"""Seeds that break a promise and are not understood yet: shown on every run, and a fault of the house until they go.

A seed changes its meaning with every change of the plans: when one of these lives through, it is taken off the list.
"""

from __future__ import annotations

from typing import Final

KNOWN: Final[dict[int, str]] = {
    # An app's phone, after a resync, between the answer to its refill and the sending of the report that waits: the
    # draft's words are looked for where the app does not show them any more, or are hidden for that moment.
    113: "no-value-vanishes",
}
