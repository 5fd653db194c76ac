// What a person does with an invitation, as operations of the outbox. Nothing is decided here.
import { commit } from '../../store/commit.ts';
import { touch } from '../../store/drafts.ts';
import { here } from '../../store/here.ts';
import { put, say } from '../../store/intents.ts';
import { browser } from '../../store/ports.ts';
import { NO_PATCH, type Values } from '../../sync/patch.ts';
import type { DraftContent, Role } from '../../sync/records.ts';
import { toWire } from '../../sync/schema.ts';
import type { Invitation } from '../../sync/systems.ts';

export type InvitationAct = 'set' | 'move' | 'withdraw' | 'answer' | 'propose';

/** Says a step of an invitation. Answers the invitation's id once it is on the disk. */
export async function doInvitation(act: InvitationAct, said: Values, role: Role, id: string = browser.newId()): Promise<string> {
  const told = Object.entries(said).filter(([, value]) => value !== null && value !== '');
  await say(`invitation.${act}`, id, { args: { entry: browser.newId(), ...Object.fromEntries(told) } }, role);
  return id;
}

/**
 * Says that the person came. `report`: what his report begins with; null when somebody else writes it (`visit`). Draft
 * and word are one step, so that a phone that dies between them has neither. Answers the report's id.
 */
export async function doAttend(invitation: Invitation, of: { role: Role; visit: string | null; report: Partial<DraftContent> | null }): Promise<string> {
  const store = here();
  const visit = of.visit ?? store.ports.newId();
  const values = Object.fromEntries(Object.entries(of.report ?? {}).map(([name, value]) => [name, toWire('draft', name, value)]));
  const args = { entry: store.ports.newId(), round: invitation.round, visit };
  await commit(store, async (step) => {
    if (of.report) await touch(step, { id: visit, values, at: store.ports.now() }, store);
    await put(step, { kind: 'invitation.attend', id: invitation.id, role: of.role, args, patch: NO_PATCH, supersedes: [] }, store);
  }).finally(() => store.tell({ kind: 'ask' }));
  return visit;
}
