import { Button } from '@mantine/core';
import { MailX } from 'lucide-react';
import { ask } from '../../api/client.ts';
import type { Row } from '../../api/types.ts';
import { ConfirmAct } from '../../ui/confirm-act.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Instant } from '../../ui/format.tsx';
import { EmptyNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import type { Column } from '../../ui/table-types.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { useMay } from '../frame/me.tsx';
import { ContactName } from '../names/names.tsx';
import { hrefOf } from '../screens.ts';

type Suppression = Row<'/v1/suppressions'>;

/** Addresses that nothing is sent to any more. */
export default function SuppressionsScreen() {
  const t = useWords('messages');
  const mayWrite = useMay('write');
  const columns: Column<Suppression>[] = [
    { key: 'address', label: t('suppressions.address'), cell: (row) => row.address ?? '–', csv: (row) => row.address },
    {
      key: 'contact',
      label: t('one.contact'),
      cell: (row) => <ContactName id={row.contact_id} />,
      csv: (row) => row.contact_id,
    },
    {
      key: 'because',
      label: t('suppressions.because'),
      cell: (row) => t(`because.${row.because}`),
      csv: (row) => row.because,
    },
    {
      key: 'detail',
      label: t('suppressions.said'),
      cell: (row) => row.detail ?? '–',
      csv: (row) => row.detail,
      wide: true,
    },
    { key: 'at', label: t('suppressions.at'), cell: (row) => <Instant at={row.at} />, csv: (row) => row.at },
    ...(mayWrite
      ? [{ key: 'acts', label: t('suppressions.acts'), cell: (row: Suppression) => <Lift row={row} /> }]
      : []),
  ];
  return (
    <>
      <ScreenHead
        title={t('suppressions.title')}
        text={t('suppressions.text')}
        back={{ to: hrefOf('/messages'), label: t('list.title') }}
      />
      <DataTable
        name="suppressions"
        label={t('suppressions.title')}
        columns={columns}
        rowKey={(row) => row.id}
        load={(query) => ask(api.GET('/v1/suppressions', { params: { query } }))}
        empty={<EmptyNote icon={MailX} title={t('suppressions.empty')} text={t('suppressions.empty_text')} />}
      />
    </>
  );
}

function Lift({ row }: { row: Suppression }) {
  const t = useWords('messages');
  const address = row.address ?? t('suppressions.this');
  return (
    <ConfirmAct
      title={t('suppressions.lift_title', { address })}
      text={t('suppressions.lift_text')}
      label={t('suppressions.lift')}
      run={() => ask(api.DELETE('/v1/suppressions/{id}', { params: { path: { id: row.id } } }))}
      done={() => notifyDone(t('suppressions.lifted', { address }))}
    >
      {(open) => (
        <Button size="compact-sm" variant="default" aria-label={t('suppressions.lift_one', { address })} onClick={open}>
          {t('suppressions.lift')}
        </Button>
      )}
    </ConfirmAct>
  );
}
