"""The explicit, ordered lists: which handler takes which operation, what follows from it elsewhere, routes and jobs.

Owns order and nothing else. Rooms of one row never import each other; what a step in one must cause in another stands
here, in the order in which it happens.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from flask_smorest import Blueprint

from server.context import Server
from server.features.acknowledgements.actions import do_follow_visit, do_give
from server.features.agenda import routes as agenda_routes
from server.features.attachments.actions import do_announce, do_follow
from server.features.attachments.jobs import sweep_photos
from server.features.calendar import routes as calendar_routes
from server.features.changes import routes as changes_routes
from server.features.changes.jobs import catch_up
from server.features.conflicts.actions import do_acknowledge
from server.features.devices import reminding as device_reminding
from server.features.duty import actions as duty
from server.features.duty import reminding as duty_reminding
from server.features.duty import routes as duty_routes
from server.features.earlier import routes as earlier_routes
from server.features.earlier.jobs import Night, move_window
from server.features.erasures import routes as erasures_routes
from server.features.feedback import entering as feedback_entering
from server.features.feedback import reminding as feedback_reminding
from server.features.feedback import routes as feedback_routes
from server.features.feedback.actions import do_raise, do_refer, do_step
from server.features.feedback.jobs import keep_courses
from server.features.feedback.records import keys_of
from server.features.handling import text
from server.features.imports.jobs import forget_plans
from server.features.indicators import actions as indicators
from server.features.indicators import routes as indicator_routes
from server.features.invitations import actions as invitations
from server.features.invitations import reminding as invitation_reminding
from server.features.invitations import routes as invitation_routes
from server.features.occasions import Finder
from server.features.people.directory import Directory
from server.features.people.months import month_of
from server.features.reminders import actions as reminders
from server.features.reminders import desk_routes as reminder_desk_routes
from server.features.reminders import routes as reminder_routes
from server.features.reminders.jobs import forget_reminders
from server.features.reminders.picture import Kind, Kinds
from server.features.reviews.actions import check_review, do_follow_unit, do_write
from server.features.reviews.rules import APPROVED, RETURNED
from server.features.tasks import actions as tasks
from server.features.tasks import moving
from server.features.tasks import reminding as task_reminding
from server.features.tasks import routes as task_routes
from server.features.visits import actions as visits
from server.features.visits import drafts
from server.features.visits import entering as visit_entering
from server.features.visits import reminding as visit_reminding
from server.features.visits.jobs import purge_drafts
from server.features.visits.settling import do_settle as do_settle_visit
from server.platform.blobs import Blobs
from server.platform.ids import new_id
from sync.ports import Work

Handler = Callable[[Work, Directory], None]


def _in_turn(*steps: Handler) -> Handler:
    """One handler that takes several steps; what one refuses, none has done."""

    def take(work: Work, directory: Directory) -> None:
        for step in steps:
            step(work, directory)

    return take


def _decide(step: str, decision: str) -> Handler:
    def take(work: Work, directory: Directory) -> None:
        visit = visits.do_decide(work, directory, step=step, state=decision)
        if visit is not None:
            check_review(work, decision=decision)
            do_write(work, directory, visit, decision=decision)

    return take


def _settle(work: Work, directory: Directory) -> None:
    conflict = work.read("conflict", work.op.id)
    about = text(conflict, "entity") if conflict else ""
    if about not in ("draft", "visit"):
        do_acknowledge(work, directory)
        return
    do_settle_visit(work, directory)
    if conflict:
        do_follow(work, directory, visit=text(conflict, "record"))


def _photos_follow(work: Work, directory: Directory) -> None:
    do_follow(work, directory, visit=work.op.id)


def _evidence_follows(work: Work, directory: Directory) -> None:
    item = work.read("feedback", work.op.id)
    if item is not None and work.op.args.get("photos"):
        do_announce(work, item=item.id, keys=keys_of(directory, item, month_of(work.today)))


def _unlocked(work: Work, _directory: Directory) -> None:
    duty.check_figure(work)


HANDLERS: Final[Mapping[str, Handler]] = {
    "draft.save": _in_turn(drafts.do_save, _photos_follow),
    "draft.delete": drafts.do_delete,
    "draft.restore": drafts.do_restore,
    "visit.submit": _in_turn(visits.do_submit, do_follow_unit, do_follow_visit, _photos_follow),
    "visit.withdraw": _in_turn(visits.do_withdraw, _photos_follow),
    "visit.begin_review": visits.do_begin_review,
    "visit.return": _decide("return", RETURNED),
    "visit.approve": _decide("approve", APPROVED),
    "visit.enter": visit_entering.do_enter,
    "feedback.raise": do_raise,
    "feedback.enter": feedback_entering.do_enter,
    "feedback.refer": do_refer,
    "feedback.explain": do_step,
    "feedback.own": do_step,
    "feedback.message": do_step,
    "feedback.answer": _in_turn(do_step, _evidence_follows),
    "feedback.confirm": do_step,
    "feedback.reopen": do_step,
    "feedback.ask_extension": do_step,
    "feedback.extend": do_step,
    "feedback.set_due": do_step,
    "feedback.split": do_step,
    "feedback.link": do_step,
    "feedback.unlink": do_step,
    "feedback.move": do_step,
    "acknowledgement.give": do_give,
    "cadence.set": duty.do_set_cadence,
    "leave.set": duty.do_set_leave,
    "excuse.set": duty.do_set_excuse,
    "period.set": duty.do_set_period,
    "closing.close": duty.do_step,
    "closing.lock": duty.do_step,
    "closing.reopen": duty.do_step,
    "task.set": tasks.do_set,
    "task.extend": tasks.do_step,
    "task.close": tasks.do_step,
    "task.drop": tasks.do_step,
    "task.reopen": tasks.do_step,
    "task.progress": tasks.do_progress,
    "task.strike": tasks.do_strike,
    "task.reach": tasks.do_reach,
    "task.tie": tasks.do_tie,
    "task.move": moving.do_move,
    "indicator.set": indicators.do_set_indicator,
    "target.set": _in_turn(_unlocked, indicators.do_set_target),
    "progress.set": _in_turn(_unlocked, indicators.do_set_progress),
    "invitation.set": invitations.do_set,
    "invitation.move": invitations.do_move,
    "invitation.withdraw": invitations.do_withdraw,
    "invitation.answer": invitations.do_answer,
    "invitation.propose": invitations.do_propose,
    "invitation.attend": invitations.do_attend,
    "notice.read": reminders.do_read,
    "preference.set": reminders.do_prefer,
    "occasion.set": reminders.do_rule,
    "conflict.settle": _settle,
}

BLUEPRINTS: Final[tuple[Blueprint, ...]] = (
    calendar_routes.blueprint,
    duty_routes.blueprint,
    feedback_routes.blueprint,
    indicator_routes.blueprint,
    task_routes.blueprint,
    invitation_routes.blueprint,
    erasures_routes.blueprint,
    earlier_routes.blueprint,
    changes_routes.blueprint,
    reminder_routes.blueprint,
    reminder_desk_routes.blueprint,
    agenda_routes.blueprint,
)

# What runs once a day: each takes the running server and returns how much it did.
JOBS: Final[Mapping[str, Callable[[Server], int]]] = {
    "catch_up_units": catch_up,
    "keep_courses": lambda here: keep_courses(here.store),
    "forget_reminders": lambda here: forget_reminders(
        here.store, now=here.clock.now_ms(), today=here.today, new_id=new_id
    ),
    "forget_plans": lambda here: forget_plans(here.store, now=here.clock.now_ms(), today=here.today),
    "purge_drafts": lambda here: purge_drafts(here.store, here.office_clock),
    "move_window": lambda here: move_window(Night(here.store, here.clock.now_ms(), here.today, new_id)),
    "sweep_photos": lambda here: sweep_photos(here.store, Blobs(here.config.blobs_dir), now=here.clock.now_ms()),
}

# Of what a reminder may be due: each kind's live records, and those of their fields that are asked for.
REMINDED: Final[Kinds] = {
    "draft": Kind(lambda _: True, ("unit", "starts", "ends", "deleted", "amends")),
    "visit": Kind(
        lambda _: True,
        ("unit", "starts", "status", "round", "decided", "received", "reviewing", "amends", "number", "commitments",
         "role"),
        visit_reminding.is_past,
    ),
    "report": Kind(duty_reminding.has_company, ("companions",)),
    "feedback": Kind(feedback_reminding.is_live),
    "task": Kind(task_reminding.is_live),
    "invitation": Kind(invitation_reminding.is_live, None, invitation_reminding.is_past),
    **{kind: Kind(lambda _: True) for kind in ("cadence", "period", "leave", "excuse", "closing")},
    **{kind: Kind(lambda _: True) for kind in ("preference", "occasion")},
}  # fmt: skip
FINDERS: Final[tuple[Finder, ...]] = (
    duty_reminding.FINDER,
    visit_reminding.FINDER,
    feedback_reminding.FINDER,
    task_reminding.FINDER,
    invitation_reminding.FINDER,
    device_reminding.FINDER,
)
