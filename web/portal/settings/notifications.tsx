import { Radio, Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../../api/client.ts';
import { ErrorNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { Section } from '../../ui/section.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useWords } from '../../ui/words.ts';
import { useApi } from '../center.ts';

const frequencies = ['each', 'daily', 'weekly', 'none'] as const;
type Frequency = (typeof frequencies)[number];

/** How often news of earnings come by mail. */
export function Notifications() {
  const t = useWords('settings');
  const api = useApi();
  const asked = useQuery({
    queryKey: ['notifications'],
    queryFn: () => ask(api.GET('/v1/center/me/notifications')),
  });
  const act = useAct({
    run: (frequency: Frequency, headers) =>
      ask(api.PATCH('/v1/center/me/notifications', { body: { frequency }, headers })),
    done: () => notifyDone(t('saved')),
  });
  return (
    <Section title={t('news.title')} text={t('news.text')}>
      <ErrorNote error={asked.error ?? act.error} />
      {asked.isPending && <Skeleton height={90} />}
      {asked.data && (
        <Radio.Group
          aria-label={t('news.title')}
          value={asked.data.frequency}
          onChange={(value) => void act.start(value as Frequency)}
        >
          <Stack gap="xs">
            {frequencies.map((value) => (
              <Radio key={value} value={value} label={t(`news.${value}`)} disabled={act.busy} />
            ))}
          </Stack>
        </Radio.Group>
      )}
    </Section>
  );
}
