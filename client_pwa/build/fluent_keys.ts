/* Pure: what keys and arguments the words of each language have, and where languages disagree. No files here. */
import { type Entry, FluentParser, type Junk, type Message, type Pattern, type Term, Visitor } from '@fluent/syntax';
import type * as Fluent from '@fluent/syntax';

/** locale → area (file name without .ftl) → text */
export type Words = Record<string, Record<string, string>>;
/** key (or `key.attribute`) → argument → TypeScript type */
export type Keys = Map<string, Map<string, string>>;

interface Pieces {
  patterns: Map<string, Pattern>;
  where: Map<string, string>;
  faults: string[];
}

/** The keys all languages share, and every fault, worded for the person who writes words. */
export function checkWords(words: Words): { keys: Keys; faults: string[] } {
  const parsed = Object.entries(words).map(([locale, files]) => ({ locale, pieces: piecesOf(locale, files) }));
  const faults = parsed.flatMap(({ pieces }) => pieces.faults);
  const all = parsed.map(({ locale, pieces }) => ({ locale, pieces, keys: keysOf(pieces, faults) }));
  const keys: Keys = new Map();
  for (const { keys: own } of all) for (const [key, args] of own) keys.set(key, new Map([...(keys.get(key) ?? []), ...args]));
  for (const [key, args] of keys) {
    for (const { locale, keys: own } of all) {
      const mine = own.get(key);
      const lacking = [...args.keys()].filter((name) => mine && !mine.has(name));
      if (!mine) faults.push(`${locale}: "${key}" is missing`);
      else if (lacking.length > 0) faults.push(`${locale}: "${key}" does not use ${lacking.map((name) => `$${name}`).join(', ')}`);
    }
  }
  return { keys, faults };
}

function piecesOf(locale: string, files: Record<string, string>): Pieces {
  const pieces: Pieces = { patterns: new Map(), where: new Map(), faults: [] };
  const parser = new FluentParser({ withSpans: true });
  for (const [area, text] of Object.entries(files)) {
    const file = `${locale}/${area}.ftl`;
    for (const entry of parser.parse(text).body) addEntry(pieces, file, text, entry);
  }
  return pieces;
}

function addEntry(pieces: Pieces, file: string, text: string, entry: Entry): void {
  if (entry.type === 'Junk') {
    const junk = entry as Junk;
    const line = text.slice(0, junk.span?.start ?? 0).split('\n').length;
    pieces.faults.push(`${file}:${line}: ${junk.annotations.map((note) => note.message).join('; ')}`);
  }
  if (entry.type !== 'Message' && entry.type !== 'Term') return;
  const named = entry as Message | Term;
  const name = (entry.type === 'Term' ? '-' : '') + named.id.name;
  const add = (key: string, pattern: Pattern) => {
    if (pieces.where.has(key)) pieces.faults.push(`${file}: "${key}" stands already in ${pieces.where.get(key)}`);
    pieces.where.set(key, file);
    pieces.patterns.set(key, pattern);
  };
  if (named.value) add(name, named.value);
  for (const attribute of named.attributes) add(`${name}.${attribute.id.name}`, attribute.value);
}

function keysOf(pieces: Pieces, faults: string[]): Keys {
  const messages = [...pieces.patterns.keys()].filter((key) => !key.startsWith('-'));
  return new Map(messages.map((key) => [key, argumentsOf(pieces, key, faults, new Set())]));
}

/** Arguments of a message and of all that it refers to. */
function argumentsOf(pieces: Pieces, key: string, faults: string[], seen: Set<string>): Map<string, string> {
  const pattern = pieces.patterns.get(key);
  if (!pattern || seen.has(key)) return new Map();
  seen.add(key);
  const reader = new ArgumentReader();
  reader.visit(pattern);
  const args = reader.args;
  for (const reference of reader.references) {
    if (!pieces.patterns.has(reference)) faults.push(`${pieces.where.get(key)}: "${key}" refers to ${reference}, which is nowhere`);
    if (reference.startsWith('-')) continue;
    for (const [name, type] of argumentsOf(pieces, reference, faults, seen)) if (!args.has(name)) args.set(name, type);
  }
  return args;
}

const PLURALS = new Set(['zero', 'one', 'two', 'few', 'many']);

class ArgumentReader extends Visitor {
  readonly args = new Map<string, string>();
  readonly references: string[] = [];

  override visitVariableReference(node: Fluent.VariableReference): void {
    if (!this.args.has(node.id.name)) this.args.set(node.id.name, 'string | number');
  }

  override visitMessageReference(node: Fluent.MessageReference): void {
    this.references.push(node.id.name + (node.attribute ? `.${node.attribute.name}` : ''));
  }

  override visitTermReference(node: Fluent.TermReference): void {
    this.references.push(`-${node.id.name}`);
    this.genericVisit(node);
  }

  override visitFunctionReference(node: Fluent.FunctionReference): void {
    const type = node.id.name === 'NUMBER' ? 'number' : node.id.name === 'DATETIME' ? 'number | Date' : 'string | number';
    for (const value of node.arguments.positional) {
      if (value.type === 'VariableReference') this.args.set((value as Fluent.VariableReference).id.name, type);
    }
    this.genericVisit(node);
  }

  override visitSelectExpression(node: Fluent.SelectExpression): void {
    const counts = node.variants.some(({ key }) => key.type === 'NumberLiteral' || PLURALS.has((key as Fluent.Identifier).name));
    if (counts && node.selector.type === 'VariableReference') {
      this.args.set((node.selector as Fluent.VariableReference).id.name, 'number');
    }
    this.genericVisit(node);
  }
}
