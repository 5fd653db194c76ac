import { describe, expect, it } from 'vitest';
import { reading } from './commit.ts';
import { create, submit } from './drafts.ts';
import { waitingOps } from './intents.ts';
import { readBoot } from './project.ts';
import { Office } from './testing/office.ts';
import { newId, phone } from './testing/phone.ts';

const WRITES = [1, 2, 3, 4, 5, 6];
const cases = WRITES.flatMap((write) => [[write, 'not kept'], [write, 'kept']] as const);

describe('a phone that dies while it sends', () => {
  it.each(cases)('at its write %i, which is %s, goes on: nothing is lost and nothing twice [invariant acked-is-durable] [invariant cursor-with-rows] [failure 13]', async (at, fate) => {
    const office = new Office();
    const tab = await phone(office);
    const id = create({ unit: newId(), kind: 'dialogue', starts: '2024-06-24', findings: 'Đường hỏng' }, tab.store);
    await submit(id, 'cadre', tab.store);
    const { db } = tab.store;
    const write = db.write.bind(db);
    let writes = 0;
    db.write = async (puts) => {
      if (puts.length) writes += 1;
      if (writes < at || fate === 'kept') await write(puts);
      if (writes >= at && puts.length) throw new TypeError('dead');
    };
    await tab.sync();
    db.write = write;
    await db.close();
    const again = await phone(office, { tag: db.name.slice('diaban-p1-'.length) });
    expect((await again.read('report', id))?.findings).toBe('Đường hỏng');
    expect(await again.sync()).toBe('done');
    expect(office.outcomes.size).toBe(1);
    expect((await again.read('visit', id))?.number).toBe('BC-2024-001');
    expect(await waitingOps(again.store)).toEqual([]);
    expect(await again.store.db.keys('kept')).toHaveLength(1);
    expect((await readBoot(reading(again.store))).counts).toMatchObject({ sent: 1 });
  });
});
