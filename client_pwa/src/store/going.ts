// Which photos on this phone are to go: those of a report that was sent. Those of a draft wait for it, and nobody for them.
import type { PhotoRow } from './photo_queue.ts';
import type { Step } from './step.ts';

/** Whether the photo is on its way, and the office lacks it. */
export function isGoing(row: Pick<PhotoRow, 'goes' | 'state'>): boolean {
  return row.goes === true && row.state === 'waiting';
}

/** Notes that the photos of a report go with it, or go no more because it was taken back. */
export async function goWith(step: Step, visit: string, goes: boolean): Promise<void> {
  for (const [id, row] of await step.getAll<PhotoRow>('photo')) {
    if (row.visit === visit && row.state === 'waiting') step.put('photo', id, { ...row, goes });
  }
}
