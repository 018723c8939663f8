import { ActionIcon, AppShell, Avatar, Group, Menu, Text, useMantineColorScheme } from '@mantine/core';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { Check, Laptop, LogOut, Moon, Sun, UserRound } from 'lucide-react';
import { ask } from '../../api/client.ts';
import { FormatsProvider } from '../../ui/format.tsx';
import { notifyFailed } from '../../ui/notify.tsx';
import { useWords } from '../../ui/words.ts';
import { useCenter, useMe } from '../center.ts';
import { hrefOf } from '../screens.ts';
import { BottomBar } from './bottom-bar.tsx';
import { Face, Foot } from './face.tsx';
import classes from './frame.module.css';
import { isHere, nav } from './nav.ts';
import { StatusNote } from './status-note.tsx';

/** The frame round every screen of a partner who is signed in: a list at the side, and on phones a bar at the bottom. */
export function Frame() {
  const t = useWords('frame');
  const me = useMe();
  const path = useRouterState({ select: (state) => state.location.pathname });
  return (
    <FormatsProvider timeZone={me.time_zone} currency={me.program.currency}>
      <a href="#content" className="skip-link">
        {t('skip')}
      </a>
      <AppShell
        header={{ height: 60 }}
        navbar={{ width: 232, breakpoint: 'sm', collapsed: { mobile: true } }}
        padding={0}
        classNames={{ header: classes.header ?? '', navbar: classes.navbar ?? '', main: classes.main ?? '' }}
      >
        <AppShell.Header>
          <Group h="100%" px="md" justify="space-between" wrap="nowrap">
            <Link to={hrefOf('/')} className={classes.home}>
              <Face />
            </Link>
            <PersonMenu />
          </Group>
        </AppShell.Header>
        <AppShell.Navbar aria-label={t('nav.label')}>
          <ul className={classes.nav}>
            {nav.map(({ name, path: to, icon: Icon }) => (
              <li key={name}>
                <Link
                  to={to}
                  className={classes.link}
                  data-here={isHere(to, path) || undefined}
                  aria-current={isHere(to, path) ? 'page' : undefined}
                >
                  <Icon size={17} strokeWidth={1.8} aria-hidden />
                  {t(`nav.${name}`)}
                </Link>
              </li>
            ))}
          </ul>
        </AppShell.Navbar>
        <AppShell.Main id="content" tabIndex={-1}>
          <div className={classes.page}>
            <StatusNote />
            <Outlet />
          </div>
          <Foot />
        </AppShell.Main>
      </AppShell>
      <BottomBar path={path} />
    </FormatsProvider>
  );
}

const schemes = [
  { scheme: 'light', icon: Sun },
  { scheme: 'dark', icon: Moon },
  { scheme: 'auto', icon: Laptop },
] as const;

/** Who is signed in: settings, light or dark, the way out. */
function PersonMenu() {
  const t = useWords('frame');
  const me = useMe();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const name = me.name ?? me.email ?? me.code;
  return (
    <Menu width={240} position="bottom-end">
      <Menu.Target>
        <ActionIcon size={38} radius="xl" aria-label={`${t('person.menu')}: ${name}`}>
          <Avatar size={34} color="river">
            <UserRound size={17} aria-hidden />
          </Avatar>
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" fw={560} c="var(--mantine-color-text)" truncate>
            {name}
          </Text>
          <Text size="xs" truncate>
            {me.email}
          </Text>
        </Menu.Label>
        <Menu.Item component={Link} to={hrefOf('/settings')} leftSection={<UserRound size={15} aria-hidden />}>
          {t('nav.settings')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t('scheme.label')}</Menu.Label>
        {schemes.map(({ scheme, icon: Icon }) => (
          <Menu.Item
            key={scheme}
            leftSection={<Icon size={15} aria-hidden />}
            rightSection={scheme === colorScheme ? <Check size={15} aria-label={t('scheme.current')} /> : null}
            onClick={() => setColorScheme(scheme)}
          >
            {t(`scheme.${scheme}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <SignOut />
      </Menu.Dropdown>
    </Menu>
  );
}

function SignOut() {
  const t = useWords('frame');
  const { api } = useCenter();
  const basepath = useRouterState({ select: ({ location }) => location.publicHref.slice(0, -location.href.length) });
  const leave = (): void => {
    ask(api.POST('/v1/center/sign_out', { body: {} })).then(() => location.assign(`${basepath}/sign-in`), notifyFailed);
  };
  return (
    <Menu.Item leftSection={<LogOut size={15} aria-hidden />} onClick={leave}>
      {t('person.sign_out')}
    </Menu.Item>
  );
}
