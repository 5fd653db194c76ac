// What ops of reminders look like before the office has answered. Pure, and small: every start has it.
import { isRefused, type Overlay, type Overlays } from '../../sync/overlay.ts';
import type { Body } from '../../sync/records.ts';
import { saidIn } from '../measures/overlay.ts';

/** A wish or a rule as it was written, whole. */
function whole(entity: string, whose: string): Overlay {
  return (desk, op, { me }) => {
    if (!isRefused(op)) desk.put(entity, op.id, { ...saidIn(op), [whose]: me } as Body);
  };
}

export const reminderOverlays: Overlays = {
  'notice.read': (desk, op, { officeOffsetMs }) => {
    const before = desk.get('notice', op.id);
    // What another phone has read first stays as it was.
    if (before && !isRefused(op)) desk.put('notice', op.id, { ...before, read: before['read'] ?? op.at + officeOffsetMs });
  },
  'preference.set': whole('preference', 'person'),
  'occasion.set': whole('occasion', 'by'),
};
