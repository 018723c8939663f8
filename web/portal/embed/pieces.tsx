import { Stack } from '@mantine/core';
import { createMemoryHistory, Link, Outlet, RouterProvider, useRouterState } from '@tanstack/react-router';
import { useState } from 'react';
import type { Query } from '../../api/types.ts';
import { ErrorNote } from '../../ui/notes.tsx';
import { useWords } from '../../ui/words.ts';
import { useCenter } from '../center.ts';
import { isHere, nav } from '../frame/nav.ts';
import { StatusNote } from '../frame/status-note.tsx';
import { Balances } from '../home/balances.tsx';
import { HomeFigures } from '../home/figures.tsx';
import { NextPayment } from '../home/next-payment.tsx';
import { useHome } from '../home/use-home.ts';
import { makeRouter } from '../routes.tsx';
import classes from './embed.module.css';

export type Attributes = Readonly<Record<string, string | null>>;

/** Where each element begins. Its addresses are in memory: the page's own is never touched. */
const starts: Readonly<Record<string, string>> = {
  'tributary-center': '/',
  'tributary-links': '/links',
  'tributary-promo-tools': '/promo-tools',
  'tributary-referrals': '/referrals',
  'tributary-earnings': '/earnings',
};

/** What an element shows, by its name. */
export function Piece({ name, attributes }: { name: string; attributes: Attributes }) {
  if (name === 'tributary-stats') return <Stats attributes={attributes} />;
  if (name === 'tributary-next-payment') return <Payment />;
  return <Screens start={starts[name] ?? '/'} whole={name === 'tributary-center'} />;
}

function Screens({ start, whole }: { start: string; whole: boolean }) {
  const center = useCenter();
  const [router] = useState(() => {
    const history = createMemoryHistory({ initialEntries: [start] });
    return makeRouter(center, { frame: whole ? Whole : Part, history });
  });
  return <RouterProvider router={router} />;
}

function Part() {
  return (
    <>
      <StatusNote />
      <Outlet />
    </>
  );
}

/** All screens, with a row of areas above them. */
function Whole() {
  const t = useWords('frame');
  const path = useRouterState({ select: (state) => state.location.pathname });
  return (
    <>
      <nav className={classes.nav} aria-label={t('nav.label')}>
        {nav.map(({ name, path: to, icon: Icon }) => (
          <Link
            key={name}
            to={to}
            className={classes.link}
            data-here={isHere(to, path) || undefined}
            aria-current={isHere(to, path) ? 'page' : undefined}
          >
            <Icon size={16} strokeWidth={1.8} aria-hidden />
            {t(`nav.${name}`)}
          </Link>
        ))}
      </nav>
      <Part />
    </>
  );
}

function Stats({ attributes }: { attributes: Attributes }) {
  const home = useHome(askedBy(attributes));
  return (
    <Stack>
      <StatusNote />
      <ErrorNote error={home.error} retry={() => void home.refetch()} />
      {home.data && <HomeFigures home={home.data} />}
    </Stack>
  );
}

function askedBy({ from, to, interval }: Attributes): Query<'/v1/center/home'> {
  const given = Object.entries({ from, to, interval }).filter(([, value]) => value);
  return Object.fromEntries(given) as Query<'/v1/center/home'>;
}

function Payment() {
  const home = useHome({});
  return (
    <Stack>
      <StatusNote />
      <ErrorNote error={home.error} retry={() => void home.refetch()} />
      {home.data?.balances.map((balance) => (
        <Stack key={balance.currency}>
          <NextPayment balance={balance} />
          <Balances balance={balance} />
        </Stack>
      ))}
    </Stack>
  );
}
