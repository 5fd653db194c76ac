import { beforeEach, describe, expect, it } from 'vitest';
import type { Value } from '../sync/records.ts';
import { reading } from './commit.ts';
import { create, flush, submit } from './drafts.ts';
import { say, waitingOps } from './intents.ts';
import { Office } from './testing/office.ts';
import { newId, type Phone, phone } from './testing/phone.ts';

const SEGMENTS = 25;
const ROWS = 8;

/** An office whose first load comes in many segments, over a line that breaks after each of the first ones. */
class SlowOffice {
  /** The segments that requests asked to begin with. */
  readonly begun: number[] = [];
  cuts = 20;

  fetch = async (_url: string, init: RequestInit): Promise<Response> => {
    const { cursor } = JSON.parse(String(init.body)) as { cursor: string | null };
    const from = cursor === null ? 0 : Number(cursor.slice(1));
    this.begun.push(from);
    const lines = [this.head(), ...Array.from({ length: SEGMENTS - from }, (_, at) => this.segment(from + at)), { end: true, more: false }];
    const cut = this.cuts > 0;
    this.cuts -= 1;
    // A whole segment comes through, and half of the next.
    const through = cut ? lines.slice(0, 3) : lines;
    const text = through.map((line) => `${JSON.stringify(line)}\n`).join('');
    const body = cut ? text.slice(0, -30) : text;
    return new Response(body, { status: 200, headers: { 'Content-Type': 'application/x-ndjson' } });
  };

  private head(): unknown {
    return { p: 1, epoch: 'e1', last_n: 0, safe_pos: 0, error: null, time: 0 };
  }

  private segment(at: number): unknown {
    const rows = Array.from({ length: ROWS }, (_, row): Value[] => [`01890000-0000-7000-8000-${String(at * ROWS + row).padStart(12, '0')}`, 1, 'sent', 'p1', 7]);
    return { rows: [{ e: 'visit', s: 1, cols: ['id', 'v', 'status', 'author', 'later'], rows }], gone: [], cursor: `s${at + 1}`, pos: 900 };
  }
}

let office: Office;
let slow: SlowOffice;
let tab: Phone;

beforeEach(async () => {
  office = new Office();
  slow = new SlowOffice();
  tab = await phone(office);
  tab.browser.fetch = slow.fetch;
});

describe('a first load over a line that breaks twenty times', () => {
  it('goes on soon, at the segment where it was cut, and each try brings it further [invariant outbox-drains]', async () => {
    for (let tries = 1; tries <= 20; tries += 1) {
      expect(await tab.sync()).toBe('offline');
      expect(tab.agent.retryInMs()).toBeLessThanOrEqual(1_000);
      expect((await tab.store.db.keys('row')).length).toBe(tries * ROWS);
    }
    expect(await tab.sync()).toBe('done');
    expect((await tab.store.db.keys('row')).length).toBe(SEGMENTS * ROWS);
    expect(slow.begun).toEqual(Array.from({ length: 21 }, (_, at) => at));
  });

  it('lets its person work while it runs, and counts only what is there [invariant counts-are-true]', async () => {
    await tab.sync();
    const id = create({ unit: newId(), kind: 'dialogue', findings: 'Đường hỏng' }, tab.store);
    await flush(tab.store);
    await submit(id, 'cadre', tab.store);
    expect((await tab.read('report', id))?.findings).toBe('Đường hỏng');
    expect(await waitingOps(tab.store)).toHaveLength(1);
    expect((await reading(tab.store).getAll('card', 'visit/')).size).toBe(ROWS + 1);
  });
});

describe('what a newer office says', () => {
  it('is kept as it came, through reading and through own ops, until a build comes that knows it', async () => {
    slow.cuts = 0;
    await tab.sync();
    const [key = ''] = await tab.store.db.keys('row');
    await say('visit.withdraw', key.split('/')[1] ?? '', { args: { round: 1 } }, 'cadre', tab.store);
    expect((await reading(tab.store).getAll<{ body: Record<string, Value> }>('row')).get(key)?.body['later']).toBe(7);
  });
});
