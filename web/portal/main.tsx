import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import '../ui/base.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { takeNonce } from '../ui/nonce.ts';
import { HeadContext } from '../ui/screen-head.tsx';
import { CenterContext, makeCenter } from './center.ts';
import { DoorFrame } from './doors/door-frame.tsx';
import { findCenter } from './find-center.ts';
import { Connection } from './frame/connection.tsx';
import { Frame } from './frame/frame.tsx';
import { NoCenter } from './frame/no-center.tsx';
import { againGate, SignInAgain } from './frame/sign-in-again.tsx';
import { theme, tokensOf } from './look.ts';
import { makeRouter } from './routes.tsx';
import { startCenterWords } from './words.ts';

const nonce = takeNonce();
const [found] = await Promise.all([findCenter(), startCenterWords()]);
document.documentElement.lang = navigator.language.split('-')[0] ?? 'en';

const branding = 'branding' in found ? found.branding : null;
const center = makeCenter({ branding, signInAgain: againGate.ask });
const router = makeRouter(center, { frame: Frame, doorFrame: DoorFrame, basepath: found.basepath });
if (branding?.logo_url) document.querySelector('link[rel=icon]')?.setAttribute('href', branding.logo_url);

createRoot(document.getElementById('center')!).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={tokensOf(branding?.colors ?? null)}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <QueryClientProvider client={center.queries}>
        <CenterContext value={center}>
          <HeadContext value={{ name: branding?.name ?? document.title, order: 1 }}>
            <Notifications position="bottom-right" limit={3} />
            <Connection />
            {'error' in found ? <NoCenter error={found.error} /> : <RouterProvider router={router} />}
            {branding && <SignInAgain />}
          </HeadContext>
        </CenterContext>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
