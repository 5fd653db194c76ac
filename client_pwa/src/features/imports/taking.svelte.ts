// Taking a checked list step by step, and going on where the network broke off.
import { Asking } from '../asking.svelte.ts';
import { type ListKind, type ListRow, type Step, takeList } from './api.ts';

export class Taking {
  readonly asking = new Asking<Step>();
  /** Rows that are in the books now, and rows that were overtaken since the check. */
  taken = $state(0);
  refused = $state.raw<readonly ListRow[]>([]);
  /** Where to go on; null when there is nothing left. */
  after = $state<number | null>(0);
  running = $state(false);

  /** Takes what is left. Stops at the first step that did not come; calling it again goes on there. */
  async run(kind: ListKind, token: string): Promise<void> {
    this.running = true;
    while (this.after !== null) {
      const after: number = this.after;
      if (!(await this.asking.run(() => takeList(kind, token, after))) || !this.asking.value) break;
      const { taken, refused, next } = this.asking.value;
      this.taken += taken;
      this.refused = [...this.refused, ...refused];
      this.after = next;
    }
    this.running = false;
  }
}
