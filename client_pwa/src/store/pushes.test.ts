import { beforeEach, describe, expect, it } from 'vitest';
import type { Ports } from './ports.ts';
import { subscribe, unsubscribe } from './pushes.ts';

const KEY = 'BEl62iUYgUivxIkv69yViEuiBIa-Ib9-SkvMeAtA3LFgDzkrxZJjSgSnfckjBJuBkr3qBUYIHBQFLXYp5Nksh8U';
let said: string[];
let key: string | null;
let told: unknown;

beforeEach(() => {
  said = [];
  key = KEY;
  told = null;
});

/** A browser that has one subscription at most, as browsers have. */
class Service {
  held: object | null = null;

  at = { pushManager: { getSubscription: () => Promise.resolve(this.held), subscribe: (how: object) => this.take(how) } as unknown as PushManager };

  take(how: object): Promise<object> {
    if (this.held) throw new DOMException('another key', 'InvalidStateError');
    said.push(`subscribed ${JSON.stringify(how)}`);
    this.held = {
      toJSON: () => ({ endpoint: 'https://push.example/7', expirationTime: null, keys: { p256dh: 'p', auth: 'a' } }),
      unsubscribe: () => {
        said.push('unsubscribed');
        this.held = null;
        return Promise.resolve(true);
      },
    };
    return Promise.resolve(this.held);
  }
}

const ports = {
  after: () => () => undefined,
  fetch: (url: string, init: RequestInit): Promise<Response> => {
    said.push(`${init.method ?? ''} ${url}`);
    if (url.endsWith('/roads')) return Promise.resolve(Response.json({ push_key: key, phones: [] }));
    told = JSON.parse(String(init.body));
    return Promise.resolve(Response.json({ id: 'one' }, { status: 201 }));
  },
} as Partial<Ports> as Ports;

describe('a browser that takes pushes', () => {
  it("is subscribed with the office's key, and the office has what it needs to seal for it", async () => {
    const service = new Service();
    expect(await subscribe(service.at, ports)).toBe('one');
    expect(said).toEqual([
      'GET /api/reminders/roads',
      `subscribed {"userVisibleOnly":true,"applicationServerKey":"${KEY}"}`,
      'POST /api/reminders/subscriptions',
    ]);
    expect(told).toEqual({ endpoint: 'https://push.example/7', p256dh: 'p', auth: 'a' });
  });
  it('is subscribed anew when it was before, with a key of the office that is no more', async () => {
    const service = new Service();
    await service.take({});
    expect(await subscribe(service.at, ports)).toBe('one');
    expect(said).toContain('unsubscribed');
  });
  it('keeps what it has where the office pushes nothing', async () => {
    const service = new Service();
    await service.take({});
    key = null;
    expect(await subscribe(service.at, ports)).toBeNull();
    expect(service.held).not.toBeNull();
  });
  it('ends without asking the office, and twice does no harm', async () => {
    const service = new Service();
    await service.take({});
    await unsubscribe(service.at);
    await unsubscribe(service.at);
    expect(said.filter((each) => !each.startsWith('subscribed'))).toEqual(['unsubscribed']);
  });
});
