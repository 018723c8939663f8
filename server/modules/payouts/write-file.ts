import { NumberCell, toCsv } from '../../platform/csv.ts';
import { type Context, RawAnswer } from '../../platform/http/route.ts';
import type { PayoutRunId } from '../../values/id.ts';
import { toDecimalText } from '../../values/money.ts';
import { type Refusal, refuse } from '../../values/refusal.ts';
import { findContacts, findPartners } from '../partners/index.ts';
import { findRun, insertFileRows, listPayoutsOfRun, type PayoutRow } from './queries.ts';
import { describeReceiver, openReceiver } from './receiver.ts';

type Cells = (string | NumberCell | null)[];

/**
 * A payment file of a run. Which payouts stand in it is noted, since only those can be marked as paid without force.
 * `paypal_csv`: the columns of PayPal's mass payment file, without a heading, as it wants them; only what is in flight, so
 * that an old run's file cannot pay twice; one currency a file. `csv`: all payouts, with names. Refuses `not_found`, and
 * `invalid` where a currency must be named.
 */
export async function writeFile(
  context: Context,
  id: PayoutRunId,
  format: string,
  currency: string | null,
  { note }: { readonly note: boolean } = { note: true },
): Promise<RawAnswer | Refusal> {
  const { tx, accountId, now } = context;
  if (format !== 'paypal_csv' && format !== 'csv')
    return refuse('not_found', `There is no format "${format.slice(0, 40)}"; there are paypal_csv and csv.`);
  if (!(await findRun(tx, accountId, id))) return refuse('not_found', 'There is no such run.');
  const all = await listPayoutsOfRun(tx, accountId, id);
  const fit = format === 'csv' ? all : all.filter((row) => row.method === 'paypal' && row.status === 'in_flight');
  const currencies = [...new Set(fit.map((row) => row.currency))].sort();
  if (format === 'paypal_csv' && currency === null && currencies.length > 1)
    return refuse(
      'invalid',
      `PayPal takes one currency a file; say which: ?currency=${currencies.join(' or ?currency=')}.`,
    );
  const rows = currency === null ? fit : fit.filter((row) => row.currency === currency);
  const cells = format === 'csv' ? await listCells(context, rows) : payPalCells(context, rows);
  const inFlight = rows.filter((row) => row.status === 'in_flight').map((row) => row.id);
  if (note && inFlight.length > 0) await insertFileRows(tx, accountId, id, inFlight, format, now);
  const name = [id, format === 'csv' ? 'payouts' : 'paypal', ...(currency ? [currency] : [])].join('-');
  return new RawAnswer('text/csv; charset=utf-8', toCsv(cells), {
    'content-disposition': `attachment; filename="${name}.csv"`,
    'cache-control': 'no-store',
  });
}

const amountOf = ({ amount, currency }: PayoutRow): NumberCell => new NumberCell(toDecimalText(amount, currency));

/** Receiver, amount with a point, currency, our payout id, note. */
function payPalCells(context: Context, rows: readonly PayoutRow[]): Cells[] {
  return rows.map((row) => {
    const receiver = describeReceiver(openReceiver(context, row));
    return [receiver, amountOf(row), row.currency, row.id, `Commissions, ${context.account.name}`];
  });
}

async function listCells(context: Context, rows: readonly PayoutRow[]): Promise<Cells[]> {
  const { tx, accountId } = context;
  const ids = [...new Set(rows.map((row) => row.partner_id))];
  const partners = new Map((await findPartners(tx, accountId, ids)).map((row) => [row.id, row]));
  const contactIds = [...new Set([...partners.values()].map((row) => row.contact_id))];
  const contacts = new Map((await findContacts(tx, accountId, contactIds)).map((row) => [row.id, row]));
  const heading = ['payout_id', 'partner_id', 'code', 'name', 'email', 'amount', 'currency', 'method', 'receiver'];
  const cells = rows.map((row): Cells => {
    const partner = partners.get(row.partner_id);
    const contact = partner && contacts.get(partner.contact_id);
    const who = [row.partner_id, partner?.code ?? null, contact?.name ?? null, contact?.email ?? null];
    const how = [row.currency, row.method, describeReceiver(openReceiver(context, row))];
    return [row.id, ...who, amountOf(row), ...how, row.status, row.reference];
  });
  return [[...heading, 'status', 'reference'], ...cells];
}
