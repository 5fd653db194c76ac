// The shapes on the wire: the request's text from sealed ops, and strict reading of the answer's lines.
// Anything that is not exactly an answer of ours (a captive portal's page, a cut line) throws NotOurs and clears nothing.
import type { Body, Value } from './records.ts';
import type { Op, Sealed, Write } from './operations.ts';

export const PROTOCOL = 1;
export const OUTCOMES = ['applied', 'merged', 'conflict', 'quarantined', 'held'] as const;
export type OutcomeName = (typeof OUTCOMES)[number];

/** What came was no answer of our protocol, or broke off within a line. The peer's fault or the network's. */
export class NotOurs extends Error {}

export interface Head {
  kind: 'head';
  epoch: string;
  last_n: number;
  safe_pos: number;
  error: { code: string; details: Readonly<Record<string, unknown>> } | null;
  time: number;
}
export interface Result {
  n: number;
  outcome: OutcomeName;
  v: number | null;
  pos: number | null;
  writes: readonly Write[] | null;
  problem: { code: string; details: Readonly<Record<string, unknown>>; depends: string | null } | null;
}
export interface Row {
  entity: string;
  id: string;
  v: number;
  body: Body;
}
export interface Results {
  kind: 'results';
  results: Result[];
}
export interface Segment {
  kind: 'segment';
  rows: Row[];
  gone: [entity: string, id: string][];
  cursor: string;
  pos: number;
}
/** What the office has: where it counted, what the person made, and all that he may read, by kind. */
export interface Receipt {
  pos: number;
  own: Readonly<Record<string, number>>;
  read: Readonly<Record<string, number>>;
}
export interface End {
  kind: 'end';
  more: boolean;
  receipt?: Receipt;
}
export type Part = Head | Results | Segment | End;

export interface Envelope {
  person: string;
  device: string;
  sent: number;
  cursor: string | null;
  /** How many bytes of rows the answer may hold; the office's own measure when absent. */
  bytes?: number;
  receipt?: boolean;
}
export interface Push {
  inc: string;
  from: number;
  prev: string | null;
  ops: readonly SentOp[];
}
export type SentOp = Pick<Op, 'kind' | 'schema'> & { sealed: Sealed };

/** The request's JSON. The bytes of sealed rows stand in it as they are. */
export function requestText(envelope: Envelope, push: Push | null): string {
  const { person, device, sent, cursor, bytes, receipt } = envelope;
  const want = bytes || receipt ? { bytes, receipt: receipt || undefined } : undefined;
  // A cursor is sealed for its person and device: beside it their ends are enough, and a quiet phone says little else.
  const names = cursor && !push ? { who: person.slice(-6) + device.slice(-6) } : { person, device };
  const head = JSON.stringify({ p: PROTOCOL, ...names, sent, cursor, want }).slice(0, -1);
  return `${head}${push ? `,"push":${pushText(push)}` : ''}}`;
}

function pushText({ inc, from, prev, ops }: Push): string {
  const old = ops[0]?.sealed.old ?? null;
  const head = JSON.stringify({ inc, from, prev, refill: old && { epoch: old.epoch } }).slice(0, -1);
  return `${head},"groups":${groupsText(ops)}}`;
}

/** The ops as columnar groups, as they travel. */
export function groupsText(ops: readonly SentOp[]): string {
  return `[${[...grouped(ops).values()].map(groupText).join(',')}]`;
}

function grouped(ops: readonly SentOp[]): Map<string, SentOp[]> {
  const groups = new Map<string, SentOp[]>();
  for (const op of ops) {
    const key = JSON.stringify([op.kind, op.schema, placeOf(op) !== null, op.sealed.cols]);
    const group = groups.get(key);
    if (group) group.push(op);
    else groups.set(key, [op]);
  }
  return groups;
}

function groupText(ops: SentOp[]): string {
  const first = ops[0] as SentOp;
  const numbers = placeOf(first) === null ? ['n'] : ['n', 'old_pos'];
  const head = JSON.stringify({ k: first.kind, s: first.schema, cols: [...numbers, ...first.sealed.cols] }).slice(0, -1);
  return `${head},"rows":[${ops.map(rowText).join(',')}]}`;
}

/** The place that an earlier life of the office had given it. */
function placeOf({ sealed }: SentOp): number | null {
  return sealed.old?.pos ?? null;
}

function rowText(op: SentOp): string {
  const { n, bytes } = op.sealed;
  const place = placeOf(op);
  return place === null ? `[${n},${bytes}` : `[${n},${place},${bytes}`;
}

type Json = Record<string, unknown>;

/** One line of the answer. Throws NotOurs on anything else than the four kinds of line. */
export function readLine(text: string): Part {
  const line = jsonObject(text);
  if ('p' in line) return readHead(line);
  if ('results' in line) return { kind: 'results', results: array(line['results']).map(readResult) };
  if ('cursor' in line) return readSegment(line);
  need(line['end'] === true && typeof line['more'] === 'boolean', 'end');
  const receipt = line['receipt'] as Receipt | undefined;
  return { kind: 'end', more: line['more'] as boolean, ...(receipt && { receipt }) };
}

function jsonObject(text: string): Json {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new NotOurs('not JSON');
  }
  return object(value);
}

function need(ok: boolean, what: string): asserts ok {
  if (!ok) throw new NotOurs(`bad ${what}`);
}

function object(value: unknown): Json {
  need(typeof value === 'object' && value !== null && !Array.isArray(value), 'object');
  return value as Json;
}

function array(value: unknown): unknown[] {
  need(Array.isArray(value), 'list');
  return value;
}

function text(value: unknown): string {
  need(typeof value === 'string', 'text');
  return value;
}

function count(value: unknown): number {
  need(Number.isSafeInteger(value) && (value as number) >= 0, 'number');
  return value as number;
}

function readHead(line: Json): Head {
  need(line['p'] === PROTOCOL, 'protocol');
  // A request without operations is answered without what is not there.
  const { epoch, last_n = 0, safe_pos, time, error: problem = null } = line;
  const error = problem === null ? null : readError(object(problem));
  return { kind: 'head', epoch: text(epoch), last_n: count(last_n), safe_pos: count(safe_pos), error, time: count(time) };
}

function readError(error: Json): { code: string; details: Json } {
  return { code: text(error['code']), details: object(error['details'] ?? {}) };
}

function readResult(value: unknown): Result {
  const [n, outcome, v, pos, more] = array(value);
  need(OUTCOMES.includes(outcome as OutcomeName), 'outcome');
  const writes = Array.isArray(more) ? more.map(readWrite) : null;
  const problem = more !== undefined && more !== null && !writes ? readProblem(object(more)) : null;
  need(outcome !== 'quarantined' || problem !== null, 'refusal');
  const [version, at] = [v ?? null, pos ?? null].map((number) => (number === null ? null : count(number)));
  return { n: count(n), outcome: outcome as OutcomeName, v: version ?? null, pos: at ?? null, writes, problem };
}

function readProblem(more: Json): NonNullable<Result['problem']> {
  const depends = more['depends'] ?? null;
  return { ...readError(more), depends: depends === null ? null : text(depends) };
}

function readWrite(value: unknown): Write {
  const [entity, id, v, fields] = array(value);
  return [text(entity), text(id), count(v), fields === null ? null : (object(fields) as Body)];
}

function readSegment(line: Json): Segment {
  const rows = array(line['rows'] ?? []).flatMap(readGroup);
  const gone = array(line['gone'] ?? []).map((pair): [string, string] => {
    const [entity, id] = array(pair);
    return [text(entity), text(id)];
  });
  return { kind: 'segment', rows, gone, cursor: text(line['cursor']), pos: count(line['pos']) };
}

/** The rows of one table. Throws NotOurs. */
export function readGroup(value: unknown): Row[] {
  const group = object(value);
  const entity = text(group['e']);
  const cols = array(group['cols']).map(text);
  need(cols.includes('id') && cols.includes('v'), 'columns');
  return array(group['rows']).map((cells) => readRow(entity, cols, array(cells)));
}

function readRow(entity: string, cols: string[], cells: unknown[]): Row {
  need(cells.length === cols.length, 'row');
  const body: Record<string, Value> = {};
  cols.forEach((col, at) => {
    if (col !== 'id' && col !== 'v') body[col] = cells[at] as Value;
  });
  return { entity, id: text(cells[cols.indexOf('id')]), v: count(cells[cols.indexOf('v')]), body };
}

/** Checks that the parts of one answer come in their order: head, results, segments, end. */
export class AnswerOrder {
  private at: Part['kind'] | null = null;

  /** Takes the next part. Throws NotOurs when it may not stand here. */
  next(part: Part): Part {
    const follows: Record<string, Part['kind'][]> = {
      null: ['head'],
      head: ['results', 'segment', 'end'],
      results: ['results', 'segment', 'end'],
      segment: ['segment', 'end'],
      end: [],
    };
    need(follows[String(this.at)]?.includes(part.kind) ?? false, 'order');
    this.at = part.kind;
    return part;
  }

  /** Whether the end has been read: without it the answer was cut. */
  get complete(): boolean {
    return this.at === 'end';
  }
}
