// When the draft on the screen was last kept on this phone, and whether that failed.
import { onSaved, savedAt } from '../../store/drafts.ts';

export function saving(id: () => string): { readonly at: number | null; readonly failed: boolean } {
  let at = $state.raw<number | null>(null);
  let failed = $state.raw(false);
  $effect(() => {
    const own = id();
    at = savedAt(own);
    return onSaved((saved, state) => {
      if (saved !== own) return;
      at = state.savedAt;
      failed = state.failed;
    });
  });
  return {
    get at() {
      return at;
    },
    get failed() {
      return failed;
    },
  };
}
