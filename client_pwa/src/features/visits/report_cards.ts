// The cards of a report as it is read, with their headings and lines in the order of the writer's form.
import type { PublicContent, ReportContent } from '../../sync/records.ts';
import { erasedText, type Marked } from '../../view/erased.ts';
import { t } from '../../view/t.svelte.ts';
import { directory } from '../../view/tables.svelte.ts';
import { WHERE, WHO } from './form_card.ts';
import { attendance, commitmentText, dayRange, names, point, WORDS } from './text.ts';

interface Line {
  label: string;
  text: string | null;
  /** The field that a comment on this line is about; none where the card is commented as a whole. */
  field?: string;
}
interface Card {
  title?: string;
  /** The field that a comment on the whole card is about. */
  field?: string;
  /** The fields whose comments stand at the end of the card. */
  of: readonly string[];
  fields: Line[];
}

/** What the reader sees; `report` null: what the commune may read. */
export function cardsOf(content: PublicContent & Marked, report: (ReportContent & Marked) | null): Card[] {
  const words = { ...report, recommendations: content.recommendations };
  const shown = report ? WORDS : (['recommendations'] as const);
  const cards: (Card | null)[] = [
    { title: t('visits-section-where'), field: 'unit', of: WHERE, fields: whereLines(content, report) },
    report && { title: t('visits-section-who'), field: 'attendance', of: WHO, fields: whoLines(report) },
    {
      title: t('visits-section-content'),
      of: [],
      fields: shown.map((name) => ({ label: t(`visits-${name}`), field: name, text: words[name] ?? erasedText(name === 'recommendations' ? content : report, name) })),
    },
    { of: [], fields: [{ label: t('visits-section-commitments'), field: 'commitments', text: promises(content) || erasedText(content, 'commitments') }] },
    report && point(report) !== null
      ? { of: [], fields: [{ label: t('visits-section-place'), field: 'place', text: point(report) }] }
      : null,
  ];
  return cards.filter((card) => card !== null);
}

function whereLines(content: PublicContent, report: (ReportContent & Marked) | null): Line[] {
  const lines = [
    { label: t('visits-unit'), text: directory.unitLong(content.unit) },
    { label: t('visits-village'), text: report?.village ?? erasedText(report, 'village') },
    { label: t('visits-kind'), text: content.kind && t(`visits-kind-${content.kind}`) },
    { label: t('visits-dates'), text: dayRange(content) },
  ];
  return lines.filter(({ label, text }) => text !== null || label !== t('visits-village'));
}

function whoLines(report: ReportContent & Marked): Line[] {
  return [
    { label: t('visits-companions'), text: names(report.companions) || erasedText(report, 'companions') },
    { label: t('visits-attendance'), text: attendance(report) },
  ];
}

function promises({ commitments }: PublicContent): string {
  return commitments.map(commitmentText).join('\n');
}
