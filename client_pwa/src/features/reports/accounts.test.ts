import { describe, expect, it } from 'vitest';
import vectors from '../../../../sync/vectors/feedback_accounts.json' with { type: 'json' };
import { account, accounts, type Matter } from './accounts.ts';

const matters = vectors.matters as unknown as Record<string, Matter>;

describe('the account of matters, as the server gives it', () => {
  it.each(vectors.cases)('$name', ({ matters: names, as_of, account: expected }) => {
    expect(account(names.map((name) => matters[name]).filter((each) => each !== undefined), as_of)).toEqual(expected);
  });
  it.each(vectors.groups)('$name', ({ as_of, by, accounts: expected }) => {
    expect(accounts(Object.values(matters), as_of, by === 'unit' ? 'unit' : 'agency')).toEqual(expected);
  });
});
