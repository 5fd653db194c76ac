// What helps whoever helps by telephone: version, phone, what waits. Never a word of a report, a name or an id of a
// person: kinds, states and counts only.
import type { Op } from '../../sync/operations.ts';

interface Known {
  version: string;
  ops: readonly Pick<Op, 'kind' | 'state' | 'problem'>[];
  sync: { state: string; lastSuccess: number | null; signedOut: boolean; drained: boolean; upgrade: boolean };
}

/** The lines to copy. Reads the browser for its own facts. */
export async function diagnostics({ version, ops, sync }: Known): Promise<string> {
  const room = await navigator.storage.estimate().catch(() => ({}) as StorageEstimate);
  const kept = await navigator.storage.persisted().catch(() => false);
  const lines = [
    `diaban ${version}`,
    `agent ${navigator.userAgent}`,
    `screen ${screen.width}x${screen.height} @${devicePixelRatio}`,
    `storage ${room.usage ?? '?'} of ${room.quota ?? '?'} bytes, persistent ${kept}`,
    `sync ${sync.state}, last ${sync.lastSuccess === null ? 'never' : new Date(sync.lastSuccess).toISOString()}`,
    `signed_out ${sync.signedOut}, drained ${sync.drained}, upgrade ${sync.upgrade}`,
    ...summary(ops),
  ];
  return lines.join('\n');
}

/** How many ops of each kind are in each state, with the code of a refusal. */
export function summary(ops: Known['ops']): string[] {
  const counts = new Map<string, number>();
  for (const { kind, state, problem } of ops) {
    const name = `op ${kind} ${state}${problem ? ` ${problem.code}` : ''}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].map(([name, count]) => `${name}: ${count}`).sort();
}
