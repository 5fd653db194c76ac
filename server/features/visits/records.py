"""The records of one visit as a handler finds them, and the gates before them.

Owns reading: what is there, whose it is, what its words are. Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from server.features.handling import check_id_free, not_found, number, refusal, text, text_or_none
from server.features.people.directory import Directory
from server.features.visits.rules import CONTENT_FIELDS, PUBLIC_FIELDS, REPORT_FIELDS
from sync.ports import Record, Value, Work
from sync.values import ids_of

MATTER = ("draft", "visit", "report")


@dataclass(frozen=True, slots=True)
class Held:
    """What there is of a visit: the writer's draft, what the commune reads, the report proper."""

    draft: Record | None
    visit: Record | None
    report: Record | None

    @property
    def status(self) -> str | None:
        """The state of the visit; None when it was never sent."""
        return text_or_none(self.visit, "status") if self.visit else None

    @property
    def round(self) -> int:
        """The round that was last sent; 0 when none was."""
        return number(self.visit, "round") if self.visit else 0

    @property
    def deleted(self) -> bool:
        """Whether the draft lies among the deleted ones."""
        return self.draft is not None and self.draft.body.get("deleted") is not None

    @property
    def content(self) -> dict[str, Value]:
        """The words as they stand: the draft's where there is one, else what was sent."""
        if self.draft:
            return {name: self.draft.body.get(name) for name in CONTENT_FIELDS}
        return self.sent

    @property
    def sent(self) -> dict[str, Value]:
        """The words as they were last sent; all empty when they never were."""
        public = self.visit.body if self.visit else {}
        report = self.report.body if self.report else {}
        return {
            **{name: public.get(name) for name in PUBLIC_FIELDS},
            **{name: report.get(name) for name in REPORT_FIELDS},
        }


def held(work: Work, id: str) -> Held:
    """What there is of the visit with that id, whoever's it is."""
    return Held(work.read("draft", id), work.read("visit", id), work.read("report", id))


def access_writing(work: Work) -> Held:
    """The operation's visit for writing: its author's own, or nothing yet. `id_taken` when it is another matter's."""
    check_id_free(work, work.op.id, but_for=MATTER)
    mine = held(work, work.op.id)
    gone = (work.read_removed("draft", work.op.id),)
    if any(record and record.author != work.op.author for record in (mine.draft, mine.visit, *gone)):
        raise refusal("id_taken")
    return mine


def access_own(work: Work) -> Record:
    """The operation's visit as sent, for its author. `not_found` for anyone else and for none."""
    visit = work.read("visit", work.op.id)
    if visit is None or visit.author != work.op.author:
        raise not_found()
    return visit


def access_own_draft(work: Work) -> Record:
    """The operation's draft, deleted or not, for its author. `not_found` for anyone else and for none."""
    draft = work.read("draft", work.op.id)
    if draft is None or draft.author != work.op.author:
        raise not_found()
    return draft


def access_judging(work: Work, directory: Directory) -> Record:
    """The operation's visit for a supervisor who has its unit in scope today. `not_found` for anyone else.

    `own_report` for its author: who approves a report vouches for what someone else wrote.
    """
    visit = work.read("visit", work.op.id)
    if visit is None or not directory.holds(work.op.author, "supervisor", text(visit, "unit"), work.today):
        raise not_found()
    if work.op.role != "supervisor":
        raise refusal("not_allowed", role=work.op.role)
    if visit.author == work.op.author:
        raise refusal("own_report")
    return visit


def companions_of(content: Mapping[str, Value]) -> tuple[str, ...]:
    """The persons who went along."""
    return ids_of(content.get("companions"))
