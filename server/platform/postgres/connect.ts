import pg from 'pg';
import { StartProblem, systemCode } from '../start-problem.ts';

/** The oldest PostgreSQL that has all that is used here. */
const OLDEST = 15;

/**
 * Connects as the owner and sees that the server is new enough. Throws StartProblem where it cannot; the line names the
 * server, the database and the user, never the password.
 */
export async function connectOwner(ownerUrl: string): Promise<pg.Client> {
  const client = makeClient(ownerUrl);
  // A connection that breaks also fails the query that is under way, which says it better.
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query(`set timezone = 'UTC'`);
  } catch (error) {
    await client.end().catch(() => {});
    throw connectProblem(client, error);
  }
  const { rows } = await client.query('select current_setting($1) as number, version() as name', [
    'server_version_num',
  ]);
  if (Number(rows[0].number) >= OLDEST * 10_000) return client;
  await client.end();
  const name = String(rows[0].name).split(' ').slice(0, 2).join(' ');
  throw new StartProblem(`The database at ${placeOf(client)} is ${name}, and Tributary needs ${OLDEST} or later.`);
}

function makeClient(ownerUrl: string): pg.Client {
  try {
    return new pg.Client({
      connectionString: ownerUrl,
      application_name: 'tributary owner',
      connectionTimeoutMillis: 10_000,
    });
  } catch (error) {
    const reason = systemCode(error) === 'ENOENT' ? 'a certificate that it names is not there' : 'it cannot be read';
    throw new StartProblem(
      `DATABASE_URL is no PostgreSQL address such as postgres://user:password@host:5432/database: ${reason}.`,
    );
  }
}

const placeOf = (client: pg.Client): string => `${client.host}:${client.port}`;

function connectProblem(client: pg.Client, error: unknown): StartProblem {
  const place = placeOf(client);
  const code = systemCode(error) ?? '';
  if (/^28/.test(code) || /password must be|SASL/.test(String(error))) {
    return new StartProblem(
      `The database at ${place} refuses user ${client.user}: check the user and password in DATABASE_URL.`,
    );
  }
  if (code === '3D000') {
    return new StartProblem(`There is no database ${client.database} at ${place}: create it, or correct DATABASE_URL.`);
  }
  if (code === '57P03') return new StartProblem(`The database at ${place} is just starting or ending: try again.`);
  return new StartProblem(
    `The database at ${place} cannot be reached (${reasonOf(error, client.password)}): is it running, and DATABASE_URL right?`,
  );
}

/** One line of an error, without the password. */
function reasonOf(error: unknown, password: unknown): string {
  const message =
    error instanceof AggregateError && error.message === '' ? systemCode(error) : (error as Error).message;
  const line = (message ?? String(error)).split('\n')[0]!;
  return typeof password === 'string' && password !== '' ? line.replaceAll(password, '[hidden]') : line;
}
