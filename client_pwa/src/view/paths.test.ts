import { describe, expect, it } from 'vitest';
import { findRoute, matchPath } from './paths.ts';

describe('an address', () => {
  it('fits its pattern with or without a trailing slash', () => {
    expect(matchPath('/visits/:id', '/visits/42')).toEqual({ id: '42' });
    expect(matchPath('/visits/:id', '/visits/42/')).toEqual({ id: '42' });
    expect(matchPath('/', '/')).toEqual({});
  });

  it('does not fit a shorter, longer or other pattern', () => {
    expect(matchPath('/visits/:id', '/visits')).toBeNull();
    expect(matchPath('/visits/:id', '/visits/42/print')).toBeNull();
    expect(matchPath('/visits', '/feedback')).toBeNull();
  });

  it('gives parameters as they were before encoding', () => {
    expect(matchPath('/find/:text', '/find/%C3%82n%20Ngh%C4%A9a')).toEqual({ text: 'Ân Nghĩa' });
  });

  it('that is no UTF-8 fits nothing', () => {
    expect(matchPath('/find/:text', '/find/%E0%A4%A')).toBeNull();
  });

  it('goes to the first route that fits', () => {
    const routes = [{ path: '/visits/new' }, { path: '/visits/:id' }];
    expect(findRoute(routes, '/visits/new')?.route.path).toBe('/visits/new');
    expect(findRoute(routes, '/visits/7')?.params).toEqual({ id: '7' });
    expect(findRoute(routes, '/nowhere')).toBeNull();
  });
});
