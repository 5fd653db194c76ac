// What each form of a step on the thread's page is given.
import type { Feedback } from '../../sync/records.ts';
import type { Actor } from './rules.ts';

export interface StepProps {
  feedback: Feedback;
  /** The role in which the step is taken. */
  actor: Actor;
  /** The step was said and is on the disk. */
  ondone: () => void;
}
