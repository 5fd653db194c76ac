// Which messaging app's own browser this is: its storage is apart from the phone's browser and easily lost. Pure.

const APPS: readonly [name: string, sign: RegExp][] = [
  ['Zalo', /zalo/i],
  ['Messenger', /FB_IAB\/MESSENGER|MessengerForiOS/i],
  ['Facebook', /FBAN|FBAV/],
  ['LINE', / Line\//],
];

/** The app whose browser this user agent belongs to; null for a browser of its own. */
export function appBrowser(agent: string): string | null {
  return APPS.find(([, sign]) => sign.test(agent))?.[0] ?? null;
}
