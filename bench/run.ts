import { parseArgs } from 'node:util';
import { benchImport } from './import.ts';
import type { Measured } from './measured.ts';
import { benchOrders } from './orders.ts';
import { benchRedirect } from './redirect.ts';
import { benchReports } from './reports.ts';

/** Every bench by its name, in the order in which all of them run. */
const benches: Readonly<Record<string, (options: { full: boolean }) => Promise<Measured[]>>> = {
  redirect: () => benchRedirect(),
  orders: () => benchOrders(),
  import: () => benchImport(),
  reports: (options) => benchReports(options),
};

/**
 * `npm run bench -- [NAME ...] [--json] [--full]`: measures, each beside its yardstick in the same run; a table, or one JSON
 * object a line. Without names: all of them. `--full` fills ten million clicks too.
 */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { json: { type: 'boolean', default: false }, full: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const unknown = positionals.find((name) => !Object.hasOwn(benches, name));
  if (unknown !== undefined) {
    console.error(`There is no bench "${unknown}"; there are ${Object.keys(benches).join(', ')}.`);
    return 1;
  }
  for (const name of positionals.length > 0 ? positionals : Object.keys(benches)) {
    for (const row of await benches[name]!({ full: values.full }))
      console.log(values.json ? JSON.stringify(row) : lineOf(row));
  }
  return 0;
}

function lineOf({ bench, value, unit, yardstick, ratio }: Measured): string {
  const beside = yardstick === null ? '' : `   yardstick ${String(yardstick).padStart(9)}   ratio ${ratio}`;
  return `${bench.padEnd(34)} ${String(value).padStart(9)} ${unit.padEnd(10)}${beside}`;
}

process.exitCode = await main();
