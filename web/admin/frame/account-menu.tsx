import {
  ActionIcon,
  Avatar,
  Group,
  Menu,
  Text,
  UnstyledButton,
  useMantineColorScheme,
  VisuallyHidden,
} from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Check, ChevronsUpDown, Laptop, LogOut, Moon, Sun, UserRound } from 'lucide-react';
import { useWords } from '../../ui/words.ts';
import { accountOf } from '../session.ts';
import classes from './frame.module.css';
import { signOut, switchAccount, useMe } from './me.tsx';

/** The account that the screen works in, and the way to the others. */
export function AccountMenu() {
  const t = useWords('frame');
  const me = useMe();
  const account = accountOf(me);
  const name = account?.name ?? t('account.none');
  const face = (
    <Group gap={8} wrap="nowrap">
      <span className={classes.mark} aria-hidden>
        {[...name][0]?.toUpperCase()}
      </span>
      <Text fw={600} size="sm" truncate maw={200}>
        {name}
      </Text>
    </Group>
  );
  if (me.accounts.length < 2) return <div className={classes.account}>{face}</div>;
  return (
    <Menu width={280} position="bottom-start">
      <Menu.Target>
        <UnstyledButton className={classes.account}>
          <VisuallyHidden>{t('account.switch')}</VisuallyHidden>
          {face}
          <ChevronsUpDown size={14} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('account.switch')}</Menu.Label>
        {me.accounts.map((one) => (
          <Menu.Item
            key={one.id}
            onClick={() => switchAccount(one.id)}
            rightSection={one.id === account?.id ? <Check size={15} aria-label={t('account.current')} /> : null}
          >
            <Text size="sm">{one.name}</Text>
            <Text size="xs" c="dimmed">
              {t(`role.${one.role}`)}
              {one.sandbox ? ` · ${t('sandbox')}` : ''}
            </Text>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

const schemes = [
  { scheme: 'light', icon: Sun },
  { scheme: 'dark', icon: Moon },
  { scheme: 'auto', icon: Laptop },
] as const;

/** Who is signed in: profile, light or dark, the way out. */
export function PersonMenu() {
  const t = useWords('frame');
  const { user } = useMe();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu width={250} position="bottom-end">
      <Menu.Target>
        <ActionIcon size={36} radius="xl" aria-label={`${t('person.menu')}: ${user.name}`}>
          <Avatar size={32} color="river">
            <UserRound size={17} aria-hidden />
          </Avatar>
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" fw={560} c="var(--mantine-color-text)" truncate>
            {user.name}
          </Text>
          <Text size="xs" truncate>
            {user.email}
          </Text>
        </Menu.Label>
        <Menu.Item component={Link} to="/profile" leftSection={<UserRound size={15} aria-hidden />}>
          {t('person.profile')}
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
        <Menu.Item leftSection={<LogOut size={15} aria-hidden />} onClick={() => void signOut()}>
          {t('person.sign_out')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
