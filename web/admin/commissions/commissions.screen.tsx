import { Button, SegmentedControl } from '@mantine/core';
import { BadgeDollarSign, Plus } from 'lucide-react';
import { useState } from 'react';
import { ask } from '../../api/client.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyNote } from '../../ui/notes.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { useAddress } from '../../ui/use-address.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { useMay } from '../frame/me.tsx';
import { hrefOf } from '../screens.ts';
import { AdjustDialog } from './adjust-dialog.tsx';
import { CommissionActs } from './commission-acts.tsx';
import { type Commission, useCommissionColumns } from './commission-columns.tsx';

const reasons = ['awaiting_approval', 'self_referral', 'unverified', 'partner_suspended', 'fraud'] as const;
const statuses = ['pending', 'payable', 'in_flight', 'paid', 'cancelled'] as const;
const kinds = ['sale', 'bonus', 'adjustment', 'reversal', 'return'] as const;

/** All commissions, and those that wait for a person: the review queue. */
export default function CommissionsScreen() {
  const t = useWords('commissions');
  const mayWrite = useMay('write');
  const [{ held_reason }, change] = useAddress();
  const [adjusting, setAdjusting] = useState(false);
  const columns = useCommissionColumns();
  const queue = held_reason !== undefined;
  return (
    <>
      <ScreenHead title={t('list.title')} text={t(queue ? 'list.queue_text' : 'list.text')}>
        {mayWrite && (
          <Button variant="default" leftSection={<Plus size={16} aria-hidden />} onClick={() => setAdjusting(true)}>
            {t('adjust.label')}
          </Button>
        )}
      </ScreenHead>
      <SegmentedControl
        mb="md"
        aria-label={t('list.which')}
        value={queue ? 'queue' : 'all'}
        onChange={(which) =>
          change({
            held_reason: which === 'queue' ? 'awaiting_approval' : undefined,
            status: which === 'queue' ? 'pending' : undefined,
            cursor: undefined,
          })
        }
        data={(['all', 'queue'] as const).map((value) => ({ value, label: t(`list.${value}`) }))}
      />
      <DataTable<Commission>
        name="commissions"
        label={t('list.title')}
        columns={columns}
        rowKey={(row) => row.id}
        load={(query) => ask(api.GET('/v1/commissions', { params: { query } }))}
        filters={[
          {
            name: 'status',
            label: t('column.status'),
            kind: 'choice',
            options: statuses.map((value) => ({ value, label: t(`statuses.${value}`) })),
          },
          {
            name: 'held_reason',
            label: t('list.held'),
            kind: 'choice',
            options: reasons.map((value) => ({ value, label: t(`held.${value}`) })),
          },
          {
            name: 'kind',
            label: t('column.for'),
            kind: 'choice',
            options: kinds.map((value) => ({ value, label: t(`kinds.${value}`) })),
          },
        ]}
        to={(row) => hrefOf('/commissions/$commission_id', { commission_id: row.id })}
        {...(mayWrite ? { bulk: (rows, clear) => <CommissionActs rows={rows} clear={clear} /> } : {})}
        empty={<EmptyNote icon={BadgeDollarSign} title={t('list.empty')} text={t('list.empty_text')} />}
      />
      <AdjustDialog opened={adjusting} close={() => setAdjusting(false)} partnerId={null} />
    </>
  );
}
