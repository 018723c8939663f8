import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { ask } from '../../api/client.ts';
import { ErrorNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { useApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { OrderNumber, PartnerName } from '../names/names.tsx';
import type { Claim } from './claim.screen.tsx';
import { OrderPicker } from './order-picker.tsx';

export interface ClaimDialogProps {
  readonly claim: Claim;
  readonly opened: boolean;
  readonly close: () => void;
}

/** Credits the order to the partner. Where the check found none, whoever decides names it. */
export function AcceptDialog({ claim, opened, close }: ClaimDialogProps) {
  const t = useWords('claims');
  const { order } = claim.check;
  const form = useApiForm({
    initial: { claimed_order_id: order, note: '' },
    check: {
      claimed_order_id: (value) => (value === null ? t('accept.order_missing') : null),
      note: (value) => (value.trim() === '' ? t('accept.note_missing') : null),
    },
    run: (body, headers) =>
      ask(api.POST('/v1/claims/{id}/accept', { params: { path: { id: claim.id } }, body, headers })),
    done: () => {
      notifyDone(t('accept.done'));
      close();
    },
  });
  return (
    <Modal opened={opened} onClose={close} title={t('accept.title')} closeButtonProps={{ 'aria-label': t('close') }}>
      <form onSubmit={form.submit} ref={form.ref} noValidate>
        <Stack>
          <Text size="sm">
            {t('accept.text')} {t('accept.to')} <PartnerName id={claim.partner_id} plain />
          </Text>
          {order ? (
            <Text size="sm">
              {t('accept.order')} <OrderNumber id={order} plain />
            </Text>
          ) : (
            <OrderPicker
              label={t('accept.which')}
              description={t('accept.which_text')}
              required
              value={form.values.claimed_order_id}
              onChange={(id) => form.fields.setFieldValue('claimed_order_id', id)}
              error={form.fields.errors['claimed_order_id']}
            />
          )}
          <Textarea
            label={t('accept.note')}
            description={t('accept.note_text')}
            required
            autosize
            minRows={2}
            maxLength={2000}
            {...form.field('note')}
          />
          <ErrorNote error={form.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={form.busy}>
              {t('accept.do')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
