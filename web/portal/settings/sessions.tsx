import { Badge, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { MonitorSmartphone } from 'lucide-react';
import { ask } from '../../api/client.ts';
import type { Row } from '../../api/types.ts';
import { browserOf } from '../../ui/browser-name.ts';
import { Instant } from '../../ui/format.tsx';
import { ErrorNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { Section } from '../../ui/section.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useWords } from '../../ui/words.ts';
import { useApi } from '../center.ts';

/** Where the partner is signed in, and the end of each. */
export function Sessions() {
  const t = useWords('settings');
  const api = useApi();
  const asked = useQuery({ queryKey: ['sessions'], queryFn: () => ask(api.GET('/v1/center/sessions')) });
  const endOthers = useAct({
    run: () => ask(api.DELETE('/v1/center/sessions')),
    done: () => notifyDone(t('sessions.others_ended')),
  });
  const rows = asked.data?.data ?? [];
  const acts = rows.length > 1 && (
    <Button variant="default" size="xs" loading={endOthers.busy} onClick={() => void endOthers.start()}>
      {t('sessions.end_others')}
    </Button>
  );
  return (
    <Section title={t('sessions.title')} text={t('sessions.text')} acts={acts}>
      <ErrorNote error={asked.error ?? endOthers.error} />
      {asked.isPending && <Skeleton height={60} />}
      <Stack gap="md" component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
        {rows.map((row) => (
          <SessionRow key={row.id} row={row} />
        ))}
      </Stack>
    </Section>
  );
}

function SessionRow({ row }: { row: Row<'/v1/center/sessions'> }) {
  const t = useWords('settings');
  const api = useApi();
  const end = useAct({
    run: (id: string) => ask(api.DELETE('/v1/center/sessions/{id}', { params: { path: { id } } })),
    done: () => notifyDone(t('sessions.ended')),
  });
  return (
    <Group component="li" wrap="nowrap" align="flex-start">
      <MonitorSmartphone size={20} strokeWidth={1.6} aria-hidden />
      <div style={{ flex: 1 }}>
        <Text size="sm" fw={550}>
          {browserOf(row.agent) ?? t('sessions.unknown')}
        </Text>
        <Text size="xs" c="dimmed">
          {t('sessions.seen')} <Instant at={row.last_seen_at} />
        </Text>
        <ErrorNote error={end.error} />
      </div>
      {row.current ? (
        <Badge>{t('sessions.this')}</Badge>
      ) : (
        <Button size="xs" variant="default" loading={end.busy} onClick={() => void end.start(row.id)}>
          {t('sessions.end')}
        </Button>
      )}
    </Group>
  );
}
