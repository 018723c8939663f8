import { ShoppingBag } from 'lucide-react';
import { ask } from '../../api/client.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyNote } from '../../ui/notes.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { hrefOf } from '../screens.ts';
import { useOrderColumns } from './order-columns.tsx';

/** All orders, and by a filter those that earned nothing, with the reason. */
export default function OrdersScreen() {
  const t = useWords('orders');
  const columns = useOrderColumns();
  return (
    <>
      <ScreenHead title={t('list.title')} text={t('list.text')} />
      <DataTable
        name="orders"
        label={t('list.title')}
        columns={columns}
        rowKey={(row) => row.id}
        load={(query) => ask(api.GET('/v1/orders', { params: { query } }))}
        filters={[
          { name: 'q', label: t('list.search'), kind: 'text' },
          {
            name: 'credited',
            label: t('list.credited'),
            kind: 'choice',
            options: [
              { value: 'true', label: t('list.credited_true') },
              { value: 'false', label: t('list.credited_false') },
            ],
          },
        ]}
        to={(row) => hrefOf('/orders/$order_id', { order_id: row.id })}
        empty={<EmptyNote icon={ShoppingBag} title={t('list.empty')} text={t('list.empty_text')} />}
      />
    </>
  );
}
