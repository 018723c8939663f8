import { Button, Card, type CSSVariablesResolver, createTheme, mergeThemeOverrides, Table, Title } from '@mantine/core';
import type { Branding } from '../center.ts';
import { theme, tokensOf } from '../look.ts';

/** What an embedding page may set, and what each of ours becomes by it. */
const settable: readonly (readonly [name: string, ours: readonly string[]])[] = [
  [
    '--tributary-accent',
    [
      ...['--mantine-color-river-filled', '--mantine-color-river-filled-hover', '--mantine-color-river-text'],
      ...['--mantine-color-river-light-color', '--mantine-color-river-outline', '--mantine-color-anchor'],
    ],
  ],
  ['--tributary-on-accent', ['--on-accent', '--mantine-primary-color-contrast']],
  ['--tributary-text', ['--mantine-color-text']],
  ['--tributary-muted', ['--mantine-color-dimmed', '--quiet']],
  ['--tributary-background', ['--paper', '--mantine-color-body']],
  ['--tributary-border', ['--line', '--mantine-color-default-border']],
];

export function elementTokens(colors: Branding['colors'] | null): CSSVariablesResolver {
  const resolve = tokensOf(colors);
  return (from) => {
    const { variables, light, dark } = resolve(from);
    const sizes = {
      '--mantine-font-family': 'var(--tributary-font, inherit)',
      '--mantine-font-family-headings': 'var(--tributary-font, inherit)',
      '--mantine-radius-md': 'var(--tributary-radius, 8px)',
      '--mantine-radius-lg': 'var(--tributary-radius, 12px)',
      '--mantine-radius-default': 'var(--tributary-radius, 8px)',
      '--mantine-spacing-lg': 'var(--tributary-gap, 20px)',
    };
    return { variables: { ...variables, ...sizes }, light: withOwn(light), dark: withOwn(dark) };
  };
}

function withOwn(values: Readonly<Record<string, string>>): Record<string, string> {
  const found: Record<string, string> = { ...values };
  for (const [name, ours] of settable)
    for (const one of ours) {
      const before = values[one];
      found[one] = before === undefined ? `var(${name}, var(--mantine-primary-color-7))` : `var(${name}, ${before})`;
    }
  return found;
}

/** The theme inside of an element: what floats stays inside of it, and the page's own size of letters changes nothing. */
export function elementTheme(surface: HTMLElement, scale: number) {
  return mergeThemeOverrides(
    theme,
    createTheme({
      scale,
      components: {
        Portal: { defaultProps: { target: surface } },
        Card: Card.extend({ defaultProps: { part: 'card' } as never }),
        Button: Button.extend({ defaultProps: { part: 'button' } as never }),
        Table: Table.extend({ defaultProps: { part: 'table' } as never }),
        Title: Title.extend({ defaultProps: { part: 'heading' } as never }),
      },
    }),
  );
}
