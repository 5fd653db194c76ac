// Half-typed words that are no draft of a visit: kept on this phone at every letter until they are said.
import { forget, keep, recall } from '../store/scratch.ts';

export class Scratch {
  #key: () => string;
  #text = $state('');

  /** To be made while a component is made. `key` names where the words are kept, such as `feedback/<id>/message`. */
  constructor(key: () => string) {
    this.#key = key;
    // By its value: the record may change beneath while someone is writing to it.
    const place = $derived(key());
    $effect(() => {
      this.#text = '';
      return recall(place, (text) => {
        if (this.#text === '') this.#text = text;
      });
    });
  }

  get text(): string {
    return this.#text;
  }

  set text(text: string) {
    this.#text = text;
    keep(this.#key(), text);
  }

  /** They were said, or given up. */
  clear(): void {
    this.#text = '';
    forget(this.#key());
  }
}
