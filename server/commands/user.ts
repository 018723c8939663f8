import { contextFor } from '../flows/context.ts';
import { makeWelcomeLink, resetUrl } from '../flows/people/mail-links.ts';
import { noteForAccounts } from '../flows/people/note-for-accounts.ts';
import { personAddress, role } from '../modules/accounts/contract.ts';
import {
  type AccountRow,
  dropSecondFactor,
  endSessions,
  ensurePerson,
  findUserByEmail,
  listAccounts,
  putMember,
  recordAct,
} from '../modules/accounts/index.ts';
import { StartProblem } from '../platform/start-problem.ts';
import { accountOf, type Command, type Run, required } from './command.ts';

/** The address that --email names, as people sign in with it. Throws StartProblem. */
function addressOf(run: Run): string {
  const checked = personAddress.safeParse(required(run, 'email').trim());
  if (!checked.success) throw new StartProblem('--email is no e-mail address.');
  return checked.data;
}

const actor = { kind: 'command', id: 'user' } as const;

export const userAdd: Command = {
  name: 'user add',
  usage: '--email ADDRESS [--name NAME] [--role owner] [--account SLUG]',
  about: 'lets somebody into an account, and shows a link by which they choose a password',
  options: {
    email: { type: 'string' },
    name: { type: 'string' },
    role: { type: 'string' },
    account: { type: 'string' },
  },
  async run(run) {
    const { values } = run.given;
    const email = addressOf(run);
    const given = role.safeParse(values['role'] ?? 'owner');
    if (!given.success) throw new StartProblem('--role is owner, manager, finance or viewer.');
    const { parts } = run;
    const account: AccountRow = await accountOf(run, () => parts.database.inDirectory(listAccounts));
    const name = typeof values['name'] === 'string' && values['name'] !== '' ? values['name'] : email.split('@')[0]!;
    const made = await parts.database.inAccount(account.id, async (tx) => {
      const now = parts.clock.now();
      const person = await ensurePerson(tx, { email, name }, now);
      await putMember(tx, account.id, person.id, given.data, now);
      const context = contextFor(parts, tx, account, actor);
      await recordAct(context, 'member_added', person.id, { detail: { role: given.data } });
      return { ...person, link: person.isNew ? await makeWelcomeLink(tx, person.id, now) : null };
    });
    const link = made.link === null ? null : resetUrl(parts.publicUrl, made.link);
    const how = link === null ? 'They sign in with the password that they have.' : `To choose a password: ${link}`;
    run.say(`${email} is in ${account.slug} as ${given.data}. ${how}`, {
      user_id: made.id,
      account_id: account.id,
      link,
    });
    return 0;
  },
};

export const userReset: Command = {
  name: 'user reset',
  usage: '--email ADDRESS',
  about: 'ends the sessions of somebody, turns their second factor off, and shows a link to choose a password',
  options: { email: { type: 'string' } },
  async run(run) {
    const email = addressOf(run);
    const { database, clock, publicUrl } = run.parts;
    const made = await database.inDirectory(async (tx) => {
      const user = await findUserByEmail(tx, email);
      if (!user) return null;
      const now = clock.now();
      await endSessions(tx, user.id);
      await dropSecondFactor(tx, user.id, now);
      return { user, token: await makeWelcomeLink(tx, user.id, now) };
    });
    if (!made) throw new StartProblem(`Nobody signs in with ${email}.`);
    await noteForAccounts(run.parts, made.user.id, 'access_reset', { actor });
    const link = resetUrl(publicUrl, made.token);
    run.say(`${email} is signed out everywhere. To choose a password: ${link}`, { user_id: made.user.id, link });
    return 0;
  },
};
