import { Badge, Button, Group, Modal } from '@mantine/core';
import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { ask } from '../../api/client.ts';
import type { Row } from '../../api/types.ts';
import { ConfirmAct } from '../../ui/confirm-act.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Instant } from '../../ui/format.tsx';
import { EmptyNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import type { Column } from '../../ui/table-types.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { NewKey } from './new-key.tsx';
import { AreaHead } from './settings-parts.tsx';

type Key = Row<'/v1/keys'>;

/** What servers and programs come in with. */
export default function KeysScreen() {
  const t = useWords('settings');
  const [opened, setOpened] = useState(false);
  const add = (
    <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setOpened(true)}>
      {t('keys.add')}
    </Button>
  );
  return (
    <>
      <AreaHead title={t('areas.keys.title')} text={t('keys.text')}>
        {add}
      </AreaHead>
      <DataTable
        name="keys"
        label={t('areas.keys.title')}
        columns={useColumns()}
        rowKey={(row) => row.id}
        load={(query) => ask(api.GET('/v1/keys', { params: { query } }))}
        empty={
          <EmptyNote icon={KeyRound} title={t('keys.empty')} text={t('keys.empty_text')}>
            {add}
          </EmptyNote>
        }
      />
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('keys.add')}
        closeOnClickOutside={false}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <NewKey close={() => setOpened(false)} />
      </Modal>
    </>
  );
}

function useColumns(): Column<Key>[] {
  const t = useWords('settings');
  return [
    { key: 'name', label: t('keys.name'), cell: (row) => row.name, csv: (row) => row.name },
    {
      key: 'ending',
      label: t('keys.ending'),
      cell: (row) => <code translate="no">{`…${row.ending}`}</code>,
      csv: (row) => row.ending,
    },
    { key: 'kind', label: t('keys.kind'), cell: (row) => t(`keys.kinds.${row.kind}`), csv: (row) => row.kind },
    {
      key: 'scopes',
      label: t('keys.scopes'),
      cell: (row) => (
        <Group gap={4}>
          {row.scopes.map((scope) => (
            <Badge key={scope} color="gray">
              {row.kind === 'secret' ? t(`keys.scope.${scope}.label`) : t('keys.reports')}
            </Badge>
          ))}
        </Group>
      ),
      csv: (row) => row.scopes.join(' '),
      wide: true,
    },
    {
      key: 'created',
      label: t('keys.created'),
      cell: (row) => <Instant at={row.created_at} to="day" />,
      csv: (row) => row.created_at,
    },
    {
      key: 'acts',
      label: t('keys.state'),
      cell: (row) => (row.revoked_at === null ? <Revoke row={row} /> : <StatusBadge status="ended" />),
      csv: (row) => row.revoked_at,
    },
  ];
}

function Revoke({ row }: { row: Key }) {
  const t = useWords('settings');
  return (
    <ConfirmAct
      title={t('keys.end_title', { name: row.name, ending: row.ending })}
      text={t(`keys.end_text.${row.kind}`)}
      label={t('keys.end')}
      danger
      run={() => ask(api.DELETE('/v1/keys/{id}', { params: { path: { id: row.id } } }))}
      done={() => notifyDone(t('keys.ended'))}
    >
      {(open) => (
        <Button size="compact-sm" variant="default" onClick={open} aria-label={t('keys.end_one', { name: row.name })}>
          {t('keys.end')}
        </Button>
      )}
    </ConfirmAct>
  );
}
