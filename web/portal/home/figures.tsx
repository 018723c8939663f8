import { SegmentedControl, Stack } from '@mantine/core';
import { useState } from 'react';
import type { Answer } from '../../api/types.ts';
import { ChartLine } from '../../ui/chart.tsx';
import { useFormats } from '../../ui/format.tsx';
import { Change, FigureValue, figureKinds } from '../../ui/report-figure.tsx';
import { Figure, Figures } from '../../ui/section.tsx';
import { useWords } from '../../ui/words.ts';
import { amountText, dayText } from '../../ui/write-figures.ts';

type Home = Answer<'/v1/center/home'>;
const names = ['clicks', 'leads', 'orders', 'commission'] as const;

/** The main figures beside those of the days before, and one of them drawn over time. */
export function HomeFigures({ home }: { home: Home }) {
  const t = useWords('home');
  const { locale } = useFormats();
  const [drawn, setDrawn] = useState<(typeof names)[number]>('clicks');
  const { figures, series, currency } = home;
  const write = (value: number): string =>
    figureKinds[drawn] === 'money'
      ? amountText(BigInt(value), currency, locale)
      : new Intl.NumberFormat(locale).format(value);
  return (
    <Stack gap="md">
      <Figures>
        {names.map((name) => (
          <Figure
            key={name}
            label={t(`figures.${name}`)}
            value={<FigureValue name={name} value={figures[name]} currency={currency} />}
            note={<Change now={figures[name]} before={figures.before[name]} />}
          />
        ))}
      </Figures>
      <SegmentedControl
        aria-label={t('drawn')}
        value={drawn}
        onChange={(value) => setDrawn(value as typeof drawn)}
        data={names.map((value) => ({ value, label: t(`figures.${value}`) }))}
      />
      <ChartLine
        label={t('chart', { figure: t(`figures.${drawn}`) })}
        height={220}
        points={series.map((one) => ({ at: one.from, now: one[drawn], before: one.before[drawn] }))}
        series={[
          { key: 'now', label: t('now') },
          { key: 'before', label: t('before'), before: true },
        ]}
        write={write}
        writeAt={(at) => dayText(at, locale)}
      />
    </Stack>
  );
}
