import { AreaChart, BarChart } from '@mantine/charts';
import '@mantine/charts/styles.layer.css';
import type { ChartProps } from './chart.tsx';

/** The drawing is hidden from screen readers, which read its table: so nothing in it takes the focus. */
const still = { accessibilityLayer: false } as const;

/** The drawing itself, in a file of its own: the library is fetched when a chart is first shown. */
export default function ChartDrawing(props: ChartProps & { kind: 'line' | 'bar'; height: number }) {
  const { kind, points, series, write, writeAt, height } = props;
  const plain = {
    h: height,
    data: points.map((point) => ({ ...point, at: writeAt(point.at) })),
    dataKey: 'at',
    valueFormatter: write,
    withLegend: series.length > 1,
    legendProps: { verticalAlign: 'bottom' as const, height: 36 },
    gridAxis: 'x' as const,
    tickLine: 'none' as const,
    strokeDasharray: '3 4',
    xAxisProps: { minTickGap: 28 },
    // Counts and minor units are whole numbers.
    yAxisProps: { width: 64, allowDecimals: false },
  };
  const drawn = series.map(({ key, label, color, before }) => ({
    name: key,
    label,
    color: before ? 'gray.5' : (color ?? 'river.5'),
    ...(before ? { strokeDasharray: '4 4' } : {}),
  }));
  if (kind === 'bar') return <BarChart {...plain} series={drawn} maxBarWidth={36} barChartProps={still} />;
  return (
    <AreaChart
      {...plain}
      series={drawn}
      curveType="monotone"
      strokeWidth={2}
      withDots={points.length < 3}
      fillOpacity={0.12}
      areaChartProps={still}
    />
  );
}
