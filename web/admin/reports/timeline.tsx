import { Loader, SegmentedControl, Select, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../api/client.ts';
import { ChartLine } from '../../ui/chart.tsx';
import { useFormats } from '../../ui/format.tsx';
import { ErrorNote } from '../../ui/notes.tsx';
import { askedOf, type Period } from '../../ui/periods.ts';
import { Change, FigureValue, figureKinds } from '../../ui/report-figure.tsx';
import { Figure, Figures, Section } from '../../ui/section.tsx';
import { useWords } from '../../ui/words.ts';
import { amountText, dayText } from '../../ui/write-figures.ts';
import { api } from '../api.ts';

const headline = ['clicks', 'leads', 'orders', 'revenue', 'commission'] as const;
type Headline = (typeof headline)[number];

interface TimelineProps {
  readonly period: Period;
  /** Filters of the API, such as a program. */
  readonly filter?: Readonly<Record<string, string>>;
}

/** The main figures of some days beside those of the days before, and one of them drawn over time. */
export function Timeline({ period, filter = {} }: TimelineProps) {
  const t = useWords('reports');
  const { locale, currency: usual } = useFormats();
  const [figure, setFigure] = useState<Headline>('clicks');
  const [interval, setInterval] = useState<'day' | 'week' | 'month'>('day');
  const [chosen, setCurrency] = useState<string | null>(null);
  const query = { ...askedOf(period), ...filter, interval, compare: 'true' as const };
  const asked = useQuery({
    queryKey: ['timeseries', query],
    queryFn: () => ask(api.GET('/v1/reports/timeseries', { params: { query } })),
  });
  const totals = asked.data?.totals ?? [];
  const currencies = totals.map((row) => row.currency);
  const currency =
    chosen && currencies.includes(chosen) ? chosen : currencies.includes(usual) ? usual : (currencies[0] ?? usual);
  const total = totals.find((row) => row.currency === currency);
  const rows = (asked.data?.data ?? []).filter((row) => row.currency === currency);
  const points = rows.map((row) => ({ at: row.from, now: row[figure], before: row.before?.[figure] ?? null }));
  const write = (value: number): string =>
    figureKinds[figure] === 'money'
      ? amountText(BigInt(Math.round(value)), currency, locale)
      : new Intl.NumberFormat(locale).format(value);
  return (
    <Section
      title={t('timeline.title')}
      acts={
        currencies.length > 1 && (
          <Select
            aria-label={t('timeline.currency')}
            w={110}
            allowDeselect={false}
            data={currencies}
            value={currency}
            onChange={setCurrency}
          />
        )
      }
    >
      <ErrorNote error={asked.error} retry={() => void asked.refetch()} />
      {asked.isPending && <Loader aria-label={t('loading')} />}
      {asked.data && (
        <Stack gap="md">
          <Figures>
            {headline.map((name) => (
              <Figure
                key={name}
                label={t(`figures.${name}`)}
                value={<FigureValue name={name} value={total?.[name] ?? 0} currency={currency} />}
                note={<Change now={total?.[name] ?? 0} before={total?.before?.[name] ?? 0} />}
              />
            ))}
          </Figures>
          <SegmentedControl
            aria-label={t('timeline.figure')}
            value={figure}
            onChange={(value) => setFigure(value as Headline)}
            data={headline.map((value) => ({ value, label: t(`figures.${value}`) }))}
          />
          <ChartLine
            label={t('timeline.chart', { figure: t(`figures.${figure}`) })}
            points={points}
            series={[
              { key: 'now', label: t('timeline.now') },
              { key: 'before', label: t('timeline.before'), before: true },
            ]}
            write={write}
            writeAt={(at) => dayText(at, locale)}
          />
          <SegmentedControl
            size="xs"
            w="fit-content"
            aria-label={t('timeline.interval')}
            value={interval}
            onChange={(value) => setInterval(value as typeof interval)}
            data={(['day', 'week', 'month'] as const).map((value) => ({ value, label: t(`timeline.by_${value}`) }))}
          />
        </Stack>
      )}
    </Section>
  );
}
