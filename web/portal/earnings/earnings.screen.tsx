import { Button } from '@mantine/core';
import { BadgeDollarSign, Download } from 'lucide-react';
import { ask } from '../../api/client.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyNote } from '../../ui/notes.tsx';
import { notifyFailed } from '../../ui/notify.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import type { Filter } from '../../ui/table-types.ts';
import { useAct } from '../../ui/use-act.ts';
import { useAddress } from '../../ui/use-address.ts';
import { useWords } from '../../ui/words.ts';
import { saveFrom, useApi, useCenter, useMe } from '../center.ts';
import { hrefOf } from '../screens.ts';
import { useEarningColumns } from './columns.tsx';

const filterNames = ['status', 'kind', 'tier', 'from', 'to'] as const;

/** Everything that was earned, and what was taken back. */
export default function EarningsScreen() {
  const t = useWords('earnings');
  const api = useApi();
  return (
    <>
      <ScreenHead title={t('list.title')} text={t('list.text')} />
      <DataTable
        name="earnings"
        label={t('list.title')}
        columns={useEarningColumns()}
        rowKey={(row) => row.id}
        file={false}
        acts={<FileButton />}
        filters={useFilters()}
        load={(query) => ask(api.GET('/v1/center/commissions', { params: { query } }))}
        to={(row) => hrefOf('/earnings/$commission_id', { commission_id: row.id })}
        empty={<EmptyNote icon={BadgeDollarSign} title={t('list.empty')} text={t('list.empty_text')} />}
      />
    </>
  );
}

function useFilters(): Filter[] {
  const t = useWords('earnings');
  const { program } = useMe();
  const choice = (name: string, label: string, options: readonly { value: string; label: string }[]): Filter => ({
    ...{ name, label, options },
    kind: 'choice',
  });
  const statuses = ['pending', 'payable', 'in_flight', 'paid', 'cancelled'];
  const kinds = ['sale', 'bonus', 'adjustment', 'reversal', 'return'];
  const tiers = ['1', '2'];
  return [
    choice(
      'status',
      t('column.status'),
      statuses.map((value) => ({ value, label: t(`statuses.${value}`) })),
    ),
    choice(
      'kind',
      t('list.kind'),
      kinds.map((value) => ({ value, label: t(`kinds.${value}`) })),
    ),
    ...(program.tiers > 1
      ? [
          choice(
            'tier',
            t('list.tier'),
            tiers.map((value) => ({ value, label: t(`tiers.${value}`) })),
          ),
        ]
      : []),
    { name: 'from', label: t('list.from'), kind: 'day' },
    { name: 'to', label: t('list.to'), kind: 'day' },
  ];
}

/** The whole list as it is filtered, in one file that the server writes. */
function FileButton() {
  const t = useWords('earnings');
  const center = useCenter();
  const [search] = useAddress();
  const save = useAct({
    run: () => {
      const chosen = filterNames.flatMap((name) => (search[name] ? [[name, search[name]] as [string, string]] : []));
      const path = `/v1/center/commissions?${new URLSearchParams(chosen)}`;
      return saveFrom(center, path, 'earnings.csv', 'text/csv');
    },
    failed: (error) => {
      notifyFailed(error);
      return true;
    },
  });
  return (
    <Button
      variant="default"
      leftSection={<Download size={15} aria-hidden />}
      loading={save.busy}
      onClick={() => void save.start()}
    >
      {t('list.file')}
    </Button>
  );
}
