// A new item while it is being written: kept on this phone at every touch until it is sent.
import { forget, keep, kept } from '../../store/scratch.ts';
import type { NewFeedback } from './actions.ts';

const KEY = 'feedback/new';

export class NewItem {
  #defaults: () => NewFeedback;
  #typed = $state.raw<Partial<NewFeedback>>({});

  /** `defaults`: what an item that nobody has touched starts from. */
  constructor(defaults: () => NewFeedback) {
    this.#defaults = defaults;
    $effect(() => {
      void kept(KEY).then((text) => {
        if (text !== '') this.#typed = { ...(JSON.parse(text) as Partial<NewFeedback>), ...this.#typed };
      });
    });
  }

  fields: NewFeedback = $derived.by(() => ({ ...this.#defaults(), ...this.#typed }));

  edit(patch: Partial<NewFeedback>): void {
    this.#typed = { ...this.#typed, ...patch };
    keep(KEY, JSON.stringify(this.#typed));
  }

  /** It was sent. */
  said(): void {
    forget(KEY);
  }
}
