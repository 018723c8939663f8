import { Button, Group, Modal, Stack } from '@mantine/core';
import { useState } from 'react';
import { ask } from '../../api/client.ts';
import { ErrorNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import type { Coupon } from './coupon-table.tsx';
import { type CouponTerms, CouponTermsFields, termsBody } from './coupon-terms.tsx';

/** Changes the dates and uses of a coupon, ends it, or lets it count again. */
export function EditCoupon({ coupon }: { coupon: Coupon }) {
  const t = useWords('coupons');
  const [opened, setOpened] = useState(false);
  const close = (): void => setOpened(false);
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        onClick={() => setOpened(true)}
        aria-label={t('edit.one', { code: coupon.code })}
      >
        {t('edit.label')}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={t('edit.title', { code: coupon.code })}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <EditForm coupon={coupon} close={close} />
      </Modal>
    </>
  );
}

function EditForm({ coupon, close }: { coupon: Coupon; close: () => void }) {
  const t = useWords('coupons');
  const path = { id: coupon.id };
  const form = useApiForm<CouponTerms & Record<string, unknown>>({
    initial: { starts_at: coupon.starts_at, ends_at: coupon.ends_at, max_uses: coupon.max_uses ?? '' },
    run: (values) => ask(api.PATCH('/v1/coupons/{id}', { params: { path }, body: termsBody(values) })),
    done: () => {
      notifyDone(t('edit.done'));
      close();
    },
  });
  const end = useAct({
    run: (ended: boolean) => ask(api.PATCH('/v1/coupons/{id}', { params: { path }, body: { ended } })),
    done: (_, ended) => {
      notifyDone(ended ? t('end.done', { code: coupon.code }) : t('resume.done', { code: coupon.code }));
      close();
    },
  });
  const ended = coupon.ended_at !== null;
  return (
    <form onSubmit={form.submit} ref={form.ref} noValidate>
      <Stack>
        <CouponTermsFields form={form} />
        <ErrorNote error={form.error ?? end.error} />
        <Group justify="space-between">
          <Button variant="default" loading={end.busy} onClick={() => void end.start(!ended)}>
            {ended ? t('resume.label') : t('end.label')}
          </Button>
          <Button type="submit" loading={form.busy}>
            {t('edit.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
