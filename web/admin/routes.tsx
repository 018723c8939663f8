import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
  useParams,
} from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { ApiProblem } from '../api/problem.ts';
import { loadWords } from '../ui/words.ts';
import { queryClient } from './api.ts';
import { DoorFrame } from './doors/door-frame.tsx';
import { Frame } from './frame/frame.tsx';
import { meQuery } from './frame/me.tsx';
import { Allowed } from './frame/not-allowed.tsx';
import { NotHere } from './frame/not-here.tsx';
import { Stumbled } from './frame/stumbled.tsx';
import { type ScreenEntry, screens } from './screens.ts';
import { accountOf, chooseAccount, type Me } from './session.ts';

type Screen = ComponentType<{ params: Readonly<Record<string, string>> }>;

const files = import.meta.glob<{ default: Screen }>('./*/*.screen.tsx');

const root = createRootRoute({ component: Outlet, notFoundComponent: NotHere });

/** Everything inside of the frame waits here until it is known who is signed in. */
const office = createRoute({
  getParentRoute: () => root,
  id: 'office',
  component: Frame,
  beforeLoad: async ({ location }) => {
    const me = await whoIsThere();
    if (!me) throw redirect({ to: '/sign-in', search: { next: location.href } as never });
    const needsNone = entries.some((screen) => screen.noAccount && screen.path === location.pathname);
    const account = accountOf(me);
    // Requests name the account that is chosen; whoever has only one has chosen it.
    if (account) chooseAccount(account.id);
    else if (!needsNone) throw redirect({ to: '/choose-account', search: { next: location.href } as never });
  },
});

const door = createRoute({ getParentRoute: () => root, id: 'door', component: DoorFrame });

const entries: readonly ScreenEntry[] = screens;

function routeOf(screen: ScreenEntry) {
  const load = files[`./${screen.file}.screen.tsx`];
  if (!load) throw new Error(`there is no file for the screen ${screen.path}: web/admin/${screen.file}.screen.tsx`);
  // The screen and its words arrive together, so that nothing is drawn without words.
  const both = async () => {
    const [file] = await Promise.all([load(), loadWords(...screen.words)]);
    return { default: placed(file.default, screen.scope) };
  };
  const parent = screen.door ? door : office;
  return createRoute({
    getParentRoute: () => parent as typeof office,
    path: screen.path,
    component: lazyRouteComponent(both),
  });
}

function placed(Component: Screen, scope: ScreenEntry['scope']) {
  return function Placed() {
    const params = useParams({ strict: false }) as Readonly<Record<string, string>>;
    // Another partner is another page: nothing that was typed or chosen on one is taken along.
    const screen = <Component key={Object.values(params).join()} params={params} />;
    return scope ? <Allowed scope={scope}>{screen}</Allowed> : screen;
  };
}

async function whoIsThere(): Promise<Me | null> {
  try {
    return await queryClient.ensureQueryData(meQuery);
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) return null;
    throw error;
  }
}

const inside = entries.filter((screen) => !screen.door).map(routeOf);
const outside = entries.filter((screen) => screen.door).map(routeOf);

export const router = createRouter({
  routeTree: root.addChildren([office.addChildren(inside), door.addChildren(outside)]),
  defaultPreload: 'intent',
  defaultPendingMs: 400,
  defaultErrorComponent: Stumbled,
  defaultNotFoundComponent: NotHere,
  scrollRestoration: true,
  // Addresses are plain text, as people would write them.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const text = new URLSearchParams(search as Record<string, string>).toString();
    return text === '' ? '' : `?${text}`;
  },
});
