// The golden cases of what stands on the screen while words wait: sync/vectors/overlay.json, run by pytest too.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readLine, type Results } from '../sync/protocol.ts';
import type { Intent } from '../sync/operations.ts';
import type { Body, EntityName } from '../sync/records.ts';
import { commit } from './commit.ts';
import { put } from './intents.ts';
import { sealAll, takeResults } from './outbox.ts';
import { Office } from './testing/office.ts';
import { phone } from './testing/phone.ts';

interface Case {
  name: string;
  rows: { entity: string; id: string; v: number; body: Body }[];
  ops: Pick<Intent, 'kind' | 'id' | 'patch' | 'args'>[];
  results: unknown[];
  entity: EntityName;
  id: string;
  shown: Body;
}
const file = resolve(import.meta.dirname, '../../../sync/vectors/overlay.json');
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: Case[] };

describe('what waits stands over what was written [invariant no-value-vanishes]', () => {
  it.each(cases)('$name', async (one) => {
    const { store, read } = await phone(new Office());
    await commit(store, async (step) => {
      for (const { entity, id, v, body } of one.rows) step.putRow(entity, id, { v, body, sweep: 0 });
      for (const op of one.ops) await put(step, { ...op, role: 'cadre', supersedes: [] }, store);
    });
    const { ops } = await sealAll(store);
    await takeResults(store, ops, (readLine(JSON.stringify({ results: one.results })) as Results).results);
    expect(await read(one.entity, one.id)).toMatchObject(one.shown);
  });
});
