import { Loader, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../../api/client.ts';
import { Instant, Money, Rate } from '../../ui/format.tsx';
import { ErrorNote } from '../../ui/notes.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { Facts, Section } from '../../ui/section.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { useMay } from '../frame/me.tsx';
import { AuthorName, OrderNumber, PartnerName, ProgramName } from '../names/names.tsx';
import { hrefOf, type ScreenParams } from '../screens.ts';
import { CommissionActs } from './commission-acts.tsx';

/** One commission: what it is of, how it was computed, and what became of it. */
export default function CommissionScreen({ params }: { params: ScreenParams<'/commissions/$commission_id'> }) {
  const t = useWords('commissions');
  const mayWrite = useMay('write');
  const { commission_id: id } = params;
  const asked = useQuery({
    queryKey: ['commission', id],
    queryFn: () => ask(api.GET('/v1/commissions/{id}', { params: { path: { id } } })),
  });
  const row = asked.data;
  return (
    <>
      <ScreenHead
        title={row ? t(`kinds.${row.kind}`) : t('one.title')}
        back={{ to: hrefOf('/commissions'), label: t('list.title') }}
        aside={row && <StatusBadge status={row.status} />}
      >
        {row && mayWrite && <CommissionActs rows={[row]} clear={() => undefined} />}
      </ScreenHead>
      <ErrorNote error={asked.error} retry={() => void asked.refetch()} />
      {asked.isPending && <Loader aria-label={t('loading')} />}
      {row && (
        <Stack gap="lg">
          <Section title={t('one.facts')}>
            <Facts
              facts={[
                [t('column.amount'), <Money key="a" amount={row.amount} currency={row.currency} />],
                [t('column.partner'), <PartnerName key="p" id={row.partner_id} />],
                row.program_id !== null && [t('one.program'), <ProgramName key="g" id={row.program_id} />],
                row.order_id !== null && [t('column.order'), <OrderNumber key="o" id={row.order_id} />],
                row.sku !== null && [t('one.product'), row.sku],
                row.tier !== null && [t('one.tier'), row.tier],
                row.base_amount !== null && [
                  t('one.base'),
                  <Money key="b" amount={row.base_amount} currency={row.currency} />,
                ],
                row.rate_bps !== null && [t('column.rate'), <Rate key="r" bps={row.rate_bps} />],
                row.cause !== null && [t('one.cause'), t(`causes.${row.cause}`)],
                row.held_reason !== null && [t('list.held'), t(`held.${row.held_reason}`)],
                [t('column.at'), <Instant key="t" at={row.occurred_at} />],
                [t('column.payable_on'), <Instant key="d" at={row.payable_on} to="day" />],
                [t('one.author'), <AuthorName key="w" author={row.author} />],
                row.note !== null && [t('one.note'), row.note],
              ]}
            />
          </Section>
          <Section title={t('one.history')}>
            {row.history.length === 0 && <Text c="dimmed">{t('one.no_history')}</Text>}
            {row.history.length > 0 && (
              <Table.ScrollContainer minWidth={520}>
                <Table aria-label={t('one.history')}>
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th>{t('column.at')}</Table.Th>
                      <Table.Th>{t('one.act')}</Table.Th>
                      <Table.Th>{t('column.status')}</Table.Th>
                      <Table.Th>{t('one.author')}</Table.Th>
                      <Table.Th>{t('one.note')}</Table.Th>
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {row.history.map((one) => (
                      <Table.Tr key={`${one.at}${one.act}${one.status}`}>
                        <Table.Td>
                          <Instant at={one.at} />
                        </Table.Td>
                        <Table.Td>{t(`did.${one.act}`, { defaultValue: one.act.replaceAll('_', ' ') })}</Table.Td>
                        <Table.Td>
                          <StatusBadge status={one.status} />
                        </Table.Td>
                        <Table.Td>
                          <AuthorName author={one.author} />
                        </Table.Td>
                        <Table.Td>{one.note ?? '–'}</Table.Td>
                      </Table.Tr>
                    ))}
                  </Table.Tbody>
                </Table>
              </Table.ScrollContainer>
            )}
          </Section>
        </Stack>
      )}
    </>
  );
}
