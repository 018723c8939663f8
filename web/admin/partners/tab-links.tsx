import { Button, Modal, Stack, TextInput } from '@mantine/core';
import { Link2, Plus } from 'lucide-react';
import { useState } from 'react';
import { ask } from '../../api/client.ts';
import type { Row } from '../../api/types.ts';
import { CopyField } from '../../ui/copy-field.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Instant } from '../../ui/format.tsx';
import { EmptyNote, ErrorNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import type { Column } from '../../ui/table-types.ts';
import { useApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { useMay } from '../frame/me.tsx';
import { Coupons } from './coupons.tsx';
import type { PartnerDetail } from './use-partner.ts';

type PartnerLink = Row<'/v1/links'>;

export default function LinksTab({ partner }: { partner: PartnerDetail }) {
  const t = useWords('partners');
  const mayWrite = useMay('write');
  const [opened, setOpened] = useState(false);
  const columns: Column<PartnerLink>[] = [
    {
      key: 'short',
      label: t('links.short'),
      cell: (row) => <CopyField label={t('links.short')} value={row.short_url} />,
      csv: (row) => row.short_url,
    },
    {
      key: 'url',
      label: t('links.url'),
      cell: (row) => <span style={{ overflowWrap: 'anywhere' }}>{row.url}</span>,
      csv: (row) => row.url,
    },
    {
      key: 'created',
      label: t('links.created'),
      cell: (row) => <Instant at={row.created_at} to="day" />,
      csv: (row) => row.created_at,
      wide: true,
    },
  ];
  const add = mayWrite && (
    <Button size="sm" variant="light" leftSection={<Plus size={15} aria-hidden />} onClick={() => setOpened(true)}>
      {t('links.add')}
    </Button>
  );
  return (
    <Stack gap="lg">
      <DataTable
        name="partner-links"
        label={t('tabs.links')}
        columns={columns}
        rowKey={(row) => row.id}
        fixed={{ partner_id: partner.id }}
        load={(query) => ask(api.GET('/v1/links', { params: { query } }))}
        acts={add}
        empty={
          <EmptyNote icon={Link2} title={t('links.empty')} text={t('links.empty_text')}>
            {add}
          </EmptyNote>
        }
      />
      <Coupons partner={partner} />
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('links.add')}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <LinkForm partner={partner} close={() => setOpened(false)} />
      </Modal>
    </Stack>
  );
}

function LinkForm({ partner, close }: { partner: PartnerDetail; close: () => void }) {
  const t = useWords('partners');
  const form = useApiForm({
    initial: { url: '', code: '' },
    check: { url: (value) => (value.trim() === '' ? t('links.url_missing') : null) },
    run: ({ url, code }, headers) =>
      ask(
        api.POST('/v1/links', {
          body: { partner_id: partner.id, url: url.trim(), code: code.trim() || null },
          headers,
        }),
      ),
    done: () => {
      notifyDone(t('links.done'));
      close();
    },
  });
  return (
    <form onSubmit={form.submit} ref={form.ref} noValidate>
      <Stack>
        <TextInput
          label={t('links.url')}
          description={t('links.url_text')}
          required
          type="url"
          placeholder="https://"
          data-autofocus
          {...form.field('url')}
        />
        <TextInput label={t('links.code')} description={t('new.code_text')} maxLength={64} {...form.field('code')} />
        <ErrorNote error={form.error} />
        <Button type="submit" loading={form.busy}>
          {t('links.do')}
        </Button>
      </Stack>
    </form>
  );
}
