// A card's state in the words of the components: the same lifecycle names, and the small mark of what is not synced.
import type { Mark as StoreMark } from '../store/cards.ts';
import { type Mark, type Status, STATUSES } from '../ui/status.ts';

/** The chip for a state; none for a state that this build does not know. What came back to another is being corrected. */
export function statusShown(status: string, own = true): Status | undefined {
  if (status === 'returned' && !own) return 'correcting';
  return status in STATUSES ? (status as Status) : undefined;
}

/** The mark beside it. What the office holds is on its way for the person: nothing is asked of him. */
export function markShown(mark: StoreMark): Mark {
  return mark === 'waiting' ? 'sending' : mark;
}
