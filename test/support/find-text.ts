import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

/**
 * Every place in a database where a text stands, whatever its case: "tenant.contacts.email 2" is two rows. Looks into every
 * column of every table of every schema that is not PostgreSQL's own, partitions and bytes included, as the owner.
 */
export async function findInDatabase(ownerUrl: string, text: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rows: accounts } = await client.query<{ id: string }>('select id from directory.accounts');
    const { rows: columns } = await client.query<{ table: string; column: string; type: string; tenant: boolean }>(
      `select format('%I.%I', n.nspname, c.relname) as table, a.attname as column, format_type(a.atttypid, null) as type,
         n.nspname = 'tenant' as tenant
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
       where c.relkind in ('r', 'm') and n.nspname !~ '^(pg_|information_schema)' order by 1, 2`,
    );
    const found: string[] = [];
    for (const { table, column, type, tenant } of columns) {
      const name = `"${column}"`;
      const value = type === 'bytea' ? `encode(${name}, 'escape')` : `${name}::text`;
      let count = 0;
      for (const { id } of tenant ? accounts : [{ id: '' }]) {
        await client.query(`select set_config('app.account_id', $1, false)`, [id]);
        const where = tenant ? `and account_id = '${id}'` : '';
        const { rows } = await client.query(
          `select count(*)::int as n from ${table} where position($1 in lower(${value})) > 0 ${where}`,
          [text.toLowerCase()],
        );
        count += rows[0].n;
      }
      if (count > 0) found.push(`${table}.${column} ${count}`);
    }
    return found;
  } finally {
    await client.end();
  }
}

/** The files below a folder that hold the text. */
export function findInFiles(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file).toString('latin1').toLowerCase().includes(text.toLowerCase()));
}
