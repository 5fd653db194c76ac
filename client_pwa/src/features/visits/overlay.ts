// What the ops of a visit look like on its author's and its reviewers' phones before the office has answered. Pure.
import type { Op } from '../../sync/operations.ts';
import { type Desk, type Doer, isRefused, type Overlay, type Overlays } from '../../sync/overlay.ts';
import { applyPatch } from '../../sync/patch.ts';
import type { Body, Review, Value } from '../../sync/records.ts';
import { entitySpec } from '../../sync/schema.ts';

/** The part of a body that an entity has fields for. */
function partOf(entity: string, body: Body): Body {
  const names = new Set(entitySpec(entity).fields.map((field) => field.name));
  return Object.fromEntries(Object.entries(body).filter(([name]) => names.has(name)));
}

/** The words that are being written: the draft, or what was sent when a draft is opened again. */
export function draftContent(desk: Desk, id: string): Body {
  const draft = desk.get('draft', id);
  if (draft) return draft;
  const sent = { ...desk.get('visit', id), ...desk.get('report', id) };
  return partOf('draft', sent);
}

function doneAt(op: Op, doer: Doer): number {
  return op.at + doer.officeOffsetMs;
}

function save(desk: Desk, op: Op, doer: Doer): void {
  const content = applyPatch('draft', draftContent(desk, op.id), op.patch);
  const role = content['role'] ?? op.role;
  desk.put('draft', op.id, { ...content, role, edited: doneAt(op, doer), deleted: content['deleted'] ?? null });
}

function mark(desk: Desk, op: Op, deleted: number | null): void {
  const draft = desk.get('draft', op.id);
  if (draft && !isRefused(op)) desk.put('draft', op.id, { ...draft, deleted });
}

function submit(desk: Desk, op: Op, doer: Doer): void {
  if (isRefused(op)) return save(desk, op, doer);
  const content = applyPatch('draft', draftContent(desk, op.id), op.patch);
  const before = desk.get('visit', op.id) ?? { author: doer.me, number: null, received: null };
  const sent = { status: 'sent', round: op.args['round'] ?? 1, submitted: doneAt(op, doer), amends: content['amends'] ?? null };
  const undecided = { reviewing: null, decided_by: null, decided: null };
  const words = partOf('visit', content);
  desk.put('visit', op.id, { ...before, ...words, role: op.role, ...sent, ...undecided });
  desk.put('report', op.id, partOf('report', content));
  desk.remove('draft', op.id);
}

function withdraw(desk: Desk, op: Op, doer: Doer): void {
  const visit = desk.get('visit', op.id);
  if (!visit || isRefused(op)) return;
  desk.put('draft', op.id, { ...draftContent(desk, op.id), edited: doneAt(op, doer), deleted: null });
  desk.put('visit', op.id, { ...visit, status: 'withdrawn', recommendations: null, commitments: null, reviewing: null });
  desk.remove('report', op.id);
}

function change(desk: Desk, op: Op, fields: Record<string, Value>): void {
  const visit = desk.get('visit', op.id);
  if (visit && !isRefused(op)) desk.put('visit', op.id, { ...visit, ...fields });
}

function decide(decision: Review['decision']): Overlay {
  return (desk, op, doer) => {
    if (isRefused(op)) return;
    change(desk, op, { status: decision, decided_by: doer.me, decided: doneAt(op, doer) });
    const { review, round, comment, sections } = op.args;
    const said = { comment: comment ?? null, sections: sections ?? [] };
    const made = { visit: op.id, round: round ?? null, reviewer: doer.me, decision, at: doneAt(op, doer) };
    if (typeof review === 'string') desk.put('review', review, { ...made, ...said });
  };
}

export const visitOverlays: Overlays = {
  'draft.save': save,
  'draft.delete': (desk, op, doer) => mark(desk, op, doneAt(op, doer)),
  'draft.restore': (desk, op) => mark(desk, op, null),
  'visit.submit': submit,
  'visit.withdraw': withdraw,
  'visit.begin_review': (desk, op, { me }) => change(desk, op, { reviewing: me }),
  'visit.return': decide('returned'),
  'visit.approve': decide('approved'),
};
