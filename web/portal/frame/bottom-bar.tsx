import { Drawer, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import { Ellipsis } from 'lucide-react';
import { useEffect } from 'react';
import { useWords } from '../../ui/words.ts';
import classes from './frame.module.css';
import { atHand, isHere, nav } from './nav.ts';

/** On phones: what is used most within reach of the thumb, and everything else behind the last button. */
export function BottomBar({ path }: { path: string }) {
  const t = useWords('frame');
  const [opened, { open, close }] = useDisclosure();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new screen closes the list
  useEffect(close, [path]);
  const [near, far] = [
    nav.filter(({ name }) => atHand.includes(name)),
    nav.filter(({ name }) => !atHand.includes(name)),
  ];
  return (
    <>
      <nav className={classes.bar} aria-label={t('nav.short')}>
        {near.map(({ name, path: to, icon: Icon }) => (
          <Link
            key={name}
            to={to}
            className={classes.tab}
            data-here={isHere(to, path) || undefined}
            aria-current={isHere(to, path) ? 'page' : undefined}
          >
            <Icon size={21} strokeWidth={1.8} aria-hidden />
            {t(`nav.${name}`)}
          </Link>
        ))}
        <UnstyledButton
          className={classes.tab}
          onClick={open}
          aria-haspopup="dialog"
          data-here={far.some(({ path: to }) => isHere(to, path)) || undefined}
        >
          <Ellipsis size={21} strokeWidth={1.8} aria-hidden />
          {t('nav.more')}
        </UnstyledButton>
      </nav>
      <Drawer
        opened={opened}
        onClose={close}
        position="bottom"
        size="auto"
        radius="lg"
        title={t('nav.more')}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <ul className={classes.more}>
          {far.map(({ name, path: to, icon: Icon }) => (
            <li key={name}>
              <Link to={to} className={classes.link} data-here={isHere(to, path) || undefined}>
                <Icon size={19} strokeWidth={1.8} aria-hidden />
                {t(`nav.${name}`)}
              </Link>
            </li>
          ))}
        </ul>
      </Drawer>
    </>
  );
}
