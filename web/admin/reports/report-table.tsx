import { Anchor, Paper, Stack, Table, Text, UnstyledButton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { ChartNoAxesColumn } from 'lucide-react';
import { ChartBar } from '../../ui/chart.tsx';
import { useFormats } from '../../ui/format.tsx';
import { EmptyNote } from '../../ui/notes.tsx';
import { Change, FigureValue, figureKinds } from '../../ui/report-figure.tsx';
import { Section } from '../../ui/section.tsx';
import { useAddress } from '../../ui/use-address.ts';
import { useWords } from '../../ui/words.ts';
import { amountText } from '../../ui/write-figures.ts';
import { type ReportAnswer, type ReportKind, type ReportRow, rowsHref } from './kinds.ts';

const DRAWN = 12;

/** A report as a chart of its largest rows and a table of all; every row opens into what it counts. */
export function ReportTable({ kind, answer }: { kind: ReportKind; answer: ReportAnswer }) {
  const t = useWords('reports');
  const nameOf = useRowName(kind);
  if (answer.data.length === 0)
    return (
      <Paper withBorder>
        <EmptyNote icon={ChartNoAxesColumn} title={t('empty')} text={t('empty_text')} />
      </Paper>
    );
  return (
    <Stack gap="lg">
      <Drawn kind={kind} rows={answer.data} nameOf={nameOf} />
      <Paper withBorder>
        <Table.ScrollContainer minWidth={640}>
          <Table aria-label={t(`kinds.${kind.name}.title`)} verticalSpacing="sm" horizontalSpacing="md">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t(`of.${kind.of}`)}</Table.Th>
                {kind.figures.map((name) => (
                  <HeadCell key={name} name={name} />
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {answer.data.map((row) => (
                <Table.Tr key={`${String(row[kind.of])}${row.currency}${String(row['partner_id'] ?? '')}`}>
                  <Table.Td>
                    <Anchor component={Link} to={rowsHref(row.rows)} inherit>
                      {nameOf(row)}
                    </Anchor>
                  </Table.Td>
                  <FigureCells row={row} figures={kind.figures} />
                </Table.Tr>
              ))}
            </Table.Tbody>
            <Table.Tfoot>
              {answer.totals.map((total) => (
                <Table.Tr key={String(total['currency'])}>
                  <Table.Th scope="row">{t('total', { currency: total['currency'] })}</Table.Th>
                  <FigureCells row={total as ReportRow} figures={kind.figures} />
                </Table.Tr>
              ))}
            </Table.Tfoot>
          </Table>
        </Table.ScrollContainer>
      </Paper>
    </Stack>
  );
}

function FigureCells({ row, figures }: { row: ReportRow; figures: readonly string[] }) {
  return figures.map((name) => (
    <Table.Td key={name} ta="right">
      <FigureValue name={name} value={row[name] as number | null} currency={row.currency} />
      {row.before && (
        <Text component="div">
          <Change now={(row[name] as number | null) ?? 0} before={row.before[name]} />
        </Text>
      )}
    </Table.Td>
  ));
}

function HeadCell({ name }: { name: string }) {
  const t = useWords('reports');
  const [{ sort, order = 'desc' }, change] = useAddress();
  const on = sort === name;
  return (
    <Table.Th ta="right" aria-sort={on ? (order === 'asc' ? 'ascending' : 'descending') : 'none'}>
      <UnstyledButton
        fz="inherit"
        fw="inherit"
        onClick={() => change({ sort: name, order: on && order === 'desc' ? 'asc' : 'desc' })}
        style={{ textDecoration: on ? 'underline' : 'none' }}
      >
        {t(`figures.${name}`)}
      </UnstyledButton>
    </Table.Th>
  );
}

function Drawn({
  kind,
  rows,
  nameOf,
}: {
  kind: ReportKind;
  rows: readonly ReportRow[];
  nameOf: (row: ReportRow) => string;
}) {
  const t = useWords('reports');
  const { locale } = useFormats();
  const currency = rows[0]!.currency;
  const isDays = kind.name === 'days_to_order';
  const largest = [...rows]
    .filter((row) => row.currency === currency)
    .sort((a, b) => (isDays ? Number(a['days']) - Number(b['days']) : Number(b[kind.drawn]) - Number(a[kind.drawn])))
    .slice(0, isDays ? 60 : DRAWN);
  const write = (value: number): string =>
    figureKinds[kind.drawn] === 'money'
      ? amountText(BigInt(Math.round(value)), currency, locale)
      : new Intl.NumberFormat(locale).format(value);
  return (
    <Section title={t('drawn', { figure: t(`figures.${kind.drawn}`) })}>
      <ChartBar
        label={t(`kinds.${kind.name}.title`)}
        points={largest.map((row) => ({ at: nameOf(row), now: Number(row[kind.drawn] ?? 0) }))}
        series={[{ key: 'now', label: t(`figures.${kind.drawn}`) }]}
        write={write}
        writeAt={(at) => at}
      />
    </Section>
  );
}

/** What a row is called: its name, its own word, or what stands for nothing. */
function useRowName(kind: ReportKind): (row: ReportRow) => string {
  const t = useWords('reports');
  const { locale } = useFormats();
  const countries = new Intl.DisplayNames(locale, { type: 'region' });
  return (row) => {
    const value = row[kind.of];
    if (value === null || value === undefined) return t(`none.${kind.of}`);
    const name = kind.nameOf ? row[kind.nameOf] : null;
    if (typeof name === 'string') return name;
    if (kind.of === 'country' && /^[A-Z]{2}$/.test(String(value))) return countries.of(String(value)) ?? String(value);
    if (kind.of === 'days') return t('days', { count: Number(value) });
    if (kind.of === 'reason' || kind.of === 'customer' || kind.of === 'device')
      return t(`words.${String(value)}`, { defaultValue: String(value).replaceAll('_', ' ') });
    return String(value);
  };
}
