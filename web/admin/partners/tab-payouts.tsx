import { HandCoins } from 'lucide-react';
import { ask } from '../../api/client.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyNote } from '../../ui/notes.tsx';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { usePayoutColumns } from '../payouts/payout-columns.tsx';
import { hrefOf } from '../screens.ts';
import type { PartnerDetail } from './use-partner.ts';

export default function PayoutsTab({ partner }: { partner: PartnerDetail }) {
  const t = useWords('partners');
  const columns = usePayoutColumns({ ofPartner: true });
  return (
    <DataTable
      name="partner-payouts"
      label={t('tabs.payouts')}
      columns={columns}
      rowKey={(row) => row.id}
      fixed={{ partner_id: partner.id }}
      load={(query) => ask(api.GET('/v1/payouts', { params: { query } }))}
      to={(row) => hrefOf('/payouts/$run_id', { run_id: row.run_id })}
      empty={<EmptyNote icon={HandCoins} title={t('nothing.payouts')} text={t('nothing.payouts_text')} />}
    />
  );
}
