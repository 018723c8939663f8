import { Group, Stack, Text, Timeline } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { History } from 'lucide-react';
import { ask } from '../../api/client.ts';
import { Instant } from '../../ui/format.tsx';
import { ErrorNote } from '../../ui/notes.tsx';
import { Section } from '../../ui/section.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { PartnerName, ProgramName } from '../names/names.tsx';
import { Notes } from '../notes/notes.tsx';
import type { PartnerDetail } from './use-partner.ts';

/** What the office wrote down, and what became of the partner over time. */
export default function NotesTab({ partner }: { partner: PartnerDetail }) {
  const t = useWords('partners');
  const asked = useQuery({
    queryKey: ['partner', partner.id, 'history'],
    queryFn: () => ask(api.GET('/v1/partners/{id}/history', { params: { path: { id: partner.id } } })),
  });
  const rows = asked.data?.data ?? [];
  return (
    <Stack gap="lg">
      <Notes about={{ partner_id: partner.id }} />
      <Section title={t('history.title')}>
        <ErrorNote error={asked.error} retry={() => void asked.refetch()} />
        <Timeline bulletSize={22} lineWidth={2}>
          {rows.map((row) => (
            <Timeline.Item
              key={`${row.from_at}${row.status}${row.program_id}`}
              bullet={<History size={12} aria-hidden />}
              title={<Instant at={row.from_at} />}
            >
              <Group gap="xs">
                <StatusBadge status={row.status} />
                <ProgramName id={row.program_id} />
                {row.sponsor_id && (
                  <Text size="sm" c="dimmed">
                    {t('who.sponsor')}: <PartnerName id={row.sponsor_id} />
                  </Text>
                )}
              </Group>
            </Timeline.Item>
          ))}
        </Timeline>
      </Section>
    </Stack>
  );
}
