import { Button, Modal, Stack, TextInput } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { ask } from '../../api/client.ts';
import { ErrorNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { useApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { PartnerPicker } from '../partners/partner-picker.tsx';
import { type CouponTerms, CouponTermsFields, termsBody } from './coupon-terms.tsx';

/** A button that opens the form for one coupon. */
export function AddCoupon({ promoToolId }: { promoToolId: string | null }) {
  const t = useWords('coupons');
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button leftSection={<Plus size={15} aria-hidden />} onClick={() => setOpened(true)}>
        {t('add.label')}
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('add.label')}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <AddForm promoToolId={promoToolId} close={() => setOpened(false)} />
      </Modal>
    </>
  );
}

interface NewCoupon extends CouponTerms, Record<string, unknown> {
  readonly partner_id: string | null;
  readonly code: string;
}

const blank: NewCoupon = { partner_id: null, code: '', starts_at: null, ends_at: null, max_uses: '' };

function AddForm({ promoToolId, close }: { promoToolId: string | null; close: () => void }) {
  const t = useWords('coupons');
  const form = useApiForm<NewCoupon>({
    initial: blank,
    check: { partner_id: (value) => (value === null ? t('add.partner_missing') : null) },
    codes: { code_taken: 'code' },
    run: (values, headers) =>
      ask(
        api.POST('/v1/coupons', {
          body: {
            partner_id: values.partner_id!,
            code: values.code.trim() || null,
            promo_tool_id: promoToolId,
            ...termsBody(values),
          },
          headers,
        }),
      ),
    done: () => {
      notifyDone(t('add.done'));
      close();
    },
  });
  return (
    <form onSubmit={form.submit} ref={form.ref} noValidate>
      <Stack>
        <PartnerPicker
          label={t('field.partner')}
          required
          value={form.values.partner_id}
          onChange={(id) => form.fields.setFieldValue('partner_id', id)}
          error={form.fields.errors['partner_id']}
        />
        <TextInput label={t('field.code')} description={t('add.code_text')} maxLength={64} {...form.field('code')} />
        <CouponTermsFields form={form} />
        <ErrorNote error={form.error} />
        <Button type="submit" loading={form.busy}>
          {t('add.do')}
        </Button>
      </Stack>
    </form>
  );
}
