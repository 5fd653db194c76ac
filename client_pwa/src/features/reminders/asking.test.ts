import { describe, expect, it } from 'vitest';
import { cardFor, meansOf, type Standing } from './asking.ts';
import { isIPhone } from './iphone.ts';

const QUIET: Standing = { here: 'off', turnedOn: false, retired: false, sent: false, unfinished: 0, putOff: false };
const IPHONE = { userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1', maxTouchPoints: 5 };
const IPAD = { userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15', maxTouchPoints: 5 };
const MAC = { ...IPAD, maxTouchPoints: 0 };
const ANDROID = { userAgent: 'Mozilla/5.0 (Linux; Android 13; SM-A136B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120 Mobile Safari/537.36', maxTouchPoints: 5 };

describe('which card a person is shown', () => {
  it('none before his first report is at the office, and then the question', () => {
    expect(cardFor(QUIET)).toBeNull();
    expect(cardFor({ ...QUIET, sent: true })).toBe('ask');
  });
  it('none while he put it off, whatever stands', () => {
    for (const here of ['on', 'off', 'install'] as const) {
      expect(cardFor({ ...QUIET, here, sent: true, turnedOn: true, retired: true, putOff: true })).toBeNull();
    }
  });
  it('none where it would be in vain: blocked by him, or not to be had', () => {
    expect(cardFor({ ...QUIET, here: 'denied', sent: true })).toBeNull();
    expect(cardFor({ ...QUIET, here: 'unable', sent: true })).toBeNull();
  });
  it('the Home Screen on an iPhone before anything is written there, and not over words that would stay behind', () => {
    expect(cardFor({ ...QUIET, here: 'install' })).toBe('install');
    expect(cardFor({ ...QUIET, here: 'install', unfinished: 1 })).toBeNull();
  });
  it('the question again when the browser or the office lost what he had turned on, before any report too', () => {
    expect(cardFor({ ...QUIET, turnedOn: true })).toBe('again');
    expect(cardFor({ ...QUIET, here: 'on', turnedOn: true, retired: true })).toBe('again');
    expect(cardFor({ ...QUIET, here: 'on', turnedOn: true })).toBeNull();
  });
});

describe('what a browser could do', () => {
  it('an iPhone and an iPad only from the Home Screen', () => {
    for (const machine of [IPHONE, IPAD]) {
      expect(meansOf(machine, { pushes: false, standalone: false })).toBe('install');
      expect(meansOf(machine, { pushes: true, standalone: true })).toBe('push');
    }
  });
  it('an old iPhone cannot, on the Home Screen neither', () => {
    expect(meansOf(IPHONE, { pushes: false, standalone: true })).toBe('unable');
  });
  it("a messaging app's own browser has no Home Screen to put it on", () => {
    expect(meansOf({ ...IPHONE, userAgent: `${IPHONE.userAgent} Zalo iOS/465` }, { pushes: false, standalone: false })).toBe('unable');
  });
  it('every other browser by what it has', () => {
    expect([ANDROID, MAC].map(isIPhone)).toEqual([false, false]);
    expect(meansOf(ANDROID, { pushes: true, standalone: false })).toBe('push');
    expect(meansOf(MAC, { pushes: false, standalone: false })).toBe('unable');
  });
});
