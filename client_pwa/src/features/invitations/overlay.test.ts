import { expect, it } from 'vitest';
import { newOp, type Op } from '../../sync/operations.ts';
import { layOver, MapDesk } from '../../sync/overlay.ts';
import { NO_PATCH } from '../../sync/patch.ts';
import type { Value } from '../../sync/records.ts';
import { toRecord } from '../../sync/schema.ts';
import { answerOf } from './answers.ts';
import { invitationCard } from './cards.ts';
import { invitationOverlays } from './overlay.ts';

const FRAME = { unit: 'u', kind: 'dialogue', title: 'Họp', text: 'Việc quý II', starts: '2024-06-28', ends: '2024-06-28', from_minute: 480, invited: ['a', 'b'], round: 0 };
const LATER = { starts: '2024-07-02', ends: '2024-07-02', from_minute: 840 };
let seq = 0;

function op(kind: string, args: Record<string, Value>, more: Partial<Op> = {}): Op {
  seq += 1;
  const intent = { kind: `invitation.${kind}`, id: 'i', role: 'contact' as const, args: { entry: `e${seq}`, ...args }, patch: NO_PATCH, supersedes: [] };
  return { ...newOp(intent, { op_id: `o${seq}`, seq, at: 1000 + seq }), ...more };
}

function shown(me: string, ...ops: Op[]) {
  const desk = new MapDesk();
  layOver(desk, ops, { overlays: invitationOverlays, doer: { me, officeOffsetMs: 0 } });
  const body = desk.get('invitation', 'i');
  return body && toRecord('invitation', 'i', body);
}

function status(me: string, ...ops: Op[]): string | undefined {
  const record = shown('c', ...ops);
  const making = { id: 'i', me, get: () => record as never, ops, isHere: () => false, unitText: () => '' };
  return invitationCard(making)?.status;
}

it('shows an invitation that waits with what was answered and moved', () => {
  const invitation = shown('a', op('set', FRAME), op('answer', { round: 1, answer: 'no', text: 'Bận' }), op('move', { round: 1, ...LATER, text: 'Đón đoàn' }));
  expect(invitation).toMatchObject({ title: 'Họp', text: 'Việc quý II', status: 'open', round: 2, starts: '2024-07-02', to_minute: null, by: 'a' });
  expect(invitation?.log.map(({ kind, round, text }) => [kind, round, text])).toEqual([['set', 1, null], ['declined', 1, 'Bận'], ['moved', 2, 'Đón đoàn']]);
  // What was said of the time before is no answer to this one.
  expect(answerOf(invitation?.log ?? [], 'a')).toBeNull();
});

it('corrects the words and keeps the answers', () => {
  const invitation = shown('a', op('set', FRAME), op('answer', { round: 1, answer: 'yes' }), op('set', { ...FRAME, title: 'Họp quý', round: 1 }));
  expect(invitation).toMatchObject({ title: 'Họp quý', round: 2 });
  expect(answerOf(invitation?.log ?? [], 'a')?.kind).toBe('accepted');
});

it('names the report that an attendance becomes, and the proposal that a move follows', () => {
  const set = op('set', FRAME);
  const asked = op('propose', { round: 1, ...LATER, text: 'Bận' });
  const moved = op('move', { round: 1, ...LATER, text: 'Theo đề nghị', proposal: asked.args['entry'] ?? null });
  const invitation = shown('a', set, asked, moved, op('attend', { round: 2, visit: 'v' }));
  expect(invitation?.log.map(({ kind, about }) => [kind, about])).toEqual([['set', null], ['proposed', null], ['moved', asked.args['entry']], ['attended', 'v']]);
});

it('shows nothing of what was refused, and nothing of an invitation that is not there', () => {
  expect(shown('a', op('set', FRAME), op('withdraw', { round: 1, text: 'x' }, { state: 'refused' }))?.status).toBe('open');
  expect(shown('a', op('answer', { round: 1, answer: 'yes' }))).toBeNull();
});

it('tells Today what waits for whom', () => {
  const set = op('set', FRAME);
  expect([status('a', set), status('c', set), status('x', set)]).toEqual(['asked', 'open', 'open']);
  const withdrawn = op('withdraw', { round: 1, text: 'x' });
  expect(status('a', set, withdrawn)).toBe('withdrawn');
});
