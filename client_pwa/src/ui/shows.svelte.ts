/* Keeps a field showing its value, and never writes while the person is in it: a pull from the server in mid-word
   would lose the word and the caret. What came meanwhile is shown when the person leaves. */

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** An attachment: `{@attach shows(() => value)}`. `after` sees each text that was written. */
export function shows(value: () => string, after?: (text: string) => void): (control: Control) => () => void {
  return (control) => {
    let waiting = false;
    const write = (text: string) => {
      waiting = false;
      if (control.value !== text) control.value = text;
      after?.(text);
    };
    $effect(() => {
      const text = value();
      if (document.activeElement === control) waiting = text !== control.value;
      else write(text);
    });
    const left = () => {
      if (waiting) write(value());
    };
    control.addEventListener('blur', left);
    return () => control.removeEventListener('blur', left);
  };
}
