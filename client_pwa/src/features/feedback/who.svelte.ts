// How the person of this phone stands to feedback, as the rules ask: his roles, his agencies, his communes today.
import type { Feedback, Role } from '../../sync/records.ts';
import { civilDay } from '../../sync/days.ts';
import { officeToday } from '../../view/office.svelte.ts';
import { current } from '../../view/session.svelte.ts';
import { cards, directory } from '../../view/tables.svelte.ts';
import { agenciesOf, currentContacts, holdings } from '../people/rules.ts';
import { hasLinked, type Standing } from './lists.ts';
import type { Actor, Item } from './rules.ts';

/** For the lists. */
export function standingToday(): Standing {
  const today = officeToday();
  const me = current()?.person ?? '';
  const held = directory.mine(today);
  const own = (role: Role): string[] => held.flatMap((each) => (each.role === role && each.unit ? [each.unit] : []));
  const contacts = new Map<string, boolean>();
  return {
    me,
    isClerk: held.some(({ role }) => role === 'clerk'),
    isSupervisor: held.some(({ role }) => role === 'supervisor'),
    agencies: agenciesOf(directory, me, today),
    contactOf: new Set(own('contact')),
    hasContact: (unit) => {
      const known = contacts.get(unit) ?? currentContacts(directory, unit, today).length > 0;
      contacts.set(unit, known);
      return known;
    },
  };
}

/** For the steps: the person in each role that he holds over the item today. */
export function actorsFor(item: Feedback): Actor[] {
  const today = officeToday();
  const me = current()?.person ?? '';
  const contacts = item.unit ? currentContacts(directory, item.unit, today) : [];
  const facts = {
    raised_it: item.author === me,
    is_contact: contacts.includes(me),
    unit_has_contact: contacts.length > 0,
    works_for_owner: item.owner !== null && agenciesOf(directory, me, today).has(item.owner),
  };
  return rolesOver(item, { me, today }).map((role) => ({ role, ...facts }));
}

/** The roles in which the item is this person's business: over its unit, or in the agency that owns it. */
function rolesOver(item: Feedback, { me, today }: { me: string; today: string }): Role[] {
  const over: Role[] = ['contact', 'cadre', 'leader', 'clerk', 'supervisor'];
  const held = item.unit ? holdings(directory, me, over, { unit: item.unit, day: today }).map(({ role }) => role) : [];
  const owns = item.owner !== null && agenciesOf(directory, me, today).has(item.owner);
  // Who raised it keeps his voice in it, in the role he raised it in; a clerk who brought it in with a list did not.
  const raised: Role[] = item.author === me && item.role && item.role !== 'clerk' ? [item.role] : [];
  return [...new Set<Role>([...held, ...(owns ? (['agency'] as const) : []), ...raised])];
}

/** What the rules read of an item. */
export function itemOf(item: Feedback): Item {
  const { status, round, owner, due, asked_until } = item;
  const has_linked = hasLinked(cards('feedback').rows, item.id);
  return { status, round, owner, due, asked_until, raised_day: civilDay(item.raised), is_linked: item.duplicate_of !== null, has_linked };
}
