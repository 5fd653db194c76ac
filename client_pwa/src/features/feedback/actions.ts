// What a person does with a feedback item, as operations of the outbox. The only writers of this feature's screens:
// nothing is fetched, nothing is decided here (rules.ts decides), and each repeated entry is one entry by its own id.
import type { Feedback, Role, Value } from '../../sync/records.ts';
import { say } from '../../store/intents.ts';
import { browser } from '../../store/ports.ts';
import { ROUND_STEPS, type Step } from './rules.ts';

/** What the form of a new item holds. */
export type NewFeedback = Pick<Feedback, 'unit' | 'kind' | 'theme' | 'urgency' | 'source' | 'matter' | 'visit'>;

/** Raises an item and answers its id. */
export async function doRaise(fields: NewFeedback, role: Role): Promise<string> {
  const id = browser.newId();
  await say('feedback.raise', id, { args: { entry: browser.newId() }, set: { ...fields } }, role);
  return id;
}

/** Counts a matter that belongs to the inspectorate; nothing of what it says is kept anywhere. */
export async function doRefer(unit: string, role: Role): Promise<void> {
  await say('feedback.refer', browser.newId(), { args: { entry: browser.newId(), unit } }, role);
}

/** Takes a step that rules.ts allows, with what it says. `owner`: the agency that gets the item. */
export async function doStep(item: Feedback, step: Step & { owner?: string | null; document?: string | null; photos?: Value[][] | null }, role: Role): Promise<void> {
  const { name, owner = null, document = null, photos = null, outcome = null, due = null, until = null } = step;
  const said = { text: step.text?.trim() || null, owner, outcome, due, until, document, photos };
  const round = ROUND_STEPS.includes(name) ? item.round : null;
  const seen = name === 'own' || name === 'extend' ? (item.owner ?? item.id) : null;
  const given = Object.entries({ ...said, round, seen }).filter(([, value]) => value !== null);
  await say(`feedback.${name}`, item.id, { args: { entry: browser.newId(), ...Object.fromEntries(given) } }, role);
}
