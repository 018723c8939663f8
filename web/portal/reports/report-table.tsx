import { Table } from '@mantine/core';
import { FigureValue } from '../../ui/report-figure.tsx';
import { Section } from '../../ui/section.tsx';
import { useWords } from '../../ui/words.ts';
import type { By, ReportRow, ReportTotal } from './load-report.ts';
import { useRowName } from './row-name.ts';

const names = ['clicks', 'unique_clicks', 'leads', 'orders', 'conversion_rate', 'epc', 'commission'] as const;

/** All figures, the newest days or the largest rows first, and their sum. */
export function ReportTable({
  by,
  rows,
  totals,
}: {
  by: By;
  rows: readonly ReportRow[];
  totals: readonly ReportTotal[];
}) {
  const t = useWords('reports');
  const nameOf = useRowName(by);
  const shown = by === 'dates' ? [...rows].reverse() : rows;
  return (
    <Section title={t('table')} flush>
      <Table.ScrollContainer minWidth={720} type="native" tabIndex={0} role="region" aria-label={t('table')}>
        <Table horizontalSpacing="md" aria-label={t(`names.${by}`)}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t(`of.${by}`)}</Table.Th>
              {names.map((name) => (
                <Table.Th key={name} ta="right">
                  {t(`figures.${name}`)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map((row) => (
              <Table.Tr key={`${row.from ?? row.link_id ?? row.promo_tool_id ?? row.sub}${row.currency}`}>
                <Table.Td>{nameOf(row)}</Table.Td>
                <Cells row={row} />
              </Table.Tr>
            ))}
          </Table.Tbody>
          <Table.Tfoot>
            {totals.map((row) => (
              <Table.Tr key={row.currency}>
                <Table.Th>{t('total')}</Table.Th>
                <Cells row={row} />
              </Table.Tr>
            ))}
          </Table.Tfoot>
        </Table>
      </Table.ScrollContainer>
    </Section>
  );
}

function Cells({ row }: { row: ReportTotal }) {
  return names.map((name) => (
    <Table.Td key={name} ta="right">
      <FigureValue name={name} value={row[name]} currency={row.currency} />
    </Table.Td>
  ));
}
