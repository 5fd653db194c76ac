/* The gallery: every part of ui/ in every state, for eyes and for axe. The address chooses what is shown:
   ?lang=vi|en  ?dir=ltr|rtl  ?theme=light|dark  ?text=normal|large|larger|largest  ?show=parts|today|visits|form|visit|thread, or walk: the router between a list and its things */
import { mount } from 'svelte';
import '../styles/tokens.css';
import '../styles/base.css';
import '../styles/layout.css';
import '../styles/parts.css';
import { router } from '../view/router.svelte.ts';
import { language, wantedLocale } from '../view/t.svelte.ts';
import Gallery from './Gallery.svelte';
import Walk from './Walk.svelte';

const asked = new URLSearchParams(location.search);
const page = document.documentElement;
if (asked.has('theme')) page.dataset['theme'] = asked.get('theme') ?? '';
if (asked.has('text')) page.dataset['textSize'] = asked.get('text') ?? '';
await language.load(['common', 'shell', 'status']);
await language.speak(wantedLocale(location.search));
page.dir = asked.get('dir') ?? 'ltr';
const target = document.getElementById('app');
if (asked.get('show') === 'walk') {
  const list = async () => (await import('./screens/WalkList.svelte')).default;
  history.replaceState(null, '', asked.get('from') ?? '/walk');
  await router.start({
    routes: [
      { path: '/walk', place: 'visits', words: [], list },
      { path: '/walk/:id', place: 'visits', words: [], list, thing: async () => (await import('./screens/WalkThing.svelte')).default },
      { path: '/broken', place: 'visits', words: [], thing: () => Promise.reject(new TypeError('offline')) },
    ],
    loadWords: language.load,
  });
  if (target) mount(Walk, { target });
} else if (target) {
  mount(Gallery, { target, props: { show: asked.get('show') ?? 'parts' } });
}
