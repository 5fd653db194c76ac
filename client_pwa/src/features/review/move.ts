// What a clerk does with an item or a task whose unit was divided or abolished, as an operation of the outbox.
import { say } from '../../store/intents.ts';
import { browser } from '../../store/ports.ts';

export type Movable = 'feedback' | 'task';

/** Says which unit takes it. */
export async function doMove(what: Movable, id: string, unit: string, text = ''): Promise<void> {
  const words = text.trim();
  await say(`${what}.move`, id, { args: { entry: browser.newId(), unit, ...(words && { text: words }) } }, 'clerk');
}
