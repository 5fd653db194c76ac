"""The only writer of reviews: what was said when a round was returned or approved.

Owns the `review` record; the visit's own state is moved by `visits`, and `server/registry.py` does the one after the
other.
"""

from __future__ import annotations

from server.features.audiences import month_received, of_visit, review_keys
from server.features.handling import argument, check_id_free, done_at, number, refusal, text
from server.features.people.directory import Directory
from server.features.reviews.rules import knows_sections, lacks_comment
from sync.ports import Record, Value, Work
from sync.values import items_of


def check_review(work: Work, *, decision: str) -> None:
    """Refuse a return without a general comment, and comments on sections that no report has."""
    if lacks_comment(decision=decision, comment=argument(work, "comment")):
        raise refusal("comment_required")
    if not knows_sections(items_of(work.op.args.get("sections"))):
        raise refusal("unknown_code", field="sections")


def do_follow_unit(work: Work, directory: Directory) -> None:
    """Let the reviews of a visit that was sent again follow it to the unit that it is about now."""
    visit = work.read("visit", work.op.id)
    if visit is None or number(visit, "round") < 2:
        return
    month = month_received(visit)
    keys = review_keys(directory, unit=text(visit, "unit"), author=visit.author, month=month) | {of_visit(visit.id)}
    for review in work.records("review", {of_visit(visit.id)}):
        work.write("review", review.id, {}, keys=keys)


def do_write(work: Work, directory: Directory, visit: Record, *, decision: str) -> None:
    """Write the review under the id that the phone made, for those who judge and for the visit's author."""
    id = argument(work, "review") or work.op.op_id
    check_id_free(work, id)
    fields: dict[str, Value] = {
        "visit": visit.id,
        "round": number(visit, "round"),
        "reviewer": work.op.author,
        "decision": decision,
        "comment": argument(work, "comment"),
        "sections": work.op.args.get("sections"),
        "at": done_at(work, directory),
    }
    keys = review_keys(directory, unit=text(visit, "unit"), author=visit.author, month=month_received(visit))
    work.write("review", id, fields, keys=keys | {of_visit(visit.id)})
