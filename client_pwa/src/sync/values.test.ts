import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { applyPatch, patchBetween } from './patch.ts';
import { ENTITIES, KINDS } from './schema.ts';
import { canonical, clean, digest, wasOf } from './values.ts';

describe('cleaning what was typed', () => {
  it('composes letters, and drops NUL, bidi controls and halves of pairs', () => {
    expect(clean('a\u0000b\u202ec\u2066d')).toBe('abcd');
    expect(clean('Â'.normalize('NFD'))).toBe('Â');
    expect(clean('x\ud83dy')).toBe('xy');
    expect(clean('🙂')).toBe('🙂');
  });
});

describe('the form of what was seen', () => {
  it('leaves short values as they are and hashes the rest', async () => {
    expect(await wasOf(45)).toBe(45);
    expect(await wasOf('0123456789')).toBe('0123456789');
    expect(await wasOf('01234567890')).toMatch(/^#[\w-]{8}$/);
    expect(await wasOf('#5')).toMatch(/^#[\w-]{8}$/);
    expect(await digest([null])).toMatch(/^#[\w-]{8}$/);
  });

  it('writes canonical JSON', () => {
    expect(canonical(['đ"\\\n\u0001', 1, null, true])).toBe('["đ\\"\\\\\\n\\u0001",1,null,true]');
  });
});

describe('a patch', () => {
  const before = {
    findings: 'a', starts: '2024-06-24', ends: null, companions: ['p1', 'p2'], commitments: [['c1', 'x', null], ['c2', 'y', null]],
  };
  const now = {
    findings: '', starts: '2024-06-25', ends: null, companions: ['p2', 'p3'], commitments: [['c2', 'y', '2024-07-01'], ['c3', 'z', null]],
  };

  it('holds the difference by path, and makes of the old what is there now', () => {
    const patch = patchBetween('draft', before, now);
    expect(patch).toEqual({
      set: { findings: null, starts: '2024-06-25', ends: null, 'commitments/c2/due': '2024-07-01' },
      was: { findings: 'a', starts: '2024-06-24', 'commitments/c1/text': 'x' },
      add: { companions: ['p3'], commitments: [['c3', 'z', null]] },
      del: { companions: ['p1'], commitments: ['c1'] },
    });
    expect(applyPatch('draft', before, patch)).toEqual({ ...now, findings: null });
  });

  it('leaves out what stays the same, text that differs only in its composition too', () => {
    expect(patchBetween('draft', { findings: 'Ân' }, { findings: 'Ân'.normalize('NFD') }).set).toEqual({});
  });
});

describe('the records that screens see', () => {
  it('have the fields of the shared list, name for name', () => {
    const source = ['records.ts', 'systems.ts'].map((name) => readFileSync(resolve(import.meta.dirname, name), 'utf8')).join('\n');
    for (const entity of ENTITIES.values()) {
      const name = entity.name.charAt(0).toUpperCase() + entity.name.slice(1);
      const fields = new Set(interfaceFields(source, name));
      fields.delete('id');
      expect([...fields].sort(), entity.name).toEqual(entity.fields.map((field) => field.name).sort());
    }
  });

  it('know the columns of their items', () => {
    const columns = [...ENTITIES.values()].flatMap((entity) => entity.fields.filter((field) => field.type === 'items'));
    expect(columns.every((field) => field.columns[0] === 'id')).toBe(true);
    expect(KINDS.get('visit.submit')?.patchEntity).toBe('draft');
  });
});

function interfaceFields(source: string, name: string): string[] {
  const found = new RegExp(`interface ${name}(?: extends ([^{]+))? \\{([^}]*)\\}`).exec(source);
  if (!found) return [];
  const parents = (found[1] ?? '').split(',').map((parent) => parent.trim()).filter((parent) => parent !== '');
  const own = [...(found[2] ?? '').matchAll(/^ {2}(\w+):/gm)].map((match) => match[1] ?? '');
  return [...own, ...parents.flatMap((parent) => interfaceFields(source, parent))];
}
