// What is left of a person on a device that was withdrawn: that it forgot him, and what the office never got.
import { ask } from './http.ts';
import { type Kept, readPhone, writePhone } from './phone.ts';
import type { Ports } from './ports.ts';

/** Tells the office that this device is empty, if it could not be told before. Answers what was forgotten here. */
export async function tellOffice(ports: Ports): Promise<Kept['wiped']> {
  const kept = await readPhone();
  const wiped = kept?.wiped;
  if (!kept || !wiped || wiped.told) return wiped;
  const code = await ask(ports, 'POST', '/api/session/wiped', { unsent: wiped.unsent }).then(() => null, (error: { code?: string }) => error.code);
  // Somebody may have signed in while the office answered: then it is forgotten here.
  const now = await readPhone();
  if (code !== 'offline' && now?.wiped) await writePhone({ ...now, wiped: { ...wiped, told: true } });
  return wiped;
}
