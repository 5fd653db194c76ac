/* The address and what it shows. Owns history, scroll and focus between screens; knows no screen by name.
   Plain `<a href>` links navigate; a screen's code and words are fetched before the old screen leaves. */
import { type Component, tick } from 'svelte';
import type { Area } from '../gen/messages.ts';
import { findRoute, type Params } from './paths.ts';
import type { PlainKey } from './t.svelte.ts';

/** Screens take their path's parameters as props. */
type Screen = () => Promise<Component<never>>;

export interface Route {
  path: string;
  /** The place of the frame it belongs to; null stands outside the frame (sign-in). */
  place: string | null;
  /** Said on a desk in the empty place of the thing, when only the list is open. */
  pick?: PlainKey;
  /** Files of words it needs besides those of the shell. */
  words: readonly Area[];
  /** On a desk: `list` at the start, `thing` at the end. On a phone: `thing`, else `list`. */
  list?: Screen;
  thing?: Screen;
}

export interface Shown {
  route: Route;
  path: string;
  params: Params;
  list: Component<Params> | null;
  thing: Component<Params> | null;
}

interface Entry {
  /** Place in this tab's history; 0 is where the person came in. */
  step: number;
  scroll: number;
}

export interface RouterOptions {
  routes: readonly Route[];
  /** The routes of an address that none of those fits: what few people open is fetched by them. */
  others?: (path: string) => Promise<readonly Route[]>;
  loadWords: (areas: readonly Area[]) => Promise<void>;
  /** Sees every address before it is shown; may answer another one. */
  redirect?: (url: URL) => string | null;
}

class Router {
  path = $state('/');
  query = $state.raw(new URLSearchParams());
  /** What stands on screen; null before the first screen, or where nothing fits. */
  shown = $state.raw<Shown | null>(null);
  trouble = $state.raw<'missing' | 'failed' | null>(null);

  #options: RouterOptions = { routes: [], loadWords: () => Promise.resolve() };
  #entry: Entry = { step: 0, scroll: 0 };
  #scrolls = new Map<number, number>();
  #turn = 0;

  /** Listens to links and history and shows the present address. */
  start(options: RouterOptions): Promise<void> {
    this.#options = options;
    history.scrollRestoration = 'manual';
    this.#entry = (history.state as Entry | null) ?? this.#entry;
    addEventListener('popstate', (event) => void this.#popped(event.state as Entry | null));
    addEventListener('pagehide', () => history.replaceState({ ...this.#entry, scroll: scrollY }, ''));
    document.addEventListener('click', (event) => this.#clicked(event));
    return this.#show({ scroll: this.#entry.scroll, from: null });
  }

  /** Goes to an address of the app. `replace`: the present one cannot be come back to. */
  go(href: string, { replace = false } = {}): Promise<void> {
    const stays = replace || new URL(href, location.href).href === location.href;
    this.#scrolls.set(this.#entry.step, scrollY);
    this.#entry = { step: this.#entry.step + (stays ? 0 : 1), scroll: 0 };
    history[stays ? 'replaceState' : 'pushState'](this.#entry, '', href);
    return this.#show({ scroll: 0, from: null });
  }

  /** Back to where the person came from; to `fallback` when the first page of the tab was opened from outside. */
  back(fallback: string): void {
    if (this.#entry.step > 0) history.back();
    else void this.go(fallback, { replace: true });
  }

  /** Shows the present address again, as after signing in. */
  again(): Promise<void> {
    return this.#show({ scroll: scrollY, from: null });
  }

  #popped(state: Entry | null): Promise<void> {
    const from = this.path;
    this.#scrolls.set(this.#entry.step, scrollY);
    this.#entry = state ?? { step: 0, scroll: 0 };
    return this.#show({ scroll: this.#scrolls.get(this.#entry.step) ?? this.#entry.scroll, from });
  }

  #clicked(event: MouseEvent): void {
    const link = (event.target as Element | null)?.closest?.('a');
    if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const href = link.getAttribute('href') ?? '';
    if (href.startsWith('#')) return jump(event, href.slice(1));
    const foreign = link.origin !== location.origin || link.target !== '' || link.hasAttribute('download');
    if (foreign || link.pathname.startsWith('/api/')) return;
    event.preventDefault();
    void this.go(link.href, { replace: link.dataset['replace'] !== undefined });
  }

  /** The last call wins, however long an earlier one takes to load. */
  async #show({ scroll, from }: { scroll: number; from: string | null }): Promise<void> {
    const turn = (this.#turn += 1);
    const other = this.#options.redirect?.(new URL(location.href)) ?? null;
    if (other !== null) history.replaceState(this.#entry, '', other);
    const path = location.pathname;
    const found = findRoute(this.#options.routes, path) ?? findRoute((await this.#options.others?.(path).catch(() => null)) ?? [], path);
    const loaded = found ? await this.#load(found.route).catch(() => null) : null;
    if (turn !== this.#turn) return;
    const moved = path !== this.shown?.path;
    this.path = path;
    this.query = new URLSearchParams(location.search);
    this.shown = found && loaded ? { ...found, ...loaded, path } : null;
    this.trouble = !found ? 'missing' : !loaded ? 'failed' : null;
    await tick();
    if (moved) place({ scroll, from });
  }

  async #load(route: Route): Promise<Pick<Shown, 'list' | 'thing'>> {
    const [list, thing] = await Promise.all([route.list?.(), route.thing?.(), this.#options.loadWords(route.words)]);
    return { list: (list ?? null) as Component<Params> | null, thing: (thing ?? null) as Component<Params> | null };
  }
}

export const router = new Router();

/** A link within the page moves the focus, and is no step of the way back. */
function jump(event: MouseEvent, id: string): void {
  event.preventDefault();
  document.getElementById(id)?.focus();
}

/** Focus goes to the new heading, so that a screen reader says it; coming back, to the link that was followed. */
function place({ scroll, from }: { scroll: number; from: string | null }): void {
  const links = from === null ? [] : [...document.querySelectorAll<HTMLElement>('main a[href]')];
  const followed = links.find((link) => (link as HTMLAnchorElement).pathname === from);
  const headings = document.querySelectorAll<HTMLElement>('h1[tabindex="-1"]');
  (followed ?? headings[headings.length - 1])?.focus({ preventScroll: true });
  scrollTo(0, scroll);
}
