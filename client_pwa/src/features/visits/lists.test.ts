import { describe, expect, it } from 'vitest';
import { blankCard, type Card } from '../../store/cards.ts';
import { deletedDrafts, listsFor, visitList, visitLists } from './lists.ts';

const card = (entity: 'draft' | 'visit', id: string, fields: Partial<Card>): Card => ({
  ...blankCard(entity, id),
  ...fields,
});

describe('the list that a visit stands in', () => {
  it('sent but not at the office yet is queued', () => {
    expect(visitList(card('visit', 'a', { status: 'queued', mark: 'queued' }))).toBe('queued');
    expect(visitList(card('visit', 'a', { status: 'sent' }))).toBe('sent');
  });
  it('what is being written is a draft, whatever its card says', () => {
    expect(visitList(card('draft', 'a', { status: 'draft', mark: 'needs' }))).toBe('draft');
  });
  it('withdrawn and deleted are in none', () => {
    expect(visitList(card('visit', 'a', { status: 'withdrawn' }))).toBeNull();
    expect(visitList(card('draft', 'a', { status: 'draft', deleted: 5 }))).toBeNull();
  });
  it('who writes nothing has no drafts', () => {
    expect(listsFor(false)).toEqual(['sent', 'returned', 'approved']);
  });
});

it('drafts come by the last touch, visits by their day', () => {
  const drafts = [card('draft', 'old', { at: 1, day: '2024-06-25' }), card('draft', 'new', { at: 2, day: '2024-06-01' })];
  const visits = [
    card('visit', 'june', { status: 'approved', day: '2024-06-18' }),
    card('visit', 'may', { status: 'approved', day: '2024-05-09' }),
  ];
  const lists = visitLists(drafts, visits.reverse());
  expect(lists.draft.map(({ id }) => id)).toEqual(['new', 'old']);
  expect(lists.approved.map(({ id }) => id)).toEqual(['june', 'may']);
});

it('deleted drafts stand by themselves, the last one first', () => {
  const drafts = [card('draft', 'a', { deleted: 1 }), card('draft', 'b', { deleted: 2 }), card('draft', 'c', {})];
  expect(deletedDrafts(drafts).map(({ id }) => id)).toEqual(['b', 'a']);
});
