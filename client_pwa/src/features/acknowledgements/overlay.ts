// What the contact said to a visit, before the office has answered. Pure.
import { isRefused, type Overlays } from '../../sync/overlay.ts';

export const acknowledgementOverlays: Overlays = {
  'acknowledgement.give': (desk, op, doer) => {
    if (isRefused(op) || desk.get('acknowledgement', op.id)) return;
    const { visit = null, round = null, stance = null, text = null } = op.args;
    desk.put('acknowledgement', op.id, { visit, round, stance, text, person: doer.me, at: op.at + doer.officeOffsetMs });
  },
};
