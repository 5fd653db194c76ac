// One answer of the office on a screen: what it said, that it is on its way, or why it did not come.
import { SessionError } from '../store/http.ts';
import { faultText } from './faults.ts';

export class Asking<T> {
  value = $state.raw<T | null>(null);
  /** The sentence of what went wrong; null when nothing did. */
  trouble = $state.raw<string | null>(null);
  /** The code behind the sentence. */
  code = $state.raw<string | null>(null);
  busy = $state(false);

  /** Asks; keeps the answer or the reason. Answers whether it came. */
  async run(question: () => Promise<T>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.trouble = this.code = null;
    try {
      this.value = await question();
      return true;
    } catch (error) {
      if (!(error instanceof SessionError)) throw error;
      this.code = error.code;
      this.trouble = faultText(error.code, error.details);
      return false;
    } finally {
      this.busy = false;
    }
  }
}

/** Asks at once, for a screen that opens. */
export function asked<T>(question: () => Promise<T>): Asking<T> {
  const asking = new Asking<T>();
  void asking.run(question);
  return asking;
}
