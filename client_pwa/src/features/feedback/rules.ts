// Who may take which step with a feedback item: the phone's twin of server/features/feedback/rules.py. Both run
// sync/vectors/feedback_rules.json. What an item counts as on a day is ../reports/figures.ts.
// Pure: days and records are arguments; no store, no clock, no screen text.
import type { FeedbackState, Role } from '../../sync/records.ts';

export const RAISER_ROLES: readonly Role[] = ['cadre', 'contact', 'leader'];
// A matter that belongs to the inspectorate is counted by whoever it was brought to.
export const REFERRER_ROLES: readonly Role[] = ['cadre', 'contact', 'leader', 'clerk', 'supervisor'];
export const FIGURE_ROLES: readonly Role[] = ['clerk', 'supervisor', 'leader'];
export const FEEDBACK_KINDS = ['issue', 'recommendation', 'proposal', 'question'] as const;
export const FEEDBACK_SOURCES = ['commune', 'people', 'monitor'] as const;
export const URGENCIES = ['urgent', 'normal', 'complex'] as const;
export const SETTLEMENTS = ['settled', 'partly', 'refused', 'transferred'] as const;

export type StepName =
  | 'explain'
  | 'own'
  | 'message'
  | 'answer'
  | 'confirm'
  | 'reopen'
  | 'ask_extension'
  | 'extend'
  | 'set_due'
  | 'split'
  | 'link'
  | 'unlink'
  | 'move';

// Step → the states it may start from.
//
//   (raise) ▶ new ──own──▶ owned ──answer──▶ answered ──confirm──▶ confirmed
//              │            ▲ └ own, extend, set_due ┘ │
//              │            └─────────reopen───────────┘
//              ├──explain──▶ confirmed
//              └──split──▶ confirmed, and each part (raise) ▶ new     link: stays new, and takes no other step meanwhile
const STEPS: Readonly<Record<StepName, readonly FeedbackState[]>> = {
  explain: ['new'],
  own: ['new', 'owned'],
  message: ['new', 'owned', 'answered', 'confirmed'],
  answer: ['owned'],
  confirm: ['answered'],
  reopen: ['answered'],
  ask_extension: ['owned'],
  extend: ['owned'],
  set_due: ['new', 'owned'],
  split: ['new', 'owned'],
  link: ['new', 'owned'],
  unlink: ['new'],
  move: ['new', 'owned', 'answered'],
};
// Steps that answer to one round of the exchange: another round than the one that was read is stale.
export const ROUND_STEPS: readonly StepName[] = ['answer', 'confirm', 'reopen'];

/** What of an item its next step depends on. Days are civil days. */
export interface Item {
  status: FeedbackState;
  round: number;
  owner: string | null;
  due: string | null;
  asked_until: string | null;
  raised_day: string;
  /** Whether another item of the same matter answers for it, and whether it answers for others. */
  is_linked?: boolean;
  has_linked?: boolean;
}

/** Who takes the step: the role it is done in, and how the person stands to the item today. */
export interface Actor {
  role: Role;
  raised_it: boolean;
  is_contact: boolean;
  unit_has_contact: boolean;
  works_for_owner: boolean;
}

/** One step and what it says. `name` is the op's kind without its `feedback.` */
export interface Step {
  name: StepName;
  round?: number | null;
  text?: string | null;
  outcome?: string | null;
  due?: string | null;
  until?: string | null;
}

export type RefusalCode = 'not_allowed' | 'stale' | 'missing' | 'unknown_code' | 'reason_required' | 'end_before_start' | 'own_extension';

/** Why a step is not taken: a code of the catalogue (`stale`: someone was faster) and the field to look at. */
export interface Refusal {
  code: RefusalCode;
  field: string | null;
}

/** Why this person may not take this step with the item as it is now; null when he may. */
export function checkStep(step: Step, item: Item, actor: Actor): Refusal | null {
  if (step.name === 'extend' && grantsHimself(actor)) return refusal('own_extension');
  if (!MAY[step.name](item, actor) || !standsAlone(step.name, item)) return refusal('not_allowed');
  if (step.round != null && step.round !== item.round) return refusal('stale');
  if (!STEPS[step.name].includes(item.status)) {
    return refusal(ROUND_STEPS.includes(step.name) ? 'stale' : 'not_allowed');
  }
  return checkWords(step, item) ?? checkDates(step, item, actor);
}

/** Whether the step stands open to this person, whatever is still to be written. */
export function mayTake(name: StepName, item: Item, actor: Actor): boolean {
  const extended = name !== 'extend' || (item.asked_until !== null && !grantsHimself(actor));
  return extended && MAY[name](item, actor) && standsAlone(name, item) && STEPS[name].includes(item.status);
}

/** Everything that keeps a new item from being raised, in the order of the form. */
export function checkRaised(fields: Readonly<Record<string, unknown>>): Refusal[] {
  const required = ['unit', 'kind', 'theme', 'urgency', 'matter'];
  const known: Record<string, readonly string[]> = {
    kind: FEEDBACK_KINDS,
    urgency: URGENCIES,
    source: FEEDBACK_SOURCES,
  };
  const unknown = Object.entries(known).filter(([name, codes]) => fields[name] && !codes.includes(String(fields[name])));
  return [
    ...required.filter((name) => isBlank(fields[name])).map((name) => refusal('missing', name)),
    ...unknown.map(([name]) => refusal('unknown_code', name)),
  ];
}

/** Where a matter comes from when nobody said: a commune's contact speaks for it, others have seen it. */
export function sourceOf(role: Role): (typeof FEEDBACK_SOURCES)[number] {
  return role === 'contact' ? 'commune' : 'monitor';
}

const isClerk = (_item: Item, actor: Actor): boolean => actor.role === 'clerk';

/** Whether the item's links allow the step: what is linked waits, what others wait for stays what it is. */
function standsAlone(step: StepName, { is_linked: linked, has_linked: waitedFor }: Item): boolean {
  if (step === 'unlink') return linked === true;
  return !(linked && step !== 'message' && step !== 'move') && !(waitedFor && (step === 'split' || step === 'link'));
}

const isOwner = (_item: Item, actor: Actor): boolean => actor.role === 'agency' && actor.works_for_owner;

// More time is granted by someone other than the desk that asks for it, as reports are judged by another.
const grantsHimself = (actor: Actor): boolean => actor.role === 'supervisor' && actor.works_for_owner;

function mayClose(_item: Item, actor: Actor): boolean {
  // The handler never closes its own item, in whatever other role.
  if (actor.works_for_owner) return false;
  if (actor.unit_has_contact) return actor.role === 'contact' && actor.is_contact;
  return actor.raised_it;
}

const MAY: Readonly<Record<StepName, (item: Item, actor: Actor) => boolean>> = {
  explain: (_item, actor) => actor.raised_it,
  own: (item, actor) => actor.role === 'clerk' || (isOwner(item, actor) && item.status === 'owned'),
  message: () => true,
  answer: isOwner,
  confirm: mayClose,
  reopen: mayClose,
  ask_extension: isOwner,
  extend: (_item, actor) => actor.role === 'supervisor',
  set_due: isClerk,
  split: isClerk,
  link: isClerk,
  unlink: isClerk,
  move: isClerk,
};
const REASONED: readonly StepName[] = ['reopen', 'ask_extension', 'extend', 'set_due', 'unlink'];

function refusal(code: RefusalCode, field: string | null = null): Refusal {
  return { code, field };
}

function isBlank(value: unknown): boolean {
  return value == null || (typeof value === 'string' && value.trim() === '');
}

function checkWords(step: Step, item: Item): Refusal | null {
  const known = SETTLEMENTS.some((code) => code === step.outcome);
  if (step.name === 'answer' && !known) return refusal('unknown_code', 'outcome');
  if (!isBlank(step.text)) return null;
  const handingOver = step.name === 'own' && item.status === 'owned';
  if (REASONED.includes(step.name) || handingOver || step.outcome === 'refused') {
    return refusal('reason_required', 'text');
  }
  return ['explain', 'message', 'answer'].includes(step.name) ? refusal('missing', 'text') : null;
}

function checkDates(step: Step, item: Item, actor: Actor): Refusal | null {
  if (step.due != null && actor.role !== 'clerk') return refusal('not_allowed', 'due');
  if (step.due != null && step.due < item.raised_day) return refusal('end_before_start', 'due');
  if (step.name === 'extend' && item.asked_until === null) return refusal('not_allowed');
  if (step.until != null && step.until <= (item.due ?? '')) return refusal('end_before_start', 'until');
  return null;
}
