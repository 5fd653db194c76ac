/* Short notices that go by themselves, with a way to undo. What must not be missed is a Banner, not a toast. */

export interface Toast {
  id: number;
  text: string;
  undo: (() => void) | null;
}

/** Time to notice, read and reach Undo with a thumb. */
const SHOWN_MS = 10_000;

class Toasts {
  list = $state.raw<readonly Toast[]>([]);
  #made = 0;
  #timers = new Map<number, number>();

  /** Says `text` for ten seconds. `undo` is called at most once. */
  show(text: string, undo: (() => void) | null = null): void {
    const toast = { id: (this.#made += 1), text, undo };
    this.list = [...this.list, toast];
    this.#count(toast.id);
  }

  dismiss(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    this.list = this.list.filter((toast) => toast.id !== id);
  }

  /** While a person is on a notice it does not go. */
  hold(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  release(): void {
    for (const { id } of this.list) this.#count(id);
  }

  #count(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.set(id, window.setTimeout(() => this.dismiss(id), SHOWN_MS));
  }
}

export const toasts = new Toasts();
