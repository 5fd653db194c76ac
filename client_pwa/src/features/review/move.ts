// What a clerk does with an item whose unit was divided or abolished, as an operation of the outbox.
import { say } from '../../store/intents.ts';
import { browser } from '../../store/ports.ts';
import type { Feedback } from '../../sync/records.ts';

/** Says which unit takes an item whose own was divided or abolished. */
export async function doMove(item: Feedback, unit: string, text: string): Promise<void> {
  const words = text.trim();
  await say('feedback.move', item.id, { args: { entry: browser.newId(), unit, ...(words && { text: words }) } }, 'clerk');
}
