"""What the cells of an office's list say: days, units, persons, agencies, themes, words. Pure.

Offices write dates as Excel's numbers or as text, a commune with its district or without, a person with a title in
front. Whatever can be meant in one way only is understood; whatever else is a fault that says what to write.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from server.days import add_days, read_day
from server.faults import Fault
from server.features.people.directory import Agency, Directory, Person, Theme
from server.features.people.rules import clean_username
from server.features.units.lineage import DIVIDED, HERE, MOVED, UNBORN, place_on
from server.features.units.names import alike, named, plain
from server.features.units.rules import Unit

Cells = Mapping[str, str]
Meanings = Mapping[str, Mapping[str, str]]

# Excel counts days from the last of 1899; between these lie 1954 and 2119, and no other number of a list.
_SERIAL: Final = re.compile(r"([2-7]\d{4}|80000)(\.\d+)?")
_SERIAL_ZERO: Final = "1899-12-30"
_SPOKEN: Final = re.compile(r"(?:ngày )?(\d{1,2}) tháng (\d{1,2}) năm (\d{4})")
_SHORT_YEAR: Final = re.compile(r"(\d{1,2}[/.-]\d{1,2}[/.-])(\d{2})")
# A time of day behind a date, or before it.
_TIME: Final = re.compile(r"\b\d{1,2}(?::|h|g)\d{0,2}(?::\d{2})?\b")
_FORM_OF_ADDRESS: Final = re.compile(r"^(?:đồng chí|đ/c|đc|ông|bà|mr|mrs|ms)[.:]?\s+", re.IGNORECASE)
_BROKEN: Final = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"})
_PLACE: Final = re.compile(r"^(.+?)\s*(?:\(|,|;|\s[-–—]\s)\s*(.+?)\)?$")
_INVISIBLE: Final = dict.fromkeys(
    [0, 0xAD, 0x200B, 0x200E, 0x200F, 0xFEFF, *range(0x202A, 0x202F), *range(0x2060, 0x206A)]
)
_YES: Final = frozenset({"x", "1", "có", "yes", "true"})


@dataclass(frozen=True, slots=True)
class Reading:
    """By what cells are read: the directory, logins by user name, the office's day, and what words mean by column."""

    directory: Directory
    usernames: Mapping[str, str]
    today: str
    meanings: Meanings
    # Ten thousand rows name some hundred units.
    found: dict[tuple[str, str], list[Unit]] = field(default_factory=dict)


def said(cells: Cells, name: str) -> str:
    """What a cell says, on one line: composed letters, single spaces, nothing invisible."""
    return " ".join(words_in(cells, name).split())


def words_in(cells: Cells, name: str) -> str:
    """What a cell says, with its paragraphs."""
    text = unicodedata.normalize("NFC", cells.get(name) or "").replace("_x000D_", "").replace("\r\n", "\n")
    lines = text.translate(_INVISIBLE).replace("\r", "\n").replace("\u00a0", " ").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def agrees(cells: Cells) -> bool:
    """Whether the row says that it is meant as it stands, whatever it looks like."""
    return said(cells, "anyway").casefold() in _YES


def broken_in(cells: Cells) -> Fault | None:
    """A cell in which the sheet's own arithmetic failed."""
    for name, cell in cells.items():
        if cell in _BROKEN:
            return Fault("cell_broken", {"column": name})
    return None


def day_in(cells: Cells, name: str) -> str | Fault | None:
    """The civil day of a cell; None where it is empty."""
    text = _TIME.sub(" ", said(cells, name)).strip()
    if not text:
        return Fault("bad_day", {"column": name}) if said(cells, name) else None
    if _SERIAL.fullmatch(text):
        return add_days(_SERIAL_ZERO, int(float(text)))
    spoken, short = _SPOKEN.fullmatch(text.casefold()), _SHORT_YEAR.fullmatch(text)
    written = "/".join(spoken.groups()) if spoken else f"{short[1]}20{short[2]}" if short else text.replace(" ", "")
    return read_day(written) or Fault("bad_day", {"column": name})


def code_in(cells: Cells, name: str, reading: Reading) -> str | Fault | None:
    """The code of a cell that chooses; None where it is empty."""
    text = said(cells, name)
    meant = reading.meanings[name]
    if not text or text.casefold() in meant:
        return meant.get(text.casefold())
    plainly = {plain(word): code for word, code in meant.items()}
    return plainly.get(plain(text)) or Fault("cell_choice", {"column": name})


def number_in(cells: Cells, name: str) -> int | Fault | None:
    """The whole number of a cell; None where it is empty."""
    text = said(cells, name)
    if not text:
        return None
    return int(text) if re.fullmatch(r"\d{1,6}", text) else Fault("cell_number", {"column": name})


def long_in(cells: Cells, name: str, limit: int) -> str | Fault | None:
    """The words of a cell; None where it is empty."""
    text = words_in(cells, name)
    return Fault("cell_long", {"column": name, "limit": limit}) if len(text) > limit else text or None


# --- Places ----------------------------------------------------------------------------------------------------------


def unit_in(cells: Cells, day: str, reading: Reading) -> Unit | Fault:
    """The unit of that day which a row names: by code, by name, with the unit above it where names repeat.

    A unit that had ended by then stands for its only heir. Fault `unit_unknown`, `unit_unclear`, `unit_divided`,
    `list_unit_then`.
    """
    found = _placed(said(cells, "unit"), said(cells, "above"), reading)
    if not found:
        return Fault("unit_unknown")
    there = _narrowed([unit for unit in found if unit.valid_on(day)])
    if len(there) > 1:
        return Fault("unit_unclear")
    return there[0] if there else _elsewhere(_narrowed(found), day, reading)


def _elsewhere(found: list[Unit], day: str, reading: Reading) -> Unit | Fault:
    """What became of a unit that was not there on the day."""
    if len(found) > 1:
        return Fault("unit_unclear")
    units = reading.directory.units
    place = place_on(units, found[0].id, day)
    if place.verdict in (HERE, MOVED):
        return units[place.units[0]]
    if place.verdict == DIVIDED:
        return Fault("unit_divided")
    names = ", ".join(units[id].name for id in place.units)
    if place.verdict == UNBORN and names:
        return Fault("list_unit_then", {"unit": found[0].name, "units": names})
    return Fault("unit_abolished", {"unit": found[0].name})


def _placed(text: str, above: str, reading: Reading) -> list[Unit]:
    """The units that a text can mean: "Ngô Mây", and "Ngô Mây (Phù Cát)"."""
    found = _meant(text, above, reading)
    if not found and (parts := _PLACE.match(text)):
        return _meant(parts[1], above or parts[2], reading)
    return found


def _meant(text: str, above: str, reading: Reading) -> list[Unit]:
    if (text, above) not in reading.found:
        reading.found[text, above] = _find(text, above, reading)
    return reading.found[text, above]


def _find(text: str, above: str, reading: Reading) -> list[Unit]:
    units = reading.directory.units
    types = reading.meanings["type"]
    found = [unit for unit in units.values() if unit.code == text] or named(units.values(), text, types)
    if not above:
        return found
    higher = {unit.id for unit in named(units.values(), above, types)}
    higher |= {unit.id for unit in units.values() if unit.code == above}
    return [unit for unit in found if higher.intersection(reading.directory.ancestors(unit.id))]


def _narrowed(found: list[Unit]) -> list[Unit]:
    """Of a commune and a village of one name, the commune: lists are kept by communes."""
    communes = [unit for unit in found if unit.level == "commune"]
    return communes or found


# --- People and the office's lists -----------------------------------------------------------------------------------


def persons_in(text: str, reading: Reading) -> list[Person]:
    """The persons whom a text can mean: by user name, e-mail address or name, with the title where it says one."""
    persons = reading.directory.persons
    login = reading.usernames.get(clean_username(text.split("@")[0] if "@" in text else text))
    if login is not None and login in persons:
        return [persons[login]]
    bare = _FORM_OF_ADDRESS.sub("", text)
    parts = _PLACE.match(bare)
    whole = _called(persons.values(), bare)
    if whole or parts is None:
        return whole
    return [one for one in _called(persons.values(), parts[1]) if plain(parts[2]) in plain(one.title or "")]


def describe(persons: Iterable[Person]) -> str:
    """Persons with their titles, for a sentence."""
    return "; ".join(f"{one.name} ({one.title})" if one.title else one.name for one in persons)


def at_place(person: Person, text: str, reading: Reading) -> bool:
    """Whether the person has, or had, a post in the unit or agency that a text names, or has it in his title."""
    if plain(text) in plain(person.title or ""):
        return True
    units = {unit.id for unit in _placed(text, "", reading)}
    agencies = {one.id for one in reading.directory.agencies.values() if plain(one.name) == plain(text)}
    return any(a.unit in units or a.agency in agencies for a in reading.directory.assignments_of(person.id))


def describe_posts(persons: Iterable[Person], reading: Reading) -> str:
    """Persons with their titles and the places of their posts, for a sentence."""
    return "; ".join(f"{one.name} ({where})" if (where := _posts(one, reading)) else one.name for one in persons)


def _posts(person: Person, reading: Reading) -> str:
    held = reading.directory.roles(person.id, reading.today)
    units, agencies = reading.directory.units, reading.directory.agencies
    places = [units.get(a.unit or "") or agencies.get(a.agency or "") for a in held]
    return ", ".join(dict.fromkeys(filter(None, [person.title, *(place.name for place in places if place)])))


def theme_in(cells: Cells, reading: Reading) -> Theme | Fault:
    """The theme that a row names."""
    text = said(cells, "theme")
    if not text:
        return Fault("cell_missing", {"column": "theme"})
    for form in (alike, plain):
        for theme in reading.directory.themes.values():
            if form(text) in (form(theme.name_vi), form(theme.name_en)):
                return theme
    names = ", ".join(theme.name_vi for theme in sorted(reading.directory.themes.values(), key=lambda one: one.order))
    return Fault("cell_choice", {"column": "theme", "words": names})


def agency_in(cells: Cells, reading: Reading) -> Agency | Fault | None:
    """The agency that a row names; None where it names none."""
    text = said(cells, "owner")
    if not text:
        return None
    agencies = reading.directory.agencies.values()
    for form in (alike, plain):
        found = [one for one in agencies if form(one.name) == form(text)]
        if found:
            return Fault("agency_closed", {"agency": found[0].name}) if found[0].closed else found[0]
    return Fault("agency_unknown")


def _called(persons: Iterable[Person], text: str) -> list[Person]:
    known = list(persons)
    for form in (alike, plain):
        found = [one for one in known if form(one.name) == form(text)]
        if found:
            return found
    return []
