// What the office refused, as the office itself lists it: work of one's other devices, and, for a clerk, what others
// handed over. Read at the office when the sync screen opens; without a network there is none.
import { onHere } from '../../store/here.ts';
import { ask } from '../../store/http.ts';
import { browser } from '../../store/ports.ts';
import type { Value } from '../../sync/records.ts';

/** One refused operation as the office keeps it. `at` is the phone's clock, ms. */
export interface RefusedOp {
  op_id: string;
  kind: string;
  sentence: string;
  at: number;
  words: { path: string; value: Value }[];
}
/** Refused operations on one record. `handed`: since when the office has been looking after it, ms. */
export interface Case {
  author: string;
  author_name: string;
  record: string;
  handed: number | null;
  ops: RefusedOp[];
}

class Cases {
  own = $state.raw<readonly Case[]>([]);
  handed = $state.raw<readonly Case[]>([]);
  #turn = 0;

  /**
   * Reads both lists anew; an office that cannot be reached leaves them as they are. Answers may come in another order:
   * what was asked for before something was done here says nothing of it.
   */
  async read(): Promise<void> {
    const turn = (this.#turn += 1);
    const [own, handed] = await Promise.all([list('/api/cases'), list('/api/cases/handed')]);
    if (turn !== this.#turn) return;
    this.own = own ?? this.own;
    this.handed = handed ?? this.handed;
  }

  /** Leaves out a case that was let go here, until the office says anew what there is. */
  forget(opId: string): void {
    this.#turn += 1;
    this.own = this.own.filter((one) => !one.ops.some((op) => op.op_id === opId));
  }

  /** Since when the office has been looking after that operation. */
  since(opId: string): number | null {
    return this.own.find((one) => one.ops.some((op) => op.op_id === opId))?.handed ?? null;
  }
}
export const cases = new Cases();
// What was refused of one person is nothing to the next.
onHere(() => (cases.own = cases.handed = []));

async function list(url: string): Promise<readonly Case[] | null> {
  return ask(browser, 'GET', url).then((body) => body as unknown as Case[], () => null);
}
