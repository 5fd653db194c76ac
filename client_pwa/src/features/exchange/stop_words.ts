// Words that must not be written into an exchange: the phone's twin of server/stop_words.py. Both run
// sync/vectors/stop_words.json. Pure. Here the person is stopped before anything leaves the phone; the server refuses it
// again. No lookbehind: Safari 15 does not know it.

export type StopCode = 'denunciation' | 'identity_number' | 'phone_number';

// What is written of denunciations in general, which is no denunciation.
const IN_GENERAL = /luật tố cáo|khiếu nại,? (và )?tố cáo|luat to cao|khieu nai,? (va )?to cao/g;
const DENUNCIATION = /tố cáo|tố giác|denounc|denunciation/;
// "cây to cao" are tall trees and "tổ cao su" grow rubber: without marks the words count only where no text has any.
const UNMARKED = /(^|[^a-z])(to cao(?! su)|to giac)(?![a-z])/;
const MARKED = /[à-ỹđ]/;

// A citizen's card: twelve digits, the first of the province; and the old card's nine. In one piece or by threes; a sum
// of money or an area names its unit behind it.
const IDENTITY =
  /(^|[^0-9.,])([0-9]{12}|[0-9]{9}|0[0-9]{2}([ .-][0-9]{3}){3}|[0-9]{3}([ ][0-9]{3}){2})(?![.,]?[0-9]| [0-9]{3}( |$)| ?(đồng|đ( |,|\.|$)|vnd|vnđ|usd|m2|m3|kwh|kg))/;
// 0905 123 456, +84 905 123 456, 0905.12.34.56, 090 512 3456.
const MOBILE =
  /(^|[^0-9.,])(\+?84[ .-]?|0)[35789]([0-9]{8}|[0-9]{2}[ .-][0-9]{3}[ .-]?[0-9]{3}|[0-9]{5}[ .-][0-9]{3}|[0-9][ .-][0-9]{3}[ .-]?[0-9]{4}|[0-9]{2}([ .-][0-9]{2}){3})(?![0-9])/;
// 0256 3822 123, (0256) 3.822.123, 024 3822 1234.
const LANDLINE =
  /(^|[^0-9.,/])\(?(\+?84[ .-]?|0)2([0-9]{2}\)?[ .-]?[0-9]([ .-]?[0-9]){6}|[48]\)?[ .-]?[0-9]{4}[ .-]?[0-9]{4})(?![0-9])/;

const STOPS: readonly (readonly [StopCode, (text: string) => boolean])[] = [
  ['denunciation', denounces],
  ['phone_number', (text) => MOBILE.test(text) || LANDLINE.test(text)],
  ['identity_number', (text) => IDENTITY.test(text)],
];

/** The code of what must not be in these texts; null when they may be sent. */
export function findStop(texts: readonly (string | null | undefined)[]): StopCode | null {
  const whole = texts.filter((text) => text != null).map((text) => text.normalize('NFKC').toLowerCase());
  return STOPS.find(([, isIn]) => whole.some(isIn))?.[0] ?? null;
}

function denounces(text: string): boolean {
  const said = text.replace(IN_GENERAL, '');
  return DENUNCIATION.test(said) || (!MARKED.test(text) && UNMARKED.test(said));
}

// "1. …", "2) …", "- …", "thứ nhất …": each line that begins so is a matter of its own.
const POINT = /^\s*([0-9]{1,2}[.)]\s|[a-h][.)]\s|[-•*+–]\s|(thứ (nhất|hai|ba|tư|năm)|một là|hai là|ba là)[ ,:])/i;

/** The matters that a text seems to hold, each without its number; one alone when it names none. */
export function mattersIn(text: string): string[] {
  const points: string[] = [];
  for (const line of text.split('\n').map((each) => each.trim()).filter((each) => each !== '')) {
    if (POINT.test(line)) points.push(line.replace(POINT, '').trim());
    else if (points.length > 0) points.push(`${points.pop() ?? ''}\n${line}`);
  }
  return points.length > 1 ? points.filter((point) => point !== '') : [text.trim()];
}

// "ông Nguyễn Văn A", "bà Trần Thị B": a form of address and a name of two words or more. Who holds an office is named so,
// too, and a place may be: it is advice, never a stop.
const SOMEBODY = /(^|[^\p{L}])([ôÔ]ng|[bB]à|[aA]nh|[cC]hị|[cC]ụ|[cC]ô|[cC]háu|[eE]m)\s+\p{Lu}\p{L}*(\s+\p{Lu}\p{L}*){1,4}/u;

/** Whether the text seems to name a person. */
export function namesSomebody(text: string): boolean {
  return SOMEBODY.test(text.normalize('NFC'));
}
