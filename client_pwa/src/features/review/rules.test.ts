import { expect, it } from 'vitest';
import { checkDecision, reviewQueue } from './rules.ts';

const visit = (author: string, status: string, at: number) => ({ author, status, at });

it('the queue holds what others sent, oldest first', () => {
  const visits = [visit('duyen', 'sent', 3), visit('khang', 'sent', 1), visit('phong', 'approved', 0)];
  expect(reviewQueue(visits, 'thuan').map(({ author }) => author)).toEqual(['khang', 'duyen']);
});
it('nobody reviews his own report', () => {
  expect(reviewQueue([visit('thuan', 'sent', 1)], 'thuan')).toEqual([]);
});
it('a return needs a comment, an approval does not', () => {
  expect(checkDecision('return', ' ')).toBe('comment_required');
  expect(checkDecision('return', 'bổ sung số hộ')).toBeNull();
  expect(checkDecision('approve', null)).toBeNull();
});
