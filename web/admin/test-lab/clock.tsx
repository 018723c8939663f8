import { Anchor, Button, Group, Loader, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Clock3 } from 'lucide-react';
import { useState } from 'react';
import { ask } from '../../api/client.ts';
import { Instant } from '../../ui/format.tsx';
import { ErrorNote, ProgressNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { Section } from '../../ui/section.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { useMay } from '../frame/me.tsx';

const DAY_MS = 86_400_000;

/** The sandbox's own clock: it only goes forward, and does all that falls due on the way. */
export function Clock({ slug }: { slug: string }) {
  const t = useWords('test-lab');
  const mayMove = useMay('write');
  const [to, setTo] = useState('');
  const asked = useQuery({
    queryKey: ['test_clock'],
    queryFn: () => ask(api.GET('/v1/test_clock')),
    refetchInterval: 30_000,
  });
  const move = useAct({
    run: (now: string, headers) => ask(api.POST('/v1/test_clock', { body: { now }, headers })),
    done: () => notifyDone(t('clock.done')),
  });
  const now = asked.data?.now;
  const ahead = (days: number) => void move.start(new Date(Date.parse(now!) + days * DAY_MS).toISOString());
  return (
    <Section title={t('clock.title')} text={t('clock.text')}>
      <Stack gap="sm">
        <ErrorNote error={asked.error ?? move.error} />
        {asked.isPending && <Loader aria-label={t('loading')} />}
        {now && (
          <Group gap="xs">
            <Clock3 size={18} aria-hidden />
            <Text fw={560} component="div">
              <Instant at={now} to="second" />
            </Text>
          </Group>
        )}
        {now && mayMove && (
          <Group align="flex-end">
            {[1, 7, 31].map((days) => (
              <Button key={days} variant="default" disabled={move.busy} onClick={() => ahead(days)}>
                {t('clock.ahead', { count: days })}
              </Button>
            ))}
            <TextInput
              type="date"
              label={t('clock.to')}
              min={now.slice(0, 10)}
              value={to}
              onChange={(event) => setTo(event.currentTarget.value)}
            />
            <Button
              variant="default"
              disabled={to === '' || move.busy}
              onClick={() => void move.start(new Date(`${to}T12:00:00Z`).toISOString())}
            >
              {t('clock.move')}
            </Button>
          </Group>
        )}
        {move.busy && <ProgressNote label={t('clock.moving')} done={0} />}
        <Text size="sm">
          {t('clock.shop')}{' '}
          <Anchor href={`/demo/${slug}`} target="_blank" rel="noreferrer" underline="always">
            {t('clock.open_shop')}
          </Anchor>
        </Text>
      </Stack>
    </Section>
  );
}
