import { Alert, Anchor, Loader, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ask } from '../../api/client.ts';
import { Instant, Money } from '../../ui/format.tsx';
import { ErrorNote } from '../../ui/notes.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { Facts, Section } from '../../ui/section.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { useWords } from '../../ui/words.ts';
import { useApi } from '../center.ts';
import { type Earning, useEarningName } from '../earnings/columns.tsx';
import { hrefOf, type ScreenParams } from '../screens.ts';

/** One payment: how it went, and what it is made of. */
export default function PaymentScreen({ params }: { params: ScreenParams<'/payments/$payout_id'> }) {
  const t = useWords('payments');
  const ui = useWords('ui');
  const api = useApi();
  const { payout_id: id } = params;
  const asked = useQuery({
    queryKey: ['payment', id],
    queryFn: () => ask(api.GET('/v1/center/payouts/{id}', { params: { path: { id } } })),
  });
  const row = asked.data;
  return (
    <>
      <ScreenHead
        title={t('one.title')}
        back={{ to: hrefOf('/payments'), label: t('list.title') }}
        aside={row && <StatusBadge status={row.status} />}
      />
      <ErrorNote error={asked.error} retry={() => void asked.refetch()} />
      {asked.isPending && <Loader aria-label={t('loading')} />}
      {row && (
        <Stack gap="lg">
          {row.reason && (
            <Alert color="yellow">
              {t(`reasons.${row.reason}`, { defaultValue: row.reason.replaceAll('_', ' ') })}
            </Alert>
          )}
          <Section title={t('one.facts')}>
            <Facts
              facts={[
                [t('column.amount'), <Money key="a" amount={row.amount} currency={row.currency} />],
                [t('column.method'), ui(`methods.${row.method}`)],
                [t('column.at'), <Instant key="c" at={row.created_at} />],
                row.settled_at !== null && [t('one.settled'), <Instant key="s" at={row.settled_at} />],
                row.reference !== null && [t('column.reference'), row.reference],
              ]}
            />
          </Section>
          <Section title={t('one.made_of')} flush>
            <MadeOf rows={row.commissions} />
            {row.has_more && (
              <Text size="sm" c="dimmed" p="md">
                {t('one.has_more')}
              </Text>
            )}
          </Section>
        </Stack>
      )}
    </>
  );
}

function MadeOf({ rows }: { rows: readonly Earning[] }) {
  const t = useWords('payments');
  const nameOf = useEarningName();
  return (
    <Table aria-label={t('one.made_of')} horizontalSpacing="md">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('one.for')}</Table.Th>
          <Table.Th>{t('column.at')}</Table.Th>
          <Table.Th ta="right">{t('column.amount')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((one) => (
          <Table.Tr key={one.id}>
            <Table.Td>
              <Anchor component={Link} to={hrefOf('/earnings/$commission_id', { commission_id: one.id })} inherit>
                {nameOf(one)}
              </Anchor>
            </Table.Td>
            <Table.Td>
              <Instant at={one.occurred_at} to="day" />
            </Table.Td>
            <Table.Td ta="right">
              <Money amount={one.amount} currency={one.currency} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
