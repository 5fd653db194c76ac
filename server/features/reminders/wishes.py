"""How people want to be told, and the office's own rules, read out of their records."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from server.features.occasions import OCCASIONS
from server.features.reminders.rules import ROADS, Hours, SettingError, read_turns, zone_of
from server.words import DEFAULT_LANGUAGE
from sync.ports import Record
from sync.values import items_of, text_of


@dataclass(frozen=True, slots=True)
class Wish:
    """In which language a person is told, and whether his lock screen may show what it is about."""

    language: str = DEFAULT_LANGUAGE
    shows_text: bool = False


class Wishes:
    """Answers out of the `preference` and `occasion` records of a picture. `can`: the roads this office has set up."""

    def __init__(self, records: Mapping[str, Mapping[str, Record]], can: Collection[str]) -> None:
        self._records = records
        self.open(can)
        self.renew()

    def renew(self) -> None:
        """The records have changed: whose is which is looked up anew. Thousands of dues ask."""
        self._wishes = {text_of(each.body.get("person")): each for each in reversed(self._all("preference"))}
        self._rules = {text_of(each.body.get("code")): each for each in reversed(self._all("occasion"))}

    def open(self, can: Collection[str]) -> None:
        """These are the roads that this office has set up by now."""
        self._can = tuple(dict.fromkeys(road for road in (*ROADS, *can) if road in can))

    def hours(self, person: str) -> Hours:
        """When he may be told; the office's hours where he has said nothing."""
        said = self._said(person)
        if said is None:
            return Hours()
        named = {name: text_of(said.body.get(name)) for name in ("zone", "quiet_from", "quiet_until")}
        try:
            zone_of(named["zone"])
        except SettingError:
            # This machine knows fewer zones than the one where it was set: nobody's look around may end with that.
            named["zone"] = Hours().zone
        return Hours(**named, digest=text_of(said.body.get("digest")) or None)

    def wish(self, person: str) -> Wish:
        """How he is spoken to."""
        said = self._said(person)
        return Wish() if said is None else Wish(text_of(said.body.get("language")), bool(said.body.get("show_text")))

    def roads(self, person: str, reached: Collection[str]) -> list[str]:
        """The roads to him, in order: set up here, `reached` by what he gave, and not closed by himself."""
        said = self._said(person)
        asked = [road for road in self._can if road not in ROADS or road in reached]
        return [road for road in asked if said is None or said.body.get(road) is not False]

    def wants(self, person: str, occasion: str) -> bool:
        """Whether he has not asked to be left in peace about that."""
        said = self._said(person)
        return said is None or all(row[0] != occasion for row in items_of(said.body.get("silenced")))

    def turns(self, code: str) -> tuple[int, ...]:
        """When the office reminds of an occasion; the default where it has no rule of its own."""
        rule = self._rule(code)
        return OCCASIONS[code].turns if rule is None else read_turns(text_of(rule.body.get("turns")))

    def wording(self, code: str, language: str) -> str | None:
        """The office's own sentence for an occasion; None where it has none."""
        rule = self._rule(code)
        return (text_of(rule.body.get(f"wording_{language}")) or None) if rule is not None else None

    def _said(self, person: str) -> Record | None:
        return self._wishes.get(person)

    def _rule(self, code: str) -> Record | None:
        return self._rules.get(code)

    def _all(self, kind: str) -> list[Record]:
        return list(self._records.get(kind, {}).values())
