// A small office for tests of the phone: the protocol of docs/protocol.md over records in memory, with a few kinds of
// op and the faults of a bad network. Not the office's rules: those are proved against the real one.
import { applyPatch, type Patch } from '../../sync/patch.ts';
import type { Body, Value } from '../../sync/records.ts';
import { entitySpec, kindSpec } from '../../sync/schema.ts';
import { same, wasOf } from '../../sync/values.ts';

interface Stored {
  v: number;
  pos: number;
  body: Body;
  removed: boolean;
  /** Persons who see it; null: everyone. */
  seenBy: string[] | null;
  /** The requests that made its versions, by position. */
  made: { pos: number; request: number }[];
}
interface SentOp {
  n: number;
  op_id: string;
  kind: string;
  id: string;
  author: string;
  at: number;
  args: Record<string, Value>;
  patch: Patch;
}
type Tail = unknown[];
export type Fault = 'none' | 'lose_request' | 'lose_answer' | 'html' | 'signed_out' | 'broken' | 'cut_after_results' | 'cut_end' | 'cut_line' | 'too_large';

interface Request {
  /** Stands for both names beside a cursor. */
  who?: string;
  person: string;
  device: string;
  cursor: string | null;
  want?: { bytes?: number; receipt?: boolean };
  push: null | { inc: string; from: number; prev: string | null; groups: { k: string; s: number; cols: string[]; rows: Value[][] }[] };
}

export class Office {
  readonly records = new Map<string, Stored>();
  readonly outcomes = new Map<string, Tail>();
  readonly requests: Request[] = [];
  /** Faults of the next requests, in order; afterwards all is well. */
  faults: Fault[] = [];
  epoch = 'e1';
  pos = 0;
  /** Kinds of op that it refuses, with the code. */
  refuses = new Map<string, string>();
  holds = new Set<string>();
  safePos = 0;
  /** Whether the places of an earlier life are places in this one too: a backup newer than what the phone has seen. */
  knowsOldPlaces = false;
  private readonly logs = new Map<string, string[]>();
  private numbers = 0;
  private request = 0;

  /** The network between a phone and this office. */
  fetch = async (_url: string, init: RequestInit): Promise<Response> => {
    const fault = this.faults.shift() ?? 'none';
    if (fault === 'lose_request') throw new TypeError('network');
    if (fault === 'html') return new Response('<html>Wi-Fi sign-in</html>', { status: 200, headers: { 'Content-Type': 'text/html' } });
    if (fault === 'signed_out') return json(401, { error: { code: 'signed_out', message: '', details: {}, retry: true } });
    if (fault === 'broken') return json(500, 'oops');
    if (fault === 'too_large') return json(413, { error: { code: 'too_large', message: '', details: {}, retry: true } });
    const lines = await this.answer(JSON.parse(await textOf(init)) as Request);
    if (fault === 'lose_answer') throw new TypeError('network');
    const cut = fault === 'cut_after_results' ? lines.slice(0, 2) : fault === 'cut_end' ? lines.slice(0, -1) : lines;
    const text = cut.map((line) => `${JSON.stringify(line)}\n`).join('');
    // Within the first line after the head.
    const body = fault === 'cut_line' ? text.slice(0, text.indexOf('\n') + 20) : text;
    return new Response(body, { status: 200, headers: { 'Content-Type': 'application/x-ndjson' } });
  };

  /** Puts a record that nobody's op made. */
  put(entity: string, id: string, body: Body, seenBy: string[] | null = null): void {
    this.write(entity, id, body, seenBy);
  }

  remove(entity: string, id: string): void {
    const record = this.records.get(`${entity}/${id}`);
    if (!record) return;
    this.pos += 1;
    this.records.set(`${entity}/${id}`, { ...record, v: record.v + 1, pos: this.pos, removed: true, made: [...record.made, { pos: this.pos, request: this.request }] });
  }

  read(entity: string, id: string): Body | null {
    const record = this.records.get(`${entity}/${id}`);
    return record && !record.removed ? record.body : null;
  }

  private write(entity: string, id: string, fields: Body, seenBy: string[] | null): void {
    const old = this.records.get(`${entity}/${id}`);
    this.pos += 1;
    const blank = Object.fromEntries(entitySpec(entity).fields.map((field) => [field.name, null]));
    const body = { ...blank, ...(old?.removed ? {} : old?.body), ...fields };
    const made = [...(old?.made ?? []), { pos: this.pos, request: this.request }];
    this.records.set(`${entity}/${id}`, { v: (old?.v ?? 0) + 1, pos: this.pos, body, removed: false, seenBy, made });
  }

  private async answer(sent: Request): Promise<unknown[]> {
    const request = named(sent);
    this.requests.push(request);
    this.request += 1;
    const start = this.startOf(request);
    if (start === null) return this.refused('resync');
    const pushed = await this.take(request);
    if (typeof pushed === 'string') return this.refused(pushed);
    const lastN = request.push ? (this.logs.get(request.push.inc)?.length ?? 0) : 0;
    const head = { p: 1, epoch: this.epoch, last_n: lastN, safe_pos: this.safePos, error: null, time: 0 };
    const results = pushed.length ? [{ results: pushed }] : [];
    return [head, ...results, ...this.segments(request, start), { end: true, more: false }];
  }

  private refused(code: string): unknown[] {
    const head = { p: 1, epoch: this.epoch, last_n: 0, safe_pos: this.safePos, error: { code, details: {} }, time: 0 };
    return [head, { end: true, more: false }];
  }

  private startOf({ cursor, person, device }: Request): number | null {
    if (cursor === null) return 0;
    const [mark, who, on, pos] = cursor.split('|');
    return (mark === this.epoch || this.knowsOldPlaces) && who === person && on === device ? Number(pos) : null;
  }

  private segments(request: Request, start: number): unknown[] {
    const changed = [...this.records].filter(([, record]) => record.pos > start).sort(([, a], [, b]) => a.pos - b.pos);
    const seen = changed.filter(([, { seenBy }]) => seenBy === null || seenBy.includes(request.person));
    const told = seen.filter(([, record]) => record.made.some((one) => one.pos > start && one.request !== this.request) || !request.push || request.cursor === null);
    const half = Math.ceil(told.length / 2);
    const parts = told.length > 1 ? [told.slice(0, half), told.slice(half)] : [told];
    return parts.map((part, at) => this.segment(request, part, at === parts.length - 1 ? this.pos : (part.at(-1)?.[1].pos ?? this.pos)));
  }

  private segment(request: Request, part: [string, Stored][], pos: number): unknown {
    const rows = part.filter(([, record]) => !record.removed).map(([key, { v, body }]) => {
      const [entity = '', id = ''] = key.split('/');
      return { e: entity, s: 1, cols: ['id', 'v', ...Object.keys(body)], rows: [[id, v, ...Object.values(body)]] };
    });
    const gone = part.filter(([, record]) => record.removed).map(([key]) => key.split('/'));
    return { rows, gone, cursor: [this.epoch, request.person, request.device, pos].join('|'), pos };
  }

  private async take({ push, person }: Request): Promise<Tail[] | string> {
    if (!push) return [];
    const log = this.logs.get(push.inc) ?? [];
    this.logs.set(push.inc, log);
    if (push.from > log.length + 1) return 'gap';
    if (push.from > 1 && log[push.from - 2] !== push.prev) return 'fork';
    const ops = push.groups.flatMap((group) => group.rows.map((row) => opOf(group, row, person)));
    ops.sort((one, other) => one.n - other.n);
    if (ops.some((op) => log[op.n - 1] !== undefined && log[op.n - 1] !== op.op_id)) return 'fork';
    const results: Tail[] = [];
    for (const op of ops) {
      log[op.n - 1] = op.op_id;
      const known = this.outcomes.get(op.op_id) ?? (await this.apply(op));
      this.outcomes.set(op.op_id, known);
      results.push([op.n, ...known]);
    }
    return results;
  }

  private async apply(op: SentOp): Promise<Tail> {
    const code = this.refuses.get(op.kind);
    if (code) return ['quarantined', null, null, { code, details: {} }];
    if (this.holds.has(op.kind)) return ['held', null, null, { code: 'server_fault', details: {} }];
    if (op.kind === 'draft.save') return this.saveDraft(op);
    if (op.kind === 'visit.submit') return this.submit(op);
    if (op.kind === 'feedback.raise') return this.writeOwn(op, 'feedback', { author: op.author, status: 'new', raised: op.at, number: 'PA-001' });
    if (op.kind === 'draft.delete') return this.writeOwn(op, 'draft', { deleted: op.at });
    if (op.kind === 'draft.restore') return this.writeOwn(op, 'draft', { deleted: null });
    return ['quarantined', null, null, { code: 'not_allowed', details: {} }];
  }

  private writeOwn(op: SentOp, entity: string, fields: Body): Tail {
    const before = this.read(entity, op.id) ?? {};
    const seenBy = entity === 'draft' ? [op.author] : null;
    this.write(entity, op.id, { ...applyPatch(entity, before, op.patch), ...fields }, seenBy);
    return this.tail('applied', op, [[entity, op.id, before]]);
  }

  private async saveDraft(op: SentOp): Promise<Tail> {
    const before = this.read('draft', op.id) ?? {};
    const merged = await this.met(op, before);
    this.write('draft', op.id, { ...merged.body, edited: op.at }, [op.author]);
    const met: [string, string, Body][] = merged.clash ? [['conflict', op.op_id, {}]] : [];
    return this.tail(merged.clash ? 'conflict' : 'applied', op, [['draft', op.id, before], ...met]);
  }

  /** Whose `was` is not what stands here keeps what stands; the other words become a conflict record. */
  private async met(op: SentOp, before: Body): Promise<{ body: Body; clash: boolean }> {
    const set: Record<string, Value> = {};
    let clash = false;
    for (const [path, value] of Object.entries(op.patch.set)) {
      const current = before[path] ?? null;
      const unseen = !same(await wasOf(current), op.patch.was[path] ?? null) && !same(current, value) && !path.includes('/');
      if (!unseen) set[path] = value;
      else this.write('conflict', `${op.op_id}`, { entity: 'draft', record: op.id, field: path, kind: 'edit', mine: String(value), theirs: String(current), mine_by: op.author, state: 'open' }, [op.author]);
      clash ||= unseen;
    }
    return { body: applyPatch('draft', before, { ...op.patch, set }), clash };
  }

  private async submit(op: SentOp): Promise<Tail> {
    const [draft, visit, report] = [this.read('draft', op.id), this.read('visit', op.id), this.read('report', op.id)];
    const before: [string, string, Body][] = [['draft', op.id, draft ?? {}], ['visit', op.id, visit ?? {}], ['report', op.id, report ?? {}]];
    const merged = await this.met(op, draft ?? { ...visit, ...report });
    if (merged.clash) return this.tail('conflict', op, [['conflict', op.op_id, {}]]);
    this.numbers += visit ? 0 : 1;
    const number = visit?.['number'] ?? `BC-2024-${String(this.numbers).padStart(3, '0')}`;
    const stamp = { author: op.author, role: 'cadre', number, status: 'sent', round: op.args['round'] ?? 1, submitted: op.at };
    this.write('visit', op.id, { ...partOf('visit', merged.body), ...stamp }, null);
    this.write('report', op.id, partOf('report', merged.body), null);
    if (draft) this.remove('draft', op.id);
    return this.tail('applied', op, draft ? before : before.slice(1));
  }

  /** What each record that was written holds beyond what follows from the record before and the patch. */
  private tail(outcome: string, op: SentOp, written: [string, string, Body][]): Tail {
    const own = this.records.get(`${kindSpec(op.kind).entity}/${op.id}`);
    const writes = written.map(([entity, id, before]) => {
      const after = this.records.get(`${entity}/${id}`);
      if (!after || after.removed) return [entity, id, after?.v ?? 0, null];
      const guess = id === op.id ? applyPatch(entity, before, op.patch) : before;
      const fields = Object.entries(after.body).filter(([name, value]) => !same(value, guess[name] ?? null));
      return [entity, id, after.v, Object.fromEntries(fields)];
    });
    return [outcome, own?.v ?? null, this.pos, writes];
  }
}

/** The request with both names: a quiet one has their ends, and a cursor that holds them. */
function named(request: Request): Request {
  const [, person = '', device = ''] = request.who ? (request.cursor ?? '').split('|') : ['', request.person, request.device];
  return { ...request, person, device };
}

function partOf(entity: string, body: Body): Body {
  const names = new Set(entitySpec(entity).fields.map((field) => field.name));
  return Object.fromEntries(Object.entries(body).filter(([name]) => names.has(name)));
}

function opOf(group: { k: string; cols: string[] }, row: Value[], author: string): SentOp {
  const cells = Object.fromEntries(group.cols.map((col, at) => [col, row[at] as Value]));
  const under = (prefix: string): Record<string, never> => {
    const found = Object.entries(cells).filter(([col]) => col.startsWith(prefix));
    return Object.fromEntries(found.map(([col, value]) => [col.slice(prefix.length), value])) as Record<string, never>;
  };
  const patch: Patch = { set: under('set.'), was: under('was.'), add: under('add.'), del: under('del.') };
  const { n, op_id, id, at, ...args } = cells;
  return { n: Number(n), op_id: String(op_id), kind: group.k, id: String(id), author, at: Number(at), args, patch };
}

async function textOf(init: RequestInit): Promise<string> {
  if (typeof init.body === 'string') return init.body;
  const unpacked = new Blob([init.body as ArrayBuffer]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(unpacked).text();
}

function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });
}
