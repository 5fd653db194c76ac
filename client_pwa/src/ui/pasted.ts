/* What a paste brings, as plain text: paragraphs, lines of lists and cells of tables stay, everything else goes. Pure: it
   reads the clipboard's HTML as text, so that nothing of it is ever put into a page. Fetched when a long field is entered. */

/** Beyond this a clipboard holds a book with pictures; its plain text is taken as it is. */
const HTML_CHARS_MAX = 2_000_000;
const BLOCKS = new Set('p div h1 h2 h3 h4 h5 h6 li ul ol dl dt dd tr td th table caption blockquote pre section article header footer hr'.split(' '));
/** What nobody reads: heads, styles, words that were struck out in Word's list of changes. */
const UNREAD = new Set('head style script title del template svg xml'.split(' '));
const NAMED: Record<string, string> = { nbsp: '\u00a0', amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", shy: '\u00ad', ndash: '–', mdash: '—', hellip: '…', lsquo: '‘', rsquo: '’', ldquo: '“', rdquo: '”', bull: '•', middot: '·', deg: '°', times: '×' };
const TOKEN = /<[!?][^<>]{0,300}>|<(\/?)([a-z][a-z0-9:]*)([^<>]*)>|&(#x?[0-9a-f]{1,6}|[a-z]{2,8});|[^<&]+|[<&]/gi;
/** Bullets of Word's symbol fonts and of others, at the beginning of a line, with the gap behind them. */
const BULLET = /^[ \t]*(?:[\uf02d\uf076\uf0a7\uf0b7\uf0d8\uf0e8\uf0fc•◦▪▫●○■□‣⁃∙·❖➢➤✓✔]|[oØ§üv](?=\t| {3,}))[ \t]+/;
const NUMBER = /^[ \t]*((?:\d{1,3}|[a-zđ]|[ivx]{1,5})[.)])(?:\t| {2,})[ \t]*/i;

/** The text to put in for these two faces of one clipboard. */
export function pasted(html: string, plain: string): string {
  const useful = html.length <= HTML_CHARS_MAX && /<(?:p|div|li|td|br|h\d)\b/i.test(html);
  return tidy((useful && readHtml(html)) || plain);
}

/** What of a text fits into the room there is, cut between lines, else between words. */
export function fitting(text: string, room: number): string {
  if (text.length <= room) return text;
  const cut = text.slice(0, Math.max(room, 0));
  const end = [cut.lastIndexOf('\n'), cut.lastIndexOf(' ')].find((at) => at > cut.length / 2) ?? cut.length;
  return cut.slice(0, end).trimEnd();
}

/** Composed letters, one kind of space, nothing invisible, at most one empty line in a row. */
function tidy(text: string): string {
  const lines = text
    .replace(/\r\n?|[\v\f\u2028\u2029]/g, '\n')
    .replace(/[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g, ' ')
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u0008\u000e-\u001f\u007f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffc]/g, '')
    .split('\n')
    .map((line) => line.replace(BULLET, '- ').replace(NUMBER, '$1 ').replace(/[ \t]+/g, ' ').trim());
  return lines.join('\n').replace(/\n{3,}/g, '\n\n').replace(/^\n+|\n+$/g, '').normalize('NFC');
}

/** The text of a piece of HTML, a line for each block. */
function readHtml(html: string): string {
  const reader = new Reader();
  for (const [all, close, name, attributes, entity] of withoutComments(fragmentOf(html)).matchAll(TOKEN)) {
    if (name) reader.tag(name.toLowerCase(), close === '/', attributes ?? '');
    else if (entity) reader.say(entityText(entity) ?? all);
    else if (!/^<[!?]./.test(all)) reader.say(all);
  }
  return reader.text();
}

/** What was copied; around it some programs put the whole page. */
function fragmentOf(html: string): string {
  const start = html.indexOf('<!--StartFragment-->');
  const end = html.lastIndexOf('<!--EndFragment-->');
  return start >= 0 && end > start ? html.slice(start, end) : html;
}

/** One step for each comment, however many there are that never end. */
function withoutComments(html: string): string {
  let text = '';
  let from = 0;
  for (let at = html.indexOf('<!--'); at >= 0; at = html.indexOf('<!--', from)) {
    text += html.slice(from, at);
    const end = html.indexOf('-->', at + 4);
    from = end < 0 ? html.length : end + 3;
  }
  return text + html.slice(from);
}

function entityText(entity: string): string | null {
  if (!entity.startsWith('#')) return NAMED[entity.toLowerCase()] ?? null;
  const hex = entity[1] === 'x' || entity[1] === 'X';
  const code = Number.parseInt(entity.slice(hex ? 2 : 1), hex ? 16 : 10);
  return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : '';
}

class Reader {
  readonly #lines: string[] = [];
  /** The pieces of the open line: joined once, for a line may come in a hundred thousand. */
  #pieces: string[] = [];
  /** Open lists, innermost last: the number of the last item, or null where items have no number. */
  readonly #lists: (number | null)[] = [];
  /** What stands before the next words: a list item's sign. */
  #sign = '';
  #unread = 0;
  #cells = 0;
  /** Whether the open line has words, and the open paragraph: where that has none, an empty line was meant. */
  #worded = false;
  #said = false;
  readonly #fonts: (string | null)[] = [];

  tag(name: string, closes: boolean, attributes: string): void {
    if (UNREAD.has(name) && !attributes.endsWith('/')) this.#unread = Math.max(0, this.#unread + (closes ? -1 : 1));
    if (this.#unread > 0) return;
    if (name === 'span' || name === 'font') this.#font(closes, attributes);
    if (name === 'td' || name === 'th') this.#cells = Math.max(0, this.#cells + (closes ? -1 : 1));
    if (name === 'ul' || name === 'ol') {
      if (closes) this.#lists.pop();
      else this.#lists.push(name === 'ol' ? 0 : null);
    }
    if (BLOCKS.has(name) && this.#worded) this.#end();
    if (name === 'br') this.#end();
    if (name === 'p' && closes) this.#paragraph();
    if (name === 'li' && !closes) this.#item();
  }

  say(text: string): void {
    if (this.#unread > 0) return;
    const words = this.#known(text).replace(/[ \t\r\n]+/g, ' ');
    if (words.trim() !== '') {
      this.#worded = this.#said = true;
      this.#pieces.push(this.#sign);
      this.#sign = '';
    }
    this.#pieces.push(words);
  }

  text(): string {
    this.#end();
    return this.#lines.join('\n');
  }

  #end(): void {
    this.#lines.push(this.#worded ? this.#pieces.join('') : '');
    this.#pieces = [];
    this.#worded = false;
  }

  #paragraph(): void {
    if (!this.#said && this.#lists.length + this.#cells === 0 && this.#lines.at(-1) !== '') this.#end();
    this.#said = false;
  }

  #item(): void {
    const last = this.#lists.length - 1;
    const number = this.#lists[last];
    if (typeof number === 'number') this.#lists[last] = number + 1;
    this.#sign = typeof number === 'number' ? `${number + 1}. ` : '- ';
  }

  #font(closes: boolean, attributes: string): void {
    if (closes) this.#fonts.pop();
    else this.#fonts.push(/(?:font-family:\s*|face=)["']?&?(?:quot;)?(\.vn\w+|vni[- ]\w+)/i.exec(attributes)?.[1] ?? this.#fonts.at(-1) ?? null);
  }

  /** Letters of the fonts that Vietnamese offices wrote with before Unicode (.VnTime, VNI-Times …); of the first, those
      ending in H have capitals. What only Unicode has was not typed in them. */
  #known(text: string): string {
    const font = this.#fonts.at(-1);
    if (!font || UNICODE.test(text)) return text;
    if (/^vni/i.test(font)) return text.replace(VNI_SIGNS, (signs) => vniLetter(signs));
    const letters = [...text].map((sign) => TCVN3.get(sign) ?? sign).join('');
    return /h$/i.test(font) ? letters.toUpperCase() : letters;
  }
}

const TCVN3_SIGNS =
  '\u00b5\u00b8\u00b6\u00b7\u00b9\u00a8\u00bb\u00be\u00bc\u00bd\u00c6\u00a9\u00c7\u00ca\u00c8\u00c9\u00cb\u00ae\u00cc\u00d0\u00ce\u00cf\u00d1\u00aa\u00d2\u00d5\u00d3\u00d4\u00d6\u00d7\u00dd\u00d8\u00dc\u00de\u00df\u00e3\u00e1\u00e2\u00e4\u00ab\u00e5\u00e8\u00e6\u00e7\u00e9\u00ac\u00ea\u00ed\u00eb\u00ec\u00ee\u00ef\u00f3\u00f1\u00f2\u00f4\u00ad\u00f5\u00f8\u00f6\u00f7\u00f9\u00fa\u00fd\u00fb\u00fc\u00fe\u00a1\u00a2\u00a3\u00a4\u00a5\u00a6\u00a7';
const TCVN3_LETTERS = 'àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂÊÔƠƯĐ';
const TCVN3 = new Map([...TCVN3_LETTERS].map((letter, at) => [TCVN3_SIGNS[at] ?? '', letter]));

const UNICODE = /[\u0100-\u024f\u0300-\u036f\u1e00-\u1eff]/;
// VNI: a vowel is followed by the sign of its accents, and some letters are signs of their own; marks as in Unicode.
const VNI_ALONE = new Map([...'íìæóòîñôö'].map((sign, at) => [sign, 'íìỉĩịỵđơư'[at] ?? '']));
const VNI_MARKS: readonly (readonly [string, string, string])[] = [
  ['aeouyôö', '', 'øùûõï'],
  ['aeo', '\u0302', 'àáåãä'],
  ['a', '\u0306', 'èéúüë'],
];
const VNI_TONES = ['\u0300', '\u0301', '\u0309', '\u0303', '\u0323'];
const VNI = new Map(VNI_ALONE);
for (const [vowels, mark, signs] of VNI_MARKS) {
  for (const vowel of vowels) {
    if (mark) VNI.set(`${vowel}${mark === '\u0302' ? 'â' : 'ê'}`, `${vowel}${mark}`.normalize('NFC'));
    for (const [at, sign] of [...signs].entries()) VNI.set(vowel + sign, `${VNI_ALONE.get(vowel) ?? vowel}${mark}${VNI_TONES[at] ?? ''}`.normalize('NFC'));
  }
}
const VNI_SIGNS = new RegExp([...VNI.keys()].sort((one, other) => other.length - one.length).join('|'), 'gi');

function vniLetter(signs: string): string {
  const letter = VNI.get(signs.toLowerCase()) ?? signs;
  return signs.charAt(0) === signs.charAt(0).toLowerCase() ? letter : letter.toUpperCase();
}
