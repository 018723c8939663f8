import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { FormatsProvider } from '../../ui/format.tsx';
import { HeadContext } from '../../ui/screen-head.tsx';
import { type Branding, type Center, CenterContext, useMe } from '../center.ts';
import { elementTheme, elementTokens } from './element-look.ts';
import { type Attributes, Piece } from './pieces.tsx';
import { Signup } from './signup.tsx';

/** Where an element draws. */
export interface Surface {
  readonly element: HTMLElement;
  readonly scheme: 'light' | 'dark';
  readonly language: string;
}

/** Draws a piece of a center; ends by what it gives back. */
export function showPiece(surface: Surface, center: Center, name: string, attributes: Attributes): () => void {
  return draw(
    surface,
    center.branding,
    <QueryClientProvider client={center.queries}>
      <CenterContext value={center}>
        <Known language={surface.language}>
          <Piece name={name} attributes={attributes} />
        </Known>
      </CenterContext>
    </QueryClientProvider>,
  );
}

export interface SignupPlace {
  readonly server: string;
  readonly account: string;
  readonly attributes: Attributes;
  readonly joined: () => void;
}

export function showSignup(surface: Surface, branding: Branding | null, place: SignupPlace): () => void {
  return draw(surface, branding, <Signup {...place} />);
}

function draw(surface: Surface, branding: Branding | null, children: ReactNode): () => void {
  const { element, scheme } = surface;
  // The page's own size of letters is no business of ours: a rem here is always 16 pixels.
  const scale = 16 / (Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16);
  const nonce = document.querySelector<HTMLScriptElement>('script[src$="/center.js"]')?.nonce ?? '';
  const root = createRoot(element);
  root.render(
    <MantineProvider
      theme={elementTheme(element, scale)}
      cssVariablesResolver={elementTokens(branding?.colors ?? null)}
      cssVariablesSelector=".tributary"
      deduplicateCssVariables={false}
      getRootElement={() => element}
      getStyleNonce={() => nonce}
      forceColorScheme={scheme}
    >
      <HeadContext value={{ name: null, order: 2 }}>
        <Notifications position="bottom-right" limit={2} />
        {children}
      </HeadContext>
    </MantineProvider>,
  );
  return () => root.unmount();
}

function Known({ language, children }: { language: string; children: ReactNode }) {
  const me = useMe();
  return (
    <FormatsProvider locale={language} timeZone={me.time_zone} currency={me.program.currency}>
      {children}
    </FormatsProvider>
  );
}
