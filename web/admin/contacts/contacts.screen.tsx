import { Button, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { UserRoundSearch } from 'lucide-react';
import { ask } from '../../api/client.ts';
import type { Row } from '../../api/types.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Instant } from '../../ui/format.tsx';
import { EmptyNote } from '../../ui/notes.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import type { Column } from '../../ui/table-types.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { PartnerName } from '../names/names.tsx';
import { hrefOf } from '../screens.ts';

type Contact = Row<'/v1/contacts'>;

export default function ContactsScreen() {
  const t = useWords('contacts');
  const columns: Column<Contact>[] = [
    {
      key: 'name',
      label: t('column.name'),
      cell: (row) => (
        <Text span fw={560}>
          {row.name ?? row.email ?? row.external_id ?? t('erased')}
        </Text>
      ),
      csv: (row) => row.name,
    },
    { key: 'email', label: t('column.email'), cell: (row) => row.email ?? '–', csv: (row) => row.email },
    {
      key: 'last',
      label: t('column.last'),
      cell: (row) => <PartnerName id={row.last_partner_id} />,
      csv: (row) => row.last_partner_id,
    },
    {
      key: 'first',
      label: t('column.first'),
      cell: (row) => <PartnerName id={row.first_partner_id} />,
      csv: (row) => row.first_partner_id,
      wide: true,
    },
    {
      key: 'created',
      label: t('column.created'),
      cell: (row) => <Instant at={row.created_at} to="day" />,
      csv: (row) => row.created_at,
      wide: true,
    },
  ];
  return (
    <>
      <ScreenHead title={t('list.title')} text={t('list.text')}>
        <Button component={Link} to={hrefOf('/contacts/conflicts')} variant="default">
          {t('conflicts.label')}
        </Button>
      </ScreenHead>
      <DataTable
        name="contacts"
        label={t('list.title')}
        columns={columns}
        rowKey={(row) => row.id}
        load={(query) => ask(api.GET('/v1/contacts', { params: { query } }))}
        filters={[{ name: 'q', label: t('list.search'), kind: 'text' }]}
        to={(row) => hrefOf('/contacts/$contact_id', { contact_id: row.id })}
        empty={<EmptyNote icon={UserRoundSearch} title={t('list.empty')} text={t('list.empty_text')} />}
      />
    </>
  );
}
