import { test } from 'node:test';
import { startInProcess } from './server.ts';
import { simulate } from './simulate.ts';

/** The same by TRIBUTARY_SEED; longer by `npm run simulate`. */
const seed = Number(process.env.TRIBUTARY_SEED ?? Date.now() % 1_000_000_000);

test('three random months: the books hold after each step, and every balance is what the rules make of it', async (t) => {
  t.diagnostic(`seed ${seed}`);
  const server = await startInProcess();
  try {
    const plan = { seed, months: 3, partners: 8, steps: 100, crashes: 0 };
    const { counts } = await simulate(server, plan, (line) => t.diagnostic(line));
    t.diagnostic(JSON.stringify(counts));
  } finally {
    await server.close();
  }
});
