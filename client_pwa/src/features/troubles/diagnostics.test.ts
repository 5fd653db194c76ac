import { expect, it } from 'vitest';
import { summary } from './diagnostics.ts';

it('counts ops by kind and state and says no word of them', () => {
  const refused = { kind: 'visit.submit', state: 'refused', problem: { code: 'empty_report', details: {}, depends: null } } as const;
  const waits = { kind: 'feedback.message', state: 'intent', problem: null } as const;
  expect(summary([waits, refused, waits])).toEqual(['op feedback.message intent: 2', 'op visit.submit refused empty_report: 1']);
});
