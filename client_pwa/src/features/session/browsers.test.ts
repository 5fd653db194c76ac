import { expect, it } from 'vitest';
import { appBrowser } from './browsers.ts';

const ANDROID = 'Mozilla/5.0 (Linux; Android 13; SM-A136B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120 Mobile';

it('knows the browser inside Zalo on Android and on an iPhone', () => {
  expect(appBrowser(`${ANDROID} Safari/537.36 Zalo android/230500571`)).toBe('Zalo');
  expect(appBrowser('Mozilla/5.0 (iPhone; CPU iPhone OS 16_0) AppleWebKit/605.1.15 Mobile/15E148 Zalo iOS/465')).toBe('Zalo');
});
it('knows Facebook and Messenger apart', () => {
  expect(appBrowser(`${ANDROID} [FBAN/EMA;FBAV/330]`)).toBe('Facebook');
  expect(appBrowser(`${ANDROID} [FB_IAB/MESSENGER;FBAV/330]`)).toBe('Messenger');
});
it('leaves Chrome and Safari alone', () => {
  expect(appBrowser(`${ANDROID} Safari/537.36`)).toBeNull();
});
