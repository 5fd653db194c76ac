"""What makes a good password, a user name, an assignment. Pure: no I/O, no clock, no chance.

Each `check_` answers None when all is well, else the Fault that says why not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from typing import Final

from server.days import read_day
from server.faults import Fault
from server.features.people.directory import UNIT_ROLES, Assignment, Directory
from sync.operations import ROLES

# NIST SP 800-63B asks for 8 and up; ten costs little where a phone remembers.
PASSWORD_CHARS_MIN: Final = 10
# Long enough for any phrase; hashing megabytes is work for nobody.
PASSWORD_CHARS_MAX: Final = 200
# Four different signs are what "1111122222" has not.
_PASSWORD_SIGNS_MIN: Final = 5
# A shorter user name stands in ordinary words by chance.
_NAME_CHARS_TELLING: Final = 5
_USERNAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
# A day (24 h): the code is read out on the telephone and used the same day.
CODE_LIFE_MS: Final = 86_400_000
# Crockford's alphabet without what is misread on the telephone; twelve signs are 60 bits.
CODE_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_CHARS: Final = 12


def clean_username(typed: str) -> str:
    """A user name as it is kept: small letters, no spaces around."""
    return unicodedata.normalize("NFC", typed).strip().lower()


def clean_password(typed: str) -> str:
    """A password as it is hashed: one form for the same letters, whichever keyboard made them."""
    return unicodedata.normalize("NFC", typed)


def clean_code(typed: str) -> str:
    """A one-time code as it is hashed: without hyphens and spaces, with the digits that were meant."""
    plain = re.sub(r"[\s-]", "", typed).upper()
    return plain.translate(str.maketrans("OIL", "011"))


def code_of(chance: bytes) -> str:
    """Twelve signs of a code from as many random bytes (a sign of 32 takes five bits, so no sign is likelier)."""
    return "".join(CODE_ALPHABET[byte % len(CODE_ALPHABET)] for byte in chance[:CODE_CHARS])


def show_code(code: str) -> str:
    """The code as it is read out: three groups of four."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def check_username(username: str) -> Fault | None:
    """Whether a (clean) user name can be typed on any keyboard."""
    return None if _USERNAME.fullmatch(username) else Fault("username_bad")


def check_password(password: str, username: str, common: Collection[str]) -> Fault | None:
    """Whether a (clean) password is good enough for that user name; `common` holds small letters and digits only."""
    if len(password) < PASSWORD_CHARS_MIN:
        return Fault("password_short", {"limit": PASSWORD_CHARS_MIN})
    if len(password) > PASSWORD_CHARS_MAX:
        return Fault("password_long", {"limit": PASSWORD_CHARS_MAX})
    if username == password.casefold() or (len(username) >= _NAME_CHARS_TELLING and username in password.casefold()):
        return Fault("password_is_name")
    return Fault("password_common") if is_common(password, common) else None


def is_common(password: str, common: Collection[str]) -> bool:
    """Whether anyone would try it first: a listed one, with or without a tail of digits, or hardly any signs."""
    letters = re.sub(r"[\W_]", "", password.casefold())
    return (
        letters in common
        or letters.rstrip("0123456789") in common
        or len(set(password.casefold())) < _PASSWORD_SIGNS_MIN
    )


def check_assignment(directory: Directory, wanted: Assignment, *, beside_others: bool) -> Fault | None:
    """Whether that assignment may be written. `beside_others`: two monitors of one commune are meant.

    An assignment that `wanted.replaces` names counts as ended the day before.
    """
    return (
        _check_person(directory, wanted)
        or _check_scope(directory, wanted)
        or _check_days(directory, wanted)
        or _check_substitute(directory, wanted)
        or _check_others(directory, wanted, beside_others=beside_others)
    )


def _check_person(directory: Directory, wanted: Assignment) -> Fault | None:
    person = directory.persons.get(wanted.person)
    if person is None:
        return Fault("person_unknown")
    if person.disabled:
        return Fault("person_disabled", {"person": person.name})
    return None if wanted.role in ROLES else Fault("role_unknown")


def _check_scope(directory: Directory, wanted: Assignment) -> Fault | None:
    on_unit, on_agency = wanted.role in UNIT_ROLES, wanted.role == "agency"
    if on_unit and wanted.unit is None:
        return Fault("unit_required")
    if on_agency and wanted.agency is None:
        return Fault("agency_required")
    if (wanted.unit is not None and not on_unit) or (wanted.agency is not None and not on_agency):
        return Fault("scope_not_wanted")
    if on_unit and wanted.unit not in directory.units:
        return Fault("unit_unknown")
    return _check_agency(directory, wanted.agency) if on_agency and wanted.agency is not None else None


def _check_agency(directory: Directory, id: str) -> Fault | None:
    agency = directory.agencies.get(id)
    if agency is None:
        return Fault("agency_unknown")
    return Fault("agency_closed", {"agency": agency.name}) if agency.closed else None


def _check_days(directory: Directory, wanted: Assignment) -> Fault | None:
    if read_day(wanted.starts) != wanted.starts:
        return Fault("bad_day", {"field": "starts"})
    if wanted.ends is not None and read_day(wanted.ends) != wanted.ends:
        return Fault("bad_day", {"field": "ends"})
    if wanted.ends is not None and wanted.ends < wanted.starts:
        return Fault("end_before_start")
    unit = directory.units.get(wanted.unit) if wanted.unit else None
    if unit is not None and unit.valid_to is not None and unit.valid_to < wanted.starts:
        return Fault("unit_abolished", {"unit": unit.name})
    return None


def _check_substitute(directory: Directory, wanted: Assignment) -> Fault | None:
    if wanted.substitute is None:
        return None
    person = directory.persons.get(wanted.substitute)
    if person is None or wanted.substitute == wanted.person:
        return Fault("substitute_unknown")
    if person.disabled:
        return Fault("person_disabled", {"person": person.name})
    # Who administers, or answers for an agency, is not stood in for: he is assigned beside.
    return None if wanted.role in UNIT_ROLES else Fault("scope_not_wanted")


def _check_others(directory: Directory, wanted: Assignment, *, beside_others: bool) -> Fault | None:
    others = [
        other
        for other in directory.assignments.values()
        if other.id not in (wanted.id, wanted.replaces) and other.role == wanted.role and overlap(other, wanted)
    ]
    if wanted.replaces is not None and not _same_post(directory.assignments.get(wanted.replaces), wanted):
        return Fault("assignment_unknown")
    same_scope = [other for other in others if (other.unit, other.agency) == (wanted.unit, wanted.agency)]
    if any(other.person == wanted.person for other in same_scope):
        return Fault("assignment_twice")
    if wanted.role != "cadre" or beside_others or not same_scope:
        return None
    monitor = directory.persons.get(same_scope[0].person)
    unit = directory.units[wanted.unit or ""]
    return Fault("second_monitor", {"person": monitor.name if monitor else "", "unit": unit.name})


def _same_post(replaced: Assignment | None, wanted: Assignment) -> bool:
    return replaced is not None and (replaced.role, replaced.unit, replaced.agency) == (
        wanted.role, wanted.unit, wanted.agency,
    )  # fmt: skip


def overlap(one: Assignment, other: Assignment) -> bool:
    """Whether there is a day on which both are in force."""
    return (one.ends is None or other.starts <= one.ends) and (other.ends is None or one.starts <= other.ends)


def find_vacancies(directory: Directory, day: str) -> tuple[str, ...]:
    """The communes without a monitor on that day, in the order of the directory."""
    held = {a.unit for a in directory.assignments.values() if a.role == "cadre" and a.current_on(day)}
    return tuple(
        unit.id
        for unit in directory.units.values()
        if unit.level == "commune" and unit.valid_on(day) and unit.id not in held
    )
