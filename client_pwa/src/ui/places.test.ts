import { describe, expect, it } from 'vitest';
import type { Role } from '../sync/records.ts';
import { barPlaces, otherPlaces, placesOf } from './places.ts';

const bar = (...roles: Role[]) => barPlaces(placesOf(roles)).map(({ key }) => key).join(' ');

describe('the places of a role', () => {
  it('are five for a cadre, a supervisor and a contact', () => {
    expect(bar('cadre')).toBe('today visits feedback area more');
    expect(bar('supervisor')).toBe('today review visits feedback more');
    expect(bar('contact')).toBe('today feedback visits area more');
  });

  it('are fewer where there is less to do', () => {
    expect(bar('clerk')).toBe('today feedback visits area more');
    expect(bar('agency')).toBe('today feedback more');
    expect(bar('admin')).toBe('today admin more');
    expect(bar()).toBe('today more');
  });

  it('are named for what they are to a contact', () => {
    expect(placesOf(['contact']).map(({ words }) => words)).toContain('shell-commune');
    expect(placesOf(['contact', 'cadre']).map(({ words }) => words)).not.toContain('shell-commune');
  });

  it('of two roles come together, and what does not fit stands under More', () => {
    const places = placesOf(['admin', 'cadre', 'supervisor']);
    expect(bar('admin', 'cadre', 'supervisor')).toBe('today review visits feedback more');
    expect(otherPlaces(places).map(({ key }) => key)).toEqual(['area', 'admin']);
  });

  it('have what else the person works in before More, where there is room', () => {
    const tasks = { key: 'tasks', href: '/tasks', icon: '', words: 'more-tasks' } as const;
    expect(placesOf(['clerk'], [tasks]).map(({ key }) => key).join(' ')).toBe('today feedback visits area tasks more');
  });

  it('offer one address once', () => {
    const hrefs = placesOf(['cadre', 'contact', 'leader']).map(({ href }) => href);
    expect(new Set(hrefs).size).toBe(hrefs.length);
  });
});
