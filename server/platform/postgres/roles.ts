import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { StartProblem, systemCode } from '../start-problem.ts';

/** Whom the app acts as: for its work, for writing clicks, and for finding what falls due. None can log in. */
export const ROLES = ['tributary_app', 'tributary_clicks', 'tributary_sweeper'] as const;

type Role = (typeof ROLES)[number];

/**
 * Makes the roles that are missing and lets the present user act as them. Roles belong to a whole server, so another
 * database's start may be doing the same at this moment. Throws StartProblem where the user may not.
 */
export async function ensureRoles(client: pg.Client): Promise<void> {
  for (const role of ROLES) await insistently(() => ensureRole(client, role));
}

async function ensureRole(client: pg.Client, role: Role): Promise<void> {
  const { rows } = await client.query(`select rolsuper or rolbypassrls as mighty from pg_roles where rolname = $1`, [
    role,
  ]);
  if (rows[0]?.mighty) {
    throw new StartProblem(
      `The role ${role} on this server may pass by row level security: ALTER ROLE ${role} NOSUPERUSER NOBYPASSRLS.`,
    );
  }
  if (rows.length === 0) await allowed(client, `create role ${role} nologin`, (user) => mayNotCreate(user));
  await ensureMember(client, role);
}

async function ensureMember(client: pg.Client, role: Role): Promise<void> {
  const { rows } = await client.query(`select current_setting('server_version_num')::int >= 160000 as recent`);
  const recent: boolean = rows[0].recent;
  // Until 15 a member may always act as the role; from 16 on it has to be said.
  const may = await client.query('select pg_has_role(current_user, $1, $2) as may', [role, recent ? 'SET' : 'MEMBER']);
  if (may.rows[0].may) return;
  const grant = `grant ${role} to current_user${recent ? ' with inherit false, set true' : ''}`;
  await allowed(client, grant, (user) => mayNotGrant(user));
}

async function allowed(client: pg.Client, statement: string, problem: (user: string) => string): Promise<void> {
  try {
    await client.query(statement);
  } catch (error) {
    if (systemCode(error) !== '42501') throw error;
    throw new StartProblem(problem(client.user ?? 'of DATABASE_URL'));
  }
}

const mayNotCreate = (user: string): string =>
  `The database's user ${user} may not create roles: as its administrator run ALTER ROLE ${user} CREATEROLE.`;

const mayNotGrant = (user: string): string =>
  `Another user of this database server made Tributary's roles: as its administrator run GRANT ${ROLES.join(', ')} TO ${user}.`;

const TRIES = 30;

/** Duplicate object, unique violation on a catalogue, and "tuple concurrently updated": somebody else did the same. */
async function insistently(work: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      const code = systemCode(error) ?? '';
      const concurrent = code === 'XX000' && /concurrently/.test(String(error));
      if (tries >= TRIES || !(concurrent || ['42710', '23505'].includes(code))) throw error;
      await sleep(10 * tries);
    }
  }
}
