/* Vite plugin: what a component hands on and never changes goes as it is. Svelte wraps each word (`t('…')`) in a signal of
   its own, lest it be computed twice, and each icon in a function, lest it change. A word is one look-up and an icon is a
   constant: without the wrapping a screen has half the signals, and weighs less. Owns no other part of what Svelte makes. */
import { type ESTree, parseSync, type Plugin } from 'vite';

interface Edit {
  start: number;
  end: number;
  text: string;
}
/** Names of signals → the words they hold. */
type Words = ReadonlyMap<string, string>;
interface Source {
  code: string;
  icons: ReadonlySet<string>;
}

export function fixedProps(): Plugin {
  return {
    name: 'diaban-fixed-props',
    apply: 'build',
    enforce: 'post',
    transform: (code, id) => (id.endsWith('.svelte') ? { code: withFixedProps(code), map: null } : null),
  };
}

/** The compiled component with words and icons as they are. */
export function withFixedProps(code: string): string {
  const { program } = parseSync('component.js', code, { lang: 'js', sourceType: 'module' });
  const edits = editsIn(program, new Map(), { code, icons: iconsOf(program) });
  edits.sort((one, other) => other.start - one.start);
  return edits.reduce((text, { start, end, text: put }) => text.slice(0, start) + put + text.slice(end), code);
}

function iconsOf(program: ESTree.Program): Set<string> {
  const imports = program.body.filter((node) => node.type === 'ImportDeclaration').filter(({ source }) => source.value.endsWith('icons.ts'));
  return new Set(imports.flatMap(({ specifiers }) => specifiers.map(({ local }) => local.name)));
}

function editsIn(node: ESTree.Node, outer: Words, source: Source): Edit[] {
  const { start, end } = node;
  const words = node.type === 'BlockStatement' ? wordsOf(node, outer, source) : outer;
  if (node.type === 'VariableDeclaration' && node.declarations.every((each) => wordIn(each, source) !== null)) return [{ start, end, text: '' }];
  const known = node.type === 'CallExpression' ? words.get(readName(node, source)) : undefined;
  if (known !== undefined) return [{ start, end, text: known }];
  const icon = node.type === 'Property' && node.kind === 'get' ? iconIn(node, source) : null;
  if (icon !== null) return [{ start, end, text: icon }];
  return childrenOf(node).flatMap((child) => editsIn(child, words, source));
}

/** The words known in a block: those from outside it, less the names that it takes for itself, and its own. */
function wordsOf(block: ESTree.BlockStatement, outer: Words, source: Source): Words {
  const words = new Map(outer);
  for (const declared of block.body.flatMap((node) => (node.type === 'VariableDeclaration' ? node.declarations : []))) {
    const name = source.code.slice(declared.id.start, declared.id.end);
    const word = wordIn(declared, source);
    if (word === null) words.delete(name);
    else words.set(name, word);
  }
  return words;
}

/** `t('key')` of `$0 = $.derived(() => t('key'))`, which Svelte makes for a prop; null of anything else. */
function wordIn({ start, end }: ESTree.Node, { code }: Source): string | null {
  return /^\$\d+ = \$\.derived\(\(\) => (t\('[\w.-]+'\))\)$/.exec(code.slice(start, end))?.[1] ?? null;
}

/** `$0` of `$.get($0)`. */
function readName({ start, end }: ESTree.Node, { code }: Source): string {
  return /^\$\.get\((\$\d+)\)$/.exec(code.slice(start, end))?.[1] ?? '';
}

/** `path: Plus` of `get path() { return Plus; }`, where Plus is an icon. */
function iconIn({ start, end }: ESTree.Node, { code, icons }: Source): string | null {
  const [, name, icon = ''] = /^get (\w+)\(\) \{\s*return (\w+);\s*\}$/.exec(code.slice(start, end)) ?? [];
  return icons.has(icon) ? `${name}: ${icon}` : null;
}

function childrenOf(node: ESTree.Node): ESTree.Node[] {
  return Object.values(node).flat().filter((part): part is ESTree.Node => typeof (part as ESTree.Node | null)?.type === 'string');
}
