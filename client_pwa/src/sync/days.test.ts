import { afterEach, expect, it } from 'vitest';
import { civilDay } from './days.ts';

const ZONES = ['UTC', 'Asia/Ho_Chi_Minh', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Kiritimati'];
const zone = process.env['TZ'];

afterEach(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

it.each(ZONES)('%s: the day of a report is the office\'s, through summer times too [invariant client-time-is-data] [failure 31]', (name) => {
  process.env['TZ'] = name;
  expect(civilDay(Date.UTC(2024, 2, 31, 16, 59))).toBe('2024-03-31');
  expect(civilDay(Date.UTC(2024, 2, 31, 17, 0))).toBe('2024-04-01');
  expect(civilDay(Date.UTC(2024, 10, 3, 5, 30))).toBe('2024-11-03');
});
