import { Button, Loader, SegmentedControl, Stack } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ChartNoAxesColumn, Download } from 'lucide-react';
import { EmptyNote, ErrorNote } from '../../ui/notes.tsx';
import { PeriodPicker, usePeriod } from '../../ui/period-picker.tsx';
import { askedOf } from '../../ui/periods.ts';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { Section } from '../../ui/section.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useAddress } from '../../ui/use-address.ts';
import { useWords } from '../../ui/words.ts';
import { saveFrom, useApi, useCenter, useToday } from '../center.ts';
import { type By, isBy, loadReport, reportNames } from './load-report.ts';
import { ReportChart } from './report-chart.tsx';
import { ReportTable } from './report-table.tsx';

/** Figures by day, link, promo tool or sub-id, drawn and as a table, beside the days before. */
export default function ReportsScreen() {
  const t = useWords('reports');
  const api = useApi();
  const today = useToday();
  const period = usePeriod(today);
  const [{ by: named }, change] = useAddress();
  const by: By = isBy(named) ? named : 'dates';
  const query = { ...askedOf(period), compare: 'true' as const };
  const asked = useQuery({
    queryKey: ['report', by, query],
    queryFn: () => loadReport(api, by, query),
    placeholderData: keepPreviousData,
  });
  const rows = asked.data?.by === by ? asked.data.answer.data : [];
  return (
    <>
      <ScreenHead title={t('title')} text={t('text')}>
        <PeriodPicker today={today} />
        <FileButton by={by} query={query} />
      </ScreenHead>
      <Stack gap="lg">
        <SegmentedControl
          aria-label={t('by')}
          value={by}
          onChange={(value) => change({ by: value === 'dates' ? undefined : value })}
          data={reportNames.map((value) => ({ value, label: t(`names.${value}`) }))}
        />
        <ErrorNote error={asked.error} retry={() => void asked.refetch()} />
        {asked.isPending && <Loader aria-label={t('loading')} />}
        {asked.data && rows.length === 0 && !asked.isFetching && (
          <EmptyNote icon={ChartNoAxesColumn} title={t('empty')} text={t('empty_text')} />
        )}
        {rows.length > 0 && (
          <>
            <Section title={t('drawn', { figure: t(`names.${by}`) })}>
              <ReportChart by={by} rows={rows} />
            </Section>
            <ReportTable by={by} rows={rows} totals={asked.data?.answer.totals ?? []} />
          </>
        )}
      </Stack>
    </>
  );
}

function FileButton({ by, query }: { by: By; query: Readonly<Record<string, string>> }) {
  const t = useWords('reports');
  const center = useCenter();
  const save = useAct({
    run: () => saveFrom(center, `/v1/center/reports/${by}?${new URLSearchParams(query)}`, `${by}.csv`, 'text/csv'),
  });
  return (
    <>
      <Button
        variant="default"
        leftSection={<Download size={15} aria-hidden />}
        loading={save.busy}
        onClick={() => void save.start()}
      >
        {t('csv')}
      </Button>
      <ErrorNote error={save.error} />
    </>
  );
}
