"""The only writers of erasures: one that somebody asks for, and those that a database put back has not had.

    wish ─▶ listed, on the disk ─▶ done in the database ─▶ committed ─▶ the photos' bytes go
            the list is outside of every backup             what a crash left over goes at the next start

Owns that order. What is taken from where is `server/platform/erasing.py`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID, uuid5

from server.errors import Problem
from server.features.attachments.actions import do_erase_photos
from server.features.attachments.queries import is_kept, shas_of
from server.features.erasures.queries import number_of, pairs_of, photos_of, visit_of_photo
from server.features.erasures.rules import PERSON, PHOTO, Wish, is_sound, photos_in, places_of
from server.features.people.actions import do_forget_name
from server.features.people.queries import load_directory
from server.features.reminders.phones import do_forget_person
from server.platform.blobs import Blobs
from server.platform.erasing import Done, erase
from server.platform.erasure_list import ErasureList
from server.platform.store import SqlReader, SqlTx
from server.words import DEFAULT_LANGUAGE, say
from sync.stored import Erasure


@dataclass(frozen=True, slots=True)
class Eraser:
    """What an erasure needs besides the database: the list, and random bytes for the log's salts."""

    listed: ErasureList
    chance: Callable[[int], bytes]


def do_erase(tx: SqlTx, eraser: Eraser, wish: Wish, *, id: str, by: str, at: int) -> tuple[Erasure, Done]:
    """Erase what somebody wants erased. Problem `not_found`, `invalid`. `at` in real ms; `id` names the act."""
    if not is_sound(wish):
        raise Problem("invalid")
    if wish.entity == PERSON:
        _check_left(tx, wish.id)
    matter = visit_of_photo(tx, wish.id) if wish.entity == PHOTO else wish.id
    pairs = pairs_of(tx, matter) if matter is not None else []
    if matter is None or not any(tx.record(*pair) for pair in pairs):
        raise Problem("not_found")
    photos = [wish.id] if wish.entity == PHOTO else photos_of(tx, matter)
    places = places_of(wish, photos)
    if not set(photos_in(places)) <= set(photos):
        raise Problem("not_found")
    shas = tuple(shas_of(tx, photos_in(places)))
    number = stand_in(matter) if wish.entity == PERSON else number_of(tx, matter)
    erasure = Erasure(id, matter, number, places, at, by, wish.ground, wish.reason.strip(), shas)
    eraser.listed.add(erasure)
    return erasure, do_apply(tx, eraser, erasure)


def do_apply(tx: SqlTx, eraser: Eraser, erasure: Erasure) -> Done:
    """Do what the list says."""
    done = erase(tx, erasure, pairs_of(tx, erasure.matter), chance=eraser.chance)
    do_erase_photos(tx, photos_in(erasure.places))
    if "name" in erasure.places:
        do_forget_name(tx, erasure.matter, stand_in(erasure.matter), op_id=str(uuid5(UUID(erasure.id), "name")),
                       by=erasure.by, at=erasure.at)  # fmt: skip
        do_forget_person(tx.connection, erasure.matter)
    return done


def stand_in(person: str) -> str:
    """What stands where the name of a person was: the same everywhere, and nobody's name."""
    return say("erased-person", DEFAULT_LANGUAGE, {"mark": person[-4:]})


def _check_left(reader: SqlReader, person: str) -> None:
    """Who still works here signs with his name. Problem `person_here`, `not_found`."""
    found = load_directory(reader).persons.get(person)
    if found is None:
        raise Problem("not_found")
    if not found.disabled:
        raise Problem("person_here")


def do_catch_up(tx: SqlTx, eraser: Eraser) -> int:
    """Bring a database up to the list, and the list up to a database that was carried here; how many it lacked.

    BrokenListError.
    """
    there, listed = tx.erasures(), eraser.listed.read()
    known = {one.id for one in there}
    lacking = [one for one in listed if one.id not in known]
    for erasure in lacking:
        do_apply(tx, eraser, erasure)
    for erasure in there:
        eraser.listed.add(erasure)
    return len(lacking)


def drop_bytes(tx: SqlTx, blobs: Blobs, erasures: Iterable[Erasure]) -> None:
    """Throw away what these erasures left without a name. To be done once they are committed, in a turn of its own.

    A writer's turn, although nothing is written: the same picture may just be arriving for another report.
    """
    for sha in {sha for one in erasures for sha in one.blobs}:
        if not is_kept(tx, sha):
            blobs.drop(sha)
