import { makeChallenge, makeStarted, pageUrlOf, type SignupForm } from '../../modules/joining/index.ts';
import { findProgram, listDefaultTerms, listProducts } from '../../modules/programs/index.ts';
import type { Context } from '../../platform/http/route.ts';
import { markupHtml } from './markup-html.ts';
import { findPicture } from './read-look.ts';
import { type SaidRate, sayRates } from './say-rates.ts';

/** A form as strangers see it, without what proves that a person fills it in. */
export interface ShownForm {
  readonly form: SignupForm;
  readonly textHtml: string;
  readonly termsHtml: string | null;
  readonly picture: string | null;
  readonly rates: readonly SaidRate[];
  readonly pageUrl: string;
}

/** More products than this say nothing to a stranger. */
const RATES_AT_MOST = 20;

type Reader = Pick<Context, 'tx' | 'accountId' | 'account' | 'linkBase'>;

export async function showForm(reader: Reader, form: SignupForm): Promise<ShownForm> {
  return {
    form,
    textHtml: markupHtml(form.text).text,
    termsHtml: form.terms && markupHtml(form.terms.text).text,
    picture: await findPicture(reader, form.upload_id),
    rates: form.show_rates ? await readRates(reader, form) : [],
    pageUrl: pageUrlOf(reader, form),
  };
}

async function readRates({ tx, accountId }: Reader, { programId, currency, tiers }: SignupForm): Promise<SaidRate[]> {
  const program = await findProgram(tx, accountId, programId);
  const products = await listProducts(tx, accountId, programId, null, RATES_AT_MOST);
  return sayRates({
    others: (await listDefaultTerms(tx, accountId, [programId])).get(programId) ?? null,
    products: products.flatMap(({ sku, terms }) => (sku !== null && terms !== null ? [{ sku, terms }] : [])),
    currency,
    tiers,
    tier2Base: program?.tier2Base ?? 'sale',
  });
}

export interface Start {
  readonly started: string;
  readonly challenge: Awaited<ReturnType<typeof makeChallenge>>;
}

/** What a form that is handed out carries: when that was, and the work to be done. `at`: by the machine's clock. */
export async function startForm(
  { accountId, seal }: Pick<Context, 'accountId' | 'seal'>,
  { programId }: SignupForm,
  at: Date,
): Promise<Start> {
  const started = makeStarted(seal, { accountId, programId }, at);
  return { started, challenge: await makeChallenge(seal, started) };
}
