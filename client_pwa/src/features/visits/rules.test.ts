import { describe, expect, it } from 'vitest';
import vectors from '../../../../sync/vectors/visit_rules.json' with { type: 'json' };
import type { Body, VisitState } from '../../sync/records.ts';
import { toRecord } from '../../sync/schema.ts';
import { checkCharacters, checkReport, type Content, mayStep, sectionState, type VisitStep } from './rules.ts';

const content = (body: object): Content => toRecord('draft', 'id', body as Body);

describe('what keeps a report from being sent, as the server says it', () => {
  it.each(vectors.report)('$name', ({ content: body, problems }) => {
    const found = checkReport(content(body), vectors.tomorrow).map(({ code, field }) => [code, field]);
    expect(found).toEqual(problems.map(([code, field]) => [code, field]));
  });
});

describe('which step a visit may take, as the server says it', () => {
  it.each(vectors.steps)('$step from $status: $may', ({ step, status, may }) => {
    expect(mayStep(step as VisitStep, status as VisitState | null)).toBe(may);
  });
});

describe('characters that no screen can show', () => {
  it('finds a null character and half an emoji', () => {
    const bad = content({ findings: 'kênh\0N3', proposals: '\ud83d' });
    expect(checkCharacters(bad).map(({ field }) => field)).toEqual(['findings', 'proposals']);
  });
  it('leaves Vietnamese and a whole emoji alone', () => {
    expect(checkCharacters(content({ findings: 'Ân Hảo Tây 🌾' }))).toEqual([]);
  });
});

describe('the cards of the form', () => {
  const complete = content({ unit: 'u', kind: 'site_check', starts: '2024-06-24', findings: 'Kênh N3.' });
  const state = (section: 'where' | 'content' | 'who', of: Content) =>
    sectionState(section, of, checkReport(of, '2024-06-26'));

  it('an untouched form lacks unit, kind and start, and one section', () => {
    const empty = content({});
    expect(state('where', empty)).toEqual({ missing: 3, filled: false });
    expect(state('content', empty)).toEqual({ missing: 1, filled: false });
    expect(state('who', empty)).toEqual({ missing: 0, filled: false });
  });
  it('a form that may go lacks nothing', () => {
    expect(state('where', complete)).toEqual({ missing: 0, filled: true });
    expect(state('content', complete)).toEqual({ missing: 0, filled: true });
  });
});
