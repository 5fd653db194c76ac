// What a clerk does to part and join items, as operations of the outbox.
import { say } from '../../store/intents.ts';
import { browser } from '../../store/ports.ts';
import type { Feedback } from '../../sync/records.ts';
import type { Part } from './joining.ts';

/** Makes an item of each part. */
export async function doSplit(item: Feedback, parts: readonly Part[]): Promise<void> {
  const rows = parts.map(({ id, text, kind, theme, urgency }) => [id, (text ?? '').trim(), kind, theme, urgency]);
  await say('feedback.split', item.id, { args: { entry: browser.newId(), parts: rows } }, 'clerk');
}

/** Lets the original answer for the item. */
export async function doLink(item: Feedback, original: string): Promise<void> {
  await say('feedback.link', item.id, { args: { entry: browser.newId(), original } }, 'clerk');
}
