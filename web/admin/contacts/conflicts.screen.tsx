import { Button } from '@mantine/core';
import { Users } from 'lucide-react';
import { ask } from '../../api/client.ts';
import type { Row } from '../../api/types.ts';
import { ConfirmAct } from '../../ui/confirm-act.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Instant } from '../../ui/format.tsx';
import { EmptyNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { useMay } from '../frame/me.tsx';
import { ContactName } from '../names/names.tsx';
import { hrefOf } from '../screens.ts';

type Conflict = Row<'/v1/contacts/conflicts'>;

/** Pairs of contacts that a lead or an order named as one: for a person to join, or to leave apart. */
export default function ConflictsScreen() {
  const t = useWords('contacts');
  const mayWrite = useMay('write');
  return (
    <>
      <ScreenHead
        title={t('conflicts.title')}
        text={t('conflicts.text')}
        back={{ to: hrefOf('/contacts'), label: t('list.title') }}
      />
      <DataTable
        name="conflicts"
        label={t('conflicts.title')}
        columns={[
          {
            key: 'one',
            label: t('conflicts.one'),
            cell: (row: Conflict) => <ContactName id={row.contact_id} />,
            csv: (row) => row.contact_id,
          },
          {
            key: 'other',
            label: t('conflicts.other'),
            cell: (row) => <ContactName id={row.other_contact_id} />,
            csv: (row) => row.other_contact_id,
          },
          { key: 'at', label: t('conflicts.at'), cell: (row) => <Instant at={row.at} />, csv: (row) => row.at },
          ...(mayWrite
            ? [{ key: 'acts', label: t('conflicts.acts'), cell: (row: Conflict) => <Join row={row} /> }]
            : []),
        ]}
        rowKey={(row) => row.id}
        load={(query) => ask(api.GET('/v1/contacts/conflicts', { params: { query } }))}
        empty={<EmptyNote icon={Users} title={t('conflicts.empty')} text={t('conflicts.empty_text')} />}
      />
    </>
  );
}

function Join({ row }: { row: Conflict }) {
  const t = useWords('contacts');
  return (
    <ConfirmAct
      title={t('merge.title')}
      text={t('merge.text')}
      label={t('merge.label')}
      reason="required"
      run={(note, headers) =>
        ask(
          api.POST('/v1/contacts/{id}/merge', {
            params: { path: { id: row.other_contact_id } },
            body: { into: row.contact_id, note },
            headers,
          }),
        )
      }
      done={() => notifyDone(t('merge.done'))}
    >
      {(open) => (
        <Button size="compact-sm" variant="default" onClick={open}>
          {t('merge.label')}
        </Button>
      )}
    </ConfirmAct>
  );
}
