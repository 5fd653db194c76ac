"""Who was asked to come and has not answered, and who goes tomorrow. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from server.features.handling import text
from server.features.invitations.records import meeting_of, moment_of, place_of_meeting
from server.features.invitations.rules import Meeting, answer_of, is_over, time_round
from server.features.occasions import Args, Due, Scene
from server.platform.clock import day_of
from sync.ports import Record


def is_live(record: Record) -> bool:
    """Whether the meeting may still take place."""
    return text(record, "status") == "open"


def find(scene: Scene) -> Iterator[Due]:
    """The invitations that wait for an answer, and the meetings that are near."""
    at = moment_of(scene.now)
    for record in scene.of("invitation"):
        meeting = meeting_of(record)
        if is_over(meeting.times, at):
            continue
        for person in scene.told(meeting.invited):
            yield from _of_person(scene, record, meeting, person)


def _of_person(scene: Scene, record: Record, meeting: Meeting, person: str) -> Iterator[Due]:
    answer = answer_of(meeting, person)
    if answer is None:
        code, day = "invited", day_of(_asked(meeting))
    elif answer.kind == "accepted":
        code, day = "invitation_eve", meeting.times.starts
    else:
        return
    turn = scene.turn(code, day)
    if turn is None:
        return
    unit = place_of_meeting(scene.directory, record)
    args: Args = {"day": meeting.times.starts, "minute": meeting.times.from_minute}
    # A meeting that moved is asked about anew.
    name = f"{time_round(meeting.log)}:{turn[0]}"
    yield Due(person, code, "invitation", record.id, name, turn[1], args, unit)


def _asked(meeting: Meeting) -> int:
    """When the present time was set."""
    return max((entry.at for entry in meeting.log if entry.kind in ("set", "moved")), default=0)
