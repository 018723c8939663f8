import type pg from 'pg';
import { LEFT_OUT } from './format.ts';

export interface Column {
  readonly name: string;
  readonly type: string;
}

/** A table as the database's own catalogue describes it, so that a table that is added is in the next backup. */
export interface TableFacts {
  /** With its schema: "tenant.orders". */
  readonly name: string;
  readonly columns: readonly Column[];
  /** What its rows are read from: itself, or its partitions. */
  readonly parts: readonly string[];
  /** True where row level security shows the rows of one account at a time, to the owner too. */
  readonly perAccount: boolean;
  readonly bytes: number;
}

const question = `
  select n.nspname || '.' || c.relname as name, c.relforcerowsecurity as "perAccount",
    (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, null)) order by a.attnum)
     from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
    case c.relkind when 'r' then array[n.nspname || '.' || c.relname] else array(
      select pn.nspname || '.' || p.relname from pg_partition_tree(c.oid) t
      join pg_class p on p.oid = t.relid join pg_namespace pn on pn.oid = p.relnamespace
      where t.isleaf order by p.relname) end as parts,
    (pg_relation_size(c.oid) + (select coalesce(sum(pg_relation_size(t.relid)), 0) from pg_partition_tree(c.oid) t
      where t.relid <> c.oid))::float8 as bytes,
    array(select fn.nspname || '.' || f.relname from pg_constraint k
      join pg_class f on f.oid = k.confrelid join pg_namespace fn on fn.oid = f.relnamespace
      where k.contype = 'f' and k.conrelid = c.oid and k.confrelid <> c.oid) as needs
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname in ('directory', 'tenant', 'machinery') and c.relkind in ('r', 'p') and not c.relispartition
  order by n.nspname, c.relname`;

/** Every table that a backup holds, those that others refer to first. */
export async function readCatalogue(client: pg.ClientBase): Promise<TableFacts[]> {
  const { rows } = await client.query<TableFacts & { needs: string[] }>(question);
  const waiting = new Map(rows.filter(({ name }) => !(name in LEFT_OUT)).map((row) => [row.name, row]));
  const sorted: TableFacts[] = [];
  while (waiting.size > 0) {
    const ready = [...waiting.values()].filter(({ needs }) => !needs.some((name) => waiting.has(name)));
    if (ready.length === 0) throw new Error(`tables refer to each other in a ring: ${[...waiting.keys()].join(', ')}`);
    for (const { needs: _, ...table } of ready) {
      sorted.push(table);
      waiting.delete(table.name);
    }
  }
  return sorted;
}

/** A table's name with its schema, or a column's, as SQL has it. */
export const quoted = (name: string): string =>
  name
    .split('.')
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join('.');

export const quotedList = (names: readonly string[]): string => names.map(quoted).join(', ');
