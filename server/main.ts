import { readConfig } from './platform/config.ts';
import { StartProblem } from './platform/start-problem.ts';
import { startTributary } from './start.ts';

/** `npm start`: one clear line and exit 1 where it cannot start; SIGTERM and SIGINT end it in order, exit 0. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const running = await startTributary(config, process.env, (reason) => {
    console.error(`The database ended by itself: ${reason}`);
    process.exit(1);
  });
  console.log(`Tributary is ready at ${running.url}`);
  if (running.setupLink) console.log(`Make your account with this one-time link: ${running.setupLink}`);
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    running.stop().then(
      () => process.exit(0),
      (error) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop);
}

main().catch((error) => {
  console.error(error instanceof StartProblem ? error.message : error);
  process.exit(1);
});
