import { Button } from '@mantine/core';
import { BadgeDollarSign, Plus } from 'lucide-react';
import { useState } from 'react';
import { ask } from '../../api/client.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyNote } from '../../ui/notes.tsx';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { AdjustDialog } from '../commissions/adjust-dialog.tsx';
import { CommissionActs } from '../commissions/commission-acts.tsx';
import { type Commission, useCommissionColumns } from '../commissions/commission-columns.tsx';
import { useMay } from '../frame/me.tsx';
import { hrefOf } from '../screens.ts';
import type { PartnerDetail } from './use-partner.ts';

export default function CommissionsTab({ partner }: { partner: PartnerDetail }) {
  const t = useWords('partners');
  const mayWrite = useMay('write');
  const [adjusting, setAdjusting] = useState(false);
  const columns = useCommissionColumns({ ofPartner: true });
  return (
    <>
      <DataTable<Commission>
        name="partner-commissions"
        label={t('tabs.commissions')}
        columns={columns}
        rowKey={(row) => row.id}
        fixed={{ partner_id: partner.id }}
        load={(query) => ask(api.GET('/v1/commissions', { params: { query } }))}
        to={(row) => hrefOf('/commissions/$commission_id', { commission_id: row.id })}
        {...(mayWrite ? { bulk: (rows, clear) => <CommissionActs rows={rows} clear={clear} /> } : {})}
        acts={
          mayWrite && (
            <Button
              size="sm"
              variant="light"
              leftSection={<Plus size={15} aria-hidden />}
              onClick={() => setAdjusting(true)}
            >
              {t('nothing.adjust')}
            </Button>
          )
        }
        empty={
          <EmptyNote icon={BadgeDollarSign} title={t('nothing.commissions')} text={t('nothing.commissions_text')} />
        }
      />
      <AdjustDialog opened={adjusting} close={() => setAdjusting(false)} partnerId={partner.id} />
    </>
  );
}
