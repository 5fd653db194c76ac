"""Who was asked to come and has not answered, and who goes tomorrow. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from server.features.handling import text
from server.features.invitations.records import meeting_of, moment_of, place_of_meeting
from server.features.invitations.rules import Meeting, answer_of, is_over, time_round
from server.features.occasions import Args, Due, Finder, Scene
from server.platform.clock import day_of
from sync.ports import Record


def is_live(record: Record) -> bool:
    """Whether the meeting may still take place."""
    return text(record, "status") == "open"


def is_past(record: Record, today: str) -> bool:
    """Whether the meeting is over by that day."""
    return text(record, "ends") < today


def find(scene: Scene) -> Iterator[Due]:
    """The invitations that wait for an answer, and the meetings that are near."""
    at = moment_of(scene.now)
    for record in scene.of("invitation"):
        meeting = meeting_of(record)
        # A meeting has an eve, and nobody is asked to come to one that has begun.
        if is_over(meeting.times, at) or meeting.times.starts < scene.today:
            continue
        for person in scene.told(meeting.invited):
            yield from _of_person(scene, record, meeting, person)


def _of_person(scene: Scene, record: Record, meeting: Meeting, person: str) -> Iterator[Due]:
    answer = answer_of(meeting, person)
    if answer is None:
        yield from _dues(scene, record, meeting, person, ("invited", day_of(_asked(meeting))))
    # Who has said nothing may still come.
    if answer is None or answer.kind == "accepted":
        yield from _dues(scene, record, meeting, person, ("invitation_eve", meeting.times.starts))


def _dues(scene: Scene, record: Record, meeting: Meeting, person: str, asked: tuple[str, str]) -> Iterator[Due]:
    turn = scene.turn(*asked)
    if turn is None:
        return
    unit = place_of_meeting(scene.directory, record)
    args: Args = {"day": meeting.times.starts, "minute": meeting.times.from_minute}
    # A meeting that moved is asked about anew.
    name = f"{time_round(meeting.log)}:{turn[0]}"
    yield Due(person, asked[0], "invitation", record.id, name, turn[1], args, unit)


def _asked(meeting: Meeting) -> int:
    """When the present time was set."""
    return max((entry.at for entry in meeting.log if entry.kind in ("set", "moved")), default=0)


FINDER: Final = Finder(find, frozenset({"invited", "invitation_eve"}))
