import { createHmac } from 'node:crypto';
import { resolveTxt } from 'node:dns/promises';
import { isIP } from 'node:net';
import {
  bumpLinksVersion,
  changeSettings,
  keepHosts,
  listHostsOf,
  readSettings,
  readSigningSecret,
  recordAct,
  takeHost,
} from '../modules/accounts/index.ts';
import type { Context } from '../platform/http/route.ts';
import { type OutgoingRules, requestOutgoing } from '../platform/net/outgoing.ts';
import { type Refusal, refuse } from '../values/refusal.ts';

/** Where proofs are read; tests have their own. */
export interface ProofReader {
  /** The TXT records of a name; none where it cannot be asked. */
  readonly texts: (name: string) => Promise<readonly string[]>;
  /** What an address answers with 200; null for anything else. */
  readonly file: (address: string) => Promise<string | null>;
}

const FILE_MS = 5000;
const FILE_AT_MOST = 4096;

/** Asks the world's DNS, and the host itself where it lies in the world at large (never in our own network). */
export function createProofReader(outgoing: OutgoingRules): ProofReader {
  return {
    texts: async (name) => (await resolveTxt(name).catch(() => [])).map((parts) => parts.join('')),
    file: async (address) => {
      const sent = { timeoutMs: FILE_MS, most: FILE_AT_MOST };
      const answer = await requestOutgoing(address, outgoing, sent).catch(() => null);
      return answer?.status === 200 ? answer.body.toString('utf8') : null;
    },
  };
}

export interface OwnDomain {
  readonly host: string;
  readonly proved_at: string | null;
  /** Either of the two is enough. */
  readonly proof: { dns_name: string; dns_text: string; file_url: string; file_text: string };
}

/** The account's domains in the order in which they were added, with how each is proved. */
export async function listDomains(context: Context): Promise<OwnDomain[]> {
  const { tx, accountId } = context;
  const { domains } = await readSettings(tx, accountId);
  const proved = new Map((await listHostsOf(tx, accountId)).map((row) => [row.host, row.proved_at]));
  const secret = await readSigningSecret(context);
  return domains.map((host) => ({
    host,
    proved_at: proved.get(host)?.toISOString() ?? null,
    proof: proofOf(host, secret),
  }));
}

/** A word that only this account is told for this host. */
function proofOf(host: string, secret: string): OwnDomain['proof'] {
  const word = createHmac('sha256', secret).update(`domain ${host}`).digest('hex').slice(0, 40);
  return {
    dns_name: `_tributary.${host}`,
    dns_text: `tributary=${word}`,
    file_url: `https://${host}/.well-known/tributary.txt`,
    file_text: `tributary=${word}`,
  };
}

/** Notes a domain to be proved. `ourHost` is the installation's own, which is nobody's. Refuses `host_not_allowed`. */
export async function addDomain(context: Context, host: string, ourHost: string): Promise<boolean | Refusal> {
  const { tx, accountId } = context;
  if (!host.includes('.') || isIP(host) !== 0 || host === ourHost)
    return refuse('host_not_allowed', `${host} cannot be a domain of yours; name one such as go.shop.example.`);
  const { domains } = await readSettings(tx, accountId);
  if (domains.includes(host)) return false;
  if (domains.length >= MOST) return refuse('host_not_allowed', `An account has ${MOST} domains at most.`);
  await changeSettings(tx, accountId, { domains: [...domains, host] });
  await recordAct(context, 'domain_added', host);
  return true;
}

const MOST = 50;

/**
 * Looks for the proof, by DNS or at the host; from then on the host serves the account's links. Refuses `not_found` for a
 * host that was not added, `not_proved`, and `host_taken` where another account proved it before. That is said only to who
 * can prove it too: to everybody else all hosts look alike.
 */
export async function verifyDomain(context: Context, host: string, reader: ProofReader): Promise<undefined | Refusal> {
  const { tx, accountId, now } = context;
  const domain = (await listDomains(context)).find((one) => one.host === host);
  if (!domain) return refuse('not_found', 'There is no such domain.');
  if (domain.proved_at !== null) return;
  if (!(await isProved(domain.proof, reader)))
    return refuse(
      'not_proved',
      `Neither a TXT record of ${domain.proof.dns_name} nor ${domain.proof.file_url} says ${domain.proof.dns_text} yet.`,
    );
  if (!(await takeHost(tx, accountId, host, now)))
    return refuse('host_taken', 'This domain serves another account of this installation.');
  await bumpLinksVersion(tx, accountId);
  await recordAct(context, 'domain_proved', host);
}

async function isProved(proof: OwnDomain['proof'], reader: ProofReader): Promise<boolean> {
  const texts = await reader.texts(proof.dns_name);
  if (texts.some((text) => text.trim() === proof.dns_text)) return true;
  const file = await reader.file(proof.file_url);
  return file?.split(/\r?\n/).some((line) => line.trim() === proof.file_text) ?? false;
}

/** The host serves nothing of the account's any more. Refuses `not_found`. */
export async function removeDomain(context: Context, host: string): Promise<undefined | Refusal> {
  const { tx, accountId } = context;
  const { domains } = await readSettings(tx, accountId);
  if (!domains.includes(host)) return refuse('not_found', 'There is no such domain.');
  await changeSettings(tx, accountId, { domains: domains.filter((one) => one !== host) });
  await dropUnlistedHosts(context);
  await recordAct(context, 'domain_removed', host);
}

/** After the settings changed: what is no longer among the domains is let go. */
export async function dropUnlistedHosts({ tx, accountId }: Context): Promise<void> {
  await keepHosts(tx, accountId, (await readSettings(tx, accountId)).domains);
}
