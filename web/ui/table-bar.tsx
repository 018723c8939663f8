import { Button, Group, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { Download, Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import classes from './data-table.module.css';
import { ErrorNote, ProgressNote } from './notes.tsx';
import type { DataTableProps, Filter, ListQuery } from './table-types.ts';
import type { List } from './use-list.ts';
import { useWords } from './words.ts';
import { csvLine, saveFile } from './write-csv.ts';

/** Above a table: its filters, its file, and what else the screen puts there. */
export function TableBar<R>(props: DataTableProps<R> & { list: List<R> }) {
  const { filters = [], list, file = true, acts } = props;
  const t = useWords('ui');
  if (filters.length === 0 && !file && !acts) return null;
  return (
    <div className={classes.bar}>
      <Group gap="xs" align="flex-end" style={{ flex: '1 1 auto' }}>
        {filters.map((filter) => (
          <FilterField key={filter.name} filter={filter} list={list} />
        ))}
        {list.filtered && (
          <Button variant="subtle" color="gray" onClick={list.clear}>
            {t('table.clear')}
          </Button>
        )}
      </Group>
      <Group gap="xs">
        {acts}
        {file && <FileButton {...props} />}
      </Group>
    </div>
  );
}

function FilterField<R>({ filter, list }: { filter: Filter; list: List<R> }) {
  const value = list.read(filter.name) ?? '';
  const set = (next: string | null): void => list.set({ [filter.name]: next ?? undefined, cursor: undefined });
  if (filter.kind === 'choice')
    return (
      <Select
        className={classes.filter}
        aria-label={filter.label}
        placeholder={filter.label}
        data={filter.options ? [...filter.options] : []}
        value={value === '' ? null : value}
        onChange={set}
        clearable
        searchable={(filter.options?.length ?? 0) > 8}
        checkIconPosition="right"
      />
    );
  if (filter.kind === 'day')
    return (
      <TextInput
        className={classes.filter}
        type="date"
        aria-label={filter.label}
        title={filter.label}
        value={value}
        onChange={(event) => set(event.currentTarget.value)}
      />
    );
  return (
    <TextFilter
      filter={filter}
      value={value}
      set={(next) => list.set({ [filter.name]: next, cursor: undefined }, true)}
    />
  );
}

interface TextFilterProps {
  readonly filter: Filter;
  readonly value: string;
  readonly set: (next: string) => void;
}

function TextFilter({ filter, value, set }: TextFilterProps) {
  const [typed, setTyped] = useState(value);
  const settle = useDebouncedCallback(set, 350);
  const last = useRef(value);
  useEffect(() => {
    if (value !== last.current) setTyped(value);
    last.current = value;
  }, [value]);
  return (
    <TextInput
      className={classes.filter}
      type="search"
      aria-label={filter.label}
      placeholder={filter.label}
      leftSection={<Search size={15} aria-hidden />}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        last.current = event.currentTarget.value.trim();
        settle(last.current);
      }}
    />
  );
}

/** CSV of the whole list as it is filtered, page by page. */
function FileButton<R>({ name, columns, load, list }: DataTableProps<R> & { list: List<R> }) {
  const t = useWords('ui');
  const [rows, setRows] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  const stopped = useRef(false);
  const written = columns.filter((column) => column.csv);
  if (written.length === 0) return null;
  const save = async (): Promise<void> => {
    stopped.current = false;
    setError(null);
    setRows(0);
    // A byte order mark, or spreadsheets take UTF-8 for something else.
    const parts = ['\uFEFF', csvLine(written.map((column) => column.label))];
    try {
      let cursor: string | null | undefined;
      let count = 0;
      do {
        const query = { ...list.wanted, ...paged(cursor) };
        const page = await load(query);
        for (const row of page.data) parts.push(csvLine(written.map((column) => column.csv?.(row))));
        count += page.data.length;
        setRows(count);
        cursor = page.next_cursor;
      } while (cursor && !stopped.current);
      if (!stopped.current) saveFile(`${name}.csv`, parts);
    } catch (caught) {
      setError(caught);
    }
    setRows(null);
  };
  if (rows !== null)
    return (
      <ProgressNote label={t('table.reading', { count: rows })} done={rows} cancel={() => (stopped.current = true)} />
    );
  return (
    <>
      {error !== null && <ErrorNote error={error} />}
      <Button variant="default" leftSection={<Download size={15} aria-hidden />} onClick={() => void save()}>
        {t('table.file')}
      </Button>
    </>
  );
}

function paged(cursor: string | null | undefined): ListQuery {
  return (cursor ? { limit: '100', cursor } : { limit: '100' }) as Record<string, string> as ListQuery;
}
