/* Starts the app: look, words, the person's store, then the first screen. Nothing here knows a feature. */
import { mount } from 'svelte';
import './styles/tokens.css';
import './styles/base.css';
import './styles/layout.css';
import './styles/parts.css';
import App from './App.svelte';
import { onBlocked } from './store/db.ts';
import { redirect } from './redirect.ts';
import { otherRoutes, routes, SHELL_WORDS } from './routes.ts';
import { router } from './view/router.svelte.ts';
import { start } from './view/start.ts';
import { language, wantedLocale } from './view/t.svelte.ts';
import { look } from './view/theme.svelte.ts';

look.wear();
onBlocked((opened) => void import('./features/troubles/blocked.ts').then(({ explain }) => explain(opened)));
// A store that does not open must not leave the page blank: the sign-in says what is wrong when it tries again.
await Promise.all([language.load(SHELL_WORDS), language.speak(wantedLocale(location.search)), start().catch(reportError)]);
await router.start({ routes, others: otherRoutes, loadWords: language.load, redirect });
const target = document.getElementById('app');
if (target) mount(App, { target });
// Without it nothing is lost but a number on an icon: the next start fetches it.
void import('./features/reminders/along.svelte.ts').then(({ begin }) => begin(), () => undefined);
