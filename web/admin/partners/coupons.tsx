import { Button, Modal, NumberInput, Stack, TextInput } from '@mantine/core';
import { Plus, Ticket } from 'lucide-react';
import { useState } from 'react';
import { ask } from '../../api/client.ts';
import type { Row } from '../../api/types.ts';
import { ConfirmAct } from '../../ui/confirm-act.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Instant } from '../../ui/format.tsx';
import { EmptyNote, ErrorNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { Section } from '../../ui/section.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import type { Column } from '../../ui/table-types.ts';
import { useApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { useMay } from '../frame/me.tsx';
import type { PartnerDetail } from './use-partner.ts';

type Coupon = Row<'/v1/coupons'>;

/** The coupons of a partner: orders that use one are credited to them. */
export function Coupons({ partner }: { partner: PartnerDetail }) {
  const t = useWords('partners');
  const mayWrite = useMay('write');
  const [opened, setOpened] = useState(false);
  const columns: Column<Coupon>[] = [
    { key: 'code', label: t('coupons.code'), cell: (row) => row.code, csv: (row) => row.code },
    {
      key: 'state',
      label: t('coupons.state'),
      cell: (row) => <StatusBadge status={row.state} />,
      csv: (row) => row.state,
    },
    {
      key: 'uses',
      label: t('coupons.uses'),
      cell: (row) => (row.max_uses === null ? row.uses : `${row.uses} / ${row.max_uses}`),
      csv: (row) => row.uses,
      align: 'right',
    },
    {
      key: 'ends',
      label: t('coupons.ends'),
      cell: (row) => <Instant at={row.ends_at} to="day" />,
      csv: (row) => row.ends_at,
      wide: true,
    },
    ...(mayWrite
      ? [
          {
            key: 'acts',
            label: t('coupons.acts'),
            cell: (row: Coupon) =>
              row.state === 'ended' ? null : (
                <ConfirmAct
                  title={t('coupons.end_title', { code: row.code })}
                  text={t('coupons.end_text')}
                  label={t('coupons.end')}
                  danger
                  run={() =>
                    ask(api.PATCH('/v1/coupons/{id}', { params: { path: { id: row.id } }, body: { ended: true } }))
                  }
                  done={() => notifyDone(t('coupons.ended', { code: row.code }))}
                >
                  {(open) => (
                    <Button size="compact-sm" variant="default" onClick={open}>
                      {t('coupons.end')}
                    </Button>
                  )}
                </ConfirmAct>
              ),
          },
        ]
      : []),
  ];
  const add = mayWrite && (
    <Button size="sm" variant="light" leftSection={<Plus size={15} aria-hidden />} onClick={() => setOpened(true)}>
      {t('coupons.add')}
    </Button>
  );
  return (
    <Section title={t('coupons.title')} text={t('coupons.text')} acts={add} flush>
      <DataTable
        name="partner-coupons"
        prefix="coupon_"
        label={t('coupons.title')}
        columns={columns}
        rowKey={(row) => row.id}
        fixed={{ partner_id: partner.id }}
        load={(query) => ask(api.GET('/v1/coupons', { params: { query } }))}
        empty={<EmptyNote icon={Ticket} title={t('coupons.empty')} text={t('coupons.empty_text')} />}
      />
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('coupons.add')}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <CouponForm partner={partner} close={() => setOpened(false)} />
      </Modal>
    </Section>
  );
}

function CouponForm({ partner, close }: { partner: PartnerDetail; close: () => void }) {
  const t = useWords('partners');
  const form = useApiForm({
    initial: { code: '', ends_at: '', max_uses: '' as number | '' },
    check: { code: (value) => (value.trim() === '' ? t('coupons.code_missing') : null) },
    run: ({ code, ends_at, max_uses }, headers) =>
      ask(
        api.POST('/v1/coupons', {
          body: {
            partner_id: partner.id,
            code: code.trim(),
            ends_at: ends_at ? new Date(`${ends_at}T23:59:59`).toISOString() : null,
            max_uses: max_uses === '' ? null : max_uses,
          },
          headers,
        }),
      ),
    done: () => {
      notifyDone(t('coupons.done'));
      close();
    },
  });
  return (
    <form onSubmit={form.submit} ref={form.ref} noValidate>
      <Stack>
        <TextInput
          label={t('coupons.code')}
          description={t('coupons.code_text')}
          required
          maxLength={64}
          data-autofocus
          {...form.field('code')}
        />
        <TextInput
          label={t('coupons.ends')}
          description={t('coupons.ends_text')}
          type="date"
          {...form.field('ends_at')}
        />
        <NumberInput
          label={t('coupons.max_uses')}
          description={t('coupons.max_uses_text')}
          min={1}
          allowDecimal={false}
          {...form.field('max_uses')}
        />
        <ErrorNote error={form.error} />
        <Button type="submit" loading={form.busy}>
          {t('coupons.do')}
        </Button>
      </Stack>
    </form>
  );
}
