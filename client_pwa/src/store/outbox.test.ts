import { beforeEach, describe, expect, it } from 'vitest';
import type { Write } from '../sync/operations.ts';
import type { Segment } from '../sync/protocol.ts';
import { reading } from './commit.ts';
import { create, edit, flush, submit } from './drafts.ts';
import { waitingOps } from './intents.ts';
import { sealAll, startResync, takeEnd, takeResults, takeSegment } from './outbox.ts';
import { Office } from './testing/office.ts';
import { newId, type Phone, phone } from './testing/phone.ts';

let office: Office;
let tab: Phone;
const PERSON = newId();

beforeEach(async () => {
  office = new Office();
  tab = await phone(office);
});

function segment(change: Partial<Segment>): Segment {
  return { kind: 'segment', rows: [], gone: [], cursor: 'c1', pos: 1, ...change };
}

/** A report whose op the office has acknowledged at a position that the cursor has not reached. */
async function acked(pos = 10): Promise<string> {
  const id = create({ unit: newId(), findings: 'Đường hỏng' }, tab.store);
  await flush(tab.store);
  await submit(id, 'cadre', tab.store);
  const { ops } = await sealAll(tab.store);
  const [{ sealed }] = ops as [(typeof ops)[0]];
  const writes = [['visit', id, 1, { status: 'sent', number: 'BC-2024-001' }], ['report', id, 1, {}]] as const;
  await takeResults(tab.store, ops, [{ n: sealed.n, outcome: 'applied', v: 1, pos, writes, problem: null }]);
  return id;
}

describe('rows and cursor', () => {
  it('are taken in together, and not at all when another tab has moved the cursor', async () => {
    const row = { entity: 'person', id: PERSON, v: 1, body: { name: 'A' } };
    expect(await takeSegment(tab.store, null, segment({ rows: [row] }))).toBe(true);
    expect(await takeSegment(tab.store, null, segment({ rows: [{ ...row, v: 2 }], cursor: 'c2', pos: 2 }))).toBe(false);
    const step = reading(tab.store);
    expect([(await step.meta()).cursor, (await step.row('person', PERSON))?.v]).toEqual(['c1', 1]);
  });
});

describe('an op that is done', () => {
  it('stays over the records until the cursor reaches its position, then its writes become records [invariant no-value-vanishes]', async () => {
    const id = await acked();
    await takeSegment(tab.store, null, segment({ pos: 9 }));
    expect((await waitingOps(tab.store)).map((op) => op.state)).toEqual(['done']);
    expect(await reading(tab.store).row('visit', id)).toBeNull();
    await takeSegment(tab.store, 'c1', segment({ cursor: 'c2', pos: 10 }));
    expect(await waitingOps(tab.store)).toEqual([]);
    expect((await tab.read('visit', id))?.number).toBe('BC-2024-001');
    expect((await tab.read('report', id))?.findings).toBe('Đường hỏng');
  });

  it('does not bring back a record that is gone in the same answer', async () => {
    const id = await acked();
    await takeSegment(tab.store, null, segment({ gone: [['visit', id]], pos: 11 }));
    expect(await tab.read('visit', id)).toBeNull();
    expect(await tab.read('report', id)).not.toBeNull();
  });

  it('does not keep a record alive that a load from the beginning did not bring', async () => {
    const id = await acked();
    await startResync(tab.store);
    await takeSegment(tab.store, null, segment({ pos: 11 }));
    expect(await tab.read('visit', id)).not.toBeNull();
    await takeEnd(tab.store);
    expect(await tab.read('visit', id)).toBeNull();
  });
});

describe('words whose record is to come in a later version', () => {
  const draft = (v: number, body: object) => ({ entity: 'draft', id: PERSON, v, body: { round: 0, ...body } });

  /** A phone that holds the draft at version 1, and wrote version 3, which the cursor has passed. */
  async function behind(writes: readonly Write[] | null = null): Promise<void> {
    await takeSegment(tab.store, null, segment({ rows: [draft(1, { village: 'Thôn 3' })] }));
    await takeEnd(tab.store);
    edit(PERSON, { findings: 'Cầu gãy.' }, tab.store);
    await flush(tab.store);
    const { ops } = await sealAll(tab.store);
    const [{ sealed }] = ops as [(typeof ops)[0]];
    await takeResults(tab.store, ops, [{ n: sealed.n, outcome: 'applied', v: 3, pos: 4, writes, problem: null }]);
    await takeSegment(tab.store, 'c1', segment({ cursor: 'c5', pos: 5 }));
  }

  const findings = async () => (await tab.read('draft', PERSON))?.findings;

  it('stay until it has come, also when the answer breaks off [invariant no-value-vanishes] [failure 7]', async () => {
    await behind();
    expect(await findings()).toBe('Cầu gãy.');
    const rows = [draft(4, { village: 'Thôn 3', findings: 'Cầu gãy. Đã sửa.' })];
    await takeSegment(tab.store, 'c5', segment({ rows, cursor: 'c9', pos: 9 }));
    expect(await findings()).toBe('Cầu gãy. Đã sửa.');
    expect(await waitingOps(tab.store)).toEqual([]);
  });

  it('go with their record [invariant lost-scope-rows-go]', async () => {
    await behind();
    await takeSegment(tab.store, 'c5', segment({ gone: [['draft', PERSON]], cursor: 'c9', pos: 9 }));
    expect(await tab.read('draft', PERSON)).toBeNull();
    expect(await waitingOps(tab.store)).toEqual([]);
  });

  it('do not bring back what is gone beside it [invariant lost-scope-rows-go]', async () => {
    await behind([['draft', PERSON, 3, {}], ['visit', PERSON, 1, { status: 'sent' }]]);
    expect(await tab.read('visit', PERSON)).not.toBeNull();
    await takeSegment(tab.store, 'c5', segment({ gone: [['visit', PERSON]], cursor: 'c9', pos: 9 }));
    expect([await tab.read('visit', PERSON), await findings()]).toEqual([null, 'Cầu gãy.']);
  });

  it('stay no longer than the answer', async () => {
    await behind();
    await takeEnd(tab.store);
    expect(await waitingOps(tab.store)).toEqual([]);
  });
});

describe('a load from the beginning', () => {
  it('whose end was lost does not sweep what the phone writes afterwards [invariant quiet-means-equal]', async () => {
    await takeSegment(tab.store, null, segment({ pos: 5 }));
    const id = await acked(10);
    await takeSegment(tab.store, 'c1', segment({ cursor: 'c2', pos: 10 }));
    await takeEnd(tab.store);
    expect((await tab.read('visit', id))?.number).toBe('BC-2024-001');
  });

  it('on a new phone too does away with what an old answer told of a record that is gone since [invariant quiet-means-equal]', async () => {
    const id = await acked();
    await takeSegment(tab.store, null, segment({ pos: 11 }));
    expect(await tab.read('visit', id)).not.toBeNull();
    await takeEnd(tab.store);
    expect(await tab.read('visit', id)).toBeNull();
  });
});

describe('an answer without its end', () => {
  it('is no success [invariant counts-are-true] [failure 16]', async () => {
    office.faults = ['cut_end'];
    expect(await tab.sync()).toBe('offline');
    expect((await reading(tab.store).meta()).last_success).toBeNull();
    expect(await tab.sync()).toBe('done');
    expect((await reading(tab.store).meta()).last_success).toBe(tab.browser.now);
  });
});

describe('an incarnation', () => {
  it('goes on over syncs, numbering without holes', async () => {
    await acked();
    const first = (await reading(tab.store).meta()).inc;
    const id = create({ findings: 'x' }, tab.store);
    await flush(tab.store);
    const { ops, meta } = await sealAll(tab.store);
    expect([meta.inc, meta.n, meta.acked.n]).toEqual([first, 2, 1]);
    expect(ops.map((op) => [op.id, op.sealed.n])).toEqual([[id, 2]]);
  });
});
