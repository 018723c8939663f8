import {
  type AnyRoute,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  type RouterHistory,
  redirect,
  useParams,
} from '@tanstack/react-router';
import type { ComponentType, JSX } from 'react';
import { ApiProblem } from '../api/problem.ts';
import { loadWords } from '../ui/words.ts';
import { type Center, meQuery } from './center.ts';
import { NotHere } from './frame/not-here.tsx';
import { Stumbled } from './frame/stumbled.tsx';
import { type ScreenEntry, screens } from './screens.ts';

type Screen = ComponentType<{ params: Readonly<Record<string, string>> }>;

const files = import.meta.glob<{ default: Screen }>('./*/*.screen.tsx');
const entries: readonly ScreenEntry[] = screens;

interface Placing {
  /** Round the screens of who is signed in. */
  readonly frame: () => JSX.Element;
  /** Round those of who is not; absent: there are none, as in somebody else's page. */
  readonly doorFrame?: () => JSX.Element;
  readonly basepath?: string;
  readonly history?: RouterHistory;
}

/** The router of one center: every screen of the list, each with its words, in the frame of the place. */
export function makeRouter(center: Center, { frame, doorFrame, basepath = '/', history }: Placing) {
  const root = createRootRoute({ component: Outlet, notFoundComponent: NotHere });
  const inside = createRoute({
    getParentRoute: () => root,
    id: 'inside',
    component: frame,
    beforeLoad: async ({ location }) => {
      if (!(await isSomebodyThere(center)))
        throw redirect({ to: '/sign-in', search: { next: location.href } as never });
    },
  });
  const door = createRoute({ getParentRoute: () => root, id: 'door', component: doorFrame ?? Outlet });
  const placed = (of: readonly ScreenEntry[], parent: typeof inside) =>
    of.map((screen) => routeOf(screen, () => parent));
  const ins = placed(
    entries.filter((screen) => !screen.door),
    inside,
  );
  const outs = doorFrame
    ? placed(
        entries.filter((screen) => screen.door),
        door as unknown as typeof inside,
      )
    : [];
  return createRouter({
    routeTree: root.addChildren([inside.addChildren(ins), door.addChildren(outs)]),
    basepath,
    ...(history ? { history } : {}),
    defaultPreload: 'intent',
    defaultPendingMs: 400,
    defaultErrorComponent: Stumbled,
    defaultNotFoundComponent: NotHere,
    scrollRestoration: !center.embedded,
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: (search) => {
      const text = new URLSearchParams(search as Record<string, string>).toString();
      return text === '' ? '' : `?${text}`;
    },
  });
}

function routeOf<P extends AnyRoute>(screen: ScreenEntry, parent: () => P) {
  const load = files[`./${screen.file}.screen.tsx`];
  if (!load) throw new Error(`there is no file for the screen ${screen.path}: web/portal/${screen.file}.screen.tsx`);
  // The screen and its words arrive together, so that nothing is drawn without words.
  const both = async () => {
    const [file] = await Promise.all([load(), loadWords(...screen.words)]);
    return { default: withParams(file.default) };
  };
  return createRoute({ getParentRoute: parent, path: screen.path, component: lazyRouteComponent(both) });
}

function withParams(Component: Screen) {
  return function Placed() {
    const params = useParams({ strict: false }) as Readonly<Record<string, string>>;
    return <Component key={Object.values(params).join()} params={params} />;
  };
}

async function isSomebodyThere(center: Center): Promise<boolean> {
  try {
    await center.queries.ensureQueryData(meQuery(center));
    return true;
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401 && !center.embedded) return false;
    throw error;
  }
}
