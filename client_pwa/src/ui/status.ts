/* What a workflow state looks like: icon, colour, words. One table for chips, rows and headings. */
import type { PlainKey } from '../view/t.svelte.ts';
import { ArrowUp, Check, CheckCheck, CircleAlert, CircleDashed, ClockAlert, CornerUpLeft, Hourglass, MessageSquare, Pencil, RefreshCw, RotateCcw } from './shell_icons.ts';

/** The looks of both lifecycles (visits, feedback), and the two that are derived (overdue, needs). */
export type Status =
  | 'returned' | 'correcting' | 'overdue' | 'needs' | 'draft' | 'queued' | 'sent' | 'approved' | 'withdrawn'
  | 'new' | 'owned' | 'linked' | 'answered' | 'confirmed';
/** What is not synced yet; null when all is. */
export type Mark = 'queued' | 'sending' | 'needs' | null;

type Tone = 'danger' | 'back' | 'accent' | 'info' | 'good' | 'slate';
interface Figure {
  icon: string;
  tone: Tone;
  words: PlainKey;
  /** Stands on a tinted ground; the quiet ones are words alone. */
  loud?: true;
}

export const STATUSES: Record<Status, Figure> = {
  returned: { icon: CornerUpLeft, tone: 'back', words: 'status-returned', loud: true },
  correcting: { icon: Pencil, tone: 'slate', words: 'status-correcting' },
  overdue: { icon: ClockAlert, tone: 'danger', words: 'status-overdue', loud: true },
  needs: { icon: CircleAlert, tone: 'danger', words: 'status-needs', loud: true },
  draft: { icon: Pencil, tone: 'slate', words: 'status-draft', loud: true },
  queued: { icon: ArrowUp, tone: 'accent', words: 'status-queued', loud: true },
  sent: { icon: Check, tone: 'info', words: 'status-sent' },
  approved: { icon: CheckCheck, tone: 'good', words: 'status-approved' },
  withdrawn: { icon: RotateCcw, tone: 'slate', words: 'status-withdrawn' },
  new: { icon: CircleDashed, tone: 'accent', words: 'status-new', loud: true },
  owned: { icon: Hourglass, tone: 'info', words: 'status-owned' },
  linked: { icon: Hourglass, tone: 'slate', words: 'status-linked' },
  answered: { icon: MessageSquare, tone: 'info', words: 'status-answered', loud: true },
  confirmed: { icon: CheckCheck, tone: 'good', words: 'status-confirmed' },
};

export const MARKS: Record<Exclude<Mark, null>, Figure> = {
  queued: { icon: ArrowUp, tone: 'accent', words: 'status-mark-queued' },
  sending: { icon: RefreshCw, tone: 'info', words: 'status-mark-sending' },
  needs: { icon: CircleAlert, tone: 'danger', words: 'status-mark-needs' },
};
