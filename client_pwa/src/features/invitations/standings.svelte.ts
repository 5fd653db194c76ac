// The invitations on this phone, with what waits to be sent, and how people stand to them now. Reads; writes nothing.
import type { Invitation } from '../../sync/systems.ts';
import { timeText } from '../../view/format.ts';
import { officeNow, officeToday } from '../../view/office.svelte.ts';
import { directory } from '../../view/tables.svelte.ts';
import { Kept } from '../measures/kept.svelte.ts';
import type { Moment, Off } from './rules.ts';
import { offsOf, placeIn, type Stand, standsIn } from './stands.ts';

export const register = new Kept(['invitation', 'leave', 'excuse', 'period']);

/** The office's present day and minute. */
export function momentNow(): Moment {
  const [hour = 0, minute = 0] = timeText(officeNow()).split(':').map(Number);
  return { day: officeToday(), minute: hour * 60 + minute };
}

export function offs(): Off[] {
  return offsOf(register.lists?.leave ?? [], register.lists?.excuse ?? []);
}

export function placeOf(invitation: Pick<Invitation, 'unit' | 'starts'>): string {
  return placeIn(directory, invitation);
}

/** How everyone who is invited stands to meetings now. */
export function standsOf(): (invitation: Invitation) => Stand[] {
  return standsIn({ scope: directory, offs: offs(), at: momentNow() });
}
