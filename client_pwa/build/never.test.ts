import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answered, withoutSteps } from './never.ts';

const SRC = resolve(import.meta.dirname, '../src');

describe('what Svelte asks', () => {
  it('is answered once for all', () => {
    const code = 'export let hydrating = false;\nif (hydrating) walk();\n';
    expect(answered(code, [['export let hydrating = false;', 'export const hydrating = false;']])).toBe('export const hydrating = false;\nif (hydrating) walk();\n');
  });

  it('ends the build when it is asked in other words, rather than be carried again', () => {
    expect(() => answered('export var hydrating = false;', [['export let hydrating', '']])).toThrow('hydrating');
  });
});

describe('a compiled component', () => {
  it('loses the steps that only a rendered page or Svelte 4 needs', () => {
    const code = "var div = root();\n\t$.reset(div);\n\t$.next();\nRow(node, { title,\n\t$$slots: { actions: true, default: true } });\n";
    expect(withoutSteps(code, 'A.svelte')).toBe('var div = root();\nRow(node, { title });\n');
  });

  it('may not hold deep state, write its props or be animated: it would not be noticed', () => {
    expect(() => withoutSteps('let a = $.state($.proxy([]));', 'A.svelte')).toThrow('$state.raw');
    expect(() => withoutSteps("let open = $.prop($$props, 'open', 15);", 'A.svelte')).toThrow('props');
    expect(() => withoutSteps('$.animation(li, () => flip, null);', 'A.svelte')).toThrow('animations');
    expect(withoutSteps('let a = $.state($.proxy(first()));', 'A.svelte')).toBe('let a = $.state((first()));');
  });
});

describe('reading a property alone', () => {
  // The bundler takes such a statement for one that does nothing, and an effect is then told of nothing.
  it('is no statement of any effect', () => {
    const all = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(svelte|ts)$/.test(name));
    const found = all.filter((name) => /^\s*void [\w.[\]']+;$/m.test(readFileSync(join(SRC, name), 'utf8')));
    expect(found).toEqual([]);
  });
});
