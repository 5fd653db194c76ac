// One person's store on one device, as the simulator's schedules use it: the app's own store and agent, with a person
// who says things whole and a network whose every answer comes from the harness.
import { Agent, type Ended } from '../src/store/agent.ts';
import { commit, reading } from '../src/store/commit.ts';
import { Database, type Put } from '../src/store/db.ts';
import * as drafts from '../src/store/drafts.ts';
import * as intents from '../src/store/intents.ts';
import { rows, upload } from '../src/store/photo_queue.ts';
import { keepShrunk } from '../src/store/photos.ts';
import type { SmallPhoto } from '../src/store/picture.ts';
import { readBoot, viewOf } from '../src/store/project.ts';
import type { Session } from '../src/store/phone.ts';
import { rescue } from '../src/store/rescue.ts';
import { Store } from '../src/store/store.ts';
import { left, wipe } from '../src/store/wipe.ts';
import { isUnsent, family, type Op } from '../src/sync/operations.ts';
import type { Values } from '../src/sync/patch.ts';
import type { Body, DraftContent, Role, Value } from '../src/sync/records.ts';
import type { Stored } from '../src/sync/client.ts';
import { ENTITIES, entitySpec, fieldSpec, isList, kindSpec } from '../src/sync/schema.ts';
import { copyOf, putBack } from './disk.ts';
import { type Death, type Device, Disk, type Life } from './device.ts';

/** One thing a person does, whole (tests/simulation/phone.py). */
export interface Said {
  op_id: string;
  kind: string;
  id: string;
  role: Role;
  at: number;
  args: Values;
  values: Values;
  dels: Readonly<Record<string, readonly string[]>>;
  supersedes: readonly string[];
  /** A photo that is taken into the draft, in base64; `values` names it. */
  photo: string | null;
}

/** What came over the network. `status` null: nothing did. `whole` false: the line broke after `bytes`. */
export interface Answer {
  status: number | null;
  bytes: Uint8Array;
  whole: boolean;
  headers: Readonly<Record<string, string>> | undefined;
}

/** A request as it leaves the phone; each character of the body is a letter of JSON, or one byte of a photo. */
export interface Asked {
  url: string;
  method: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

export type Asking = (asked: Asked) => Promise<Answer>;

// A stream comes in pieces that end within letters.
const PIECE_BYTES = 4093;

export class SimPhone {
  readonly person: string;
  private readonly deviceId: string;
  readonly device: Device;
  private readonly asking: Asking;
  private life: Life;
  private store: Store;
  private agent: Agent;

  constructor(of: { person: string; device: string }, device: Device, asking: Asking) {
    this.person = of.person;
    this.deviceId = of.device;
    this.device = device;
    this.asking = asking;
    this.life = device.begin();
    this.store = this.newStore();
    this.agent = new Agent(this.store);
  }

  /** The store learns which device it speaks as. */
  async begin(): Promise<void> {
    await commit(this.store, async (step) => {
      if ((await step.meta()).device === null) await step.changeMeta({ device: this.deviceId });
    });
  }

  private newStore(): Store {
    const ports = this.device.ports(this.life, (url, init) => this.fetch(url, init));
    return new Store(this.person, ports, new Disk(this.device, this.life));
  }

  private async fetch(url: string, init: RequestInit): Promise<Response> {
    const life = this.life;
    // Whatever else is told to the office, the harness tells it.
    if (!url.startsWith('/api/sync') && !url.startsWith('/api/files')) throw new TypeError('network');
    const { body } = init;
    const text = body instanceof ArrayBuffer ? Buffer.from(body).toString('latin1') : String(body ?? '');
    const answer = await this.asking({ url, method: init.method ?? 'GET', headers: init.headers as Record<string, string>, body: text });
    if (life.dead) return new Promise(() => undefined);
    if (answer.status === null) throw new TypeError('network');
    return responseOf(answer);
  }

  // --- What a person does ---

  /** Keeps what the person did; whether there was anything to say. Throws NotSaved. */
  async say(said: Said): Promise<boolean> {
    this.device.now = said.at;
    this.device.nextIds.splice(0, Infinity, said.op_id);
    try {
      await this.saySo(said);
      return this.device.nextIds.length === 0;
    } catch (error) {
      // The person does not try again: what still stands in the form is gone with it.
      this.store = this.newStore();
      throw error;
    } finally {
      this.device.nextIds.length = 0;
    }
  }

  private async saySo(said: Said): Promise<void> {
    const { kind, id, role } = said;
    if (kind === 'draft.save') return this.write(said);
    if (kind === 'draft.delete') return drafts.remove(id, this.store);
    if (kind === 'draft.restore') return this.bringBack(said);
    if (kind !== 'visit.submit') return this.sayPlain(said);
    await this.type(said);
    await drafts.submit(id, role, this.store);
  }

  private async write(said: Said): Promise<void> {
    if (said.photo) await this.photograph(said, said.photo);
    else await this.type(said);
    await commit(this.store, (step) => drafts.carryTyped(step, this.store));
    // Words that stood there already still are what this person said.
    if (this.device.nextIds.length) await intents.say(said.kind, said.id, {}, said.role, this.store);
  }

  /** A photo is kept with its name, in one; its id is the harness's. */
  private async photograph(said: Said, photo: string): Promise<void> {
    const [[id, , , width, height]] = said.values['photos'] as unknown as [[string, string, number, number, number]];
    const { buffer, byteOffset, length } = Buffer.from(photo, 'base64');
    this.device.nextIds.unshift(id);
    await keepShrunk(said.id, { bytes: buffer.slice(byteOffset, byteOffset + length), width, height } as SmallPhoto, this.store);
  }

  /** What the harness has noted as said is not taken back, but undone. */
  private async bringBack({ kind, id, role }: Said): Promise<void> {
    const unsent = (await intents.waitingOps(this.store)).some((op) => op.id === id && op.kind === 'draft.delete' && isUnsent(op));
    if (unsent) await intents.say(kind, id, {}, role, this.store);
    else await drafts.restore(id, this.store);
  }

  private async type(said: Said): Promise<void> {
    const wanted = await this.wanted(said);
    if (Object.keys(wanted).length === 0) return;
    drafts.edit(said.id, wanted as Partial<DraftContent>, this.store);
    await drafts.flush(this.store);
  }

  private async sayPlain(said: Said): Promise<void> {
    const { kind, id, role, args, supersedes } = said;
    const content = { args, set: await this.wanted(said) };
    const [refused] = supersedes;
    const known = refused !== undefined && (await intents.waitingOps(this.store)).some((op) => op.op_id === refused);
    if (known) await intents.resend(refused, role, content, this.store);
    else await intents.say(kind, id, { ...content, supersedes }, role, this.store);
  }

  /**
   * What the person wants to stand in each field: what he says joins lists, what he takes away leaves them, and a
   * `list/item/column` is changed within its list.
   */
  private async wanted({ kind, id, values, dels }: Said): Promise<Values> {
    const { patchEntity: entity, patches } = kindSpec(kind);
    if (patches.length === 0) return {};
    const shown = entity === 'draft' ? await drafts.contentOf(id, this.store) : ((await this.shown(entity, id)) ?? {});
    const wanted: Record<string, Value> = {};
    for (const [name, gone] of Object.entries(dels)) wanted[name] = without(shown[name], gone);
    for (const [path, value] of Object.entries(values)) {
      const [name = ''] = path.split('/');
      const spec = fieldSpec(entity, name);
      const before = wanted[name] ?? shown[name] ?? null;
      wanted[name] = spec && isList(spec) ? withMore(before, { path, value, columns: spec.columns }) : value;
    }
    return wanted;
  }

  /** Types into a draft without any op being made: it travels with the next turn. */
  async typeOnly(said: Said): Promise<void> {
    this.device.now = said.at;
    await this.type(said);
  }

  // --- The network ---

  /** Sends and fetches until nothing is left or something fails. Throws NotSaved. */
  sync(now: number): Promise<Ended> {
    this.device.now = now;
    return this.agent.sync();
  }

  /** Sends the photos that wait, as far as the line goes. Whether a try soon may bring more. */
  upload(): Promise<boolean> {
    return upload(this.store);
  }

  /** How far each photo of this phone has come. */
  async photos(): Promise<Record<string, string>> {
    return Object.fromEntries((await rows(this.store)).map(({ id, state }) => [id, state]));
  }

  /** Answers when the process ends. */
  get died(): Promise<void> {
    return this.life.died;
  }

  /** Whether the process may end by itself. */
  get isDoomed(): boolean {
    return this.device.death !== null;
  }

  // --- What is there ---

  /** The record as the person sees it, in wire form, every field of its kind. */
  async shown(entity: string, id: string): Promise<Body | null> {
    const { desk } = await viewOf(reading(this.store), [`${family(entity)}/${id}`], this.person);
    const body = desk.get(entity, id);
    return body && Object.fromEntries(entitySpec(entity).fields.map(({ name }) => [name, body[name] ?? null]));
  }

  /** What stands in the form when a visit is opened, in wire form. */
  words(id: string): Promise<Body> {
    return drafts.contentOf(id, this.store);
  }

  async rows(): Promise<[string, number, Body][]> {
    const all = await reading(this.store).getAll<Stored>('row');
    return [...all].map(([key, { v, body }]) => [String(key), v, { ...blank(String(key)), ...body }]);
  }

  async ops(): Promise<Pick<Op, 'op_id' | 'state' | 'outcome' | 'kind' | 'id' | 'problem'>[]> {
    const ops = await reading(this.store).allOps();
    return ops.map(({ op_id, state, outcome, kind, id, problem }) => ({ op_id, state, outcome, kind, id, problem }));
  }

  async unsent(): Promise<string[]> {
    return (await reading(this.store).allOps()).filter(isUnsent).map((op) => op.op_id);
  }

  async outcomes(): Promise<Record<string, string>> {
    const step = reading(this.store);
    const kept = [...(await step.getAll<{ op: Op }>('kept')).values()].map(({ op }) => op);
    const answered = [...kept, ...(await step.allOps())].filter((op) => op.outcome !== null);
    return Object.fromEntries(answered.map((op) => [op.op_id, op.outcome ?? '']));
  }

  /** The acknowledged ops that went with records that are this person's no more. */
  forgotten(): string[] {
    return [...this.device.forgotten];
  }

  async facts(): Promise<{ meta: unknown; counts: Record<string, number>; kept: number; typed: string[] }> {
    const step = reading(this.store);
    const typed = [...(await step.getAll('draft')).keys()].map(String);
    return { meta: await step.meta(), counts: (await readBoot(step)).counts, kept: (await this.store.db.keys('kept')).length, typed };
  }

  // --- The disk and the process ---

  snapshot(): Promise<Put[]> {
    return copyOf(new Database(this.device.name));
  }

  /** Puts the disk back (an empty one for null); the process begins anew. */
  async restore(copy: readonly Put[] | null): Promise<void> {
    const db = new Database(this.device.name);
    await this.crash();
    await putBack(db, copy ?? []);
    await db.close();
    await this.beginAnew();
  }

  /** A first sign-in that has room, also where a moment later there is none. */
  private async beginAnew(): Promise<void> {
    const { full } = this.device;
    this.device.full = false;
    await this.begin();
    this.device.full = full;
  }

  /** The rescue file of what is unsent, in base64; null when nothing is. Throws NotSaved. */
  async rescue(keys: { key: string; proof: string }): Promise<string | null> {
    const session = { person: this.person, device: this.deviceId, rescue: keys } as Session;
    const made = await rescue(this.store, session);
    return made && Buffer.from(await made.file.arrayBuffer()).toString('base64');
  }

  /** A withdrawn device forgets its person; how much of it the office never got. */
  async wipe(): Promise<number> {
    const unsent = await left(this.store);
    await wipe(this.store);
    await this.crash();
    await this.beginAnew();
    return unsent;
  }

  /** This tab is closed; the phone's other tabs go on. */
  async leave(): Promise<void> {
    this.device.end(this.life);
    await this.store.db.close();
  }

  /** Every process of the phone ends, and another begins on the same disk. */
  async crash(): Promise<void> {
    this.device.endAll();
    await this.store.db.close();
    this.life = this.device.begin();
    this.store = this.newStore();
    this.agent = new Agent(this.store);
  }

  full(isFull: boolean): void {
    this.device.full = isFull;
  }

  dieAt(death: Death | null): void {
    this.device.death = death;
  }

  async close(): Promise<void> {
    this.device.endAll();
    await this.store.db.close();
    indexedDB.deleteDatabase(this.device.name);
  }
}

/** What a record was made from by its own writer's op names only what is not null. */
function blank(key: string): Body {
  const fields = ENTITIES.get(key.slice(0, key.indexOf('/')))?.fields ?? [];
  return Object.fromEntries(fields.map(({ name }) => [name, null]));
}

type Rows = readonly Value[];

/** A list with what joins it, or with one column of one of its items changed. */
function withMore(before: Value, said: { path: string; value: Value; columns: readonly string[] }): Value {
  const rows = Array.isArray(before) ? (before as Rows) : [];
  const [, item, column] = said.path.split('/');
  if (item === undefined) return [...rows, ...(said.value as Rows).filter((one) => !rows.some((row) => idOf(row) === idOf(one)))];
  const at = said.columns.indexOf(column ?? '');
  return rows.map((row) => (idOf(row) === item ? (row as Rows).map((cell, place) => (place === at ? said.value : cell)) : row));
}

function idOf(row: Value): string {
  return String(Array.isArray(row) ? (row as Rows)[0] : row);
}

function without(list: Value | undefined, gone: readonly string[]): Value {
  const rows = Array.isArray(list) ? (list as readonly Value[]) : [];
  return rows.filter((row) => !gone.includes(idOf(row)));
}

function typeOf({ status, bytes }: Answer): string {
  if (bytes[0] !== '{'.charCodeAt(0)) return 'text/html';
  return status === 200 ? 'application/x-ndjson' : 'application/json';
}

function responseOf(answer: Answer): Response {
  let at = 0;
  const body = new ReadableStream<Uint8Array>({
    pull: (line) => {
      if (at < answer.bytes.length) line.enqueue(answer.bytes.subarray(at, at + PIECE_BYTES));
      else if (answer.whole) line.close();
      else line.error(new TypeError('network'));
      at += PIECE_BYTES;
    },
  });
  const headers = { 'Content-Type': typeOf(answer), ...answer.headers };
  const empty = answer.status === 204 || answer.status === 304;
  return new Response(empty ? null : body, { status: answer.status ?? 0, headers });
}
