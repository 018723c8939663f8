/** The pages' backgrounds, light and dark, on which a colour must be read. */
export const backgrounds = { light: '#ffffff', dark: '#1a1b1e' } as const;

/** The least contrast of text with what is behind it (WCAG 2.2, 1.4.3, level AA). */
const ENOUGH = 4.5;

/** Black or white, whichever is read more easily on a colour; one of them always is. */
export function inkOn(color: string): string {
  return contrastOf(color, '#000000') > contrastOf(color, '#ffffff') ? '#000000' : '#ffffff';
}

/** WCAG's contrast ratio of two colours (#rrggbb), from 1 to 21. */
export function contrastOf(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

export interface Judged {
  /** Two decimals, as they are shown. */
  readonly ratio: number;
  readonly ok: boolean;
}

/** Whether links and figures in this colour can be read on the page. */
export function judgeColor(color: string, scheme: keyof typeof backgrounds): Judged {
  const ratio = contrastOf(color, backgrounds[scheme]);
  return { ratio: Math.floor(ratio * 100) / 100, ok: ratio >= ENOUGH };
}

/** The colour itself where it can be read on dark pages, else the nearest lighter one that can. */
export function lightenForDark(color: string): string {
  for (let step = 0; step <= 100; step += 1) {
    const mixed = mixWithWhite(color, step / 100);
    if (judgeColor(mixed, 'dark').ok) return mixed;
  }
  return '#ffffff';
}

function mixWithWhite(color: string, part: number): string {
  const mixed = channels(color).map((value) => Math.round(value + (255 - value) * part));
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

const channels = (color: string): number[] => [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));

function luminance(color: string): number {
  const [r = 0, g = 0, b = 0] = channels(color).map((value) => linear(value / 255));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}
