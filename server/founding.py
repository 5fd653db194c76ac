"""A new office's first records: its name, its themes, its calendar and what it counts, to be changed at will."""

from __future__ import annotations

from typing import Final

from server.context import Server
from server.features.calendar.actions import do_found_calendar
from server.features.calendar.queries import find_plan
from server.features.indicators.programme import do_found_programme, has_programme
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
    """Write the first records of an office that has none; False when it has its own already.

    An office of an earlier version lacks a calendar and a programme; it gets those that an office begins with.
    """
    with here.store.write() as tx:
        act = Act(tx, NOBODY, here.clock.now_ms(), here.today, new_id)
        office = load_directory(tx).office
        if office is not None:
            if find_plan(tx, office.id) is None:
                do_found_calendar(act, office.id)
            if not has_programme(act):
                do_found_programme(act)
            return False
        name, id = say("office-name", "vi"), new_id()
        do_put_office(act, id, name=name, phone=None, province=None, clock_offset_ms=0, demo=False)
        do_found_calendar(act, id)
        do_found_programme(act)
        for order, theme in enumerate(THEMES, start=1):
            name_vi, name_en = say(f"theme-{theme}", "vi"), say(f"theme-{theme}", "en")
            do_put_theme(act, new_id(), name_vi=name_vi, name_en=name_en, order=order)
    return True
