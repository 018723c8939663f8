import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../../api/client.ts';
import { ConfirmAct } from '../../ui/confirm-act.tsx';
import { Instant, Money } from '../../ui/format.tsx';
import { ErrorNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { Section } from '../../ui/section.tsx';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { useMay } from '../frame/me.tsx';
import type { OrderDetail } from './order.screen.tsx';

/** The refunds of an order; one that was a mistake can be undone, once. */
export function Refunds({ order }: { order: OrderDetail }) {
  const t = useWords('orders');
  const mayWrite = useMay('write');
  const asked = useQuery({
    queryKey: ['refunds', order.id],
    queryFn: () => ask(api.GET('/v1/orders/{id}/refunds', { params: { path: { id: order.id } } })),
  });
  const rows = asked.data?.data ?? [];
  if (asked.isSuccess && rows.length === 0) return null;
  return (
    <Section title={t('refunds.title')}>
      <ErrorNote error={asked.error} retry={() => void asked.refetch()} />
      <Stack gap="sm">
        {rows.map((row) => (
          <Group key={row.id} justify="space-between">
            <Stack gap={2}>
              <Group gap="xs">
                <Text fw={560}>
                  {row.amount === null ? '–' : <Money amount={row.amount} currency={order.currency} />}
                </Text>
                <Text size="sm">{t(`refund.reasons.${row.reason}`)}</Text>
                {row.status !== 'applied' && <Badge color="gray">{t(`refunds.${row.status}`)}</Badge>}
              </Group>
              <Text size="xs" c="dimmed">
                {row.refund_id} · <Instant at={row.occurred_at} />
              </Text>
            </Stack>
            {mayWrite && row.status === 'applied' && (
              <ConfirmAct
                title={t('refunds.undo_title')}
                text={t('refunds.undo_text')}
                label={t('refunds.undo')}
                run={(_, headers) =>
                  ask(api.POST('/v1/refunds/{id}/reverse', { params: { path: { id: row.id } }, body: {}, headers }))
                }
                done={() => notifyDone(t('refunds.undone'))}
              >
                {(open) => (
                  <Button size="compact-sm" variant="default" onClick={open}>
                    {t('refunds.undo')}
                  </Button>
                )}
              </ConfirmAct>
            )}
          </Group>
        ))}
      </Stack>
    </Section>
  );
}
