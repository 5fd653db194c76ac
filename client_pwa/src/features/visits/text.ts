// A report in words: the lines that the summary, the page, the print and "Copy text" share. Reads the directory for
// names; writes nothing.
import type { PublicContent, Report, ReportContent, Visit } from '../../sync/records.ts';
import { dayText } from '../../view/format.ts';
import { number, t } from '../../view/t.svelte.ts';
import { directory } from '../../view/tables.svelte.ts';

export interface Fact {
  label: string;
  value: string;
}

export const WORDS = ['findings', 'difficulties', 'recommendations', 'proposals'] as const;

/** 16/01/2024 – 18/01/2024, or the one day. */
export function dayRange({ starts, ends }: Pick<PublicContent, 'starts' | 'ends'>): string {
  if (!starts) return t('visits-no-date');
  if (!ends || ends === starts) return dayText(starts);
  return t('visits-days', { starts: dayText(starts), ends: dayText(ends) });
}

/** The names of those who went along. */
export function names(people: readonly string[]): string {
  return people.map((id) => directory.person(id)?.name ?? '').join(', ');
}

/** "17 of 19 present"; one number alone when only one was counted; null when none was. */
export function attendance({ attendance_due: due, attendance_present: present }: ReportContent): string | null {
  if (present !== null && due !== null) return t('visits-attendance-of', { present: number(present), due: number(due) });
  if (present !== null) return `${t('visits-attendance-present')}: ${number(present)}`;
  return due === null ? null : `${t('visits-attendance-due')}: ${number(due)}`;
}

/** The point of the visit in degrees, with its accuracy; null without one. */
export function point({ latitude_e6: latitude, longitude_e6: longitude, accuracy_m: metres }: ReportContent): string | null {
  if (latitude === null || longitude === null) return null;
  const degrees = (millionths: number): string => (millionths / 1_000_000).toFixed(5);
  const at = { latitude: degrees(latitude), longitude: degrees(longitude) };
  return t('visits-place-point', { ...at, metres: number(metres ?? 0) });
}

/** What else the summary before sending says, without what was left empty. */
export function listed(content: PublicContent & ReportContent): Fact[] {
  const written = WORDS.filter((name) => content[name]?.trim()).map((name) => t(`visits-${name}`));
  const commitments = content.commitments.length > 0 ? [t('visits-section-commitments')] : [];
  const facts: (Fact | null)[] = [
    content.village ? { label: t('visits-village'), value: content.village } : null,
    content.companions.length > 0 ? { label: t('visits-companions'), value: names(content.companions) } : null,
    fact(t('visits-attendance'), attendance(content)),
    fact(t('visits-section-content'), [...written, ...commitments].join(', ')),
    content.photos.length > 0 ? { label: t('visits-section-photos'), value: number(content.photos.length) } : null,
  ];
  return facts.filter((each) => each !== null);
}

function fact(label: string, value: string | null): Fact | null {
  return value ? { label, value } : null;
}

/** The report as plain text for a messaging app: what the reader of this phone may read, and no more. */
export function reportText(visit: Visit, report: Report | null): string {
  const head = [
    `${t('visits-print-title')}${visit.number ? ` ${visit.number}` : ''}`,
    visit.unit ? directory.unitLong(visit.unit) : '',
    `${visit.kind ? t(`visits-kind-${visit.kind}`) : ''}, ${dayRange(visit)}`,
    `${t('visits-author')}: ${directory.person(visit.author)?.name ?? ''}`,
    report && report.companions.length > 0 ? `${t('visits-companions')}: ${names(report.companions)}` : '',
    (report && attendance(report)) ?? '',
  ];
  const all = { ...report, ...visit };
  const sections = WORDS.filter((name) => all[name]?.trim()).map((name) => `\n${t(`visits-${name}`)}:\n${all[name]}`);
  const promised = visit.commitments.map(commitmentText);
  const commitments = promised.length > 0 ? [`\n${t('visits-commitments')}:\n${promised.join('\n')}`] : [];
  return [...head.filter((line) => line !== ''), ...sections, ...commitments].join('\n');
}

/** One promise with its date. */
export function commitmentText({ text, due }: { text: string | null; due: string | null }): string {
  return due ? `${text ?? ''} (${t('visits-commitment-by', { due: dayText(due) })})` : (text ?? '');
}
