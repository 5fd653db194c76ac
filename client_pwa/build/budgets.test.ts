import { describe, expect, it } from 'vitest';
import { weigh, wordsOfToday } from './budgets.ts';
import { type Bundle, filesReached } from './reach.ts';

const chunk = (name: string, about: object) => ({
  type: 'chunk', fileName: name, isEntry: false, imports: [], dynamicImports: [], facadeModuleId: null, ...about,
});
const bundle = Object.fromEntries([
  chunk('main.js', { isEntry: true, imports: ['shared.js'], dynamicImports: ['today.js', 'gallery.js'] }),
  chunk('shared.js', {}),
  chunk('today.js', { facadeModuleId: '/app/src/features/today/Today.svelte', imports: ['shared.js'] }),
  chunk('gallery.js', { facadeModuleId: '/app/src/gallery/Gallery.svelte', imports: ['paint.js'] }),
  chunk('paint.js', {}),
  { type: 'asset', fileName: 'main.css' },
].map((file) => [file.fileName, file])) as unknown as Bundle;
const noGallery = (module: string) => module.includes('/gallery/');

describe('what a phone fetches', () => {
  it('is what the entry reaches, less what it leaves and what only that would need', () => {
    expect([...filesReached(bundle, noGallery)].sort()).toEqual(['main.css', 'main.js', 'shared.js', 'today.js']);
  });

  it('is weighed once a file, by kind', () => {
    const packed = new Map([['main.js', 10], ['shared.js', 5], ['today.js', 3], ['main.css', 100]]);
    const weight = weigh({ what: 'all', kind: 'code', limit_bytes: 17, leave: noGallery }, bundle, packed);
    expect(weight.bytes).toBe(18);
    expect(weight.bytes > weight.limit_bytes).toBe(true);
  });

  it('beside another page is what that one has not fetched', () => {
    const packed = new Map([['main.js', 10], ['shared.js', 5], ['today.js', 3], ['gallery.js', 7], ['paint.js', 2]]);
    const weight = weigh({ what: 'beside', kind: 'code', limit_bytes: 17, leave: () => false, beside: noGallery }, bundle, packed);
    expect(weight.files).toEqual({ 'gallery.js': 7, 'paint.js': 2 });
  });

  it('for Today is what the shell and the first address name', () => {
    const routes = "SHELL_WORDS: readonly Area[] = ['common',\n 'shell'];\n{ path: '/visits', words: ['visits'] },\n{ path: '/', words: ['today'] },";
    expect(wordsOfToday(routes)).toEqual(['common', 'shell', 'today']);
  });
});
