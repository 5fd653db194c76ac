/* What changed between two texts, word by word, as segments to show. Pure; the work is bounded. */

export type SegmentKind = 'same' | 'added' | 'removed';
export interface Segment {
  kind: SegmentKind;
  text: string;
}

/** Table cells a comparison may fill: two changed stretches of 1,000 words. Above, the stretch is shown whole. */
const CELLS_MAX = 1_000_000;

/** `before` and `after` as runs: joining same + removed gives `before`, same + added gives `after`. */
export function diffWords(before: string, after: string): Segment[] {
  const [old, now] = [tokens(before), tokens(after)];
  const head = sharedStart(old, now);
  const tail = sharedEnd(old.slice(head), now.slice(head));
  const middle = compare(old.slice(head, old.length - tail), now.slice(head, now.length - tail));
  const same = (words: string[]): Segment => ({ kind: 'same', text: words.join('') });
  return joined([same(old.slice(0, head)), ...middle, same(old.slice(old.length - tail))]);
}

/** Words and the spaces between them; punctuation stands alone, so that a full stop is no changed word. */
function tokens(text: string): string[] {
  return text.normalize('NFC').match(/[\p{L}\p{N}]+|\s+|[^\p{L}\p{N}\s]/gu) ?? [];
}

function sharedStart(a: string[], b: string[]): number {
  let count = 0;
  while (count < a.length && count < b.length && a[count] === b[count]) count += 1;
  return count;
}

function sharedEnd(a: string[], b: string[]): number {
  let count = 0;
  while (count < a.length && count < b.length && a[a.length - 1 - count] === b[b.length - 1 - count]) count += 1;
  return count;
}

function compare(old: string[], now: string[]): Segment[] {
  if (old.length * now.length > CELLS_MAX) {
    return [{ kind: 'removed', text: old.join('') }, { kind: 'added', text: now.join('') }];
  }
  return walk(old, now, lengths(old, now));
}

/** Longest common subsequence of every pair of remainders, one row per word of `old`. */
function lengths(old: string[], now: string[]): Uint32Array[] {
  const rows = Array.from({ length: old.length + 1 }, () => new Uint32Array(now.length + 1));
  for (let i = old.length - 1; i >= 0; i -= 1) {
    const [row, below] = [rows[i]!, rows[i + 1]!];
    for (let j = now.length - 1; j >= 0; j -= 1) {
      row[j] = old[i] === now[j] ? below[j + 1]! + 1 : Math.max(below[j]!, row[j + 1]!);
    }
  }
  return rows;
}

function walk(old: string[], now: string[], rows: Uint32Array[]): Segment[] {
  const segments: Segment[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      segments.push({ kind: 'same', text: old[i]! });
      [i, j] = [i + 1, j + 1];
    } else if (i < old.length && (j === now.length || rows[i + 1]![j]! >= rows[i]![j + 1]!)) {
      segments.push({ kind: 'removed', text: old[i]! });
      i += 1;
    } else {
      segments.push({ kind: 'added', text: now[j]! });
      j += 1;
    }
  }
  return segments;
}

/** Neighbours of one kind as one run, and a lone space between two changes as part of both: fewer, longer marks. */
function joined(segments: Segment[]): Segment[] {
  const runs: Segment[] = [];
  let [removed, added] = ['', ''];
  const flush = () => {
    if (removed) runs.push({ kind: 'removed', text: removed });
    if (added) runs.push({ kind: 'added', text: added });
    [removed, added] = ['', ''];
  };
  segments.forEach(({ kind, text }, at) => {
    const bridge = kind === 'same' && removed && added && text.trim() === '' && changes(segments[at + 1]);
    if (kind === 'removed' || bridge) removed += text;
    if (kind === 'added' || bridge) added += text;
    if (kind !== 'same' || bridge || !text) return;
    flush();
    const last = runs.at(-1);
    if (last?.kind === 'same') last.text += text;
    else runs.push({ kind, text });
  });
  flush();
  return runs;
}

function changes(segment: Segment | undefined): boolean {
  return segment !== undefined && segment.kind !== 'same';
}
