import { Skeleton, VisuallyHidden } from '@mantine/core';
import { lazy, Suspense } from 'react';

export interface Series {
  /** The key of its values in the points. */
  readonly key: string;
  readonly label: string;
  /** A colour of the theme; the accent by default. */
  readonly color?: string;
  /** Of the period before: drawn dashed and pale. */
  readonly before?: boolean;
}

export interface ChartProps {
  /** What the chart shows; the name of its table for screen readers. */
  readonly label: string;
  /** One for each place on the axis. Values are whole numbers: counts, or minor units. */
  readonly points: readonly (Readonly<Record<string, number | string | null>> & { readonly at: string })[];
  readonly series: readonly Series[];
  /** How a value is written: `(value) => amountText(BigInt(value), currency, locale)`. */
  readonly write: (value: number) => string;
  /** How a place on the axis is written. */
  readonly writeAt: (at: string) => string;
  readonly height?: number;
}

const Drawing = lazy(() => import('./chart-drawing.tsx'));

/** Lines over time, such as clicks by day. */
export function ChartLine(props: ChartProps) {
  return <Chart {...props} kind="line" />;
}

/** Bars side by side, such as commission by partner. */
export function ChartBar(props: ChartProps) {
  return <Chart {...props} kind="bar" />;
}

function Chart(props: ChartProps & { kind: 'line' | 'bar' }) {
  const { label, points, series, write, writeAt, height = 240 } = props;
  return (
    <figure style={{ margin: 0 }}>
      <div aria-hidden>
        <Suspense fallback={<Skeleton height={height} radius="md" />}>
          <Drawing {...props} height={height} />
        </Suspense>
      </div>
      <VisuallyHidden>
        <table>
          <caption>{label}</caption>
          <thead>
            <tr>
              <td />
              {series.map((one) => (
                <th key={one.key} scope="col">
                  {one.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {points.map((point) => (
              <tr key={point.at}>
                <th scope="row">{writeAt(point.at)}</th>
                {series.map(({ key }) => (
                  <td key={key}>{typeof point[key] === 'number' ? write(point[key]) : '–'}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </VisuallyHidden>
    </figure>
  );
}
