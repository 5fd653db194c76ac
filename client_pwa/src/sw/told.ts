// What a push tells. Pure: text in, a reminder out, whatever the text is.
import { pathOf } from './address.ts';

// What a person gets to read of a reminder that cannot be read: that it came from here.
const APP = 'Địa Bàn';

export interface Told {
  /** Of the message; '' when it cannot be read. */
  id: string;
  title: string;
  body: string;
  /** Where it leads, within the app. */
  path: string;
  /** How many notices nobody has read, as the office counts; null when it does not say. */
  unread: number | null;
}

/** The reminder in the text of a push. Browsers demand that something is shown, so whatever cannot be read is neutral. */
export function readTold(text: string | null, origin: string): Told {
  const said = fieldsOf(text);
  const { id, title, body, url, unread } = said;
  return {
    id: typeof id === 'string' ? id : '',
    title: typeof title === 'string' && title !== '' ? title : APP,
    body: typeof body === 'string' ? body : '',
    path: pathOf(url, origin),
    unread: typeof unread === 'number' && Number.isSafeInteger(unread) && unread >= 0 ? unread : null,
  };
}

/** The same for whoever is not at this phone any more: nothing of it is his to see. */
export function neutral(told: Told): Told {
  return { ...told, title: APP, body: '', unread: null };
}

function fieldsOf(text: string | null): Record<string, unknown> {
  try {
    const said: unknown = JSON.parse(text ?? '');
    return typeof said === 'object' && said !== null ? { ...said } : {};
  } catch {
    return {};
  }
}
