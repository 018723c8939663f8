import { contextFor } from '../flows/context.ts';
import { explainOrder } from '../flows/explain-order.ts';
import { listAccounts } from '../modules/accounts/index.ts';
import { findOrder, findOrderByNumber } from '../modules/orders/index.ts';
import { StartProblem } from '../platform/start-problem.ts';
import { accountOf, type Command, word } from './command.ts';

export const explain: Command = {
  name: 'explain',
  usage: 'ORDER [--account SLUG]',
  about: "tells why an order was credited or not; ORDER is the shop's number or our id",
  options: { account: { type: 'string' } },
  async run(run) {
    const { database } = run.parts;
    const account = await accountOf(run, () => database.inDirectory(listAccounts));
    const name = word(run, 0, 'The order');
    const story = await database.inAccount(account.id, async (tx) => {
      const order = (await findOrderByNumber(tx, account.id, name)) ?? (await findOrder(tx, account.id, name));
      if (!order) throw new StartProblem(`There is no order "${name}" in ${account.slug}.`);
      return explainOrder(contextFor(run.parts, tx, account, { kind: 'command', id: 'explain' }), order);
    });
    const lines = story.steps.map((step) => `  ${step.step.padEnd(15)} ${step.outcome.padEnd(24)} ${step.detail}`);
    run.say(
      [`Order ${story.order_id}: ${story.outcome}${story.partner_id ? `, ${story.partner_id}` : ''}`, ...lines].join(
        '\n',
      ),
      story,
    );
    return 0;
  },
};
