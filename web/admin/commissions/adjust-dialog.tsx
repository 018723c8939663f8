import { Button, Group, Modal, Radio, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { ask } from '../../api/client.ts';
import { useFormats } from '../../ui/format.tsx';
import { MoneyInput } from '../../ui/inputs.tsx';
import { ErrorNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { useApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { PartnerPicker } from '../partners/partner-picker.tsx';

interface AdjustDialogProps {
  readonly opened: boolean;
  readonly close: () => void;
  /** Null: it is chosen here. */
  readonly partnerId: string | null;
}

/** A bonus or a deduction by hand, with the reason that stands in the partner's statement. */
export function AdjustDialog({ opened, close, partnerId }: AdjustDialogProps) {
  const t = useWords('commissions');
  const { currency } = useFormats();
  const form = useApiForm({
    initial: { partner_id: partnerId, way: 'add', amount: null as number | null, currency, note: '' },
    check: {
      partner_id: (value) => (value === null ? t('adjust.partner_missing') : null),
      amount: (value) => (value === null || value === 0 ? t('adjust.amount_missing') : null),
      note: (value) => (value.trim() === '' ? t('adjust.note_missing') : null),
    },
    run: ({ partner_id, way, amount, note, ...rest }, headers) =>
      ask(
        api.POST('/v1/commissions/adjustments', {
          body: {
            partner_id: partner_id!,
            amount: way === 'add' ? amount! : -amount!,
            currency: rest.currency,
            note: note.trim(),
          },
          headers,
        }),
      ),
    done: () => {
      notifyDone(t('adjust.done'));
      form.fields.reset();
      close();
    },
  });
  return (
    <Modal opened={opened} onClose={close} title={t('adjust.label')} closeButtonProps={{ 'aria-label': t('close') }}>
      <form onSubmit={form.submit} ref={form.ref} noValidate>
        <Stack>
          <Text size="sm">{t('adjust.text')}</Text>
          {partnerId === null && (
            <PartnerPicker
              label={t('column.partner')}
              required
              value={form.values.partner_id}
              onChange={(id) => form.fields.setFieldValue('partner_id', id)}
              error={form.fields.errors['partner_id']}
            />
          )}
          <Radio.Group label={t('adjust.way')} {...form.field('way')}>
            <Group mt={6}>
              <Radio value="add" label={t('adjust.add')} />
              <Radio value="take" label={t('adjust.take')} />
            </Group>
          </Radio.Group>
          <Group align="flex-start" grow>
            <MoneyInput
              label={t('column.amount')}
              required
              currency={form.values.currency}
              {...form.field('amount')}
              value={form.values.amount}
            />
            <TextInput
              label={t('adjust.currency')}
              maxLength={3}
              {...form.field('currency')}
              onChange={(event) => form.fields.setFieldValue('currency', event.currentTarget.value.toUpperCase())}
            />
          </Group>
          <Textarea
            label={t('adjust.note')}
            description={t('adjust.note_text')}
            required
            autosize
            minRows={2}
            maxLength={2000}
            {...form.field('note')}
          />
          <ErrorNote error={form.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('back')}
            </Button>
            <Button type="submit" loading={form.busy}>
              {t('adjust.do')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
