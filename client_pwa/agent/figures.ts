// What a phone makes of its records, without a browser: figures, accounts, tables, tasks and the ledger, by the app's own
// functions. Driven by tests/features/phone_figures.py; one question on standard input, one answer on standard output.
//
//   → {"records":{"progress":{"<id>":{"unit":"…",…}},…},"today":"2024-06-25","as_of":"…","unit":"…","span":{"first":"…","last":"…"}}
//   ← {"figures":{…},"total":{…},"agencies":[…],"table":{"<code>":{…}},"tasks":{"<id>":{…}},"each_e1":20,"ledger":{"<post>":{…}},"invited":{…}}
import { readFileSync } from 'node:fs';
import { accounts as ledgerOf, counting, type Off, sums } from '../src/features/duty/ledger.ts';
import { DUTY_ROLES } from '../src/features/duty/rules.ts';
import { rowOf, type Span } from '../src/features/indicators/figures.ts';
import { bookOf, indicatorOf } from '../src/features/indicators/records.ts';
import { counted } from '../src/features/invitations/keeping/figures.ts';
import { offsOf, standsIn } from '../src/features/invitations/stands.ts';
import { account, accounts } from '../src/features/reports/accounts.ts';
import { figures } from '../src/features/reports/figures.ts';
import { matterOf } from '../src/features/reports/threads.ts';
import { ownerOf, toldOn } from '../src/features/tasks/records.ts';
import { tasksEach } from '../src/features/tasks/rules.ts';
import type { Body, EntityName, Records } from '../src/sync/records.ts';
import { toRecord } from '../src/sync/schema.ts';

interface Question {
  records: Partial<Record<EntityName, Record<string, Body>>>;
  as_of: string;
  unit: string;
  span: Span;
}

const { records, as_of: asOf, unit, span } = JSON.parse(readFileSync(0, 'utf8')) as Question;

function all<E extends EntityName>(kind: E): Records[E][] {
  const bodies: Record<string, Body> = records[kind] ?? {};
  return Object.entries(bodies).map(([id, body]) => toRecord(kind, id, body));
}

function ledger(): Record<string, unknown> {
  const parents = new Map(all('unit').map(({ id, parent }) => [id, parent]));
  const companions = new Map(all('report').map((each) => [each.id, each.companions]));
  const standing = <T extends { cancelled: boolean | null }>(kept: T[]): T[] => kept.filter(({ cancelled }) => !cancelled);
  const book = {
    rules: all('cadence').map(({ id, for_role, every_months, starts, ends, units, grace_days, catch_up }) => ({ id, role: for_role, every: every_months || 1, starts, ends, units, grace: grace_days ?? 0, catch_up: catch_up ?? 0 })),
    cutoffs: all('period'),
    posts: all('assignment').filter(({ unit: of, role }) => of !== null && DUTY_ROLES.includes(role)).map((each) => ({ ...each, unit: each.unit ?? '', substitute: each.substitute ?? null })),
    trips: counting(all('visit')).map(({ id, starts, unit: of, author }) => ({ id, day: starts ?? '', unit: of ?? '', people: [author ?? '', ...(companions.get(id) ?? [])] })),
    leaves: standing(all('leave')).map(({ starts, ends, person }): Off => ({ starts, ends, person })),
    excuses: standing(all('excuse')).map(({ starts, ends, assignment, unit: of }): Off => ({ starts, ends, post: assignment, unit: of })),
    above: (id: string) => parents.get(id) ?? null,
  };
  return Object.fromEntries([...ledgerOf(book, asOf)].map(([post, { lines, extra }]) => [post, { ...sums(lines), extra: extra.length }]));
}

function invited(): unknown {
  const [units, persons, assignments] = [all('unit'), all('person'), all('assignment')];
  const scope = { unit: (id: string) => units.find((each) => each.id === id), units: () => units, person: (id: string) => persons.find((each) => each.id === id), assignments: () => assignments };
  const of = standsIn({ scope, offs: offsOf(all('leave'), all('excuse')), at: { day: asOf, minute: 24 * 60 - 1 } });
  return counted(all('invitation').filter(({ starts }) => span.first <= starts && starts <= span.last).flatMap(of));
}

const matters = all('feedback').map(matterOf);
const book = bookOf({ indicator: all('indicator'), target: all('target'), progress: all('progress') }, all('unit'), asOf);
const kept = all('task').filter(({ status }) => status !== 'dropped');
const told = {
  figures: figures(matters.map(({ thread }) => thread), asOf),
  total: account(matters, asOf),
  agencies: accounts(matters, asOf, 'agency'),
  table: Object.fromEntries(all('indicator').map((each) => [each.code, rowOf(book, indicatorOf(each), unit, span)])),
  tasks: Object.fromEntries(kept.map((task) => [task.id, toldOn(task, asOf).percent])),
  each_e1: tasksEach(kept.map(ownerOf)),
  ledger: ledger(),
  invited: invited(),
};
process.stdout.write(JSON.stringify(told));
