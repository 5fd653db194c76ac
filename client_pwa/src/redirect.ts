/* Addresses that lead elsewhere: to the sign-in while nobody is here, and what `?lang=` asks for. */
import { current } from './view/session.svelte.ts';
import { language, wantedLocale } from './view/t.svelte.ts';

/** Another address to show instead of `url`, null to show it. */
export function redirect(url: URL): string | null {
  if (url.searchParams.has('lang')) return spoken(url);
  const address = url.pathname + url.search;
  const who = current();
  if (!who && url.pathname !== '/sign-in') return address === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(address)}`;
  if (who?.mustChange && url.pathname !== '/password') return '/password';
  return null;
}

/** Switches the language and leaves the wish out of the address, so that it can be passed on. */
function spoken(url: URL): string {
  void language.speak(wantedLocale(url.search));
  url.searchParams.delete('lang');
  return redirect(url) ?? url.pathname + url.search;
}
