// Which addresses are the app's own. Pure.

/** Where notices are listed. */
const INBOX = '/reminders';

/** Whether an address is one that the app's files answer: same origin, and nothing of the office's. */
export function isOurs(url: URL, origin: string): boolean {
  return url.origin === origin && !/^\/(api|healthz|sw\.js)(\/|$)/.test(url.pathname);
}

/** The path of an address of the app; the inbox in place of anything else. */
export function pathOf(address: unknown, origin: string): string {
  try {
    const url = new URL(String(address), origin);
    // A path that begins with two slashes is another machine's, and a blob's path is a whole address.
    const isPath = /^\/(?!\/)/.test(url.pathname);
    if (typeof address === 'string' && isPath && isOurs(url, origin)) return url.pathname + url.search;
  } catch {
    // Not an address at all.
  }
  return INBOX;
}
