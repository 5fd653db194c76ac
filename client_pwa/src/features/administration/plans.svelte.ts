// That a change plan was written, applied or dropped on this screen: the list beside it asks again.
class Plans {
  /** How often something changed. */
  changes = $state(0);
}

export const plans = new Plans();
