import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { slimSchema } from './schema.ts';

type Named = string | Record<string, unknown>;
interface Lists {
  entities: { name: string; fields: Named[] }[];
  kinds: Record<string, unknown>[];
}

const PATH = resolve(import.meta.dirname, '../src/sync/schema.json');
const whole = JSON.parse(readFileSync(PATH, 'utf8')) as Lists;
const slim = slimmed(readFileSync(PATH, 'utf8'));

/** What is left with a name alone is that name. */
const opened = (one: Named) => (typeof one === 'string' ? { name: one } : one) as Record<string, unknown>;

function slimmed(code: string): Lists {
  const { transform } = slimSchema() as unknown as { transform: (code: string, id: string) => { code: string } };
  return JSON.parse(transform(code, PATH).code) as Lists;
}

describe('the lists in the built app', () => {
  it('name every kind of record, with each field, its group and its columns', () => {
    const shape = ({ entities }: Lists) => entities.map(({ name, fields }) => [name, fields.map(opened).map((field) => [field['name'], field['group'], field['columns']])]);
    expect(shape(slim)).toEqual(shape(whole));
  });

  it('keep what a text or a list is bound to', () => {
    const bounds = ({ entities }: Lists) => entities.flatMap(({ fields }) => fields.map(opened).filter(({ type }) => ['words', 'line', 'ids', 'items'].includes(String(type))).map(({ name, type, limit }) => [name, type, limit]));
    expect(bounds(slim)).toEqual(bounds(whole));
  });

  it('tell of each kind of operation what a phone says with it', () => {
    const said = ({ kinds }: Lists) =>
      kinds.map((kind) => [kind['name'], kind['entity'] ?? String(kind['name']).split('.')[0], kind['schema'] ?? 1, names(kind['arguments']), kind['patches'] ?? [], kind['patch_entity'] ?? null]).filter(([name]) => !String(name).endsWith('.enter'));
    const names = (list: unknown) => ((list ?? []) as Named[]).map((one) => opened(one)['name']);
    expect(said(slim)).toEqual(said(whole));
  });
});
