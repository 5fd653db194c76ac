// Whether a report says word for word what an earlier one of the same person said, or tells of a trip that another report
// tells of. Reads the store; writes nothing.
import { reading } from '../../store/commit.ts';
import { here } from '../../store/here.ts';
import type { Card } from '../../store/cards.ts';
import type { Stored } from '../../sync/client.ts';

type Words = Readonly<Record<string, unknown>>;
const SECTIONS = ['findings', 'difficulties', 'recommendations', 'proposals'];

/** What the report says, without regard to spaces, letters' case and how marks are written. */
function said(words: Words): string {
  const texts = SECTIONS.map((name) => (typeof words[name] === 'string' ? words[name] : ''));
  return texts.join('\n').normalize('NFC').toLocaleLowerCase('vi').replace(/\s+/g, ' ').trim();
}

/** Whether two reports say the same; one that says nothing repeats nothing. */
export function saysTheSame(one: Words, other: Words): boolean {
  return said(one) !== '' && said(one) === said(other);
}

/** Whether one of these earlier visits was reported in the same words. */
export async function repeats(words: Words, visits: readonly string[]): Promise<boolean> {
  const step = reading(here());
  const parts = await Promise.all(['visit', 'report'].map((entity) => step.getMany<Stored>('row', visits.map((id) => `${entity}/${id}`))));
  return visits.some((_, at) => saysTheSame(words, { ...parts[0]?.[at]?.body, ...parts[1]?.[at]?.body }));
}

/** A trip as a report tells it: where, on which day, and who went, its writer among them. */
export interface Told {
  id: string;
  amends: string | null;
  unit: string | null;
  day: string | null;
  people: readonly string[];
}

/** The report of the same joint trip that is here already: of that unit and day, with one of these people; else null. */
export function toldBefore<C extends Pick<Card, 'id' | 'unit' | 'day' | 'status' | 'author' | 'companions' | 'of'>>(visits: readonly C[], trip: Told): C | null {
  const others = visits.filter(({ id, of, status }) => id !== trip.id && id !== trip.amends && of !== trip.id && status !== 'withdrawn');
  const went = ({ author, companions = [] }: C): boolean => [author, ...companions].some((person) => person !== null && trip.people.includes(person));
  return others.find((visit) => trip.unit !== null && visit.unit === trip.unit && visit.day === trip.day && went(visit)) ?? null;
}
