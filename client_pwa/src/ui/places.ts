/* Which places the frame offers, by role. Pure. */
import type { Role } from '../sync/records.ts';
import type { PlainKey } from '../view/t.svelte.ts';
import { CalendarCheck, ClipboardCheck, Ellipsis, Landmark, Map, MapPin, MessagesSquare, Users } from './shell_icons.ts';

export type PlaceKey = 'today' | 'visits' | 'feedback' | 'review' | 'area' | 'admin' | 'more';

export interface Place {
  key: string;
  href: string;
  icon: string;
  words: PlainKey;
}

/** A bar of five is what a thumb of 48 px reaches on 360 px; the others stand under More. */
const BAR_MAX = 5;

/** "My area" and "My commune" are one address under two names. */
const PLACES: Record<PlaceKey | 'commune', Place> = {
  today: { key: 'today', href: '/', icon: CalendarCheck, words: 'shell-today' },
  visits: { key: 'visits', href: '/visits', icon: MapPin, words: 'shell-visits' },
  feedback: { key: 'feedback', href: '/feedback', icon: MessagesSquare, words: 'shell-feedback' },
  review: { key: 'review', href: '/review', icon: ClipboardCheck, words: 'shell-review' },
  area: { key: 'area', href: '/area', icon: Map, words: 'shell-area' },
  commune: { key: 'area', href: '/area', icon: Landmark, words: 'shell-commune' },
  admin: { key: 'admin', href: '/admin', icon: Users, words: 'shell-admin' },
  more: { key: 'more', href: '/more', icon: Ellipsis, words: 'shell-more' },
};

/** The middle of the bar for each role; a person of several roles gets the first role's places first. */
const MIDDLE: [Role, (PlaceKey | 'commune')[]][] = [
  ['supervisor', ['review', 'visits', 'feedback', 'area']],
  ['cadre', ['visits', 'feedback', 'area']],
  ['leader', ['visits', 'feedback', 'area']],
  ['contact', ['feedback', 'visits', 'commune']],
  ['clerk', ['feedback', 'visits', 'area']],
  ['agency', ['feedback']],
  ['admin', ['admin']],
];

/** All places of these roles, in order, Today first and More last; `beside`: what stands before More where there is room. */
export function placesOf(roles: readonly Role[], beside: readonly Place[] = []): Place[] {
  const middle = MIDDLE.filter(([role]) => roles.includes(role)).flatMap(([, keys]) => keys);
  // Whoever has both reads it as an area.
  const keys = [...new Set(middle)].filter((key) => key !== 'commune' || !middle.includes('area'));
  return [PLACES.today, ...keys.map((key) => PLACES[key]), ...beside, PLACES.more];
}

/** The places that fit the phone's bar. */
export function barPlaces(places: readonly Place[]): Place[] {
  return places.length <= BAR_MAX ? [...places] : [...places.slice(0, BAR_MAX - 1), PLACES.more];
}

/** The places that do not; More lists them. */
export function otherPlaces(places: readonly Place[]): Place[] {
  const shown = new Set(barPlaces(places).map(({ key }) => key));
  return places.filter(({ key }) => !shown.has(key));
}
