import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  mergeThemeOverrides,
  type VariantColorsResolver,
} from '@mantine/core';
import { theme as plain, tokens } from '../ui/theme.ts';
import type { Branding } from './center.ts';

type Colors = Branding['colors'];

/** Filled buttons take the text colour that the account's accent was checked with. */
const variantColorResolver: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input);
  const accented = input.color === undefined || input.color === input.theme.primaryColor;
  return input.variant === 'filled' && accented ? { ...colors, color: 'var(--on-accent)' } : colors;
};

export const theme = mergeThemeOverrides(plain, createTheme({ variantColorResolver }));

/** The kit's colours with the account's accent in the place of ours. */
export function tokensOf(colors: Colors | null): CSSVariablesResolver {
  return (from) => {
    const base = tokens(from);
    if (!colors) {
      const white = { '--on-accent': '#ffffff' };
      return { variables: base.variables, light: { ...base.light, ...white }, dark: { ...base.dark, ...white } };
    }
    return {
      variables: base.variables,
      light: { ...base.light, ...accented(colors.accent, colors.on_accent, '#ffffff', '#000000') },
      dark: { ...base.dark, ...accented(colors.accent_dark, colors.on_accent_dark, '#1b1f25', '#ffffff') },
    };
  };
}

function accented(accent: string, on: string, paper: string, ink: string): Record<string, string> {
  // Text on paper and on a pale ground of the same colour needs more contrast than a button does.
  const soft = mix(accent, paper, 0.13);
  const text = readable(accent, soft, ink);
  return {
    '--on-accent': on,
    '--mantine-primary-color-contrast': on,
    ...named({
      filled: accent,
      'filled-hover': mix(accent, ink, 0.88),
      light: soft,
      'light-hover': mix(accent, paper, 0.2),
    }),
    ...named({ 'light-color': text, text, outline: text, '4': accent, '5': accent, '6': accent }),
    '--mantine-color-anchor': text,
  };
}

function named(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`--mantine-color-river-${name}`, value]));
}

type Rgb = readonly [number, number, number];

function rgbOf(hex: string): Rgb {
  const [r = 0, g = 0, b = 0] = (hex.match(/[0-9a-f]{2}/gi) ?? []).map((pair) => Number.parseInt(pair, 16));
  return [r, g, b];
}

/** `share` of the one colour, the rest of the other. */
export function mix(one: string, other: string, share: number): string {
  const [a, b] = [rgbOf(one), rgbOf(other)];
  const parts = a.map((value, index) => Math.round(value * share + (b[index] ?? 0) * (1 - share)));
  return `#${parts.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

function luminance(hex: string): number {
  const [r, g, b] = rgbOf(hex).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

export function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** The colour, moved towards ink until it can be read on the ground. */
export function readable(color: string, ground: string, ink: string): string {
  for (let share = 1; share > 0; share -= 0.05) {
    const tried = mix(color, ink, share);
    if (contrast(tried, ground) >= 4.6) return tried;
  }
  return ink;
}
