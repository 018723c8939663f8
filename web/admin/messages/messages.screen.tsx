import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Mail } from 'lucide-react';
import { ask } from '../../api/client.ts';
import type { Row } from '../../api/types.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Instant } from '../../ui/format.tsx';
import { EmptyNote } from '../../ui/notes.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import type { Column } from '../../ui/table-types.ts';
import { useAddress } from '../../ui/use-address.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { PartnerName } from '../names/names.tsx';
import { PartnerPicker } from '../partners/partner-picker.tsx';
import { hrefOf } from '../screens.ts';
import { kinds } from './kinds.ts';

type Message = Row<'/v1/messages'>;
const states = ['queued', 'sent', 'captured', 'failed', 'suppressed'] as const;

/** What was sent, or would have been. */
export default function MessagesScreen() {
  const t = useWords('messages');
  const [search, change] = useAddress();
  const partner = search['partner_id'];
  return (
    <>
      <ScreenHead title={t('list.title')} text={t('list.text')}>
        <Button component={Link} to={hrefOf('/messages/suppressions')} variant="default">
          {t('suppressions.title')}
        </Button>
        <Button component={Link} to={hrefOf('/settings/templates')} variant="default">
          {t('templates.title')}
        </Button>
      </ScreenHead>
      <PartnerPicker
        label={t('list.partner')}
        maw={360}
        mb="md"
        value={partner ?? null}
        onChange={(id) => change({ partner_id: id ?? undefined, cursor: undefined })}
      />
      <DataTable
        name="messages"
        label={t('list.title')}
        columns={useColumns()}
        rowKey={(row) => row.id}
        fixed={{ partner_id: partner }}
        load={(query) => ask(api.GET('/v1/messages', { params: { query } }))}
        filters={[
          {
            name: 'kind',
            label: t('list.kind'),
            kind: 'choice',
            options: kinds.map((value) => ({ value, label: t(`kinds.${value}.label`) })),
          },
          {
            name: 'state',
            label: t('list.state'),
            kind: 'choice',
            options: states.map((value) => ({ value, label: t(`states.${value}.label`) })),
          },
        ]}
        to={(row) => hrefOf('/messages/$message_id', { message_id: row.id })}
        empty={<EmptyNote icon={Mail} title={t('list.empty')} text={t('list.empty_text')} />}
      />
    </>
  );
}

function useColumns(): Column<Message>[] {
  const t = useWords('messages');
  return [
    { key: 'subject', label: t('list.subject'), cell: (row) => row.subject, csv: (row) => row.subject },
    { key: 'to', label: t('list.to'), cell: (row) => row.to ?? '–', csv: (row) => row.to },
    {
      key: 'partner',
      label: t('list.partner'),
      cell: (row) => <PartnerName id={row.partner_id} />,
      csv: (row) => row.partner_id,
      wide: true,
    },
    {
      key: 'kind',
      label: t('list.kind'),
      cell: (row) => t(`kinds.${row.kind}.label`),
      csv: (row) => row.kind,
      wide: true,
    },
    {
      key: 'state',
      label: t('list.state'),
      cell: (row) => <StatusBadge status={row.uncertain ? 'uncertain' : row.state} />,
      csv: (row) => row.state,
    },
    {
      key: 'at',
      label: t('list.at'),
      cell: (row) => <Instant at={row.created_at} />,
      csv: (row) => row.created_at,
    },
  ];
}
