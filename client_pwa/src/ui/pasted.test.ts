import { describe, expect, it } from 'vitest';
import vectors from '../../../sync/vectors/pasted.json' with { type: 'json' };
import { fitting, pasted } from './pasted.ts';

describe('what a paste brings', () => {
  it.each(vectors.cases)('$name', ({ html, plain, text }) => {
    expect(pasted(html, plain)).toBe(text);
  });
  it('pasting what was pasted changes nothing', () => {
    for (const { text } of vectors.cases) expect(pasted('', text)).toBe(text);
  });
  it('a clipboard made to hang a page is read in no time', () => {
    for (const piece of ['<!--', '<', '&', '<p', '<!', '<p a="', '</', '·   ', '1.  ']) expect(pasted(`<p>${piece.repeat(200_000)}`, 'x')).toBeTypeOf('string');
  });
  it('a book is taken by its plain face', () => {
    expect(pasted(`<p>${'a'.repeat(2_000_001)}</p>`, 'ngắn')).toBe('ngắn');
  });
});

describe('what does not fit', () => {
  it('is cut between paragraphs, else between words, else where the room ends', () => {
    expect(fitting('Một dòng\nHai dòng', 12)).toBe('Một dòng');
    expect(fitting('Một dòng rất dài', 10)).toBe('Một dòng');
    expect(fitting('mộthaibabốn', 5)).toBe('mộtha');
    expect(fitting('vừa', 3)).toBe('vừa');
    expect(fitting('không còn chỗ', 0)).toBe('');
  });
});
