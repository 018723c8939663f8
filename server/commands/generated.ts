import { createApp } from '../app.ts';
import { priceWords } from '../flows/explain-words.ts';
import { outcomeWords, reasonWords, stepWords } from '../modules/attribution/index.ts';
import { systemClock } from '../platform/clock.ts';
import { readConfig } from '../platform/config.ts';
import type { Database } from '../platform/db.ts';
import { describeApi } from '../platform/http/openapi.ts';
import { problems } from '../platform/http/problems.ts';
import type { Route } from '../platform/http/route.ts';
import { silentLog } from '../platform/log.ts';
import { createSeal } from '../platform/seal.ts';

/** Every route of the app, without a database behind it: for documents, and for tests that go through all of them. */
export function allRoutes(): readonly Route[] {
  const nobody = async (): Promise<never> => {
    throw new Error('there is no database behind these routes');
  };
  const database: Database = {
    inAccount: nobody,
    snapshotOf: nobody,
    inDirectory: nobody,
    underWay: () => 0,
    close: async () => {},
  };
  const store = {
    ownerUrl: 'postgres://nobody@127.0.0.1:1/none',
    database,
    seal: createSeal('for documents only, seals nothing real'),
    log: silentLog,
    close: async () => {},
  };
  return createApp(readConfig({}), store, systemClock).routes;
}

export const openApiText = (): string => `${JSON.stringify(describeApi(allRoutes()), null, 2)}\n`;

/** Every word of an explanation, for owners and for partners. */
export function explanationsText(): string {
  const table = (words: Readonly<Record<string, { owner: string; partner: string }>>): string[] => [
    '| word | what owners read | what partners read |',
    '| --- | --- | --- |',
    ...Object.entries(words).map(([word, { owner, partner }]) => `| \`${word}\` | ${owner} | ${partner} |`),
    '',
  ];
  return [
    '# Why an order was credited, or not',
    '',
    'Every step of an explanation has a word from these lists. The same words stand in the answers of the API, in the log and on screens.',
    'This page is generated (`npm run generate`).',
    '',
    '## Who is credited: the reason',
    '',
    ...table(reasonWords),
    '## What was considered: the step',
    '',
    ...table(stepWords),
    '## What became of it: the outcome',
    '',
    ...table(outcomeWords),
    '## How the amounts came about',
    '',
    ...table(priceWords),
  ].join('\n');
}

/** Every problem code of the API. */
export function problemsText(): string {
  const rows = Object.entries(problems).map(
    ([code, [status, title]]) => `| <a id="${code}"></a>\`${code}\` | ${status} | ${title} |`,
  );
  return [
    '# Problems',
    '',
    'What the API refuses, and how it says so (RFC 9457). `detail` says what to do. This page is generated (`npm run generate`).',
    '',
    '| code | status | meaning |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
