import { Stack } from '@mantine/core';
import { ArrowLeftRight } from 'lucide-react';
import { ask } from '../../api/client.ts';
import type { Row } from '../../api/types.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Day } from '../../ui/format.tsx';
import { EmptyNote } from '../../ui/notes.tsx';
import { Section } from '../../ui/section.tsx';
import type { Column, ListQuery, Page } from '../../ui/table-types.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { useMay } from '../frame/me.tsx';
import { AddRate } from './add-rate.tsx';
import { PasteRates } from './paste-rates.tsx';
import { AreaHead } from './settings-parts.tsx';

type Rate = Row<'/v1/exchange_rates'>;

/** What one currency is worth in another, by day. */
export default function ExchangeRatesScreen() {
  const t = useWords('settings');
  const may = useMay('settings');
  const columns: Column<Rate>[] = [
    { key: 'day', label: t('rates.day'), cell: (row) => <Day day={row.day} />, csv: (row) => row.day },
    { key: 'from', label: t('rates.from'), cell: (row) => row.from, csv: (row) => row.from },
    { key: 'to', label: t('rates.to'), cell: (row) => row.to, csv: (row) => row.to },
    {
      key: 'rate',
      label: t('rates.rate'),
      cell: (row) => <span data-amount="">{row.rate}</span>,
      csv: (row) => row.rate,
      align: 'right',
    },
    { key: 'source', label: t('rates.source'), cell: (row) => row.source, csv: (row) => row.source, wide: true },
  ];
  return (
    <>
      <AreaHead title={t('areas.rates.title')} text={t('rates.text')} />
      <Stack gap="lg">
        {may && <AddRate />}
        {may && <PasteRates />}
        <Section title={t('rates.newest')} flush>
          <DataTable
            name="exchange-rates"
            label={t('rates.newest')}
            columns={columns}
            rowKey={(row) => `${row.day}${row.from}${row.to}${row.rate}`}
            load={load}
            empty={<EmptyNote icon={ArrowLeftRight} title={t('rates.empty')} text={t('rates.empty_text')} />}
          />
        </Section>
      </Stack>
    </>
  );
}

/** The API answers with all at once; the table shows them page by page. */
async function load(query: ListQuery): Promise<Page<Rate>> {
  const { limit, cursor } = query as { limit?: number; cursor?: string };
  const { data } = await ask(api.GET('/v1/exchange_rates'));
  const begin = Number(cursor ?? 0);
  const end = begin + Number(limit ?? data.length);
  return { data: data.slice(begin, end), next_cursor: end < data.length ? String(end) : null };
}
