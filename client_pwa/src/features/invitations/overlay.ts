// What ops of invitations look like before the office has answered. Pure, and small: every start has it.
import type { Op } from '../../sync/operations.ts';
import { isRefused, type Overlay, type Overlays } from '../../sync/overlay.ts';
import type { Body } from '../../sync/records.ts';
import { grown, saidIn, signed, step } from '../measures/overlay.ts';

function entry(before: Body, cells: Body): Body {
  return { log: grown(before, 'log', cells, 'invitation') };
}

/** A word of who is invited: said of the round that he had read. */
function word(kindOf: (op: Op) => string): Overlay {
  return step((before, op, cells) => entry(before, { ...cells, kind: kindOf(op), about: op.args['visit'] ?? null }), 'invitation');
}

/** A step of who invites: its fields, and the round one further. */
function change(kind: string, fields: (cells: Body) => Body): Overlay {
  return step((before, op, cells) => {
    const round = Number(before['round']) + 1;
    return { ...fields(cells), round, ...entry(before, { ...cells, kind, round, about: op.args['proposal'] ?? null }) };
  }, 'invitation');
}

const set: Overlay = (desk, op, doer) => {
  if (isRefused(op)) return;
  const before: Body = desk.get('invitation', op.id) ?? { by: doer.me, round: 0 };
  const { entry: _entry, round: _round, ...fields } = saidIn(op);
  const { id, at, person, role } = signed(op, doer);
  const round = Number(before['round']) + 1;
  // The agenda is a field of the invitation, not what was said when it was written.
  const cells = { id, at, person, role, round, kind: before['status'] ? 'changed' : 'set' } as Body;
  desk.put('invitation', op.id, { ...before, ...fields, status: 'open', round, ...entry(before, cells) } as Body);
};

export const invitationOverlays: Overlays = {
  'invitation.set': set,
  'invitation.move': change('moved', ({ starts, ends, from_minute, to_minute }) => ({ starts, ends, from_minute, to_minute }) as Body),
  'invitation.withdraw': change('withdrawn', () => ({ status: 'withdrawn' })),
  'invitation.answer': word(({ args }) => (args['answer'] === 'yes' ? 'accepted' : 'declined')),
  'invitation.propose': word(() => 'proposed'),
  'invitation.attend': word(() => 'attended'),
};
