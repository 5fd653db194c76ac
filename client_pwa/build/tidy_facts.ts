/* Prints, as JSON, what the app's .ts and .svelte files are made of: the length of each function, and each text that a
   person would see or hear and that does not come from the words. Judges nothing; the tests do. */
import { readFileSync } from 'node:fs';
import { parse } from 'svelte/compiler';
import ts from 'typescript';

const SPOKEN = new Set(['alt', 'aria-description', 'aria-label', 'aria-roledescription', 'placeholder', 'title']);
const HAS_LETTERS = /\p{L}/u;

interface Facts {
  functions: { where: string; name: string; lines: number }[];
  texts: { where: string; text: string }[];
}

const facts: Facts = { functions: [], texts: [] };
for (const path of JSON.parse(readFileSync(0, 'utf8')) as string[]) {
  const source = readFileSync(path, 'utf8');
  if (!path.endsWith('.svelte')) readFunctions(path, source, 0);
  else readComponent(path, source);
}
console.log(JSON.stringify(facts));

function readComponent(path: string, source: string): void {
  const root = parse(source, { modern: true, filename: path });
  for (const script of [root.instance, root.module]) {
    if (!script) continue;
    const { start, end } = script.content as unknown as { start: number; end: number };
    readFunctions(path, source.slice(start, end), source.slice(0, start).split('\n').length - 1);
  }
  readTexts(path, source, root.fragment);
}

function readFunctions(path: string, code: string, linesBefore: number): void {
  const file = ts.createSourceFile(path, code, ts.ScriptTarget.Latest, true);
  const lineAt = (position: number) => file.getLineAndCharacterOfPosition(position).line;
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body) {
      const first = lineAt(node.getStart());
      const named = 'name' in node && node.name ? node.name.getText() : '(unnamed)';
      facts.functions.push({ where: `${path}:${linesBefore + first + 1}`, name: named, lines: lineAt(node.end) - first + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
}

function readTexts(path: string, source: string, node: unknown): void {
  if (Array.isArray(node)) for (const one of node) readTexts(path, source, one);
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return;
  const { type, name, start, data, value } = node as { type?: string; name?: string; start?: number; data?: string; value?: unknown };
  if (type === 'Attribute') {
    if (!SPOKEN.has(name ?? '')) return;
    return readTexts(path, source, value);
  }
  if (type === 'Text' && HAS_LETTERS.test(data ?? '')) {
    facts.texts.push({ where: `${path}:${source.slice(0, start).split('\n').length}`, text: (data ?? '').trim() });
  }
  // Expressions are code; what they show is typed by the words.
  if (type === 'ExpressionTag' || type === 'Script' || type === 'StyleSheet') return;
  for (const child of Object.values(node)) readTexts(path, source, child);
}
