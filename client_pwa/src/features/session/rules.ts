// What a password must be before it is sent; the office checks the same and more (server/features/people/rules.py).

export const PASSWORD_CHARS_MIN = 10;

export type PasswordFault = 'short' | 'differs';

/** Why the new password cannot be sent yet; null when it may. */
export function checkPassword(password: string, repeated: string): PasswordFault | null {
  if ([...password].length < PASSWORD_CHARS_MIN) return 'short';
  return password === repeated ? null : 'differs';
}
