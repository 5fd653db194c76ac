/* Vite plugin: class fields as they are written, on phones that know them only nearly. Safari 15 loses the names in a
   field's first value that holds parentheses of its own (https://webkit.org/b/236843). A build for it would therefore write
   every field and private name in older words, which makes Today heavier by a fifteenth, and slower. Here only such a value is
   moved: `#read = once(() => …)` becomes `#read = this.#first0()`. Owns no other feature of the language. */
import { type ESTree, parseSync, type Plugin, Visitor } from 'vite';

/** What a value may be made of: none of it puts parentheses around anything but arguments. */
const PLAIN = new Set([
  'ArrayExpression',
  'CallExpression',
  'Identifier',
  'Literal',
  'MemberExpression',
  'NewExpression',
  'PrivateIdentifier',
  'TemplateElement',
  'TemplateLiteral',
  'ThisExpression',
  'UnaryExpression',
]);

interface Edit {
  start: number;
  end: number;
  text: string;
}

/** The oldest browsers (Chrome 99, Safari 15.4) by their syntax: what Safari 16 added is the repair of that fault. */
export const SYNTAX_TARGET = ['chrome99', 'safari16'];

export function classFields(): Plugin {
  return {
    name: 'diaban-class-fields',
    apply: 'build',
    enforce: 'post',
    transform: (code, id) => (/\bclass\b/.test(code) ? { code: withSafeFields(code, id), map: null } : null),
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      const unsafe = chunks.flatMap(({ code, fileName }) => unsafeFields(code, fileName).map(({ field }) => code.slice(field.start, field.end)));
      if (unsafe.length > 0) this.error(`Safari 15 would misread these class fields:\n  ${unsafe.join('\n  ')}`);
    },
  };
}

/** The module with each unsafe first value in a private method of its class. */
export function withSafeFields(code: string, name = 'module.js'): string {
  const edits = unsafeFields(code, name).flatMap(({ field, body }, at) => moved(code, { field, body, at }));
  edits.sort((one, other) => other.start - one.start);
  return edits.reduce((text, { start, end, text: put }) => text.slice(0, start) + put + text.slice(end), code);
}

interface Field {
  field: ESTree.PropertyDefinition;
  body: ESTree.ClassBody;
}

function unsafeFields(code: string, name: string): Field[] {
  const found: Field[] = [];
  const visitor = new Visitor({
    ClassBody: (body) => {
      for (const field of body.body) {
        if (field.type === 'PropertyDefinition' && field.value && !isPlain(field.value)) found.push({ field, body });
      }
    },
  });
  visitor.visit(parseSync(name, code, { lang: 'js', sourceType: 'module' }).program);
  return found;
}

function isPlain(node: ESTree.Node): boolean {
  if (!PLAIN.has(node.type)) return false;
  const parts = Object.values(node).flat().filter((part): part is ESTree.Node => typeof (part as ESTree.Node | null)?.type === 'string');
  return parts.every(isPlain);
}

function moved(code: string, { field, body, at }: Field & { at: number }): Edit[] {
  const { start = 0, end = 0 } = field.value ?? {};
  const method = `${field.static ? 'static ' : ''}#first${at}() { return (${code.slice(start, end)}); }`;
  return [
    { start, end, text: `this.#first${at}()` },
    { start: body.end - 1, end: body.end - 1, text: `\n${method}\n` },
  ];
}
