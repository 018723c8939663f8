import { Button, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link2, Ticket } from 'lucide-react';
import { useState } from 'react';
import { ask } from '../../api/client.ts';
import type { Row } from '../../api/types.ts';
import { CopyField } from '../../ui/copy-field.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Count, Instant, Money } from '../../ui/format.tsx';
import { EmptyNote } from '../../ui/notes.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { Section } from '../../ui/section.tsx';
import type { Column } from '../../ui/table-types.ts';
import { useWords } from '../../ui/words.ts';
import { useApi, useMe } from '../center.ts';
import { hrefOf } from '../screens.ts';
import { CopyIcon } from './copy-icon.tsx';
import { MakeLink } from './make-link.tsx';

type OwnLink = Row<'/v1/center/links'>;

/** The partner's links with what came of them, a new one, and their coupons. */
export default function LinksScreen() {
  const t = useWords('links');
  const api = useApi();
  const me = useMe();
  const [making, setMaking] = useState(false);
  const make = me.may.promote && (
    <Button leftSection={<Link2 size={16} aria-hidden />} onClick={() => setMaking(true)}>
      {t('make.open')}
    </Button>
  );
  return (
    <>
      <ScreenHead title={t('list.title')} text={t('list.text')}>
        {make}
      </ScreenHead>
      {making && <MakeLink close={() => setMaking(false)} />}
      <Stack gap="lg">
        {me.may.promote && (
          <Section title={t('own.title')} text={t('own.text')}>
            <CopyField label={t('own.label')} value={me.link.short_url} />
          </Section>
        )}
        <DataTable
          name="links"
          label={t('list.title')}
          columns={useColumns()}
          rowKey={(row) => row.id}
          load={(query) => ask(api.GET('/v1/center/links', { params: { query } }))}
          to={(row) => hrefOf('/links/$link_id', { link_id: row.id })}
          empty={
            <EmptyNote icon={Link2} title={t('list.empty')} text={t('list.empty_text')}>
              {make}
            </EmptyNote>
          }
        />
        <Coupons />
      </Stack>
    </>
  );
}

function useColumns(): Column<OwnLink>[] {
  const t = useWords('links');
  const count = (key: 'clicks' | 'leads' | 'orders'): Column<OwnLink> => ({
    key,
    label: t(`column.${key}`),
    cell: (row) => <Count value={row.figures[key]} />,
    csv: (row) => row.figures[key],
    align: 'right',
  });
  return [
    { key: 'link', label: t('column.link'), cell: (row) => shown(row.short_url), csv: (row) => row.short_url },
    { key: 'url', label: t('column.url'), cell: (row) => shown(row.url), csv: (row) => row.url, wide: true },
    count('clicks'),
    count('leads'),
    count('orders'),
    {
      key: 'commission',
      label: t('column.commission'),
      cell: ({ figures }) => <Money amount={figures.commission} currency={figures.currency} />,
      csv: (row) => row.figures.commission,
      align: 'right',
    },
    {
      key: 'copy',
      label: t('column.copy'),
      cell: (row) => <CopyIcon value={row.short_url} label={shown(row.short_url)} />,
      align: 'right',
    },
  ];
}

/** An address as people read it. */
function shown(url: string): string {
  return url.replace(/^https?:\/\//, '').replace(/\/$/, '');
}

function Coupons() {
  const t = useWords('links');
  const api = useApi();
  const asked = useQuery({
    queryKey: ['coupons', 'any'],
    queryFn: () => ask(api.GET('/v1/center/coupons', { params: { query: { limit: '1' } } })),
  });
  if ((asked.data?.data.length ?? 0) === 0) return null;
  const columns: Column<Row<'/v1/center/coupons'>>[] = [
    { key: 'code', label: t('coupons.code'), cell: (row) => <strong>{row.code}</strong>, csv: (row) => row.code },
    {
      key: 'since',
      label: t('coupons.since'),
      cell: (row) => <Instant at={row.created_at} to="day" />,
      csv: (row) => row.created_at,
    },
    {
      key: 'copy',
      label: t('column.copy'),
      cell: (row) => <CopyIcon value={row.code} label={row.code} />,
      align: 'right',
    },
  ];
  return (
    <Section title={t('coupons.title')} text={t('coupons.text')} flush>
      <DataTable
        name="coupons"
        label={t('coupons.title')}
        prefix="c_"
        columns={columns}
        rowKey={(row) => row.id}
        load={(query) => ask(api.GET('/v1/center/coupons', { params: { query } }))}
        empty={<EmptyNote icon={Ticket} title={t('coupons.empty')} text={t('coupons.text')} />}
      />
    </Section>
  );
}
