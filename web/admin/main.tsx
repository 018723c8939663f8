import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import '@mantine/spotlight/styles.layer.css';
import '../ui/base.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { takeNonce } from '../ui/nonce.ts';
import { theme, tokens } from '../ui/theme.ts';
import { queryClient } from './api.ts';
import { Connection } from './frame/connection.tsx';
import { Gates } from './frame/gates.tsx';
import { router } from './routes.tsx';
import { startOfficeWords } from './words.ts';

const nonce = takeNonce();

await startOfficeWords();
document.documentElement.lang = navigator.language.split('-')[0] ?? 'en';

createRoot(document.getElementById('office')!).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={tokens} defaultColorScheme="auto" getStyleNonce={() => nonce}>
      <QueryClientProvider client={queryClient}>
        <Notifications position="bottom-right" limit={4} />
        <Connection />
        <RouterProvider router={router} />
        <Gates />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
