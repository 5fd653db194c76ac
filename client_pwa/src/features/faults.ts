// The sentence for a code of the one catalogue of errors. Owns no sentence: they are in server/words/*/errors.ftl,
// which a route that calls this must name among its words.
import type { MessageKey } from '../gen/messages.ts';
import { language } from '../view/t.svelte.ts';

type Details = Readonly<Record<string, unknown>>;

/** What happened and what to do, for a code; a code that this build does not know is a fault of the office. */
export function faultText(code: string, details: Details = {}): string {
  const args = Object.fromEntries(Object.entries(details).filter(([, value]) => isPlain(value)));
  try {
    return language.say(`error-${code.replaceAll('_', '-')}` satisfies string as MessageKey, args as Record<string, string>);
  } catch {
    return language.say('error-fault' satisfies MessageKey, null);
  }
}

function isPlain(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
}
