// Whether a report says word for word what an earlier one of the same person said. Reads the store; writes nothing.
import { reading } from '../../store/commit.ts';
import { here } from '../../store/here.ts';
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
