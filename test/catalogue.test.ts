import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import pg from 'pg';
import { type FreshDatabase, freshDatabase } from './support/database.ts';

/**
 * What the database's own catalogue says of isolation (docs/decisions, design): nobody has to remember a rule that this
 * file reads off. A table that is added must be added here too: to a closed list, or with the columns that may change.
 */
const outsideAccounts: Record<string, readonly string[]> = {
  directory: ['accounts', 'bare_host', 'hosts', 'key_hashes', 'memberships', 'partner_door'],
  machinery: [
    'credentials',
    'day_salts',
    'due',
    'jobs',
    'person_links',
    'schema_migrations',
    'sessions',
    'setup_links',
    'sign_in_attempts',
    'two_factors',
    'users',
    'verifications',
  ],
};

/** What the app may change, and whether it may delete. Facts that were recorded change nothing but their state. */
const changeable: Record<string, readonly string[]> = {
  'directory.accounts': ['clock_offset_ms', 'links_version', 'name', 'time_zone'],
  'directory.bare_host': ['account_id'],
  'directory.hosts': ['account_id', 'proved_at'],
  'directory.partner_door': ['expires_at'],
  'machinery.credentials': ['password', 'updated_at'],
  'machinery.sessions': ['expires_at', 'proved_at', 'updated_at'],
  'machinery.sign_in_attempts': ['attempts', 'until'],
  'machinery.two_factors': ['backup_codes', 'failed_verification_count', 'locked_until', 'secret', 'verified'],
  'machinery.users': ['email', 'email_verified', 'name', 'two_factor_enabled', 'updated_at'],
  'machinery.verifications': ['expires_at', 'updated_at', 'value'],
  'machinery.jobs': ['leased_until', 'run_at', 'taken'],
  'machinery.setup_links': ['created_at', 'token_hash', 'used_at'],
  'tenant.applications': [
    ...['answers', 'contact_id', 'country', 'decided_at', 'decided_by', 'decision', 'note', 'status'],
  ],
  'tenant.signup_forms': ['author', 'changed_at', 'chosen', 'is_open', 'slug'],
  'tenant.signups': [
    ...['confirmed_at', 'content', 'expires_at', 'first_mail_at', 'last_mail_at', 'mails', 'nonce', 'proved'],
    'signed_up_at',
  ],
  'tenant.balances': ['in_flight', 'paid', 'payable', 'pending'],
  'tenant.branding': ['chosen'],
  'tenant.claims': ['content', 'decided_at', 'decided_by', 'note', 'order_id', 'reason', 'state'],
  'tenant.commissions': ['counts_from', 'held_reason', 'payout_id', 'status'],
  'tenant.contact_conflicts': ['settled_at'],
  'tenant.consents': ['given', 'refused'],
  'tenant.contact_emails': ['contact_id'],
  'tenant.contact_external_ids': ['contact_id'],
  'tenant.contacts': ['email', 'erased_at', 'external_id', 'merged_into', 'name', 'standing'],
  'tenant.coupons': ['code', 'code_key', 'ended_at', 'ends_at', 'max_uses', 'starts_at'],
  'tenant.counters': [
    ...['clicks', 'commission', 'leads', 'orders', 'refunded', 'refunds', 'revenue', 'uncounted', 'unique_clicks'],
    'units',
  ],
  'tenant.events': ['position'],
  'tenant.fold_marks': ['folded_at', 'seen', 'time_zone'],
  'tenant.idempotency_keys': ['status', 'subject'],
  'tenant.impressions': ['shown'],
  'tenant.keys': ['revoked_at'],
  'tenant.last_heard': ['click_at', 'lead_at', 'order_at', 'silent_since'],
  'tenant.leads': ['contact_id'],
  'tenant.mail_settings': ['chosen', 'hook_secret', 'next_slot_at', 'owner_address', 'password'],
  'tenant.members': ['former_name', 'joined_at', 'left_at', 'role'],
  'tenant.message_preferences': ['changed_at', 'frequency'],
  'tenant.message_templates': ['author', 'body', 'changed_at', 'is_on', 'subject'],
  'tenant.messages': [
    ...['attempts', 'content', 'detail', 'erased_at', 'facts', 'handed_at', 'settled_at', 'slot_at', 'state'],
    'uncertain',
  ],
  'tenant.links': ['code', 'code_key'],
  'tenant.promo_tools': [
    ...[
      'alt',
      'archived_at',
      'body',
      'changed_at',
      'ends_at',
      'name',
      'note',
      'partner_ids',
      'program_ids',
      'published',
    ],
    ...['starts_at', 'subject', 'text', 'upload_id', 'url'],
  ],
  'tenant.orders': ['contact_id', 'coupon', 'replaced_by', 'settled_at', 'settled_written_by', 'verified', 'via'],
  'tenant.partner_passwords': ['password', 'set_at'],
  'tenant.partner_sessions': ['ended_at', 'expires_at', 'last_seen_at'],
  'tenant.partner_tokens': ['content', 'used_at'],
  'tenant.partners': [
    ...['code', 'contact_id', 'payout_kind', 'payout_method', 'payout_method_changed_at', 'payout_method_waits_until'],
    ...['program_id', 'sponsor_id', 'status'],
  ],
  'tenant.payout_files': ['taken_at'],
  'tenant.payout_runs': ['status'],
  'tenant.payouts': ['reason', 'receiver', 'reference', 'settled_at', 'status'],
  'tenant.program_messages': ['notify_when_earning'],
  'tenant.programs': ['ended_at'],
  'tenant.refunds': ['reversal_occurred_at', 'reversal_written_by', 'reversed_at'],
  'tenant.secrets': ['sealed'],
  'tenant.settings': ['chosen'],
  'tenant.suppressions': ['address', 'at', 'because', 'detail', 'partner_id'],
  'tenant.touches': ['contact_id'],
  'tenant.waiting_refunds': ['note', 'state'],
};
const deletable = [
  'directory.hosts',
  'directory.key_hashes',
  'directory.memberships',
  'directory.partner_door',
  'machinery.day_salts',
  'machinery.due',
  'machinery.jobs',
  'machinery.person_links',
  'machinery.sessions',
  'machinery.sign_in_attempts',
  'machinery.two_factors',
  'machinery.users',
  'machinery.verifications',
  'tenant.contact_emails',
  'tenant.contact_external_ids',
  'tenant.counters',
  'tenant.digest_entries',
  'tenant.invitations',
  'tenant.message_preferences',
  'tenant.notes',
  'tenant.partner_passwords',
  'tenant.partner_sessions',
  'tenant.partner_tokens',
  'tenant.signups',
  'tenant.suppressions',
  'tenant.upload_holds',
  'tenant.uploads',
  'tenant.used_tokens',
];
/** Facts that are added and never edited. */
const neverChanged = [
  ...[
    'audit_log',
    'clicks',
    'commission_history',
    'coupon_uses',
    'credits',
    'digest_entries',
    'exchange_rates',
    'invitations',
    'notes',
  ],
  'order_lines',
  ...[
    'partner_history',
    'payout_history',
    'pricings',
    'program_versions',
    'promo_tool_links',
    'referrer_history',
    'signup_terms',
    'terms',
    'transfers',
    'upload_holds',
    'uploads',
    'used_tokens',
  ],
];
/** Functions that act as their owner, each with a reason in its migration. */
const actingAsOwner = [
  'machinery.drop_click_months',
  'machinery.ensure_click_month',
  'machinery.find_first_clicks',
  'machinery.forget_clicks',
  'machinery.rebase_writing',
  'machinery.remove_sandbox',
];

const roles = ['tributary_app', 'tributary_clicks', 'tributary_sweeper'];
const ofSchemas = `n.nspname in ('tenant', 'directory', 'machinery')`;

let fresh: FreshDatabase;
let client: pg.Client;

const ask = async <T = Record<string, unknown>>(text: string, values: unknown[] = []): Promise<T[]> =>
  (await client.query(text, values)).rows as T[];
/** One text column as a list. */
const names = async (text: string, values: unknown[] = []): Promise<string[]> =>
  (await ask<{ name: string }>(text, values)).map(({ name }) => name);

before(async () => {
  fresh = await freshDatabase();
  client = new pg.Client({ connectionString: fresh.ownerUrl });
  await client.connect();
  await client.query(`select machinery.ensure_click_month('2026-01-15')`);
});
after(async () => {
  await client.end();
  await fresh.drop();
});

const tables = (schema: string): Promise<string[]> =>
  names(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = $1 and c.relkind in ('r', 'p') and not c.relispartition order by 1`,
    [schema],
  );

describe('tables', () => {
  test('outside of the accounts there are these and no others', async () => {
    for (const [schema, closed] of Object.entries(outsideAccounts)) assert.deepEqual(await tables(schema), closed);
    const schemas = await names(
      `select nspname as name from pg_namespace where nspname !~ '^(pg_|information_schema$)' order by 1`,
    );
    assert.deepEqual(schemas, ['directory', 'machinery', 'public', 'tenant']);
    assert.deepEqual(await tables('public'), []);
  });

  test('of the accounts are all known here, as changeable or as never changed', async () => {
    const known = [
      ...neverChanged,
      ...Object.keys(changeable).flatMap((name) => (name.startsWith('tenant.') ? name.slice(7) : [])),
    ];
    assert.deepEqual(await tables('tenant'), known.sort());
  });

  test('of the accounts have account_id first in each key, on both sides of each foreign key', async () => {
    const keyless = await names(
      `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = 'tenant' and c.relkind in ('r', 'p')
         and not exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary)`,
    );
    assert.deepEqual(keyless, [], 'without a primary key');
    const unique = await names(
      `select i.indexrelid::regclass::text as name from pg_index i
       join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
       left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
       where n.nspname = 'tenant' and i.indisunique and a.attname is distinct from 'account_id'`,
    );
    assert.deepEqual(unique, [], 'unique across accounts: one account would learn of the other');
    const foreign = await names(
      `select k.conname as name from pg_constraint k
       join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
       join pg_attribute b on b.attrelid = k.confrelid and b.attnum = k.confkey[1]
       where n.nspname = 'tenant' and k.contype = 'f' and (a.attname <> 'account_id' or b.attname <> 'account_id')`,
    );
    assert.deepEqual(foreign, []);
    const nullable = await names(
      `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       left join pg_attribute a on a.attrelid = c.oid and a.attname = 'account_id'
       where n.nspname = 'tenant' and c.relkind in ('r', 'p')
         and (a.attnotnull is distinct from true or a.atttypid <> 'text'::regtype)`,
    );
    assert.deepEqual(nullable, []);
  });

  test('have no triggers, sequences, identities, floats or clocks of the database', async () => {
    assert.deepEqual(
      await names(
        `select t.tgname as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
         join pg_namespace n on n.oid = c.relnamespace where ${ofSchemas} and not t.tgisinternal`,
      ),
      [],
    );
    assert.deepEqual(
      await names(
        `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where ${ofSchemas} and (c.relkind in ('S', 'v', 'm', 'f') or c.relhasrules)`,
      ),
      [],
    );
    const columns = await names(
      `select c.relname || '.' || a.attname as name from pg_attribute a
       join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
       left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
       where ${ofSchemas} and a.attnum > 0 and not a.attisdropped and (a.attidentity <> ''
         or a.atttypid in ('float4'::regtype, 'float8'::regtype, 'money'::regtype, 'timestamp'::regtype)
         or (a.attname like '%amount' and c.relkind in ('r', 'p') and a.atttypid <> 'bigint'::regtype)
         or pg_get_expr(d.adbin, d.adrelid) ~* '(nextval|now|timestamp|current_(date|time)|random)')`,
    );
    assert.deepEqual(columns, []);
  });
});

describe('row level security', () => {
  const own = `(account_id = NULLIF(current_setting('app.account_id'::text, true), ''::text))`;

  test('is on and forced, with one policy for everything, on each table of the accounts', async () => {
    const rows = await ask(
      `select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as forced, p.polcmd as command,
         p.polpermissive as permissive, p.polroles::text as roles, pg_get_expr(p.polqual, c.oid) as seen,
         pg_get_expr(p.polwithcheck, c.oid) as written
       from pg_class c join pg_namespace n on n.oid = c.relnamespace left join pg_policy p on p.polrelid = c.oid
       where n.nspname = 'tenant' and c.relkind in ('r', 'p') and not c.relispartition order by 1`,
    );
    const expected = (await tables('tenant')).map((name) => ({
      ...{ name, forced: true, command: '*', permissive: true, roles: '{0}', seen: own, written: own },
    }));
    assert.deepEqual(rows, expected);
  });

  test('is not on partitions, which nobody may read and only the writer of clicks may fill', async () => {
    const parts = await names(
      `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where ${ofSchemas} and c.relispartition and c.relkind = 'r'`,
    );
    assert.ok(parts.length > 0);
    for (const part of parts) {
      const rights = await names(
        `select r || ' ' || p as name from unnest($1::text[]) r, unnest($2::text[]) p
         where has_table_privilege(r, 'tenant.' || $3::text, p) or (p in ('select', 'update', 'insert', 'references')
           and has_any_column_privilege(r, 'tenant.' || $3::text, p)) order by 1`,
        [roles, ['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger'], part],
      );
      assert.deepEqual(rights, ['tributary_clicks insert'], part);
    }
  });
});

describe("the app's roles", () => {
  test('cannot log in, own nothing, and may not pass by row level security', async () => {
    const mighty = await names(
      `select rolname as name from pg_roles where rolname = any($1) and (rolsuper or rolbypassrls or rolcanlogin
         or rolcreaterole or rolcreatedb or rolreplication)`,
      [roles],
    );
    assert.deepEqual(mighty, []);
    assert.deepEqual(await names('select rolname as name from pg_roles where rolname = any($1) order by 1', [roles]), [
      ...roles,
    ]);
    const owned = await names(
      `select c.relname::text as name from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname = any($1)
       union all select p.proname from pg_proc p join pg_roles r on r.oid = p.proowner where r.rolname = any($1)
       union all select n.nspname from pg_namespace n join pg_roles r on r.oid = n.nspowner where r.rolname = any($1)`,
      [roles],
    );
    assert.deepEqual(owned, []);
    const members = await names(
      `select m.roleid::regrole::text as name from pg_auth_members m join pg_roles r on r.oid = m.member
       where r.rolname = any($1)`,
      [roles],
    );
    assert.deepEqual(members, [], 'a member of another role acts with its rights');
    for (const role of roles) {
      const creates = await names(
        `select nspname as name from pg_namespace where nspname in ('tenant', 'directory', 'machinery', 'public')
           and has_schema_privilege($1, oid, 'create')`,
        [role],
      );
      assert.deepEqual(creates, [], role);
    }
  });

  test('may change exactly these columns, and delete from exactly these tables', async () => {
    const updates = await ask<{ role: string; name: string; columns: string[] }>(
      `select r as role, n.nspname || '.' || c.relname as name, array_agg(a.attname::text order by a.attname) as columns
       from unnest($1::text[]) r, pg_class c join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
       where ${ofSchemas} and c.relkind in ('r', 'p') and has_column_privilege(r, c.oid, a.attnum, 'update')
       group by 1, 2 order by 1, 2`,
      [roles],
    );
    assert.deepEqual([...new Set(updates.map(({ role }) => role))], ['tributary_app']);
    const sorted = Object.entries(changeable).map(([name, columns]) => [name, [...columns].sort()]);
    assert.deepEqual(
      Object.fromEntries(updates.map(({ name, columns }) => [name, columns])),
      Object.fromEntries(sorted),
    );
    const rights = (privilege: string) =>
      names(
        `select r || ' ' || n.nspname || '.' || c.relname as name
         from unnest($1::text[]) r, pg_class c join pg_namespace n on n.oid = c.relnamespace
         where ${ofSchemas} and c.relkind in ('r', 'p') and has_table_privilege(r, c.oid, $2) order by 1`,
        [roles, privilege],
      );
    assert.deepEqual(
      await rights('delete'),
      deletable.map((name) => `tributary_app ${name}`),
    );
    for (const privilege of ['truncate', 'references', 'trigger']) assert.deepEqual(await rights(privilege), []);
  });

  test('of sweeper and click writer read or write nothing of an account directly', async () => {
    const rights = await names(
      `select r || ' ' || p || ' ' || c.relname as name
       from unnest(array['tributary_clicks', 'tributary_sweeper']) r, unnest(array['select', 'insert']) p,
         pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = 'tenant' and c.relkind in ('r', 'p') and not c.relispartition
         and has_any_column_privilege(r, c.oid, p) order by 1`,
    );
    assert.deepEqual(rights, []);
  });

  test('borrow the rights of the owner through nothing but these functions', async () => {
    const functions = await ask(
      `select n.nspname || '.' || p.proname as name, 'search_path=pg_catalog' = any(p.proconfig) as pinned,
         has_function_privilege('public', p.oid, 'execute') as everybody
       from pg_proc p join pg_namespace n on n.oid = p.pronamespace where ${ofSchemas} and p.prosecdef order by 1`,
    );
    assert.deepEqual(
      functions,
      actingAsOwner.map((name) => ({ name, pinned: true, everybody: false })),
    );
  });
});
