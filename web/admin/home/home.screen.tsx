import { Stack } from '@mantine/core';
import { PeriodPicker, usePeriod } from '../../ui/period-picker.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { useWords } from '../../ui/words.ts';
import { useAccount, useToday } from '../frame/me.tsx';
import { Timeline } from '../reports/timeline.tsx';
import { SetupGuide } from './setup-guide.tsx';
import { Todo } from './todo.tsx';

/** The first screen: what needs doing, and how it goes. */
export default function HomeScreen() {
  const t = useWords('home');
  const { name } = useAccount();
  const today = useToday();
  const period = usePeriod(today);
  return (
    <>
      <ScreenHead title={t('title')} text={t('text', { name })}>
        <PeriodPicker today={today} />
      </ScreenHead>
      <Stack gap="lg">
        <SetupGuide />
        <Todo />
        <Timeline period={period} />
      </Stack>
    </>
  );
}
