// A list that the office gives page by page, on a screen: begun anew when the question changes, longer when asked.
import { untrack } from 'svelte';
import { Asking } from '../../asking.svelte.ts';
import type { Page } from './api.ts';

export class Pages<Row, Answer extends Page<Row> = Page<Row>> {
  rows = $state.raw<readonly Row[]>([]);
  next = $state.raw<string | null>(null);
  readonly asking = new Asking<Answer>();
  /** Tells an answer that came too late from the one that is waited for. */
  #turn = 0;

  /** Asks for the first page. */
  async begin(question: (after: string | null) => Promise<Answer>): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.asking.busy = false;
    // What the question reads is a reason to ask again; what the asking itself changes is none.
    const answer = question(null);
    const came = await untrack(() => this.asking.run(() => answer));
    if (turn !== this.#turn) return;
    // Rows of another question must not stand under this one.
    const { rows, next } = (came && this.asking.value) || { rows: [], next: null };
    [this.rows, this.next] = [rows, next];
  }

  /** Asks for the page after the last one. */
  async more(question: (after: string | null) => Promise<Answer>): Promise<void> {
    const turn = this.#turn;
    const came = await this.asking.run(() => question(this.next));
    if (came && turn === this.#turn && this.asking.value) [this.rows, this.next] = [[...this.rows, ...this.asking.value.rows], this.asking.value.next];
  }
}
