/* What the screen on a phone lends to the frame around it: its title, its way back, its main action.
   On a desk each screen keeps these in its own column and lends nothing. */
import { createContext, type Snippet } from 'svelte';

export interface Lent {
  title: string;
  /** Where Back goes when the person came from outside; null for a place of the bar. */
  back: string | null;
  tools: Snippet | null;
  foot: Snippet | null;
  /** Without the bar of places: a form wants the room. */
  alone: boolean;
}

const NOTHING: Lent = { title: '', back: null, tools: null, foot: null, alone: false };

export class Frame {
  lent = $state.raw<Lent>(NOTHING);

  /** Kept beside the signal: while an effect is taken down, signals answer what they held before. */
  #latest: Lent = NOTHING;

  lend(lent: Lent): () => void {
    this.#latest = lent;
    this.lent = lent;
    // A screen that leaves after its successor came must not take away the successor's.
    return () => {
      if (this.#latest === lent) this.lent = NOTHING;
    };
  }
}

export const [useFrame, setFrame] = createContext<Frame>();
