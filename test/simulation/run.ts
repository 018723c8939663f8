/** `npm run simulate [-- --seed N --months N --partners N --steps N --crashes N]`: as long as one likes, the same by its seed. */
import { parseArgs } from 'node:util';
import { startInProcess, startMortal } from './server.ts';
import { type Plan, simulate } from './simulate.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    months: { type: 'string', default: '6' },
    partners: { type: 'string', default: '20' },
    steps: { type: 'string', default: '150' },
    crashes: { type: 'string', default: '0' },
  },
});
const number = (name: keyof typeof values): number => {
  const value = Number(values[name]);
  if (Number.isInteger(value) && value >= 0) return value;
  process.stderr.write(`--${name} is a whole number, not "${values[name]}".\n`);
  process.exit(1);
};
const plan: Plan = {
  seed: number('seed'),
  months: number('months'),
  partners: Math.max(3, number('partners')),
  steps: number('steps'),
  crashes: number('crashes'),
};

console.log(`Seed ${plan.seed}: ${plan.months} months of ${plan.steps} steps, ${plan.partners} partners.`);
const server = plan.crashes > 0 ? await startMortal() : await startInProcess();
try {
  const { steps, counts } = await simulate(server, plan, (line) => console.log(line));
  console.log(`${steps} steps, and the books held after each: ${JSON.stringify(counts)}`);
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await server.close();
}
