// How a person settles what two hands wrote: one operation, whose words are the person's own last word.
import type { Choice, Conflict, Role } from '../../sync/records.ts';
import { say } from '../../store/intents.ts';

/** Settles the conflict. `value`: the words as the person left them after choosing; null: those of the choice. */
export async function doSettle(
  conflict: Conflict,
  { choice, value }: { choice: Choice; value: string | null },
  role: Role,
): Promise<void> {
  await say('conflict.settle', conflict.id, { args: value === null ? { choice } : { choice, value } }, role);
}
