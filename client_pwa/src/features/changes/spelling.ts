// One of the spellings that a name may have: the twin of `spelled` in server/features/units/names.py. Pure.
const TONES = new Map([
  ...tones(['o', 'a', 'àáảãạ'], 'òóỏõọ'),
  ...tones(['o', 'e', 'èéẻẽẹ'], 'òóỏõọ'),
  ...tones(['u', 'y', 'ỳýỷỹỵ'], 'ùúủũụ'),
]);
// Only an open syllable has two spellings: Hòa and Hoà, but Hoàng.
const OPEN_END = new RegExp(`(?:${[...TONES.keys()].join('|')})(?![\\p{L}\\p{N}_])`, 'gu');

/** The name with Hòa for Hoà, composed letters, single spaces. */
export function spelled(name: string): string {
  const letters = name.normalize('NFC').trim().replace(/\s+/g, ' ');
  return letters.replace(OPEN_END, (found) => TONES.get(found) ?? found);
}

function tones([first, last, marked]: readonly [string, string, string], older: string): (readonly [string, string])[] {
  return [...marked].map((letter, at) => [`${first}${letter}`, `${[...older][at] ?? ''}${last}`]);
}
