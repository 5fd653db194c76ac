import { expect, it } from 'vitest';
import { arrivals } from './arrivals.ts';

const JUNE = { key: '2024-06', first: '2024-05-15', last: '2024-06-14' };
const noon = (day: string): number => Date.parse(`${day}T12:00:00+07:00`);
type Report = { day: string; at: number; received: number | null; status: string };
const report = (day: string, sent: string, received: string | null): Report => ({ day, at: noon(sent), received: received === null ? null : noon(received), status: 'sent' });

it('what was sent off before the cut-off and received after is a group of its own', () => {
  const all = [report('2024-06-10', '2024-06-10', '2024-06-10'), report('2024-06-12', '2024-06-13', '2024-06-17'), report('2024-06-12', '2024-06-16', '2024-06-16')];
  const found = arrivals(all, JUNE, null);
  expect([found.in_time, found.received_after, found.after, found.late]).toEqual([[all[0]], [all[1]], [all[2]], []]);
});
it('a trip of another period is none of its', () => {
  expect(arrivals([report('2024-06-15', '2024-06-15', '2024-06-15')], JUNE, null).in_time).toEqual([]);
});
it('a report that was corrected after the cut-off came when its first round came', () => {
  const corrected = { ...report('2024-06-12', '2024-06-18', '2024-06-14'), first: noon('2024-06-13') };
  const late = { ...report('2024-06-12', '2024-06-18', '2024-06-17'), first: noon('2024-06-13') };
  const found = arrivals([corrected, late], JUNE, null);
  expect([found.in_time, found.received_after, found.after]).toEqual([[corrected], [late], []]);
});
it('once the figures are taken, what comes later stands apart, and so does what still waits on the phone', () => {
  const all = [report('2024-06-10', '2024-06-10', '2024-06-10'), report('2024-06-12', '2024-06-13', '2024-06-17'), report('2024-06-12', '2024-06-13', null)];
  const found = arrivals(all, JUNE, noon('2024-06-16'));
  expect([found.waiting, found.late]).toEqual([[all[2]], [all[1], all[2]]]);
});
