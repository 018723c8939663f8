import { Button, Group, Modal, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useEffect } from 'react';
import { ask, newKey } from '../../api/client.ts';
import { Money } from '../../ui/format.tsx';
import { MoneyInput } from '../../ui/inputs.tsx';
import { ErrorNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { useApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import type { OrderDetail } from './order.screen.tsx';

interface DialogProps {
  readonly order: OrderDetail;
  readonly opened: boolean;
  readonly close: () => void;
}

const numberOf = (): string => `office-${newKey().slice(0, 8)}`;

/** Tells of a refund or chargeback that the shop did not report itself. */
export function RefundDialog({ order, opened, close }: DialogProps) {
  const t = useWords('orders');
  const left = order.total_amount - order.refunded_amount;
  const form = useApiForm({
    initial: {
      refund_id: numberOf(),
      reason: 'refund' as 'refund' | 'chargeback',
      how: 'all',
      amount: null as number | null,
    },
    check: {
      refund_id: (value) => (value.trim() === '' ? t('refund.number_missing') : null),
      amount: (value, values) => (values.how === 'part' && !value ? t('refund.amount_missing') : null),
    },
    run: ({ refund_id, reason, how, amount }, headers) =>
      ask(
        api.POST('/v1/orders/{id}/refunds', {
          params: { path: { id: order.id } },
          body: { refund_id: refund_id.trim(), reason, ...(how === 'part' ? { amount: amount! } : {}) },
          headers,
        }),
      ),
    done: () => {
      notifyDone(t('refund.done'));
      close();
    },
  });
  // A dialog that is opened again is about another refund.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only opening counts
  useEffect(() => {
    if (opened) form.fields.setFieldValue('refund_id', numberOf());
  }, [opened]);
  return (
    <Modal opened={opened} onClose={close} title={t('refund.label')} closeButtonProps={{ 'aria-label': t('close') }}>
      <form onSubmit={form.submit} ref={form.ref} noValidate>
        <Stack>
          <Text size="sm">{t('refund.text')}</Text>
          <Radio.Group label={t('refund.how')} {...form.field('how')}>
            <Stack gap={6} mt={6}>
              <Radio
                value="all"
                label={
                  <>
                    {t('refund.all')} <Money amount={left} currency={order.currency} />
                  </>
                }
              />
              <Radio value="part" label={t('refund.part')} />
            </Stack>
          </Radio.Group>
          {form.values.how === 'part' && (
            <MoneyInput
              label={t('refund.amount')}
              required
              currency={order.currency}
              {...form.field('amount')}
              value={form.values.amount}
            />
          )}
          <Radio.Group label={t('refund.reason')} {...form.field('reason')}>
            <Group mt={6}>
              <Radio value="refund" label={t('refund.reasons.refund')} />
              <Radio value="chargeback" label={t('refund.reasons.chargeback')} />
            </Group>
          </Radio.Group>
          <TextInput
            label={t('refund.number')}
            description={t('refund.number_text')}
            required
            maxLength={200}
            {...form.field('refund_id')}
          />
          <ErrorNote error={form.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={form.busy}>
              {t('refund.do')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
