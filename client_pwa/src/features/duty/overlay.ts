// What duty's ops look like before the office has answered: an instrument as it was written, a period one step on. Pure.
import { isRefused, type Overlay, type Overlays } from '../../sync/overlay.ts';
import type { Body, Value } from '../../sync/records.ts';
import { fieldSpec, kindSpec } from '../../sync/schema.ts';

function put(entity: string): Overlay {
  return (desk, op, { me }) => {
    const said = kindSpec(op.kind).arguments.map((name) => [name, op.args[name] ?? null]);
    if (!isRefused(op)) desk.put(entity, op.id, { ...Object.fromEntries(said), by: me } as Body);
  };
}

function step(kind: string, status: string): Overlay {
  return (desk, op, { me, officeOffsetMs }) => {
    const { period = null, entry: id = null, text = null } = op.args;
    const before = desk.get('closing', op.id) ?? { period, round: 0, until: null };
    if (isRefused(op)) return;
    const at = op.at + officeOffsetMs;
    const cells: Record<string, Value> = { id, kind, at, person: me, role: op.role, text };
    const row = (fieldSpec('closing', 'log')?.columns ?? []).map((column) => cells[column] ?? null);
    const log = [...((before['log'] ?? []) as Value[]), row];
    const until = kind === 'lock' ? before['until'] : kind === 'close' ? at : null;
    desk.put('closing', op.id, { ...before, status, round: Number(before['round'] ?? 0) + 1, until: until ?? null, log });
  };
}

export const dutyOverlays: Overlays = {
  'cadence.set': put('cadence'),
  'leave.set': put('leave'),
  'excuse.set': put('excuse'),
  'period.set': put('period'),
  'closing.close': step('close', 'closed'),
  'closing.lock': step('lock', 'locked'),
  'closing.reopen': step('reopen', 'open'),
};
