import { Anchor, Text } from '@mantine/core';
import { Outlet } from '@tanstack/react-router';
import { useWords } from '../../ui/words.ts';
import classes from './doors.module.css';

/** Round the screens of who is not in yet: one sheet in the middle. */
export function DoorFrame() {
  const t = useWords('frame');
  return (
    <div className={classes.desk}>
      <Anchor href="/" className={classes.name} underline="never">
        <svg viewBox="0 0 32 32" width="30" height="30" aria-hidden="true">
          <rect width="32" height="32" rx="8" fill="var(--mantine-color-river-7)" />
          <path
            d="M8 8c0 6 8 5 8 12v5M24 8c0 6-8 5-8 12"
            fill="none"
            stroke="#fff"
            strokeWidth="3"
            strokeLinecap="round"
          />
        </svg>
        <Text fw={640} size="lg" component="span">
          {t('product')}
        </Text>
      </Anchor>
      <main className={classes.sheet}>
        <Outlet />
      </main>
    </div>
  );
}
