import { describe, expect, it } from 'vitest';
import { withFixedProps } from './fixed_props.ts';

const tidy = (code: string) => withFixedProps(code).replace(/\s+/g, ' ').trim();

describe('what a component hands on', () => {
  it('goes as it is when it is a word without values', () => {
    expect(tidy("{ let $0 = $.derived(() => t('today')); Screen(node, { get title() { return $.get($0); } }); }")).toBe(
      "{ Screen(node, { get title() { return t('today'); } }); }",
    );
  });

  it('goes as it is when it is an icon, and stays followed when it is anything else', () => {
    const code = "import { Plus } from './icons.ts'; import { now } from './now.ts';";
    expect(tidy(`${code} Icon(node, { get path() { return Plus; }, get at() { return now; } });`)).toBe(
      `${code} Icon(node, { path: Plus, get at() { return now; } });`,
    );
  });

  it('stays a signal when it takes values', () => {
    const code = "{ let $0 = $.derived(() => t('late', { count: n })); Chip(node, { get words() { return $.get($0); } }); }";
    expect(tidy(code)).toBe(code);
  });

  it('is not mistaken for another of the same name inside it or beside it', () => {
    const inner = '{ let $0 = $.derived(now); Row(at, { get day() { return $.get($0); } }); }';
    const code = `{ let $0 = $.derived(() => t('today')); Rows(node, { get label() { return $.get($0); }, children: () => ${inner} }); } ${inner}`;
    expect(tidy(code)).toBe(`{ Rows(node, { get label() { return t('today'); }, children: () => ${inner} }); } ${inner}`);
  });
});
