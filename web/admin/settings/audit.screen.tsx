import { Button, Code, Modal, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ScrollText } from 'lucide-react';
import { useState } from 'react';
import { ask } from '../../api/client.ts';
import type { Row } from '../../api/types.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Instant, useFormats } from '../../ui/format.tsx';
import { EmptyNote } from '../../ui/notes.tsx';
import type { Column, Filter } from '../../ui/table-types.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { AuditFile } from './audit-file.tsx';
import { auditQuery } from './audit-query.ts';
import { AreaHead } from './settings-parts.tsx';

type Entry = Row<'/v1/audit'>;

const kinds = ['key', 'user', 'partner', 'page', 'system', 'command', 'operator'] as const;

/** Who did what, and when. */
export default function AuditScreen() {
  const t = useWords('settings');
  const { timeZone } = useFormats();
  const [shown, setShown] = useState<Entry | null>(null);
  return (
    <>
      <AreaHead title={t('areas.audit.title')} text={t('audit.text')} />
      <DataTable
        name="audit"
        label={t('areas.audit.title')}
        columns={useColumns(setShown)}
        rowKey={(row) => row.id}
        load={(query) => ask(api.GET('/v1/audit', { params: { query: auditQuery(query, timeZone) } }))}
        filters={useFilters()}
        file={false}
        acts={<AuditFile />}
        empty={<EmptyNote icon={ScrollText} title={t('audit.empty')} text={t('audit.empty_text')} />}
      />
      <Modal
        opened={shown !== null}
        onClose={() => setShown(null)}
        title={t('audit.details')}
        size="lg"
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        {shown && <Details entry={shown} />}
      </Modal>
    </>
  );
}

function useFilters(): Filter[] {
  const t = useWords('settings');
  const members = useQuery({ queryKey: ['members', 'all'], queryFn: () => ask(api.GET('/v1/members')) });
  const people = (members.data?.data ?? []).map(({ id, name }) => ({ value: `user:${id}`, label: name }));
  return [
    { name: 'text', label: t('audit.search'), kind: 'text' },
    {
      name: 'actor',
      label: t('audit.who'),
      kind: 'choice',
      options: [...people, ...kinds.map((kind) => ({ value: kind, label: t(`audit.kinds.${kind}`) }))],
    },
    { name: 'act', label: t('audit.act'), kind: 'text' },
    { name: 'subject', label: t('audit.subject'), kind: 'text' },
    { name: 'from', label: t('audit.from'), kind: 'day' },
    { name: 'to', label: t('audit.to'), kind: 'day' },
  ];
}

function useColumns(show: (entry: Entry) => void): Column<Entry>[] {
  const t = useWords('settings');
  return [
    { key: 'at', label: t('audit.at'), cell: (row) => <Instant at={row.at} to="second" /> },
    { key: 'who', label: t('audit.who'), cell: (row) => row.actor.name ?? t(`audit.kinds.${row.actor.kind}`) },
    { key: 'act', label: t('audit.act'), cell: (row) => t(`audit.acts.${row.act}`, { defaultValue: readable(row) }) },
    { key: 'subject', label: t('audit.subject'), cell: (row) => <code translate="no">{row.subject}</code>, wide: true },
    {
      key: 'details',
      label: t('audit.details'),
      cell: (row) => (
        <Button size="compact-sm" variant="default" onClick={() => show(row)}>
          {t('audit.see')}
        </Button>
      ),
    },
  ];
}

/** Requests say themselves what they are; other acts are words. */
function readable({ act, detail }: Entry): string {
  const { summary } = detail as { summary?: unknown };
  if (typeof summary === 'string') return summary;
  const words = act.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function Details({ entry }: { entry: Entry }) {
  const t = useWords('settings');
  return (
    <Stack>
      <Text size="sm">
        <Instant at={entry.at} to="second" /> · {entry.actor.name ?? t(`audit.kinds.${entry.actor.kind}`)} ·{' '}
        {readable(entry)}
      </Text>
      <Text size="sm">
        {t('audit.subject')}: <code translate="no">{entry.subject}</code>
      </Text>
      {entry.note && <Text size="sm">{t('audit.note', { note: entry.note })}</Text>}
      <Code block tabIndex={0} aria-label={t('audit.details')}>
        {JSON.stringify(entry.detail, null, 2)}
      </Code>
    </Stack>
  );
}
