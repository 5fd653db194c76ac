// The store by itself in a real browser, without a screen: what tests/e2e/test_store.py drives.
import { Agent } from '../agent.ts';
import { reading } from '../commit.ts';
import * as drafts from '../drafts.ts';
import { here } from '../here.ts';
import * as intents from '../intents.ts';
import { watchForLoss } from '../loss.ts';
import * as queue from '../photo_queue.ts';
import * as photos from '../photos.ts';
import { browser } from '../ports.ts';
import { readBoot, readRecord } from '../project.ts';
import * as session from '../session.ts';
import { resume } from '../who.ts';
import type { EntityName } from '../../sync/records.ts';

const bench = {
  session,
  drafts,
  intents,
  photos,
  queue,
  newId: browser.newId,
  watch: () => watchForLoss(here()),
  resume: async () => {
    const found = await resume(browser);
    if (found && !found.whole) await session.enter(found.last, browser, true);
    return found?.last.person ?? null;
  },
  sync: async () => {
    const ended = await new Agent(here()).sync();
    if (ended === 'done') await queue.upload(here());
    return ended;
  },
  read: async (entity: EntityName, id: string) => (await readRecord(reading(here()), entity, { id, me: here().person })).value,
  boot: () => readBoot(reading(here())),
  meta: () => reading(here()).meta(),
  keys: (store: 'row' | 'card' | 'op' | 'kept' | 'draft' | 'photo') => here().db.keys(store),
  rows: async (prefix: string) => [...(await reading(here()).getAll('row', prefix)).entries()],
};
export type Bench = typeof bench;
(globalThis as unknown as { bench: Bench }).bench = bench;
