import { welcomeOwner } from '../flows/people/welcome-owner.ts';
import { newAccount } from '../modules/accounts/contract.ts';
import { createAccount, findAccountBySlug, setBareHostAccount } from '../modules/accounts/index.ts';
import { keepOwnerAddress } from '../modules/messaging/index.ts';
import { StartProblem } from '../platform/start-problem.ts';
import { isRefusal } from '../values/refusal.ts';
import { type Command, required, word } from './command.ts';

export const accountCreate: Command = {
  name: 'account create',
  usage: '--name NAME --email ADDRESS [--slug SLUG] [--currency USD] [--time-zone UTC] [--sandbox]',
  about: 'makes an account and shows its keys, this once',
  options: {
    name: { type: 'string' },
    email: { type: 'string' },
    slug: { type: 'string' },
    currency: { type: 'string' },
    'time-zone': { type: 'string' },
    sandbox: { type: 'boolean' },
  },
  async run(run) {
    const { values } = run.given;
    const checked = newAccount.safeParse({
      name: required(run, 'name'),
      owner_email: required(run, 'email'),
      slug: values['slug'],
      currency: values['currency'],
      time_zone: values['time-zone'],
      sandbox: values['sandbox'] === true,
    });
    if (!checked.success)
      throw new StartProblem(
        checked.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '),
      );
    const { database, seal, clock } = run.parts;
    const made = await database.inDirectory(async (tx) => {
      const account = await createAccount(tx, seal, checked.data, clock.now());
      if (isRefusal(account)) return account;
      const email = checked.data.owner_email;
      await keepOwnerAddress({ tx, accountId: account.id, seal }, email);
      const { passwordUrl } = await welcomeOwner(run.parts, tx, account, { email, scrambled: null });
      return { ...account, password_link: passwordUrl };
    });
    if (isRefusal(made)) throw new StartProblem(made.detail);
    run.say(
      [
        `Account ${made.slug} (${made.id}) is made.`,
        `Secret key:      ${made.secret_key}`,
        `Publishable key: ${made.publishable_key}`,
        'Keep the keys now; they are shown this once.',
        ...(made.password_link ? [`The owner chooses a password here, within a week: ${made.password_link}`] : []),
      ].join('\n'),
      made,
    );
    return 0;
  },
};

export const accountSetHost: Command = {
  name: 'account set-host',
  usage: 'SLUG',
  about: 'lets the links of this account also read /r/code, without the slug',
  async run(run) {
    const slug = word(run, 0, 'The account (its slug)');
    const account = await run.parts.database.inDirectory(async (tx) => {
      const found = await findAccountBySlug(tx, slug);
      if (found) await setBareHostAccount(tx, found.id, true);
      return found;
    });
    if (!account) throw new StartProblem(`There is no account "${slug}".`);
    run.say(`The bare host belongs to ${slug} now.`, { account_id: account.id, slug });
    return 0;
  },
};
