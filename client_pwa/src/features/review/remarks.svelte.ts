// What a reviewer is writing about one round of a report: kept on this phone at every letter until the decision is
// said, so that a dead battery costs nothing.
import type { Section } from '../../sync/records.ts';
import { forget, keep, recall } from '../../store/scratch.ts';

interface Written {
  comment: string;
  sections: Readonly<Record<string, string>>;
}
const NOTHING: Written = { comment: '', sections: {} };

export class Remarks {
  #key: () => string | null;
  #written = $state.raw<Written>(NOTHING);

  /** `key`: where it is kept, such as `review/<visit>/<round>`; null while that is not known. */
  constructor(key: () => string | null) {
    this.#key = key;
    // By its value: the report may change beneath while someone is writing about it.
    const place = $derived(key());
    $effect(() => {
      this.#written = NOTHING;
      if (place === null) return undefined;
      return recall(place, (text) => {
        if (this.#written === NOTHING && text !== '') this.#written = JSON.parse(text) as Written;
      });
    });
  }

  get comment(): string {
    return this.#written.comment;
  }

  set comment(comment: string) {
    this.#put({ ...this.#written, comment });
  }

  /** What stands about a section; undefined when no comment on it is open. */
  of(section: string): string | undefined {
    return this.#written.sections[section];
  }

  /** `text` null closes the comment. */
  on(section: string, text: string | null): void {
    const { [section]: _, ...others } = this.#written.sections;
    this.#put({ ...this.#written, sections: text === null ? others : { ...others, [section]: text } });
  }

  get sections(): Section[] {
    const all = Object.entries(this.#written.sections).map(([id, text]) => ({ id, text: text.trim() }));
    return all.filter(({ text }) => text !== '');
  }

  /** The decision was said: what was written is in it. */
  said(): void {
    const key = this.#key();
    if (key !== null) forget(key);
  }

  #put(written: Written): void {
    this.#written = written;
    const key = this.#key();
    if (key !== null) keep(key, JSON.stringify(written));
  }
}
