/* Whether this is a desk (two columns, a rail) or a phone. In rem, so that large text makes a small screen. */

const desk = matchMedia('(min-width: 64rem)');
let wide = $state(desk.matches);
desk.addEventListener('change', () => (wide = desk.matches));

export const screenIs = {
  get wide(): boolean {
    return wide;
  },
};
