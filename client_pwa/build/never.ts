/* Vite plugin: what of Svelte this app never does. Svelte asks variables at run time whether a page came rendered from a
   server, whether components of Svelte 4 are among ours, and the like; a bundler cannot know that they never change, so it
   keeps all that they guard. Here they become constants, and what stands behind them falls away, with the steps in each
   component that only a rendered page or a component of Svelte 4 would need. */
import type { Plugin } from 'vite';

/** Module → its variables that are false for good. */
const NEVER: Readonly<Record<string, readonly string[]>> = {
  'svelte/src/internal/client/dom/hydration.js': ['hydrating'],
  'svelte/src/internal/flags/index.js': ['async_mode_flag', 'legacy_mode_flag', 'tracing_mode_flag'],
};
/** Steps that count the nodes of a rendered page, and what tells components of Svelte 4 which slots are filled. */
const STEPS = /^\s*\$\.(?:reset|next)\(\w*\);\n|,\s*\$\$slots: \{ default: true \}/gm;

export function neverUsed(): Plugin {
  return {
    name: 'diaban-never-used',
    apply: 'build',
    enforce: 'post',
    transform(code, id) {
      if (id.endsWith('.svelte')) return { code: code.replace(STEPS, ''), map: null };
      const module = Object.keys(NEVER).find((end) => id.endsWith(`/node_modules/${end}`));
      return module ? { code: withConstants(code, NEVER[module] ?? []), map: null } : null;
    },
  };
}

/** The module with each variable false for good, and setters that set nothing. Throws when it is not written as known. */
export function withConstants(code: string, variables: readonly string[]): string {
  return variables.reduce((text, variable) => {
    const declared = `export let ${variable} = false;`;
    if (!text.includes(declared)) throw new Error(`Svelte no longer declares ${variable} as known`);
    return text.replace(declared, `export const ${variable} = false;`).replaceAll(new RegExp(`^\\s*${variable} = \\w+;\\n`, 'gm'), '');
  }, code);
}
