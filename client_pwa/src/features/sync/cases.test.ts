import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { cases } from './cases.svelte.ts';

const OP = 'op1';
const REFUSED = { author: 'p1', author_name: '', record: 'visit/v1', handed: null as number | null, ops: [{ op_id: OP, kind: 'visit.submit', sentence: '', at: 0, words: [] }] };
/** What the office has of one's own, and the answers that it holds back, in the order they were asked for. */
let own: readonly (typeof REFUSED)[];
let answers: (() => void)[];

beforeEach(() => {
  own = [REFUSED];
  answers = [];
  vi.stubGlobal('fetch', (url: string) => {
    const body = url === '/api/cases' ? own : [];
    return new Promise<Response>((done) => answers.push(() => done(Response.json(body))));
  });
});
afterEach(() => vi.unstubAllGlobals());

/** Lets a reading have its answers. */
async function answer(reading: Promise<void>, ...which: (() => void)[]): Promise<void> {
  for (const release of which) release();
  await reading;
}

it('shows what was handed over though the answer to an earlier look comes after it', async () => {
  const earlier = cases.read();
  own = [{ ...REFUSED, handed: 1_719_280_800_000 }];
  const later = cases.read();
  const [first, second, third, fourth] = answers as [() => void, () => void, () => void, () => void];
  await answer(later, third, fourth);
  await answer(earlier, first, second);
  expect(cases.since(OP)).toBe(1_719_280_800_000);
});

it('does not bring back what was let go while the office answered', async () => {
  const reading = cases.read();
  cases.forget(OP);
  await answer(reading, ...answers);
  expect(cases.own).toEqual([]);
});

it('stays as it is while the office cannot be reached', async () => {
  await answer(cases.read(), ...answers.splice(0));
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('network')));
  await cases.read();
  expect(cases.own.map(({ record }) => record)).toEqual(['visit/v1']);
});
