"""A new office's first records: its own name, and the themes that a matter can be about, to be changed at will."""

from __future__ import annotations

from typing import Final

from server.context import Server
from server.features.people.actions import do_put_office, do_put_theme
from server.features.people.queries import load_directory
from server.platform.acts import NOBODY, Act
from server.platform.ids import new_id
from server.words import say

# The order in which people pick from them. The last is for what fits nowhere.
THEMES: Final = (
    "irrigation", "transport", "telecom", "enterprises", "party", "health", "education", "finance", "credit", "land",
    "environment", "trade", "housing", "livestock", "other",
)  # fmt: skip


def found_office(here: Server) -> bool:
    """Write the first records of an office that has none; False when it has its own already."""
    with here.store.write() as tx:
        if load_directory(tx).office is not None:
            return False
        act = Act(tx, NOBODY, here.clock.now_ms(), here.today, new_id)
        name = say("office-name", "vi")
        do_put_office(act, new_id(), name=name, phone=None, province=None, clock_offset_ms=0, demo=False)
        for order, theme in enumerate(THEMES, start=1):
            name_vi, name_en = say(f"theme-{theme}", "vi"), say(f"theme-{theme}", "en")
            do_put_theme(act, new_id(), name_vi=name_vi, name_en=name_en, order=order)
    return True
