import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../../api/client.ts';
import { ErrorNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { Section } from '../../ui/section.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';

const frequencies = ['each', 'daily', 'weekly', 'none'] as const;

/** How often the partner is written to. */
export function PartnerMessages({ partnerId }: { partnerId: string }) {
  const t = useWords('partners');
  const path = { id: partnerId };
  const asked = useQuery({
    queryKey: ['partner', partnerId, 'messages'],
    queryFn: () => ask(api.GET('/v1/partners/{id}/message_preferences', { params: { path } })),
  });
  const change = useAct({
    run: (frequency: (typeof frequencies)[number]) =>
      ask(api.PATCH('/v1/partners/{id}/message_preferences', { params: { path }, body: { frequency } })),
    done: () => notifyDone(t('edit.done')),
  });
  return (
    <Section title={t('messages.title')} text={t('messages.text')}>
      <Select
        label={t('messages.how_often')}
        maw={320}
        allowDeselect={false}
        disabled={!asked.data || change.busy}
        data={frequencies.map((value) => ({ value, label: t(`messages.${value}`) }))}
        value={asked.data?.frequency ?? null}
        onChange={(value) => value && void change.start(value as (typeof frequencies)[number])}
      />
      <ErrorNote error={asked.error ?? change.error} />
    </Section>
  );
}
