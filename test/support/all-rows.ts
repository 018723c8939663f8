import pg from 'pg';

/**
 * Every row of every table of an installation, as sorted text by table: what two databases must have in common to be the
 * same. Numbers of transactions are left out, since they mean something on their own server only.
 */
export async function readAllRows(
  ownerUrl: string,
  without: readonly string[] = [],
): Promise<Record<string, string[]>> {
  const client = new pg.Client({ connectionString: ownerUrl, options: '-c timezone=UTC' });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string; own: boolean; hidden: string[] }>(
      `select n.nspname || '.' || c.relname as name, n.nspname = 'tenant' as own,
         array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0
           and format_type(a.atttypid, null) in ('xid8', 'pg_snapshot', 'pg_lsn')) as hidden
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname in ('tenant', 'directory', 'machinery') and c.relkind in ('r', 'p') and not c.relispartition`,
    );
    const { rows: accounts } = await client.query<{ id: string }>('select id from directory.accounts order by id');
    const found: Record<string, string[]> = {};
    for (const { name, own, hidden } of tables.filter((table) => !without.includes(table.name))) {
      const texts: string[] = [];
      for (const { id } of own ? accounts : [{ id: '' }]) {
        await client.query('select set_config($1, $2, false)', ['app.account_id', id]);
        const { rows } = await client.query<{ row: string }>(
          `select (to_jsonb(t) - $1::text[])::text as row from ${name} t ${own ? `where account_id = '${id}'` : ''}`,
          [hidden],
        );
        texts.push(...rows.map(({ row }) => row));
      }
      found[name] = texts.sort();
    }
    return found;
  } finally {
    await client.end();
  }
}
