import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

/** The one accent: the colour of deep water. */
const river: MantineColorsTuple = [
  '#edf7f8',
  '#d9ecef',
  '#b3d9e0',
  '#88c3ce',
  '#5caebd',
  '#3a98a9',
  '#237f91',
  '#176b7d',
  '#125867',
  '#0c424e',
];

/** Neutrals with a little warmth, so that white paper stands out from the desk. */
const gray: MantineColorsTuple = [
  '#faf9f6',
  '#f4f2ee',
  '#eae7e1',
  '#dcd8d0',
  '#c2bdb3',
  '#97928a',
  '#66625b',
  '#4c4944',
  '#35332f',
  '#21201d',
];

const dark: MantineColorsTuple = [
  '#e4e6e8',
  '#c3c7cb',
  '#a3a9b0',
  '#7d848d',
  '#49505a',
  '#343a43',
  '#282d35',
  '#1e2229',
  '#171a20',
  '#101318',
];

export const theme = createTheme({
  colors: { river, gray, dark },
  primaryColor: 'river',
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  luminanceThreshold: 0.28,
  fontFamily:
    "'Inter Variable', Inter, 'Segoe UI', system-ui, -apple-system, 'Helvetica Neue', 'Noto Sans', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, monospace",
  fontSizes: { xs: '0.78rem', sm: '0.875rem', md: '0.95rem', lg: '1.0625rem', xl: '1.25rem' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.55', lg: '1.5', xl: '1.4' },
  headings: {
    fontWeight: '640',
    sizes: {
      h1: { fontSize: '1.6rem', lineHeight: '1.25' },
      h2: { fontSize: '1.15rem', lineHeight: '1.35' },
      h3: { fontSize: '1rem', lineHeight: '1.4' },
      h4: { fontSize: '0.9rem', lineHeight: '1.4' },
    },
  },
  defaultRadius: 'md',
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '18px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  // By name, and not by the components' own `extend`: the theme would fetch each of them with the first page.
  components: {
    Button: { defaultProps: { size: 'sm' }, styles: { label: { fontWeight: 570 } } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 'lg' } },
    Alert: { defaultProps: { variant: 'light', radius: 'md' } },
    Anchor: { defaultProps: { underline: 'hover' } },
    Badge: {
      defaultProps: { variant: 'light', radius: 'sm' },
      styles: { label: { textTransform: 'none', fontWeight: 560, letterSpacing: 0 } },
    },
    Card: { defaultProps: { withBorder: true, radius: 'lg', padding: 'lg' } },
    Paper: { defaultProps: { radius: 'lg' } },
    Input: { defaultProps: { size: 'sm' } },
    InputWrapper: { defaultProps: { size: 'sm', inputWrapperOrder: ['label', 'description', 'input', 'error'] } },
    Menu: { defaultProps: { shadow: 'md', radius: 'md' } },
    Modal: { defaultProps: { radius: 'lg', centered: true, overlayProps: { backgroundOpacity: 0.35 } } },
    // What scrolls sideways can be reached and moved by keys.
    TableScrollContainer: { defaultProps: { scrollAreaProps: { viewportProps: { tabIndex: 0 } } } },
    Tooltip: { defaultProps: { openDelay: 350, events: { hover: true, focus: true, touch: false } } },
  },
});

/** Colours by what they are for: desk under everything, paper on it, lines, and what is said more quietly. */
export const tokens: CSSVariablesResolver = () => ({
  variables: { '--shadow-paper': '0 1px 2px rgb(30 28 20 / 4%), 0 1px 1px rgb(30 28 20 / 3%)' },
  light: {
    '--desk': '#f6f4f0',
    '--paper': '#ffffff',
    '--line': '#e6e2da',
    '--quiet': '#66625b',
    '--mantine-color-body': '#ffffff',
    '--mantine-color-text': '#22211e',
    '--mantine-color-dimmed': '#66625b',
    '--mantine-color-default-border': '#d9d4ca',
    '--mantine-color-placeholder': '#77726a',
    '--mantine-color-error': '#b3261e',
    ...soft({ yellow: ['#fdf0cd', '#704700'], teal: ['#dcf3ea', '#0a5c46'], red: ['#fbe3e0', '#97231b'] }),
    ...soft({ blue: ['#dfecfa', '#174f8a'], gray: ['#efece6', '#4c4944'], river: ['#dfeff2', '#125867'] }),
  },
  dark: {
    '--desk': '#14171c',
    '--paper': '#1b1f25',
    '--line': '#2b3038',
    '--quiet': '#a3a9b0',
    '--mantine-color-body': '#1b1f25',
    '--mantine-color-text': '#e4e6e8',
    '--mantine-color-dimmed': '#a3a9b0',
    '--mantine-color-default': '#22272e',
    '--mantine-color-default-hover': '#2a3038',
    '--mantine-color-default-border': '#3a414b',
    '--mantine-color-placeholder': '#8b929b',
    '--mantine-color-anchor': '#88c3ce',
    '--mantine-color-error': '#ff9b93',
    ...soft({ yellow: ['#3a2d0f', '#f3d58a'], teal: ['#12332b', '#8fdcc2'], red: ['#40201e', '#ffb4ac'] }),
    ...soft({ blue: ['#192f47', '#a5cdf7'], gray: ['#2b3038', '#c3c7cb'], river: ['#17343b', '#9fd3dd'] }),
  },
});

/** Pale grounds with ink of the same colour on them, at a contrast of 4.5 and more: badges, notes, what is chosen. */
function soft(pairs: Readonly<Record<string, readonly [ground: string, ink: string]>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(pairs).flatMap(([name, [ground, ink]]) => [
      [`--mantine-color-${name}-light`, ground],
      [`--mantine-color-${name}-light-hover`, ground],
      [`--mantine-color-${name}-light-color`, ink],
    ]),
  );
}
