// A hasty second tap. Pure.

/** The act, one at a time: whoever asks for it again while it is under way is told when that one is done. */
export function once<Args extends unknown[]>(act: (...args: Args) => Promise<void>): (...args: Args) => Promise<void> {
  let running: Promise<void> | null = null;
  return (...args) => (running ??= act(...args).finally(() => (running = null)));
}
