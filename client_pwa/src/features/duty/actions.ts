// What who keeps the books of duty writes, as operations of the outbox. Nothing is fetched, nothing is decided here.
import { say } from '../../store/intents.ts';
import { browser } from '../../store/ports.ts';
import type { Values } from '../../sync/patch.ts';
import type { Role } from '../../sync/records.ts';
import { closingId } from './periods.ts';
import type { ClosingStep } from './rules.ts';

/** Writes an instrument whole, a new one or over the one of that id. */
export async function doSet(kind: 'cadence' | 'leave' | 'excuse' | 'period', fields: Values, role: Role, id: string = browser.newId()): Promise<void> {
  const said = Object.entries(fields).filter(([, value]) => value !== null && value !== '');
  await say(`${kind}.set`, id, { args: Object.fromEntries(said) }, role);
}

/** Closes, locks or reopens a period whose closing had changed `round` times when it was read. */
export async function doStep(step: ClosingStep, period: string, said: { round: number; text: string | null }, role: Role): Promise<void> {
  const text = said.text?.trim();
  const args = { entry: browser.newId(), period, round: said.round, ...(text && { text }) };
  await say(`closing.${step}`, closingId(period), { args }, role);
}
