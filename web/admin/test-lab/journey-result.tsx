import { Stack, Table, Text, Title } from '@mantine/core';
import type { Answer } from '../../api/types.ts';
import { Instant, Money } from '../../ui/format.tsx';
import { useWords } from '../../ui/words.ts';
import { Steps } from '../orders/story.tsx';

type Result = Answer<'/v1/simulations', 'post'>;

/** What a tried journey would have earned whom, and the whole story of each order. */
export function JourneyResult({ result }: { result: Result }) {
  const t = useWords('test-lab');
  const name = (id: string | null): string => {
    const found = result.partners.find((one) => one.partner_id === id || one.name === id);
    return found ? t(`result.names.${found.name}`, { defaultValue: found.name }) : t('result.nobody');
  };
  return (
    <Stack gap="lg" aria-live="polite">
      <Title order={3}>{t('result.title')}</Title>
      <Table.ScrollContainer minWidth={360}>
        <Table aria-label={t('result.title')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('result.who')}</Table.Th>
              <Table.Th ta="right">{t('result.pending')}</Table.Th>
              <Table.Th ta="right">{t('result.payable')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {result.partners.map((one) => (
              <Table.Tr key={`${one.name}${one.currency}`}>
                <Table.Td>{name(one.name)}</Table.Td>
                <Table.Td ta="right">
                  <Money amount={one.pending} currency={one.currency} />
                </Table.Td>
                <Table.Td ta="right">
                  <Money amount={one.payable} currency={one.currency} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Text size="sm" c="dimmed" component="div">
        {t('result.ends')} <Instant at={result.ends_at} />
      </Text>
      {result.orders.map(({ as, order, explanation }) => (
        <div key={as}>
          <Title order={4} mb="sm">
            {t('result.order', { who: name(order.credit.partner_id) })}{' '}
            <Money amount={order.total_amount} currency={order.currency} />
          </Title>
          <Steps steps={explanation.steps} />
        </div>
      ))}
      {result.refunds.map((refund) => (
        <Text key={`${refund.order}${refund.at}`} component="div">
          {t('result.refund')} <Money amount={refund.amount} currency={result.partners[0]?.currency ?? 'USD'} />:{' '}
          {refund.commissions.length === 0
            ? t('result.refund_nothing')
            : refund.commissions.map((row) => <Money key={row.id} amount={row.amount} currency={row.currency} />)}
        </Text>
      ))}
    </Stack>
  );
}
