import { parseArgs } from 'node:util';
import { accountCreate, accountSetHost } from './commands/account.ts';
import { backup } from './commands/backup.ts';
import type { Command } from './commands/command.ts';
import { doctor } from './commands/doctor.ts';
import { explain } from './commands/explain.ts';
import { exportFacts } from './commands/export.ts';
import { importFacts } from './commands/import.ts';
import { importOrders } from './commands/import-orders.ts';
import { migrate } from './commands/migrate.ts';
import { restore } from './commands/restore.ts';
import { userAdd, userReset } from './commands/user.ts';
import { partsOf } from './parts.ts';
import { readConfig } from './platform/config.ts';
import { StartProblem } from './platform/start-problem.ts';
import { openStore } from './start.ts';

/** Every command, named here by hand. */
export const commands: readonly Command[] = [
  accountCreate,
  accountSetHost,
  userAdd,
  userReset,
  migrate,
  doctor,
  importOrders,
  explain,
  exportFacts,
  importFacts,
  backup,
  restore,
];

function help(): string {
  const rows = commands.map((command) => `  ${`${command.name} ${command.usage}`.trim()}\n      ${command.about}`);
  return ['npm run --silent tributary -- COMMAND [--json]', '', ...rows].join('\n');
}

/** Finds the command whose words stand first: "import orders" before "import". */
function findCommand(words: readonly string[]): Command | undefined {
  return [...commands]
    .sort((a, b) => b.name.length - a.name.length)
    .find(({ name }) => words.slice(0, name.split(' ').length).join(' ') === name);
}

async function main(args: readonly string[]): Promise<number> {
  const command = findCommand(args);
  if (!command || args.includes('--help')) {
    console.log(help());
    return command || args.length === 0 || args.includes('--help') ? 0 : 1;
  }
  const rest = args.slice(command.name.split(' ').length);
  const { values, positionals } = readArguments(command, rest);
  const json = values['json'] === true;
  const say = (line: string, value?: unknown) => console.log(json ? JSON.stringify(value ?? { message: line }) : line);
  const config = readConfig({ ...process.env, LOG_LEVEL: process.env['LOG_LEVEL'] || 'warn' });
  const given = { values, words: positionals };
  if (command.needsStore === false) return command.run({ given, config, json, say });
  const store = await openStore(config, process.env, {
    shared: true,
    onDatabaseExit: (reason) => console.error(`The database ended by itself: ${reason}`),
  });
  try {
    return await command.run({
      given,
      config,
      store,
      parts: partsOf(config, store),
      json,
      say,
    });
  } finally {
    await store.close();
  }
}

function readArguments(command: Command, args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { json: { type: 'boolean' }, ...command.options },
      allowPositionals: true,
    });
    return { values: values as Record<string, string | boolean | undefined>, positionals };
  } catch (error) {
    throw new StartProblem(`${(error as Error).message.split('. ')[0]}. Usage: ${command.name} ${command.usage}`);
  }
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    console.error(error instanceof StartProblem ? error.message : error);
    process.exitCode = 1;
  },
);
