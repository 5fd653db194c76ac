// The report being written, as its form sees it: what is stored, with what was typed a moment ago laid over it.
// Every touch goes to the store at once; nothing here makes an operation.
import { edit } from '../../store/drafts.ts';
import type { Draft, DraftContent } from '../../sync/records.ts';
import { open } from '../../view/record.svelte.ts';
import type { Content } from './rules.ts';

export type Writing = Content & Pick<Draft, 'role' | 'amends'>;

const BLANK: Writing = {
  unit: null,
  kind: null,
  starts: null,
  ends: null,
  recommendations: null,
  commitments: [],
  village: null,
  companions: [],
  attendance_due: null,
  attendance_present: null,
  findings: null,
  difficulties: null,
  proposals: null,
  latitude_e6: null,
  longitude_e6: null,
  accuracy_m: null,
  photos: [],
  role: null,
  amends: null,
};

export class ReportForm {
  #id: () => string;
  #defaults: () => Partial<Writing>;
  #draft;
  #visit;
  #report;
  /** Typed, and not yet read back from the store. */
  #typed = $state.raw<Partial<DraftContent>>({});
  /** Photos that were chosen are not all in it yet: it is not sent without them. */
  taking = $state(0);

  /** `defaults`: what a report that nobody has touched starts from. */
  constructor(id: () => string, defaults: () => Partial<Writing>) {
    this.#id = id;
    this.#defaults = defaults;
    this.#draft = open('draft', id);
    this.#visit = open('visit', id);
    this.#report = open('report', id);
    $effect(() => this.#settle());
  }

  ready = $derived.by(() => this.#draft.ready && this.#visit.ready && this.#report.ready);
  visit = $derived.by(() => this.#visit.value);
  /** Nothing of it is stored: the first touch begins it. */
  untouched = $derived.by(() => this.ready && !this.#draft.value && !this.#visit.value);
  /** Stands with other people, so that it is read and not written. */
  sealed = $derived.by(() => {
    const status = this.#visit.value?.status;
    return this.ready && !this.#draft.value && (status === 'sent' || status === 'approved');
  });
  deleted = $derived.by(() => (this.#draft.value?.deleted ?? null) !== null);
  ops = $derived.by(() => this.#draft.ops);

  content: Writing = $derived.by(() => ({ ...this.#stored(), ...this.#typed }));

  /** Keeps what stands in some fields now. `seen`: what stood in them before, where the person was in the field. */
  edit(patch: Partial<Writing>, seen: Partial<Writing> = {}): void {
    const first = this.untouched && Object.keys(this.#typed).length === 0;
    const kept = first ? { ...present(this.#defaults()), ...patch } : patch;
    this.#typed = { ...this.#typed, ...kept };
    edit(this.#id(), kept, undefined, seen);
  }

  /** Does what belongs into it before it may be sent. */
  async take(work: () => Promise<void>): Promise<void> {
    this.taking += 1;
    await work().finally(() => (this.taking -= 1));
  }

  #stored(): Writing {
    const draft = this.#draft.value;
    if (draft) return draft;
    const visit = this.#visit.value;
    if (visit) return { ...BLANK, ...this.#report.value, ...visit };
    return { ...BLANK, ...this.#defaults() };
  }

  /** What the store says back need not be remembered; another device's later words may then be shown. */
  #settle(): void {
    const draft = this.#draft.value;
    if (!draft) return;
    const typed = Object.entries(this.#typed);
    const left = typed.filter(([name, value]) => JSON.stringify(draft[name as keyof Draft]) !== JSON.stringify(value));
    if (left.length < typed.length) this.#typed = Object.fromEntries(left);
  }
}

/** Without the fields that hold nothing. */
function present(values: Partial<Writing>): Partial<Writing> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined));
}
