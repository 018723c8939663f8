import { Anchor, Box, Button, Checkbox, Group, Paper, Skeleton, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { ArrowDown, ArrowUp, SearchX } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import classes from './data-table.module.css';
import { EmptyNote, ErrorNote } from './notes.tsx';
import { TableBar } from './table-bar.tsx';
import type { Column, DataTableProps } from './table-types.ts';
import { type List, useList } from './use-list.ts';
import { useWords } from './words.ts';

/**
 * A list of the API as a table: paged on the server, filters in the address, CSV of the whole, acts on ticked rows. On
 * narrow screens each row is a card; it stays a table to screen readers.
 */
export function DataTable<R>(props: DataTableProps<R>) {
  const t = useWords('ui');
  const list = useList(props);
  const [ticked, setTicked] = useState<ReadonlyMap<string, R>>(new Map());
  const { asked, filtered } = list;
  const rows = asked.data?.data ?? [];
  const nothing = asked.isSuccess && rows.length === 0 && list.paging.isFirst;
  const clear = (): void => setTicked(new Map());
  return (
    <Paper className={classes.sheet} withBorder part="card">
      {!(nothing && !filtered) && <TableBar {...props} list={list} />}
      {ticked.size > 0 && props.bulk && (
        <Group className={classes.ticked} gap="sm">
          <Text size="sm" fw={560} role="status">
            {t('table.ticked', { count: ticked.size })}
          </Text>
          {props.bulk([...ticked.values()], clear)}
          <Button size="compact-sm" variant="subtle" color="gray" onClick={clear}>
            {t('table.untick')}
          </Button>
        </Group>
      )}
      {asked.isError && (
        <Box p="md">
          <ErrorNote error={asked.error} retry={() => void asked.refetch()} />
        </Box>
      )}
      {nothing && (filtered ? <NothingMatches clear={list.clear} /> : props.empty)}
      {!nothing && !(asked.isError && !asked.data) && (
        <Rows {...props} list={list} rows={rows} ticked={ticked} setTicked={setTicked} />
      )}
      {!nothing && <Pages list={list} />}
    </Paper>
  );
}

function NothingMatches({ clear }: { clear: () => void }) {
  const t = useWords('ui');
  return (
    <EmptyNote icon={SearchX} title={t('table.no_match')} text={t('table.no_match_text')}>
      <Button variant="default" onClick={clear}>
        {t('table.clear')}
      </Button>
    </EmptyNote>
  );
}

type RowsProps<R> = DataTableProps<R> & {
  readonly list: List<R>;
  readonly rows: readonly R[];
  readonly ticked: ReadonlyMap<string, R>;
  readonly setTicked: (ticked: ReadonlyMap<string, R>) => void;
};

// The roles are said again because a table that is laid out as cards loses them.
function Rows<R>({ label, columns, rows, rowKey, to, bulk, list, ticked, setTicked, limit = 25 }: RowsProps<R>) {
  const t = useWords('ui');
  const { isPending, isPlaceholderData } = list.asked;
  const all = rows.length > 0 && rows.every((row) => ticked.has(rowKey(row)));
  const tick = (some: readonly R[], on: boolean): void => {
    const next = new Map(ticked);
    for (const row of some) on ? next.set(rowKey(row), row) : next.delete(rowKey(row));
    setTicked(next);
  };
  return (
    <div className={classes.scroll} {...(to || bulk ? {} : { tabIndex: 0, role: 'region', 'aria-label': label })}>
      <table
        role="table"
        aria-label={label}
        aria-busy={isPending || isPlaceholderData}
        className={classes.table}
        part="table"
      >
        <thead role="rowgroup">
          <tr role="row">
            {bulk && (
              <th role="columnheader" scope="col" className={classes.tick}>
                <Checkbox
                  size="md"
                  aria-label={t('table.tick_all')}
                  checked={all}
                  onChange={(event) => tick(rows, event.currentTarget.checked)}
                />
              </th>
            )}
            {columns.map((column) => (
              <HeadCell key={column.key} column={column} list={list} />
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup" data-old={isPlaceholderData || undefined}>
          {isPending && <Waiting columns={columns.length + (bulk ? 1 : 0)} rows={Math.min(limit, 8)} />}
          {rows.map((row) => (
            <tr role="row" key={rowKey(row)} data-ticked={ticked.has(rowKey(row)) || undefined}>
              {bulk && (
                <td role="cell" className={classes.tick}>
                  <Checkbox
                    size="md"
                    aria-label={t('table.tick')}
                    checked={ticked.has(rowKey(row))}
                    onChange={(event) => tick([row], event.currentTarget.checked)}
                  />
                </td>
              )}
              {columns.map((column, index) => (
                <td role="cell" key={column.key} data-label={column.label} {...sideOf(column)}>
                  <div className={classes.cell}>
                    {index === 0 && to ? leadTo(to(row), column.cell(row)) : column.cell(row)}
                  </div>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function sideOf<R>({ align, wide }: Column<R>) {
  return { 'data-align': align, 'data-wide': wide || undefined };
}

function leadTo(address: string, text: ReactNode): ReactNode {
  return (
    <Anchor component={Link} to={address} className={classes.lead} underline="never" inherit>
      {text}
    </Anchor>
  );
}

function HeadCell<R>({ column, list }: { column: Column<R>; list: List<R> }) {
  const { sort } = column;
  if (!sort)
    return (
      <th role="columnheader" scope="col" {...sideOf(column)}>
        {column.label}
      </th>
    );
  const way = list.read('sort') === sort ? (list.read('order') ?? 'desc') : null;
  const Icon = way === 'asc' ? ArrowUp : ArrowDown;
  const turn = (): void => list.set({ sort, order: way === 'desc' ? 'asc' : 'desc', cursor: undefined });
  const said = way === null ? 'none' : way === 'asc' ? 'ascending' : 'descending';
  return (
    <th role="columnheader" scope="col" aria-sort={said} {...sideOf(column)}>
      <button type="button" className={classes.sort} onClick={turn} data-on={way !== null || undefined}>
        {column.label}
        <Icon size={13} aria-hidden />
      </button>
    </th>
  );
}

function Waiting({ columns, rows }: { columns: number; rows: number }) {
  return Array.from({ length: rows }, (_, row) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: bars without content
    <tr role="row" key={row}>
      {Array.from({ length: columns }, (_, column) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bars without content
        <td role="cell" key={column}>
          <Skeleton height={12} width={`${45 + ((row * 7 + column * 13) % 40)}%`} radius="xl" />
        </td>
      ))}
    </tr>
  ));
}

function Pages<R>({ list }: { list: List<R> }) {
  const t = useWords('ui');
  const { isFirst, hasNext, knowsPrevious, toNext, toPrevious } = list.paging;
  if (isFirst && !hasNext) return null;
  return (
    <Group component="nav" aria-label={t('table.pages')} justify="space-between" className={classes.pages}>
      <Button size="compact-sm" variant="default" disabled={isFirst} onClick={toPrevious}>
        {knowsPrevious || isFirst ? t('table.previous') : t('table.first')}
      </Button>
      <Button size="compact-sm" variant="default" disabled={!hasNext} onClick={toNext}>
        {t('table.next')}
      </Button>
    </Group>
  );
}
