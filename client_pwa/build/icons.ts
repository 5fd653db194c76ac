/* `node build/icons.ts NAME…` prints Lucide icons as lines for src/ui/icons.ts: each the `d` of one path.
   One path weighs a fifth of a component; icons.test.ts keeps the copies equal to what the pinned package gives. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const LUCIDE = resolve(import.meta.dirname, '../node_modules/@lucide/svelte/dist/icons');
/** A path that starts relatively stands where the last one ended once both are one; what follows its point are lines. */
const RELATIVE_START = /^m(-?[\d.]+[ ,]?-?[\d.]+)[ ,]?/;
const LONG_NUMBER = /-?\d*\.\d{3,}/g;
type Node = [tag: string, attributes: Record<string, string>];

/** The whole icon as one path. Throws for a shape that no icon of ours has used yet. */
export function iconPath(name: string): string {
  const data = /const iconData = (\{.*\});/.exec(readFileSync(join(LUCIDE, `${name}.svelte`), 'utf8'))?.[1];
  if (!data) throw new Error(`${name}: the package keeps its icons in another form now`);
  return (JSON.parse(data) as { node: Node[] }).node.map(shapePath).join('').replaceAll(LONG_NUMBER, rounded);
}

/** To a hundredth of a step of the grid, which nobody sees: what stands behind it weighs, and says nothing. */
function rounded(number: string): string {
  const short = String(Number(Number(number).toFixed(2))).replace(/^(-?)0\./, '$1.');
  // A leading point may be all that parts it from the number before.
  return number.startsWith('.') && !short.startsWith('.') ? ` ${short}` : short;
}

/** `circle-alert` → `CircleAlert` */
export function iconName(name: string): string {
  return name.replace(/(^|-)(.)/g, (_, _dash: string, letter: string) => letter.toUpperCase());
}

function shapePath([tag, at]: Node): string {
  const num = (key: string) => Number(at[key] ?? 0);
  if (tag === 'path') return at['d']!.replace(RELATIVE_START, 'M$1l').replace(/l(?=[a-zA-Z]|$)/, '');
  if (tag === 'line') return `M${num('x1')} ${num('y1')}L${num('x2')} ${num('y2')}`;
  if (tag === 'polyline') return `M${at['points']}`;
  if (tag === 'circle') return `M${num('cx') - num('r')} ${num('cy')}a${num('r')} ${num('r')} 0 1 0 ${2 * num('r')} 0a${num('r')} ${num('r')} 0 1 0 ${-2 * num('r')} 0`;
  if (tag === 'rect') return rectPath({ x: num('x'), y: num('y'), width: num('width'), height: num('height'), r: num('rx') });
  throw new Error(`no path for a ${tag} yet`);
}

function rectPath({ x, y, width, height, r }: { x: number; y: number; width: number; height: number; r: number }): string {
  const turn = (dx: number, dy: number) => (r === 0 ? '' : `a${r} ${r} 0 0 1 ${dx} ${dy}`);
  const [across, down] = [width - 2 * r, height - 2 * r];
  return `M${x + r} ${y}h${across}${turn(r, r)}v${down}${turn(-r, r)}h${-across}${turn(-r, -r)}v${-down}${turn(r, -r)}z`;
}

if (process.argv[1] === import.meta.filename) {
  for (const name of process.argv.slice(2).sort()) console.log(`export const ${iconName(name)} = '${iconPath(name)}';`);
}
