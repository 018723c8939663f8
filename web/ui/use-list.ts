import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import type { DataTableProps, ListQuery, Page } from './table-types.ts';
import { useAddress } from './use-address.ts';

/** A list as its address says: filters, page and order; and the way to its other pages. */
export function useList<R>(props: DataTableProps<R>) {
  const { name, fixed = {}, filters = [], limit = 25, prefix = '', load } = props;
  const [search, change] = useAddress();
  const read = (key: string): string | undefined => search[prefix + key];
  const set = (changes: Readonly<Record<string, string | undefined>>, replace = false): void =>
    change(Object.fromEntries(Object.entries(changes).map(([key, value]) => [prefix + key, value])), replace);
  const chosen = Object.fromEntries(
    filters.map((filter) => [filter.name, read(filter.name)]).filter(([, value]) => value),
  );
  const order = { sort: read('sort'), order: read('order') };
  const wanted = compact({ ...fixed, ...chosen, ...order });
  const cursor = read('cursor');
  const query = compact({ ...wanted, limit, cursor }) as ListQuery;
  const asked = useQuery<Page<R>>({
    queryKey: [name, 'list', query],
    queryFn: () => load(query),
    placeholderData: keepPreviousData,
  });
  // Cursors only lead on; where a page was come to from is remembered while the screen stands.
  const before = useRef(new Map<string, string>());
  const next = asked.data?.next_cursor ?? null;
  return {
    asked,
    read,
    set,
    wanted: wanted as ListQuery,
    filtered: Object.keys(chosen).length > 0,
    clear: () => set({ ...Object.fromEntries(filters.map((filter) => [filter.name, undefined])), cursor: undefined }),
    paging: {
      isFirst: cursor === undefined,
      hasNext: next !== null,
      toNext() {
        if (next === null) return;
        before.current.set(next, cursor ?? '');
        set({ cursor: next });
      },
      toPrevious: () => set({ cursor: (cursor && before.current.get(cursor)) || undefined }),
      /** False where the page was opened by its address: then only the first page is known. */
      knowsPrevious: cursor !== undefined && before.current.has(cursor),
    },
  };
}

export type List<R> = ReturnType<typeof useList<R>>;

function compact(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== ''));
}
