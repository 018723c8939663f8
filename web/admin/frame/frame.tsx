import { ActionIcon, AppShell, Badge, Burger, Group, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { lazy, Suspense, useEffect } from 'react';
import { FormatsProvider } from '../../ui/format.tsx';
import { useWords } from '../../ui/words.ts';
import { accountOf } from '../session.ts';
import { AccountMenu, PersonMenu } from './account-menu.tsx';
import classes from './frame.module.css';
import { useMe } from './me.tsx';
import { navGroups } from './nav.ts';
import { openSearch, useShortcuts } from './shortcuts.ts';

const Finder = lazy(() => import('./finder.tsx'));
const Help = lazy(() => import('./shortcut-help.tsx'));

/** The frame round every screen of somebody who is signed in. */
export function Frame() {
  const t = useWords('frame');
  const me = useMe();
  const account = accountOf(me);
  const [opened, { toggle, close }] = useDisclosure();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const { helpOpened, closeHelp } = useShortcuts();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new screen closes the menu of small screens
  useEffect(close, [path]);
  return (
    <FormatsProvider timeZone={account?.time_zone ?? 'UTC'} currency={account?.currency ?? 'USD'}>
      <a href="#content" className="skip-link">
        {t('skip')}
      </a>
      <AppShell
        header={{ height: 56 }}
        navbar={{ width: 232, breakpoint: 'sm', collapsed: { mobile: !opened } }}
        padding={0}
        classNames={{ header: classes.header ?? '', navbar: classes.navbar ?? '', main: classes.main ?? '' }}
      >
        <AppShell.Header>
          <Group h="100%" px="md" gap="sm" wrap="nowrap">
            <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={t('menu')} />
            <AccountMenu />
            {account?.sandbox && (
              <Badge color="yellow" visibleFrom="xs">
                {t('sandbox')}
              </Badge>
            )}
            <div style={{ flex: 1 }} />
            {account && <SearchButton />}
            <PersonMenu />
          </Group>
        </AppShell.Header>
        <AppShell.Navbar aria-label={t('nav.label')} mod={{ away: !opened }}>
          {account && <NavLinks path={path} />}
        </AppShell.Navbar>
        <AppShell.Main id="content" tabIndex={-1}>
          <div className={classes.page} key={account?.id}>
            <Outlet />
          </div>
        </AppShell.Main>
      </AppShell>
      <Suspense>
        {account && <Finder />}
        {helpOpened && <Help close={closeHelp} />}
      </Suspense>
    </FormatsProvider>
  );
}

function SearchButton() {
  const t = useWords('frame');
  return (
    <>
      <UnstyledButton className={classes.search} onClick={openSearch} visibleFrom="sm">
        <Search size={15} aria-hidden />
        <span>{t('search.open')}</span>
        <kbd aria-hidden>/</kbd>
      </UnstyledButton>
      <ActionIcon hiddenFrom="sm" aria-label={t('search.open')} onClick={openSearch}>
        <Search size={19} aria-hidden />
      </ActionIcon>
    </>
  );
}

function NavLinks({ path }: { path: string }) {
  const t = useWords('frame');
  return (
    <div className={classes.nav}>
      {navGroups.map((group) => (
        <ul key={group[0]?.name}>
          {group.map(({ name, path: to, icon: Icon }) => {
            const here = to === '/' ? path === '/' : path === to || path.startsWith(`${to}/`);
            return (
              <li key={name}>
                <Link
                  to={to}
                  className={classes.link}
                  data-here={here || undefined}
                  aria-current={here ? 'page' : undefined}
                >
                  <Icon size={17} strokeWidth={1.8} aria-hidden />
                  {t(`nav.${name}`)}
                </Link>
              </li>
            );
          })}
        </ul>
      ))}
      <Text size="xs" c="dimmed" className={classes.foot}>
        {t('help_hint')} <kbd>?</kbd>
      </Text>
    </div>
  );
}
