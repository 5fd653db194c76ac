// The app's store and agent without a browser, many phones in one process: driven over JSON lines by the simulator
// (tests/simulation/node_phone.py). One command at a time; a turn's requests go out as lines and wait for theirs.
//
//   → {"do":"open","phone":"a","person":"…","device":"…","seed":1}         ← {"ok":null}
//   → {"do":"open","phone":"b",…,"beside":"a"}: a second tab of it         ← {"ok":null}
//   → {"do":"say","phone":"a","said":{…}}                                  ← {"ok":true}
//   → {"do":"turn","phone":"a","now":1719280800000}         ← {"ask":{"url":"/api/sync","body":"{\"p\":1,…}",…}}
//   → {"do":"answer","phone":"a","status":200,"body":"…","whole":true}     ← {"ask":{…}} … {"ok":"done"}
//   → {"do":"upload","phone":"a"}, answered by {"do":"answer",…,"to":"upload"}  ← {"ask":{…}} … {"ok":false}
//
// A body is text whose every character is one byte. Refusals: {"error":"no_room"}; {"error":"dead"} when the process
// ended at the write that it was told to end at: only `crash` (which begins another), `restore`, `leave` and `close` go on.
import 'fake-indexeddb/auto';
import { createHash } from 'node:crypto';
import { NotSaved, type Put } from '../src/store/db.ts';
import { Device } from './device.ts';
import { type Answer, type Asked, type Said, SimPhone } from './phone.ts';

// The platform's own hash goes over a pool of threads, the same sum is ten times as fast here.
Object.defineProperty(crypto.subtle, 'digest', {
  value: async (_: string, bytes: Uint8Array | ArrayBuffer) => {
    return new Uint8Array(createHash('sha256').update(ArrayBuffer.isView(bytes) ? bytes : new Uint8Array(bytes)).digest()).buffer;
  },
});
// Requests are read by the harness as they are.
Reflect.deleteProperty(globalThis, 'CompressionStream');

type Command = { do: string; phone: string } & Record<string, unknown>;

/** What is under way on a phone and waits for the harness's answers: a turn, or the sending of photos. */
class Road {
  private answer: ((answer: Answer) => void) | null = null;
  private asked: ((line: unknown) => void) | null = null;

  ask(asked: Asked): Promise<Answer> {
    return new Promise((done) => {
      this.answer = done;
      this.asked?.({ ask: asked });
    });
  }

  /** Begins; the first line that comes of it. */
  begin(phone: SimPhone, work: () => Promise<unknown>): Promise<unknown> {
    return new Promise((done) => {
      this.asked = done;
      const line = work().then((value) => ({ ok: value }), refusalOf);
      void Promise.race([line, phone.died.then(() => DEAD)]).then((said) => this.asked?.(said));
    });
  }

  /** Gives the answer that was asked for; the next line that comes of it. */
  go(answer: Answer): Promise<unknown> {
    return new Promise((done) => {
      this.asked = done;
      if (this.answer) this.answer(answer);
      else done({ error: 'fault', text: 'no request waits for an answer' });
      this.answer = null;
    });
  }

  leave(): void {
    this.asked = this.answer = null;
  }
}

/** One phone. */
class Desk {
  readonly phone: SimPhone;
  readonly turn = new Road();
  readonly photos = new Road();

  constructor(command: Command, device?: Device) {
    const { person, device: id, seed } = command as unknown as { person: string; device: string; seed: number };
    const own = device ?? new Device(`diaban-${command.phone}`, seed);
    const asking = (asked: Asked): Promise<Answer> => (asked.url === '/api/sync' ? this.turn : this.photos).ask(asked);
    this.phone = new SimPhone({ person, device: id }, own, asking);
  }

  leave(): void {
    this.turn.leave();
    this.photos.leave();
  }
}

const DEAD = { error: 'dead' };
const desks = new Map<string, Desk>();
const copies: Put[][] = [];

function refusalOf(error: unknown): unknown {
  if (error instanceof NotSaved) return { error: 'no_room' };
  return { error: 'fault', text: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

/** What came of it as a line; a process that ends meanwhile never answers. */
async function orDead(phone: SimPhone, work: Promise<unknown>): Promise<unknown> {
  const line = work.then((value) => ({ ok: value ?? null }), refusalOf);
  return phone.isDoomed ? Promise.race([line, phone.died.then(() => DEAD)]) : line;
}

type Act = (desk: Desk, command: Command) => Promise<unknown>;

const ACTS: Readonly<Record<string, Act>> = {
  say: ({ phone }, { said }) => phone.say(said as Said),
  type: ({ phone }, { said }) => phone.typeOnly(said as Said),
  shown: ({ phone }, { entity, id }) => phone.shown(String(entity), String(id)),
  words: ({ phone }, { id }) => phone.words(String(id)),
  rows: ({ phone }) => phone.rows(),
  ops: ({ phone }) => phone.ops(),
  unsent: ({ phone }) => phone.unsent(),
  outcomes: ({ phone }) => phone.outcomes(),
  forgotten: async ({ phone }) => phone.forgotten(),
  rescue: ({ phone }, { key, proof }) => phone.rescue({ key: String(key), proof: String(proof) }),
  photos: ({ phone }) => phone.photos(),
  facts: ({ phone }) => phone.facts(),
  snapshot: async ({ phone }) => copies.push(await phone.snapshot()) - 1,
};

/** What befalls the phone from outside: whether its process lives or not. */
const FATES: Readonly<Record<string, Act>> = {
  restore: async (desk, { copy }) => {
    desk.leave();
    await desk.phone.restore(copy === null ? null : (copies[Number(copy)] ?? []));
  },
  wipe: async (desk) => {
    desk.leave();
    return desk.phone.wipe();
  },
  crash: async (desk) => {
    desk.leave();
    await desk.phone.crash();
  },
  leave: async (desk, { phone }) => {
    desk.leave();
    await desk.phone.leave();
    desks.delete(phone);
  },
  full: async ({ phone }, { full }) => phone.full(full === true),
  die_at: async ({ phone }, { writes, kept }) => phone.dieAt(writes === null ? null : { writes: Number(writes), kept: kept === true }),
  close: async (desk, { phone }) => {
    desk.leave();
    await desk.phone.close();
    desks.delete(phone);
  },
};

/** Every phone goes, and every copy. */
async function reset(): Promise<unknown> {
  for (const { phone } of desks.values()) await phone.close();
  desks.clear();
  copies.length = 0;
  return { ok: null };
}

/** A phone with an empty store; or, `beside` another, a second tab of that one. */
async function open(command: Command): Promise<unknown> {
  const other = desks.get(String(command['beside']));
  const desk = new Desk(command, other?.phone.device);
  desks.set(command.phone, desk);
  if (!other) await desk.phone.begin();
  return { ok: null };
}

async function done(command: Command): Promise<unknown> {
  if (command.do === 'reset') return reset();
  if (command.do === 'open') return open(command);
  const desk = desks.get(command.phone);
  if (!desk) return { error: 'fault', text: `no phone ${command.phone}` };
  if (command.do === 'turn') return desk.turn.begin(desk.phone, () => desk.phone.sync(Number(command['now'])));
  if (command.do === 'upload') return desk.photos.begin(desk.phone, () => desk.phone.upload());
  if (command.do === 'answer') return (command['to'] === 'upload' ? desk.photos : desk.turn).go(answerOf(command));
  const fate = FATES[command.do];
  if (fate) return { ok: (await fate(desk, command)) ?? null };
  const act = ACTS[command.do];
  return act ? orDead(desk.phone, act(desk, command)) : { error: 'fault', text: `no command ${command.do}` };
}

function answerOf({ status, body, whole, headers }: Command): Answer {
  const bytes = Buffer.from(String(body ?? ''), 'latin1');
  return { status: status as number | null, bytes, whole: whole === true, headers: headers as Answer['headers'] };
}

async function serve(): Promise<void> {
  let rest = '';
  process.stdin.setEncoding('utf8');
  for await (const piece of process.stdin) {
    rest += piece as string;
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const said = await done(JSON.parse(line) as Command).catch(refusalOf);
      process.stdout.write(`${JSON.stringify(said)}\n`);
    }
  }
}

await serve();
// Processes that were switched off wait for ever.
process.exit(0);
