/* Search without accents: how a text is folded, and how well a text answers a question.
   Pure; cards are folded once when they are written, questions at each letter typed. */

const MARKS = /\p{Mn}+/gu;

/** The text in lower case without marks, đ as d, runs of spaces as one. Equal for NFC and NFD. */
export function fold(text: string): string {
  return text.normalize('NFD').replace(MARKS, '').toLowerCase().replace(/đ/g, 'd').replace(/\s+/g, ' ').trim();
}

/** Lower case with its accents, in NFC: what "exactly so" means when two names differ by accents only. */
export function foldCase(text: string): string {
  return text.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim();
}

/** True when every word of the folded question begins a word of the folded text. */
export function matches(folded: string, question: string): boolean {
  return question.split(' ').every((word) => beginsWord(folded, word));
}

/**
 * How well `text` answers `question`; 0 when it does not, else more is better:
 * the accents typed agree > begins the text > begins the words in order > begins words anywhere.
 */
export function rank(text: string, question: string): number {
  const [folded, asked] = [fold(text), fold(question)];
  if (!matches(folded, asked)) return 0;
  const place = folded.startsWith(asked) ? 3 : beginsWord(folded, asked) ? 2 : 1;
  const [exact, askedExactly] = [foldCase(text), foldCase(question)];
  return place + (askedExactly.split(' ').every((word) => beginsWord(exact, word)) ? 4 : 0);
}

/** The best `limit` of `items` for the question, best first, otherwise in their order. An empty question keeps all. */
export function search<Item>(items: readonly Item[], question: string, textOf: (item: Item) => string, limit: number): Item[] {
  if (fold(question) === '') return items.slice(0, limit);
  const found = items.map((item) => ({ item, rank: rank(textOf(item), question) })).filter((one) => one.rank > 0);
  return found.sort((a, b) => b.rank - a.rank).slice(0, limit).map((one) => one.item);
}

function beginsWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (at === 0 || !isLetter(text.charAt(at - 1))) return true;
  }
  return false;
}

function isLetter(letter: string): boolean {
  return /[\p{L}\p{N}]/u.test(letter);
}
