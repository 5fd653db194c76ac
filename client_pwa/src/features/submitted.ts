// A form that is handed in. Pure.
import { once } from './once.ts';

/** What to do with it, one at a time; the browser itself never sends it. */
export function submitted(act: () => Promise<void>): (event: Event) => Promise<void> {
  const one = once(act);
  return (event) => {
    event.preventDefault();
    return one();
  };
}
