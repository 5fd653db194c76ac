"""The 170 people of the made-up year and their office: five communes where things happen, and 150 visited beside.

Owns who holds what, who stands in for whom, and who is away when.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from server.features.calendar.actions import do_put_calendar
from server.features.calendar.rules import vietnam_plan
from server.features.people.actions import (
    NewPerson,
    do_add_people,
    do_put_agency,
    do_put_assignments,
    do_put_office,
    do_put_theme,
)
from server.features.people.directory import Assignment
from server.features.units.actions import do_put_units
from server.features.units.rules import Unit
from server.platform.acts import Act
from tests.factories import assignment, id_of, unit

YEAR: Final = 2024
BEGINS, ENDS = f"{YEAR}-01-01", f"{YEAR}-12-31"
PROVINCE: Final = "Tỉnh"
DISTRICTS: Final = ("Huyện Đông", "Huyện Tây")
COMMUNES: Final = ("Xã Ân Hảo", "Xã Bok Tới", "Xã Canh Vinh", "Xã Đak Mang", "Xã Ân Nghĩa")
BESIDE: Final = tuple(f"Xã {number}" for number in range(1, 152))
AGENCIES: Final = ("Sở Nước", "Sở Đường", "Sở Điện", "Sở Đất")
THEME: Final = "Hạ tầng"


class Post(NamedTuple):
    """Who holds which role where, from when to when, and who stands in."""

    person: str
    role: str
    over: str
    starts: str = BEGINS
    ends: str | None = None
    substitute: str | None = None


def district_of(commune: str) -> str:
    """The first three of the five, and every second one beside, lie in the east."""
    return DISTRICTS[COMMUNES.index(commune) // 3 if commune in COMMUNES else BESIDE.index(commune) % 2]


def _posts() -> Iterator[Post]:
    yield Post("clerk", "clerk", PROVINCE, substitute="clerk 2")
    # He helps where he is asked: his own commune is one of those beside.
    yield Post("clerk 2", "cadre", BESIDE[150], starts="2024-05-10")
    yield Post("supervisor", "supervisor", PROVINCE, substitute="leader 1")
    for number, district in enumerate(DISTRICTS, 1):
        yield Post(f"leader {number}", "leader", district)
    for number, agency in enumerate(AGENCIES, 1):
        yield Post(f"agency {number}", "agency", agency)
    yield Post("admin", "admin", "")
    # A desk of two.
    yield Post("agency 5", "agency", AGENCIES[0])
    for number, commune in enumerate(COMMUNES, 1):
        yield Post(f"contact {number}", "contact", commune)
        yield Post(f"cadre {number}", "cadre", commune, substitute="beside 7" if number == 2 else None)
    for number, commune in enumerate(BESIDE[:149], 1):
        yield Post(f"beside {number}", "cadre", commune, ends="2024-08-15" if number == 9 else None)


POSTS: Final = tuple(_posts())
PEOPLE: Final = tuple(dict.fromkeys(post.person for post in POSTS))
# Who is on leave from which day to which. The third of October is away for most of the month, which needs no visit.
LEAVES: Final = (
    ("cadre 1", "2024-03-20", "2024-03-31"), ("cadre 2", "2024-05-20", "2024-06-03"),
    ("cadre 3", "2024-10-01", "2024-10-20"), ("clerk", "2024-06-03", "2024-06-14"),
    ("agency 2", "2024-08-01", "2024-08-12"), ("supervisor", "2024-09-16", "2024-09-27"),
    ("contact 4", "2024-04-15", "2024-04-26"), ("leader 2", "2024-07-08", "2024-07-19"),
    ("beside 20", "2024-06-24", "2024-07-05"), ("agency 1", "2024-11-04", "2024-11-08"),
)  # fmt: skip
# The commune under water owes no visit that month.
EXCUSED: Final = (COMMUNES[3], "2024-11-01", "2024-11-30")


def assignment_of(post: Post) -> Assignment:
    """The instrument of a post."""
    more = {"ends": post.ends, "substitute": id_of(post.substitute) if post.substitute else None}
    return assignment(post.person, post.role, post.over or None, starts=post.starts, **more)


def units() -> list[Unit]:
    """The province, its two districts and their communes."""
    below = [unit(each, above=district_of(each)) for each in (*COMMUNES, *BESIDE)]
    return [
        unit(PROVINCE, level="province"), *(unit(each, level="district", above=PROVINCE) for each in DISTRICTS), *below,
    ]  # fmt: skip


def do_found(act: Act) -> None:
    """The whole office, with Vietnam's feasts of these years."""
    office = id_of("year's office")
    do_put_office(
        act, office, name="Văn phòng", phone="0256 000 000", province=id_of(PROVINCE), clock_offset_ms=0, demo=True
    )
    do_put_calendar(act, office, vietnam_plan((YEAR - 1, YEAR, YEAR + 1)))
    do_put_units(act, units())
    for agency in AGENCIES:
        do_put_agency(act, id_of(agency), name=agency, phone=None, closed=False)
    do_put_theme(act, id_of(THEME), name_vi=THEME, name_en="Infrastructure", order=1)
    do_add_people(act, [NewPerson(id_of(name), name, None, name.replace(" ", "")) for name in PEOPLE])
    do_put_assignments(act, [assignment_of(post) for post in POSTS])
