// The addresses of invitations, fetched by who opens one.
import type { Area } from '../../gen/messages.ts';
import type { Route } from '../../view/router.svelte.ts';

const words: readonly Area[] = ['invitations', 'visits', 'errors'];
const place = 'more';
const screens = () => import('./screens.ts');
const list = async () => (await screens()).InvitationList;

export const invitationRoutes: readonly Route[] = [
  { path: '/invitations', place, words, pick: 'invitations-pick', list },
  { path: '/invitations/new', place, words, thing: async () => (await screens()).InvitationForm },
  { path: '/invitations/figures', place, words: [...words, 'duty'], thing: async () => (await import('./keeping/InvitedFigures.svelte')).default },
  { path: '/invitations/:id', place, words, list, thing: async () => (await screens()).InvitationPage },
  { path: '/invitations/:id/edit', place, words, thing: async () => (await screens()).InvitationForm },
];
