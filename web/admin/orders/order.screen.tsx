import { Button, Group, Loader, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { RotateCcw, Shuffle } from 'lucide-react';
import { useState } from 'react';
import { ask } from '../../api/client.ts';
import type { Answer } from '../../api/types.ts';
import { Instant, Money } from '../../ui/format.tsx';
import { ErrorNote } from '../../ui/notes.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { Facts, Section } from '../../ui/section.tsx';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { useMay } from '../frame/me.tsx';
import { ContactName, PartnerName } from '../names/names.tsx';
import { hrefOf, type ScreenParams } from '../screens.ts';
import { Earned } from './earned.tsx';
import { ReassignDialog } from './reassign-dialog.tsx';
import { RefundDialog } from './refund-dialog.tsx';
import { Refunds } from './refunds.tsx';
import { Story } from './story.tsx';

export type OrderDetail = Answer<'/v1/orders/{id}'>;

export default function OrderScreen({ params }: { params: ScreenParams<'/orders/$order_id'> }) {
  const t = useWords('orders');
  const mayWrite = useMay('write');
  const { order_id: id } = params;
  const asked = useQuery({
    queryKey: ['order', id],
    queryFn: () => ask(api.GET('/v1/orders/{id}', { params: { path: { id } } })),
  });
  const order = asked.data;
  return (
    <>
      <ScreenHead
        title={order ? t('one.title', { number: order.order_id }) : t('one.order')}
        back={{ to: hrefOf('/orders'), label: t('list.title') }}
      >
        {order && mayWrite && <Acts order={order} />}
      </ScreenHead>
      <ErrorNote error={asked.error} retry={() => void asked.refetch()} />
      {asked.isPending && <Loader aria-label={t('loading')} />}
      {order && (
        <Stack gap="lg">
          <Section title={t('one.facts')}>
            <Facts
              facts={[
                [t('column.total'), <Money key="t" amount={order.total_amount} currency={order.currency} />],
                order.refunded_amount > 0 && [
                  t('column.refunded'),
                  <Money key="r" amount={order.refunded_amount} currency={order.currency} />,
                ],
                [t('column.at'), <Instant key="a" at={order.occurred_at} />],
                [t('column.customer'), <ContactName key="c" id={order.contact_id} />],
                [
                  t('column.credit'),
                  order.credit.partner_id ? <PartnerName key="p" id={order.credit.partner_id} /> : t('one.nobody'),
                ],
                [t('one.because'), t(`reasons.${order.credit.reason}`)],
                order.coupon !== null && [t('one.coupon'), order.coupon],
                order.subscription !== null && [
                  t('one.subscription'),
                  t('one.payment', { id: order.subscription.id, number: order.subscription.payment_number }),
                ],
                !order.verified && [t('one.verified'), t('one.unverified')],
                [t('one.recorded'), <Instant key="x" at={order.recorded_at} />],
              ]}
            />
          </Section>
          <Earned order={order} />
          <Story orderId={order.id} />
          <Lines order={order} />
          <Refunds order={order} />
        </Stack>
      )}
    </>
  );
}

function Acts({ order }: { order: OrderDetail }) {
  const t = useWords('orders');
  const [open, setOpen] = useState<'refund' | 'reassign' | null>(null);
  const left = order.total_amount - order.refunded_amount;
  return (
    <>
      <Button
        variant="default"
        disabled={left <= 0}
        leftSection={<RotateCcw size={15} aria-hidden />}
        onClick={() => setOpen('refund')}
      >
        {t('refund.label')}
      </Button>
      <Button variant="default" leftSection={<Shuffle size={15} aria-hidden />} onClick={() => setOpen('reassign')}>
        {t('reassign.label')}
      </Button>
      <RefundDialog order={order} opened={open === 'refund'} close={() => setOpen(null)} />
      <ReassignDialog order={order} opened={open === 'reassign'} close={() => setOpen(null)} />
    </>
  );
}

function Lines({ order }: { order: OrderDetail }) {
  const t = useWords('orders');
  const money = (amount: number) => <Money amount={amount} currency={order.currency} />;
  return (
    <Section title={t('lines.title')}>
      <Table.ScrollContainer minWidth={520}>
        <Table aria-label={t('lines.title')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('lines.product')}</Table.Th>
              <Table.Th ta="right">{t('lines.quantity')}</Table.Th>
              <Table.Th ta="right">{t('lines.unit')}</Table.Th>
              <Table.Th ta="right">{t('lines.discount')}</Table.Th>
              <Table.Th ta="right">{t('lines.tax')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {order.items.map((line) => (
              <Table.Tr key={line.line_id}>
                <Table.Td>
                  {line.name ?? line.sku}
                  {line.name && (
                    <Text size="xs" c="dimmed">
                      {line.sku}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td ta="right">{line.quantity}</Table.Td>
                <Table.Td ta="right">{money(line.unit_amount)}</Table.Td>
                <Table.Td ta="right">{money(line.discount_amount)}</Table.Td>
                <Table.Td ta="right">{money(line.tax_amount)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Group gap="xl" mt="sm" justify="flex-end">
        {(['discount_amount', 'shipping_amount', 'tax_amount'] as const).map((name) => (
          <Text size="sm" key={name}>
            {t(`lines.${name}`)}: {money(order[name])}
          </Text>
        ))}
      </Group>
    </Section>
  );
}
