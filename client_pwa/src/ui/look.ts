/* How loud a button is. One `primary` at most on a screen. */
export type Look = 'primary' | 'plain' | 'quiet' | 'danger';
