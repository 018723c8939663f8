import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { auditBooks } from '../../server/flows/audit-books.ts';
import type { Database } from '../../server/platform/db.ts';

/**
 * The books of an account, added up anew in SQL that shares nothing with the server's own audit. Each question finds rows
 * that contradict each other; a sound account gives none.
 */
const questions: Record<string, string> = {
  'a balance is not the sum of its transfers': `
    with moves as (
      select partner_id, currency, debit as place, -amount as amount from tenant.transfers
      union all select partner_id, currency, credit, amount from tenant.transfers),
    sums as (
      select partner_id, currency,
        coalesce(sum(amount) filter (where place = 'pending'), 0)::bigint as pending,
        coalesce(sum(amount) filter (where place = 'payable'), 0)::bigint as payable,
        coalesce(sum(amount) filter (where place = 'in_flight'), 0)::bigint as in_flight,
        coalesce(sum(amount) filter (where place = 'paid_out'), 0)::bigint as paid
      from moves group by partner_id, currency)
    select * from sums s full join tenant.balances b using (partner_id, currency)
    where (coalesce(s.pending, 0), coalesce(s.payable, 0), coalesce(s.in_flight, 0), coalesce(s.paid, 0))
      is distinct from (coalesce(b.pending, 0), coalesce(b.payable, 0), coalesce(b.in_flight, 0), coalesce(b.paid, 0))`,
  'a balance is not the sum of its commissions': `
    with sums as (
      select partner_id, currency,
        coalesce(sum(amount) filter (where status = 'pending'), 0)::bigint as pending,
        coalesce(sum(amount) filter (where status = 'payable'), 0)::bigint as payable,
        coalesce(sum(amount) filter (where status = 'in_flight'), 0)::bigint as in_flight,
        (coalesce(sum(amount) filter (where status = 'paid'), 0)
          - coalesce(sum(amount) filter (where kind = 'return'), 0))::bigint as paid
      from tenant.commissions group by partner_id, currency)
    select * from sums s full join tenant.balances b using (partner_id, currency)
    where (coalesce(s.pending, 0), coalesce(s.payable, 0), coalesce(s.in_flight, 0), coalesce(s.paid, 0))
      is distinct from (coalesce(b.pending, 0), coalesce(b.payable, 0), coalesce(b.in_flight, 0), coalesce(b.paid, 0))`,
  'pending, in flight or paid is below zero': `
    select * from tenant.balances where pending < 0 or in_flight < 0 or paid < 0`,
  'a payout is not the sum of its commissions': `
    select p.id, p.status, p.amount, sum(c.amount) from tenant.payouts p
    left join tenant.commissions c on c.payout_id = p.id
      and c.status = case when p.status = 'in_flight' then 'in_flight' else 'paid' end
    where p.status in ('in_flight', 'paid', 'returned') group by p.id, p.status, p.amount
    having sum(c.amount) is distinct from p.amount
      and not (p.status = 'returned' and not exists (
        select from tenant.commissions r where r.kind = 'return' and r.payout_of = p.id))`,
  'a commission is in the hands of a payout that is over': `
    select c.id, c.status, p.status from tenant.commissions c left join tenant.payouts p on p.id = c.payout_id
    where c.status in ('in_flight', 'paid') and (p.id is null
      or (c.status = 'in_flight' and p.status <> 'in_flight')
      or (c.status = 'paid' and p.status not in ('paid', 'returned')))`,
  'more than all of a commission is reversed, or less than nothing': `
    select c.id, c.amount, sum(r.amount) from tenant.commissions c
    join tenant.commissions r on r.reversal_of = c.id and r.status <> 'cancelled'
    where c.status <> 'cancelled'
    group by c.id, c.amount having sum(r.amount) > 0 or -sum(r.amount) > c.amount`,
  'a commission was paid more than once': `
    select commission_id from tenant.commission_history where act in ('paid') group by commission_id having count(*) > 1`,
  'a sale without terms, or an order that is priced and not credited': `
    select id from tenant.commissions c where kind = 'sale' and (terms_id is null
      or not exists (select from tenant.terms t where t.id = c.terms_id)
      or not exists (select from tenant.credits k where k.order_id = c.order_id and k.version = c.credit_version))`,
  'an order is refunded by more than its total': `
    select o.id from tenant.orders o join tenant.refunds r on r.order_id = o.id
    where r.reversed_at is null group by o.id, o.total_amount having sum(r.amount) > o.total_amount`,
  'an order is credited to two partners at once': `
    select order_id, credit_version from tenant.commissions where kind = 'sale' and tier = 1
    group by order_id, credit_version having count(distinct partner_id) > 1`,
  'an order without a credit': `
    select id from tenant.orders o where not exists (select from tenant.credits k where k.order_id = o.id)`,
};

/** Fails with the rows of every question that finds any, and with whatever the server's own audit finds. */
export async function assertBooks(database: Database, accountId: string): Promise<void> {
  const found = await database.inAccount(accountId, async (tx) => {
    const breaches: Record<string, unknown[]> = {};
    for (const [name, question] of Object.entries(questions)) {
      const { rows } = await sql.raw(question).execute(tx);
      if (rows.length > 0) breaches[name] = rows.slice(0, 5);
    }
    for (const check of await auditBooks(tx, accountId)) if (!check.ok) breaches[check.check] = [...check.breaches];
    return breaches;
  });
  assert.deepEqual(found, {});
}

/** A count or a figure of the account, by a query under its row level security. */
export async function askBooks<T>(database: Database, accountId: string, question: string): Promise<T[]> {
  return (await database.inAccount(accountId, (tx) => sql.raw<T>(question).execute(tx))).rows;
}
