import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ChartNoAxesColumn } from 'lucide-react';
import { toDecimalText } from '../../../server/values/money.ts';
import { ask } from '../../api/client.ts';
import type { Answer } from '../../api/types.ts';
import { ChartLine } from '../../ui/chart.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Count, Money, Rate, useFormats } from '../../ui/format.tsx';
import { EmptyNote, ErrorNote } from '../../ui/notes.tsx';
import { PeriodPicker, usePeriod } from '../../ui/period-picker.tsx';
import { askedOf } from '../../ui/periods.ts';
import { Figure, Figures, Section } from '../../ui/section.tsx';
import type { Column } from '../../ui/table-types.ts';
import { useWords } from '../../ui/words.ts';
import { dayText } from '../../ui/write-figures.ts';
import { api } from '../api.ts';
import { useToday } from '../frame/me.tsx';
import { PartnerName } from '../names/names.tsx';
import type { PromoTool } from './kinds.ts';

type Statistics = Answer<'/v1/promo_tools/{id}/statistics'>;
type Row = Statistics['data'][number];

const counted = ['impressions', 'clicks', 'leads', 'orders'] as const;

/** What a tool did in a period: in all, day by day, and by partner. */
export function Statistics({ tool }: { tool: PromoTool }) {
  const t = useWords('promo');
  const today = useToday();
  const period = askedOf(usePeriod(today));
  const path = { id: tool.id };
  const asked = useQuery({
    queryKey: ['promo-tool', tool.id, 'statistics', period],
    queryFn: () => ask(api.GET('/v1/promo_tools/{id}/statistics', { params: { path, query: period } })),
  });
  return (
    <Section title={t('statistics.title')} text={t('statistics.text')} acts={<PeriodPicker today={today} />}>
      <Stack gap="lg">
        <ErrorNote error={asked.error} retry={() => void asked.refetch()} />
        {asked.data && <Totals totals={asked.data.totals} />}
        <ByDay tool={tool} period={period} />
        <ByPartner tool={tool} period={period} />
      </Stack>
    </Section>
  );
}

interface PartProps {
  readonly tool: PromoTool;
  readonly period: { readonly from: string; readonly to: string };
}

function Totals({ totals }: { totals: Statistics['totals'] }) {
  const t = useWords('promo');
  const first = totals[0];
  return (
    <Figures>
      {counted.map((name) => (
        <Figure
          key={name}
          label={t(`statistics.${name}`)}
          value={<Count value={first?.[name] ?? 0} />}
          note={name === 'clicks' && first?.click_through_rate != null && <Rate bps={first.click_through_rate} />}
        />
      ))}
      {totals.map((total) => (
        <Figure
          key={total.currency}
          label={t('statistics.earnings')}
          value={<Money amount={total.commission} currency={total.currency} />}
        />
      ))}
    </Figures>
  );
}

function ByDay({ tool, period }: PartProps) {
  const t = useWords('promo');
  const { locale } = useFormats();
  const query = { ...period, promo_tool_id: tool.id, interval: 'day' as const };
  const asked = useQuery({
    queryKey: ['promo-tool', tool.id, 'by-day', period],
    queryFn: () => ask(api.GET('/v1/reports/timeseries', { params: { query } })),
  });
  const rows = asked.data?.data ?? [];
  // Where orders came in several currencies a day has several rows, and each tells the same clicks.
  const days = [...new Map(rows.map((row) => [row.from, row])).values()];
  const points = days.map(({ from, clicks, leads, orders }) => ({ at: from, clicks, leads, orders }));
  return (
    <>
      <ErrorNote error={asked.error} retry={() => void asked.refetch()} />
      {points.length > 0 && (
        <ChartLine
          label={t('statistics.by_day')}
          points={points}
          series={[
            { key: 'clicks', label: t('statistics.clicks') },
            { key: 'leads', label: t('statistics.leads'), color: 'yellow.7' },
            { key: 'orders', label: t('statistics.orders'), color: 'grape.6' },
          ]}
          write={(value) => new Intl.NumberFormat(locale).format(value)}
          writeAt={(at) => dayText(at, locale)}
        />
      )}
    </>
  );
}

function ByPartner({ tool, period }: PartProps) {
  const t = useWords('promo');
  const numbers: Column<Row>[] = counted.map((name) => ({
    key: name,
    label: t(`statistics.${name}`),
    cell: (row) => (row[name] === null ? '–' : <Count value={row[name]} />),
    csv: (row) => row[name],
    align: 'right',
  }));
  const columns: Column<Row>[] = [
    {
      key: 'partner',
      label: t('statistics.partner'),
      cell: (row) => (row.partner_id ? <PartnerName id={row.partner_id} /> : t('statistics.nobody')),
      csv: (row) => row.partner_name,
    },
    ...numbers,
    {
      key: 'earnings',
      label: t('statistics.earnings'),
      cell: (row) => <Money amount={row.commission} currency={row.currency} />,
      csv: (row) => toDecimalText(BigInt(row.commission), row.currency),
      align: 'right',
    },
    {
      key: 'currency',
      label: t('statistics.currency'),
      cell: (row) => row.currency,
      csv: (row) => row.currency,
      wide: true,
    },
  ];
  return (
    <DataTable
      name={`promo-tool-${tool.id}`}
      prefix="by_"
      label={t('statistics.by_partner')}
      columns={columns}
      rowKey={(row) => `${row.partner_id} ${row.currency}`}
      fixed={period}
      load={() => loadRows(tool.id, period)}
      empty={<EmptyNote icon={ChartNoAxesColumn} title={t('statistics.empty')} text={t('statistics.empty_text')} />}
    />
  );
}

/** The answer is whole: there are no pages of it. */
async function loadRows(id: string, period: PartProps['period']) {
  const params = { path: { id }, query: period };
  const { data } = await ask(api.GET('/v1/promo_tools/{id}/statistics', { params }));
  return { data, next_cursor: null };
}
