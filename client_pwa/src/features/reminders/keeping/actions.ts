// What the office writes about reminders, as operations of the outbox. Nothing is fetched, nothing is decided here.
import { say } from '../../../store/intents.ts';
import { browser } from '../../../store/ports.ts';
import type { Role } from '../../../sync/records.ts';

interface Rule {
  turns: string | null;
  wording_vi: string;
  wording_en: string;
}

/** Writes the office's rule for an occasion whole; without turns it is off. `of`: the one that stands, and as whom. */
export async function setRule(code: string, rule: Rule, of: { id: string | null; role: Role }): Promise<void> {
  const fields = { turns: rule.turns, wording_vi: rule.wording_vi.trim(), wording_en: rule.wording_en.trim() };
  const said = Object.entries(fields).filter(([, value]) => value);
  await say('occasion.set', of.id ?? browser.newId(), { args: { code, ...Object.fromEntries(said) } }, of.role);
}
