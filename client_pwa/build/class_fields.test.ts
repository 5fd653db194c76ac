import { describe, expect, it } from 'vitest';
import { withSafeFields } from './class_fields.ts';

/** What an instance of class A holds after the change. */
function made(code: string): unknown {
  return new Function(`${withSafeFields(code)}; return new A().got();`)();
}

describe('class fields for an old Safari', () => {
  it('stay as they are while their first values are plain', () => {
    const code = 'class A { a = 1; #b = new Map(); c = f(x, [this.a]); static d; }';
    expect(withSafeFields(code)).toBe(code);
  });

  it('with parentheses get their first values from methods, in the same order and of the same object', () => {
    const code = 'const n = 2; class A { #a = (n + 1) * 2; b = () => this.#a + this.c(); c = [() => n][0]; got() { return this.b(); } }';
    expect(withSafeFields(code)).toContain('#a = this.#first0()');
    expect(made(code)).toBe(8);
  });

  it('of a class itself do too', () => {
    expect(made('class A { static a = ((x) => x + 1)(3); got() { return A.a; } }')).toBe(4);
  });
});
