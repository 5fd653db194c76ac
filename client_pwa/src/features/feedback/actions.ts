// What a person does with a feedback item, as operations of the outbox. The only writers of this feature's screens:
// nothing is fetched, nothing is decided here (rules.ts decides), and each repeated entry is one entry by its own id.
import type { Feedback, Role, Settlement } from '../../sync/records.ts';
import { say } from '../../store/intents.ts';
import { browser } from '../../store/ports.ts';

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

export async function doExplain(item: Feedback, text: string, role: Role): Promise<void> {
  await say('feedback.explain', item.id, { args: { entry: browser.newId(), text } }, role);
}

/** Gives the item to an agency; `due` and `text` null: by the urgency, and without a word. */
export async function doOwn(
  item: Feedback,
  { owner, due, text }: { owner: string; due: string | null; text: string | null },
  role: Role,
): Promise<void> {
  await say('feedback.own', item.id, { args: { entry: browser.newId(), owner, due, text } }, role);
}

export async function doMessage(item: Feedback, text: string, role: Role): Promise<void> {
  await say('feedback.message', item.id, { args: { entry: browser.newId(), text } }, role);
}

export async function doAnswer(
  item: Feedback,
  { outcome, text }: { outcome: Settlement; text: string },
  role: Role,
): Promise<void> {
  await say('feedback.answer', item.id, { args: { entry: browser.newId(), round: item.round, outcome, text } }, role);
}

export async function doConfirm(item: Feedback, text: string | null, role: Role): Promise<void> {
  await say('feedback.confirm', item.id, { args: { entry: browser.newId(), round: item.round, text } }, role);
}

export async function doReopen(item: Feedback, text: string, role: Role): Promise<void> {
  await say('feedback.reopen', item.id, { args: { entry: browser.newId(), round: item.round, text } }, role);
}

export async function doAskExtension(item: Feedback, until: string, text: string, role: Role): Promise<void> {
  await say('feedback.ask_extension', item.id, { args: { entry: browser.newId(), until, text } }, role);
}

export async function doExtend(item: Feedback, until: string, text: string, role: Role): Promise<void> {
  await say('feedback.extend', item.id, { args: { entry: browser.newId(), until, text } }, role);
}

export async function doSetDue(item: Feedback, due: string, text: string, role: Role): Promise<void> {
  await say('feedback.set_due', item.id, { args: { entry: browser.newId(), due, text } }, role);
}
