// A form while it is being filled in: kept on this phone at every touch until it is said.
import { forget, keep, kept } from '../../store/scratch.ts';

export class Form<Fields extends object> {
  #key: string;
  #defaults: () => Fields;
  #typed = $state.raw<Partial<Fields>>({});

  /** To be made while a component is made. `defaults`: what nobody has touched starts from. */
  constructor(key: string, defaults: () => Fields) {
    this.#key = key;
    this.#defaults = defaults;
    $effect(() => {
      void kept(key).then((text) => {
        if (text !== '') this.#typed = { ...(JSON.parse(text) as Partial<Fields>), ...this.#typed };
      });
    });
  }

  fields: Fields = $derived.by(() => ({ ...this.#defaults(), ...this.#typed }));

  edit(patch: Partial<Fields>): void {
    this.#typed = { ...this.#typed, ...patch };
    keep(this.#key, JSON.stringify(this.#typed));
  }

  /** It was said, or given up. */
  clear(): void {
    this.#typed = {};
    forget(this.#key);
  }
}
