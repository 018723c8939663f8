import { Button, Group, Modal, Radio, Stack, Text, Textarea } from '@mantine/core';
import { ask } from '../../api/client.ts';
import { ErrorNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { useApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { PartnerPicker } from '../partners/partner-picker.tsx';
import type { OrderDetail } from './order.screen.tsx';

interface DialogProps {
  readonly order: OrderDetail;
  readonly opened: boolean;
  readonly close: () => void;
}

/** Gives the credit to another partner, or to nobody, with a reason that stays. */
export function ReassignDialog({ order, opened, close }: DialogProps) {
  const t = useWords('orders');
  const form = useApiForm({
    initial: { to: 'partner', partner_id: null as string | null, note: '' },
    check: {
      partner_id: (value, values) => (values.to === 'partner' && value === null ? t('reassign.partner_missing') : null),
      note: (value) => (value.trim() === '' ? t('reassign.note_missing') : null),
    },
    run: ({ to, partner_id, note }, headers) =>
      ask(
        api.POST('/v1/orders/{id}/reassign', {
          params: { path: { id: order.id } },
          body: { partner_id: to === 'partner' ? partner_id : null, note: note.trim() },
          headers,
        }),
      ),
    done: () => {
      notifyDone(t('reassign.done'));
      close();
    },
  });
  return (
    <Modal opened={opened} onClose={close} title={t('reassign.label')} closeButtonProps={{ 'aria-label': t('close') }}>
      <form onSubmit={form.submit} ref={form.ref} noValidate>
        <Stack>
          <Text size="sm">{t('reassign.text')}</Text>
          <Radio.Group label={t('reassign.to')} {...form.field('to')}>
            <Group mt={6}>
              <Radio value="partner" label={t('reassign.to_partner')} />
              <Radio value="nobody" label={t('reassign.to_nobody')} />
            </Group>
          </Radio.Group>
          {form.values.to === 'partner' && (
            <PartnerPicker
              label={t('reassign.partner')}
              required
              value={form.values.partner_id}
              onChange={(id) => form.fields.setFieldValue('partner_id', id)}
              error={form.fields.errors['partner_id']}
            />
          )}
          <Textarea label={t('reassign.note')} required autosize minRows={2} maxLength={2000} {...form.field('note')} />
          <ErrorNote error={form.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={form.busy}>
              {t('reassign.do')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
