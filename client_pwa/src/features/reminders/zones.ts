// The time zones that one can choose, by the names of their cities. Asks the browser which there are.
import { isZone } from './rules.ts';
import { HOME_ZONE } from './wish.ts';

/** Browsers name the zone of home by its former name. */
const FORMER = 'Asia/Saigon';

interface Zone {
  id: string;
  text: string;
  detail?: string;
}

/** Home first, then where this phone is, then all others by name; `kept` is among them in any case. */
export function zoneChoices(kept: string, home: string): Zone[] {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const known = typeof Intl.supportedValuesOf === 'function' ? Intl.supportedValuesOf('timeZone') : [];
  // What a browser names itself need not be tried: trying four hundred would take a slow phone a second.
  const others = [...[here, kept].filter(isZone), ...known].filter((zone) => zone !== FORMER && zone !== HOME_ZONE);
  return [{ id: HOME_ZONE, text: home }, ...[...new Set(others)].map(asChoice)];
}

function asChoice(id: string): Zone {
  const [part = '', ...names] = id.replaceAll('_', ' ').split('/');
  return names.length > 0 ? { id, text: names.join(', '), detail: part } : { id, text: part };
}
