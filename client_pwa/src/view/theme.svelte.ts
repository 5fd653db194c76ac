/* Light or dark, and how large the text is: this phone's own settings, kept in its local storage. */

export const THEMES = ['auto', 'light', 'dark'] as const;
export const TEXT_SIZES = ['normal', 'large', 'larger', 'largest'] as const;
export type Theme = (typeof THEMES)[number];
export type TextSize = (typeof TEXT_SIZES)[number];

const KEPT = { theme: 'diaban.theme', textSize: 'diaban.text-size' } as const;

class Look {
  #theme = $state<Theme>(read(KEPT.theme, THEMES));
  #textSize = $state<TextSize>(read(KEPT.textSize, TEXT_SIZES));

  get theme(): Theme {
    return this.#theme;
  }

  set theme(theme: Theme) {
    this.#theme = theme;
    write(KEPT.theme, theme);
    this.wear();
  }

  get textSize(): TextSize {
    return this.#textSize;
  }

  set textSize(textSize: TextSize) {
    this.#textSize = textSize;
    write(KEPT.textSize, textSize);
    this.wear();
  }

  /** Puts both on the page; the styles do the rest. Nothing is put on for what is the default. */
  wear(): void {
    const page = document.documentElement;
    mark(page, 'theme', this.#theme === 'auto' ? null : this.#theme);
    mark(page, 'textSize', this.#textSize === 'normal' ? null : this.#textSize);
  }
}

export const look = new Look();

function mark(page: HTMLElement, name: string, value: string | null): void {
  if (value === null) delete page.dataset[name];
  else page.dataset[name] = value;
}

function read<Value extends string>(key: string, values: readonly [Value, ...Value[]]): Value {
  try {
    return values.find((value) => value === localStorage.getItem(key)) ?? values[0];
  } catch {
    return values[0];
  }
}

/** A browser that forbids storage still changes its look; it only forgets. */
function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    return;
  }
}
