// What the commune's contact says to a visit, as an operation of the outbox.
import { say } from '../../store/intents.ts';
import { browser } from '../../store/ports.ts';
import type { Stance, Visit } from '../../sync/records.ts';

/** Acknowledges, annotates or disputes the round that was read. */
export async function doGive(visit: Visit, stance: Stance, text: string): Promise<void> {
  const words = text.trim() ? { text: text.trim() } : {};
  const args = { visit: visit.id, round: visit.round, stance, ...words };
  await say('acknowledgement.give', browser.newId(), { args }, 'contact');
}
