// What was said of a meeting, and whether it was said of the time that it has now. Pure, and small: every start has it.

/** What somebody did. `about`: the proposal that a move follows, or the visit that an attendance became. */
export interface Entry {
  id: string;
  kind: string;
  at: number;
  person: string;
  round: number;
  about: string | null;
}

/** Entries after which everyone is asked anew. */
export const TIMED: readonly string[] = ['set', 'moved', 'withdrawn'];
const ANSWERS: readonly string[] = ['accepted', 'declined', 'proposed'];

/** The round since which the meeting is when it is: what was said of an earlier one was said of another time. */
export function timeRound(log: readonly Entry[]): number {
  return Math.max(0, ...log.filter(({ kind }) => TIMED.includes(kind)).map(({ round }) => round));
}

/** What was said of the meeting at its present time. */
export function ofNow<E extends Entry>(log: readonly E[]): E[] {
  const since = timeRound(log);
  return log.filter(({ kind, round }) => round >= since && !TIMED.includes(kind));
}

/** What the person last said of the meeting at its present time. Who proposed the time it moved to has accepted it. */
export function answerOf(log: readonly Entry[], person: string): Entry | null {
  const since = timeRound(log);
  const proposed = new Set(log.filter((each) => each.kind === 'proposed' && each.person === person).map(({ id }) => id));
  const agreed = log.filter(({ kind, round, about }) => kind === 'moved' && round === since && about !== null && proposed.has(about));
  const own = ofNow(log).filter((each) => each.person === person);
  const came = own.filter(({ kind }) => kind === 'attended');
  const words = [...agreed.map((each) => ({ ...each, kind: 'accepted', person })), ...own.filter(({ kind }) => ANSWERS.includes(kind))];
  return (came.length > 0 ? came : words).reduce<Entry | null>((last, each) => (last === null || isAfter(each, last) ? each : last), null);
}

function isAfter(one: Entry, other: Entry): boolean {
  return one.at === other.at ? one.id > other.id : one.at > other.at;
}
