// What stands on the page while another tab holds back the store's upgrade: until that tab is closed nothing opens here.
import { mount, unmount } from 'svelte';
import { language } from '../../view/t.svelte.ts';
import Blocked from './Blocked.svelte';

/** Says so until `opened` answers. */
export async function explain(opened: Promise<unknown>): Promise<void> {
  await language.load(['shell']);
  const notice = mount(Blocked, { target: document.body });
  await opened;
  await unmount(notice);
}
