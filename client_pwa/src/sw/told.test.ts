import { describe, expect, it } from 'vitest';
import { isOurs, pathOf } from './address.ts';
import { neutral, readTold } from './told.ts';

const ORIGIN = 'https://diaban.example';

describe('what a push tells', () => {
  it('is what the office sealed', () => {
    const text = JSON.stringify({ id: 'a1', title: 'Có việc mới trong Địa Bàn', url: '/visits/7?x=1', unread: 3 });
    expect(readTold(text, ORIGIN)).toEqual({ id: 'a1', title: 'Có việc mới trong Địa Bàn', body: '', path: '/visits/7?x=1', unread: 3 });
  });
  it.each([null, '', 'not JSON', '7', 'null', '[]', '{"id":7,"title":["x"],"url":{},"unread":"3"}', '{"title":"","unread":-1}', '{"unread":1.5}', '{"unread":1e400}'])(
    'is neutral when it cannot be read: %s',
    (text) => {
      expect(readTold(text, ORIGIN)).toEqual({ id: '', title: 'Địa Bàn', body: '', path: '/reminders', unread: null });
    },
  );
  it('shows nothing of another person on his phone', () => {
    const told = readTold(JSON.stringify({ id: 'a1', title: 'Phản ánh 12', body: 'x', url: '/feedback/7', unread: 3 }), ORIGIN);
    expect(neutral(told)).toEqual({ id: 'a1', title: 'Địa Bàn', body: '', path: '/feedback/7', unread: null });
  });
});

describe('where a press leads', () => {
  it.each(['/feedback/7', `${ORIGIN}/feedback/7`, 'feedback/7', '/feedback/7#x'])('to a screen of the app: %s', (address) => {
    expect(pathOf(address, ORIGIN)).toBe('/feedback/7');
  });
  it.each([
    '//evil.example/feedback/7',
    'https://evil.example/',
    `${ORIGIN}//evil.example/x`,
    '/.//evil.example/x',
    'https://diaban.example.evil.example/',
    'http://diaban.example/feedback/7',
    '\\\\evil.example\\x',
    'javascript:alert(1)',
    'data:text/html,x',
    'blob:https://diaban.example/7',
    '/api/session',
    '/sw.js',
    'https://[',
    7,
    null,
    undefined,
    { toString: () => '/feedback/7' },
  ])('and nowhere else: %s', (address) => {
    expect(pathOf(address, ORIGIN)).toBe('/reminders');
  });
  it("the office's own addresses are none of the app", () => {
    expect(isOurs(new URL('/apiary', ORIGIN), ORIGIN)).toBe(true);
    expect(isOurs(new URL('/api', ORIGIN), ORIGIN)).toBe(false);
  });
});
