import { Anchor, Group, Stack, Table, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Money } from '../../ui/format.tsx';
import { Section } from '../../ui/section.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { useWords } from '../../ui/words.ts';
import { PartnerName } from '../names/names.tsx';
import { hrefOf } from '../screens.ts';
import type { OrderDetail } from './order.screen.tsx';

/** What the order earned whom, and which lines earned nothing and why. */
export function Earned({ order }: { order: OrderDetail }) {
  const t = useWords('orders');
  return (
    <Section title={t('earned.title')}>
      <Stack gap="sm">
        {order.commissions.length === 0 && (
          <Text>{t(`earned.nothing_${order.credit.partner_id ? 'credited' : 'nobody'}`)}</Text>
        )}
        {order.commissions.length > 0 && (
          <Table.ScrollContainer minWidth={520}>
            <Table aria-label={t('earned.title')}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('earned.who')}</Table.Th>
                  <Table.Th>{t('earned.for')}</Table.Th>
                  <Table.Th ta="right">{t('earned.amount')}</Table.Th>
                  <Table.Th>{t('earned.status')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {order.commissions.map((row) => (
                  <Table.Tr key={row.id}>
                    <Table.Td>
                      <PartnerName id={row.partner_id} />
                      {row.tier === 2 && (
                        <Text size="xs" c="dimmed">
                          {t('earned.sponsor')}
                        </Text>
                      )}
                    </Table.Td>
                    <Table.Td>
                      <Anchor component={Link} to={hrefOf('/commissions/$commission_id', { commission_id: row.id })}>
                        {t(`earned.kinds.${row.kind}`)}
                        {row.sku ? ` · ${row.sku}` : ''}
                      </Anchor>
                    </Table.Td>
                    <Table.Td ta="right">
                      <Money amount={row.amount} currency={row.currency} />
                    </Table.Td>
                    <Table.Td>
                      <StatusBadge status={row.status} />
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
        {order.uncommissioned.map((line) => (
          <Group key={`${line.line_id}${line.reason}`} gap="xs">
            <Text size="sm" c="dimmed">
              {t('earned.line_nothing', { sku: line.sku, reason: t(`uncommissioned.${line.reason}`) })}
            </Text>
          </Group>
        ))}
      </Stack>
    </Section>
  );
}
