// A settled conflict before the office has answered: it no longer asks for the person. Pure.
import { type Overlays, isRefused } from '../../sync/overlay.ts';

export const conflictOverlays: Overlays = {
  'conflict.settle': (desk, op, { me }) => {
    const conflict = desk.get('conflict', op.id);
    if (!conflict || isRefused(op)) return;
    desk.put('conflict', op.id, { ...conflict, state: 'settled', choice: op.args['choice'] ?? null, settled_by: me });
  },
};
