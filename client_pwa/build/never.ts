/* Vite plugin: what of Svelte, and of Vite's own, this app never does. Svelte asks at run time whether a page came rendered from a server,
   whether there are components of Svelte 4, whether state is deep or props are written, and the like; a bundler cannot know the answers, so it
   keeps all that stands behind them. Here they are given, and what nobody can reach falls away, with the steps in each
   component that only a rendered page or a component of Svelte 4 would need. */
import type { Plugin } from 'vite';

type Answer = readonly [question: string, answer: string];

/** Module → what it asks, as it is written there, and the answer for good. */
const ANSWERS: Readonly<Record<string, readonly Answer[]>> = {
  'flags/index.js': [
    ...neverSet('async_mode_flag'),
    ...neverSet('legacy_mode_flag'),
    ...neverSet('tracing_mode_flag'),
    ['\tasync_mode_flag = false;\n', ''],
  ],
  'client/dom/hydration.js': [...neverSet('hydrating', 'value')],
  'client/reactivity/async.js': [['async.length === 0 && pending.length === 0', 'true']],
  'client/reactivity/sources.js': [
    ['should_proxy ? proxy(value) : value', 'value'],
    ['!batch.is_fork && ', ''],
  ],
  'client/reactivity/deriveds.js': [['current_batch?.is_fork', 'false']],
  'client/reactivity/props.js': [
    ['(flags & PROPS_IS_BINDABLE) !== 0', 'false'],
    ['runes && (flags & PROPS_IS_UPDATED) === 0', 'true'],
  ],
  // Nothing waits for promises, so nothing is pending; what fails is told by the page itself, not by a boundary.
  'client/dom/blocks/boundary.js': [
    ['!this.#props.onerror && !this.#props.failed', 'true'],
    ['update_pending_count(d, batch) {\n\t\tthis.#update_pending_count(d, batch);', 'update_pending_count(d, batch) {\n\t\treturn;'],
    ['hydrating ? hydrate_node : null', 'null'],
    ['if (this.#pending_count > 0) {', 'if (false) {'],
    ['this.parent.#update_pending_count(d, batch);', ''],
    ['createSubscriber(() => {', '(() => {'],
  ],
  'client/dom/blocks/branches.js': [['should_defer_append()', 'false']],
  'client/dom/blocks/each.js': [
    ['(flags & EACH_IS_ANIMATED) !== 0', 'false'],
    ['should_defer_append()', 'false'],
  ],
  'client/reactivity/effects.js': [
    ['= effect.nodes && effect.nodes.t;', '= null;'],
    ['remaining > 0', 'false'],
  ],
  // There is one state of things, no trying out of another, and no part of it is waited for.
  'client/reactivity/batch.js': [
    ['if (this.is_fork) return true;', 'return false;'],
    ['this.#pending += 1;', 'return;'],
    ['this.#pending -= 1;', 'return;'],
    ['this.is_fork', 'false'],
    ['!batch.is_fork && ', ''],
    [' || batch.is_fork', ''],
  ],
  'client/runtime.js': [['current_batch?.is_fork', 'false']],
};
const SVELTE = '/node_modules/svelte/src/internal/';
/** Vite's helper, which fetches style sheets and modules ahead of each `import()`: here the worker holds them all. */
const PRELOADER = '\0vite/preload-helper.js';
const NO_PRELOADER = 'export const __vitePreload = (load) => load();';
/** Svelte's flags of a prop that its component writes to, or lets its owner bind. */
const PROPS_WRITTEN = 4 | 8;
/** Steps that count the nodes of a rendered page, and what tells components of Svelte 4 which slots are filled. */
const STEPS = /^\s*\$\.(?:reset|next)\(\w*\);\n|,\s*\$\$slots: \{[^{}]*\}/gm;

export function neverUsed(): Plugin {
  return {
    name: 'diaban-never-used',
    apply: 'build',
    enforce: 'post',
    transform(code, id) {
      if (id === PRELOADER) return { code: NO_PRELOADER, map: null };
      if (/\.svelte(\.ts)?$/.test(id)) return { code: withoutSteps(code, id), map: null };
      const answers = id.includes(SVELTE) && ANSWERS[id.slice(id.indexOf(SVELTE) + SVELTE.length)];
      return answers ? { code: answered(code, answers), map: null } : null;
    },
  };
}

/** A compiled component or module without the steps that nobody needs. Throws at what the app is said never to do. */
export function withoutSteps(code: string, id: string): string {
  if (/\$\.proxy\([[{]/.test(code)) throw new Error(`${id}: deep state is not carried to phones; take $state.raw and assign anew`);
  if (/\$\.(transition|animation|boundary)\(/.test(code)) throw new Error(`${id}: phones carry no transitions, animations or boundaries of Svelte`);
  for (const [, flags] of code.matchAll(/\$\.prop\(\$\$props, '\w+', (\d+)/g)) {
    if (Number(flags) & PROPS_WRITTEN) throw new Error(`${id}: a component writes or binds its props; call a function of the owner`);
  }
  return code.replace(STEPS, '').replaceAll('$.proxy(', '(');
}

/** The module with every answer in place of its question. Throws when it does not ask as it is known to. */
export function answered(code: string, answers: readonly Answer[]): string {
  return answers.reduce((text, [question, answer]) => {
    if (!text.includes(question)) throw new Error(`Svelte no longer asks: ${question}`);
    return text.replaceAll(question, answer);
  }, code);
}

function neverSet(variable: string, value = 'true'): Answer[] {
  return [
    [`export let ${variable} = false;`, `export const ${variable} = false;`],
    [`\t${variable} = ${value};\n`, ''],
  ];
}
