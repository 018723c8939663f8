import type { ReactNode } from 'react';

/** One column of a DataTable. */
export interface Column<R> {
  readonly key: string;
  readonly label: string;
  readonly cell: (row: R) => ReactNode;
  /** What stands in the CSV file; absent: the column is not in it. Amounts as decimal text, instants as they come. */
  readonly csv?: (row: R) => string | number | null | undefined;
  /** Amounts and counts stand at the right. */
  readonly align?: 'right';
  /** The name by which the API sorts, where it does. */
  readonly sort?: string;
  /** Left out on narrow screens. */
  readonly wide?: boolean;
}

/** One filter, kept in the address under its name, which is that of the API's query. */
export interface Filter {
  readonly name: string;
  readonly label: string;
  /** Choice: one of `options`. Text: what is typed, as a whole. Day: a date. */
  readonly kind: 'choice' | 'text' | 'day';
  readonly options?: readonly { readonly value: string; readonly label: string }[];
}

export interface Page<R> {
  readonly data: readonly R[];
  readonly next_cursor: string | null;
}

/** Limit, cursor, sorting and filters: fits the query of whatever list it is handed to. */
export type ListQuery = { readonly [name: string]: never };

export interface DataTableProps<R> {
  /** Names the list in memory and in the file: "partners". */
  readonly name: string;
  /** What the table holds, for screen readers. */
  readonly label: string;
  readonly columns: readonly Column<R>[];
  readonly rowKey: (row: R) => string;
  /** `(query) => ask(api.GET('/v1/partners', { params: { query } }))` */
  readonly load: (query: ListQuery) => Promise<Page<R>>;
  /** Always part of the query: `{ partner_id }`. */
  readonly fixed?: Readonly<Record<string, string | undefined>>;
  readonly filters?: readonly Filter[];
  /** Where a row leads; its first cell is the link. */
  readonly to?: (row: R) => string;
  /** Acts on the rows that are ticked. */
  readonly bulk?: (rows: readonly R[], clear: () => void) => ReactNode;
  /** What stands there while nothing does: an EmptyNote. With filters set, the table says that nothing matches. */
  readonly empty: ReactNode;
  /** False: no CSV. */
  readonly file?: boolean;
  /** Rows on a page. */
  readonly limit?: number;
  /** Beside the filters, at the right. */
  readonly acts?: ReactNode;
  /** A second table on the same screen: its names in the address begin with this. */
  readonly prefix?: string;
}
