// What must be known before anything else on Today: what needs a person, a sign-in that ended, a phone that was emptied.
// Reads the stored row and how things stand with the office; called inside what renders.
import { today } from '../../view/boot.svelte.ts';
import { current } from '../../view/session.svelte.ts';
import { sync } from '../../view/syncing.svelte.ts';
import { t } from '../../view/t.svelte.ts';

export interface Notice {
  title: string;
  text: string;
  danger: boolean;
  way: { href: string; text: string } | null;
}

/** The notices that hold now. `when`: how an instant of real time is said. */
export function notices(when: (at: number) => string): Notice[] {
  const found: Notice[] = [];
  if (today.needs > 0) {
    const way = { href: '/sync', text: t('today-needs-open') };
    found.push({ title: t('today-needs', { count: today.needs }), text: t('today-needs-lead'), danger: true, way });
  }
  if (sync.signedOut) {
    const way = { href: '/sign-in', text: t('today-sign-in-again') };
    found.push({ title: t('today-expired'), text: t('today-expired-lead'), danger: false, way });
  }
  if ((current()?.losses ?? []).length > 0) {
    found.push({ title: t('today-losses'), text: '', danger: false, way: { href: '/sync', text: t('today-needs-open') } });
  }
  if (sync.drained) found.push({ title: t('shell-drained'), text: '', danger: true, way: null });
  if (sync.lost) {
    const text = t('today-lost-lead', { count: sync.lost.unsent, when: when(sync.lost.at) });
    found.push({ title: t(sync.lost.newest ? 'today-lost-newest' : 'today-lost'), text, danger: true, way: null });
  }
  return found;
}
