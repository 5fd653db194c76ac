import { describe, expect, it } from 'vitest';
import { blankCard, type Card } from '../../store/cards.ts';
import { asked, daysLate, feedbackLists, similarOpen, type Standing } from './lists.ts';

const item = (fields: Partial<Card>): Card => ({ ...blankCard('feedback', fields.id ?? 'i'), unit: 'u', ...fields });
const nobody: Standing = {
  me: 'me',
  isClerk: false,
  isSupervisor: false,
  agencies: new Set(),
  contactOf: new Set(),
  hasContact: () => true,
};

describe('what an item asks of a person', () => {
  it('a new one asks the clerk for an owner, and nobody else', () => {
    expect(asked(item({ status: 'new' }), { ...nobody, isClerk: true })).toBe('owner');
    expect(asked(item({ status: 'new' }), nobody)).toBeNull();
  });
  it('an owned one asks its own agency for an answer', () => {
    const owned = item({ status: 'owned', owner: 'so-nong-nghiep' });
    expect(asked(owned, { ...nobody, agencies: new Set(['so-nong-nghiep']) })).toBe('answer');
    expect(asked(owned, { ...nobody, agencies: new Set(['so-y-te']) })).toBeNull();
  });
  it('an extension that was asked for goes to the supervisor', () => {
    const waiting = item({ status: 'owned', owner: 'so', asked_until: '2024-07-30' });
    expect(asked(waiting, { ...nobody, isSupervisor: true })).toBe('extension');
  });
  it('an answer asks the contact; without one, who raised it; never the handler', () => {
    const answered = item({ status: 'answered', owner: 'so', author: 'me' });
    expect(asked(answered, { ...nobody, contactOf: new Set(['u']) })).toBe('confirm');
    expect(asked(answered, nobody)).toBeNull();
    expect(asked(answered, { ...nobody, hasContact: () => false })).toBe('confirm');
    expect(asked(answered, { ...nobody, hasContact: () => false, agencies: new Set(['so']) })).toBeNull();
  });
});

it('what is asked of the person stands in two lists, the nearest due date first', () => {
  const cards = [
    item({ id: 'later', status: 'new', due: '2024-07-10' }),
    item({ id: 'sooner', status: 'new', due: '2024-06-20' }),
    item({ id: 'done', status: 'confirmed' }),
  ];
  const lists = feedbackLists(cards, { ...nobody, isClerk: true });
  expect(lists.mine.map(({ id }) => id)).toEqual(['sooner', 'later']);
  expect(lists.open).toEqual(lists.mine);
  expect(lists.closed.map(({ id }) => id)).toEqual(['done']);
});

it('late is counted from the due date, and only while it is open', () => {
  expect(daysLate({ status: 'owned', due: '2024-06-20' }, '2024-06-24')).toBe(4);
  expect(daysLate({ status: 'owned', due: '2024-06-24' }, '2024-06-24')).toBe(0);
  expect(daysLate({ status: 'answered', due: '2024-06-20' }, '2024-06-24')).toBe(0);
});

it('an open item on the same theme in the same unit may be the same matter', () => {
  const cards = [item({ id: 'a', theme: 't', status: 'owned' }), item({ id: 'b', theme: 't', status: 'confirmed' })];
  expect(similarOpen(cards, 'u', 't').map(({ id }) => id)).toEqual(['a']);
  expect(similarOpen(cards, null, 't')).toEqual([]);
});
