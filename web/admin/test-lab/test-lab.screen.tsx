import { Stack } from '@mantine/core';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { useWords } from '../../ui/words.ts';
import { useAccount } from '../frame/me.tsx';
import { Clock } from './clock.tsx';
import { JourneyLab } from './journey-lab.tsx';
import { Sandboxes } from './sandboxes.tsx';

/** Where programs are tried out before anybody sees them. */
export default function TestLabScreen() {
  const t = useWords('test-lab');
  const { sandbox, slug } = useAccount();
  return (
    <>
      <ScreenHead title={t('title')} text={t('text')} />
      <Stack gap="lg">
        <JourneyLab />
        {sandbox && <Clock slug={slug} />}
        <Sandboxes />
      </Stack>
    </>
  );
}
