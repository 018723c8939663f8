import { SegmentedControl, Stack } from '@mantine/core';
import { useState } from 'react';
import { ChartBar, ChartLine } from '../../ui/chart.tsx';
import { useFormats } from '../../ui/format.tsx';
import { figureKinds } from '../../ui/report-figure.tsx';
import { useWords } from '../../ui/words.ts';
import { amountText, dayText } from '../../ui/write-figures.ts';
import type { By, ReportRow } from './load-report.ts';
import { useRowName } from './row-name.ts';

const names = ['clicks', 'leads', 'orders', 'commission'] as const;
const BARS = 12;

/** One figure of the report, drawn: over days a line, else bars of the largest. */
export function ReportChart({ by, rows }: { by: By; rows: readonly ReportRow[] }) {
  const t = useWords('reports');
  const { locale } = useFormats();
  const nameOf = useRowName(by);
  const [drawn, setDrawn] = useState<(typeof names)[number]>('clicks');
  const currency = rows[0]?.currency ?? 'USD';
  const same = rows.filter((row) => row.currency === currency);
  const write = (value: number): string =>
    figureKinds[drawn] === 'money'
      ? amountText(BigInt(value), currency, locale)
      : new Intl.NumberFormat(locale).format(value);
  const Chart = by === 'dates' ? ChartLine : ChartBar;
  const largest = [...same].sort((a, b) => b[drawn] - a[drawn]).slice(0, BARS);
  const points = (by === 'dates' ? same : largest).map((row) => ({
    at: by === 'dates' ? (row.from ?? '') : nameOf(row),
    now: row[drawn],
    before: row.before?.[drawn] ?? null,
  }));
  return (
    <Stack gap="md">
      <SegmentedControl
        aria-label={t('figure')}
        value={drawn}
        onChange={(value) => setDrawn(value as typeof drawn)}
        data={names.map((value) => ({ value, label: t(`figures.${value}`) }))}
      />
      <Chart
        label={t('chart', { figure: t(`figures.${drawn}`) })}
        points={points}
        series={[
          { key: 'now', label: t('now') },
          { key: 'before', label: t('before'), before: true },
        ]}
        write={write}
        writeAt={(at) => (by === 'dates' ? dayText(at, locale) : at)}
      />
    </Stack>
  );
}
