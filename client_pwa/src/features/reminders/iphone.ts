// Whether this is an iPhone or an iPad, where reminders reach only an app on the Home Screen. Pure.

interface Machine {
  userAgent: string;
  maxTouchPoints: number;
}

/** An iPad calls itself a Macintosh, and is one with a touch screen. */
export function isIPhone({ userAgent, maxTouchPoints }: Machine): boolean {
  return /iPhone|iPad|iPod/.test(userAgent) || (userAgent.includes('Macintosh') && maxTouchPoints > 1);
}
