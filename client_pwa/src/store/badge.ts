// The number on the app's icon, where the browser can show one: notices that nobody has read. Runs in the service worker too.

interface Badges {
  setAppBadge?(count: number): Promise<void>;
}

/** Puts a number on the icon; 0 takes it off. */
export function wearBadge(count: number): void {
  // A browser that has the call may refuse it to an app that is not installed.
  void (navigator as Badges).setAppBadge?.(count).catch(() => undefined);
}
