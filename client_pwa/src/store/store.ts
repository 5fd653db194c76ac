// One person's store on this phone: its database, its ports, and who is told when something changed.
import { Database } from './db.ts';
import type { Channel, Ports } from './ports.ts';

/** What changed: the keys (`kind/id`) whose records or cards are others now; `*` for all of them. */
export interface Change {
  keys: readonly string[];
}
/** How the sending goes, told by the tab or worker that sends. */
export interface Progress {
  sending: boolean;
  i: number;
  n: number;
  online: boolean;
}
export type Message =
  | { kind: 'change'; change: Change }
  | { kind: 'progress'; progress: Progress }
  /** How many bytes of a photo have arrived. */
  | { kind: 'photo'; id: string; sent: number }
  /** This store is gone: the device was withdrawn. */
  | { kind: 'wiped' }
  /** Something was said: whoever can sync should. */
  | { kind: 'ask' };

// A message with more keys than this says "all": reading again is cheaper than a long list in every tab.
const KEYS_MAX = 500;

export class Store {
  readonly person: string;
  readonly ports: Ports;
  readonly db: Database;
  private readonly channel: Channel;
  private readonly ears = new Set<(message: Message) => void>();

  constructor(person: string, ports: Ports, db: Database = new Database(`diaban-${person}`)) {
    this.person = person;
    this.ports = ports;
    this.db = db;
    this.channel = ports.channel(`diaban-${person}`);
    this.channel.listen((message) => this.hear(message as Message));
  }

  /** Is told of every change and of the sending, from this tab and the others. Answers how to stop it. */
  listen(ear: (message: Message) => void): () => void {
    this.ears.add(ear);
    return () => this.ears.delete(ear);
  }

  /** Tells this tab and the others. */
  tell(message: Message): void {
    const long = message.kind === 'change' && message.change.keys.length > KEYS_MAX;
    const said: Message = long ? { kind: 'change', change: { keys: ['*'] } } : message;
    this.hear(said);
    this.channel.post(said);
  }

  private hear(message: Message): void {
    // Between that tab's or worker's deleting and its word, something here may have opened it again.
    if (message.kind === 'wiped') void this.db.destroy();
    for (const ear of this.ears) ear(message);
  }

  async close(): Promise<void> {
    this.ears.clear();
    this.channel.close();
    await this.db.close();
  }
}
