import { ShoppingBag } from 'lucide-react';
import { ask } from '../../api/client.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyNote } from '../../ui/notes.tsx';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { useOrderColumns } from '../orders/order-columns.tsx';
import { hrefOf } from '../screens.ts';
import type { PartnerDetail } from './use-partner.ts';

export default function OrdersTab({ partner }: { partner: PartnerDetail }) {
  const t = useWords('partners');
  const columns = useOrderColumns({ ofPartner: true });
  return (
    <DataTable
      name="partner-orders"
      label={t('tabs.orders')}
      columns={columns}
      rowKey={(row) => row.id}
      fixed={{ partner_id: partner.id }}
      load={(query) => ask(api.GET('/v1/orders', { params: { query } }))}
      to={(row) => hrefOf('/orders/$order_id', { order_id: row.id })}
      empty={<EmptyNote icon={ShoppingBag} title={t('nothing.orders')} text={t('nothing.orders_text')} />}
    />
  );
}
