// What ops of invitations look like before the office has answered. Pure, and small: every start has it.
import type { Op } from '../../sync/operations.ts';
import { type Doer, isRefused, type Overlay, type Overlays } from '../../sync/overlay.ts';
import type { Body, Value } from '../../sync/records.ts';
import { fieldSpec, kindSpec } from '../../sync/schema.ts';

/** How an op's entry is called; whether it moves the frame, and by which fields; what else the entry says. */
interface Step {
  kind: string;
  fields?: Body;
  cells?: Body;
}
const TIMES = ['starts', 'ends', 'from_minute', 'to_minute'];

function picked(op: Op, names: readonly string[]): Body {
  return Object.fromEntries(names.map((name) => [name, op.args[name] ?? null]));
}

function after(before: Body, op: Op, { step: { kind, fields, cells }, doer }: { step: Step; doer: Doer }): Body {
  const round = fields ? Number(before['round'] ?? 0) + 1 : (op.args['round'] ?? null);
  const signed = { id: op.args['entry'] ?? null, kind, at: op.at + doer.officeOffsetMs, person: doer.me, role: op.role, round };
  const said: Body = { text: op.args['text'] ?? null, ...cells, ...signed };
  const row = (fieldSpec('invitation', 'log')?.columns ?? []).map((column) => said[column] ?? null);
  return { ...before, ...fields, ...(fields && { round }), log: [...((before['log'] ?? []) as Value[]), row] };
}

function step(make: (op: Op) => Step): Overlay {
  return (desk, op, doer) => {
    const before = desk.get('invitation', op.id);
    if (before && !isRefused(op)) desk.put('invitation', op.id, after(before, op, { step: make(op), doer }));
  };
}

const set: Overlay = (desk, op, doer) => {
  if (isRefused(op)) return;
  const before = desk.get('invitation', op.id);
  const names = kindSpec(op.kind).arguments.map(({ name }) => name).filter((name) => name !== 'entry' && name !== 'round');
  const fields = { ...picked(op, names), status: 'open' };
  // The agenda is a field of the invitation, not what was said when it was written.
  const made = { kind: before ? 'changed' : 'set', fields, cells: { text: null } };
  desk.put('invitation', op.id, after(before ?? { by: doer.me }, op, { step: made, doer }));
};

export const invitationOverlays: Overlays = {
  'invitation.set': set,
  'invitation.move': step((op) => ({ kind: 'moved', fields: picked(op, TIMES), cells: { ...picked(op, TIMES), about: op.args['proposal'] ?? null } })),
  'invitation.withdraw': step(() => ({ kind: 'withdrawn', fields: { status: 'withdrawn' } })),
  'invitation.answer': step(({ args }) => ({ kind: args['answer'] === 'yes' ? 'accepted' : 'declined' })),
  'invitation.propose': step((op) => ({ kind: 'proposed', cells: picked(op, TIMES) })),
  'invitation.attend': step(({ args }) => ({ kind: 'attended', cells: { about: args['visit'] ?? null } })),
};
