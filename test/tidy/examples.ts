/** A small tree, and what its check has to say about it: "path:line" and a piece of the message. Nothing: it is in order. */
export interface Example {
  readonly check: string;
  readonly says: string;
  readonly files: Record<string, string>;
  readonly complaints: readonly (readonly [where: string, piece: string])[];
}

const example = (
  check: string,
  says: string,
  files: Record<string, string>,
  ...complaints: [string, string][]
): Example => ({
  check,
  says,
  files,
  complaints,
});

const orders = 'server/modules/orders';
const programs = 'server/modules/programs';
/** A query as it stands in code, an expression of the code for each question mark. */
const sql = (text: string, expression = 'x'): string => `sql\`${text.replaceAll('?', `\${${expression}}`)}\``;
const lines = (count: number): string => '//\n'.repeat(count);
const oneFunction = (count: number): string => `export function work() {\n${'  work();\n'.repeat(count - 2)}}\n`;
const lock = (license?: string, more = {}): Record<string, string> => ({
  'package-lock.json': JSON.stringify({ packages: { '': {}, 'node_modules/a': { license, ...more } } }),
});

const imports: Example[] = [
  example('layers', 'downwards is fine', {
    'server/flows/a.ts': "import '../platform/db.ts';\nimport type { Minor } from '../values/money.ts';",
  }),
  example('layers', 'upwards is not', { 'server/values/a.ts': "\nimport { db } from '../platform/db.ts';" }, [
    'server/values/a.ts:2',
    'values may not import platform',
  ]),
  example(
    'layers',
    'nor for types alone',
    { 'server/platform/a.ts': "import type { O } from '../modules/orders/index.ts';" },
    ['server/platform/a.ts:1', 'platform may not import modules'],
  ),
  example('layers', 'nor when it is passed on', { 'server/modules/orders/a.ts': "export * from '../../flows/b.ts';" }, [
    `${orders}/a.ts:1`,
    'may not import flows',
  ]),
  example(
    'layers',
    'nor when it is asked for late',
    { 'server/flows/a.ts': "const app = await import('../app.ts');" },
    ['server/flows/a.ts:1', 'flows may not import wiring'],
  ),
  example('layers', 'nor inside a type', { 'server/flows/a.ts': "export type App = import('../app.ts').App;" }, [
    'server/flows/a.ts:1',
    'flows may not import wiring',
  ]),
  example('layers', 'wiring sees all', {
    'server/app.ts': "import './integrations/stripe.ts';\nimport './modules/orders/index.ts';",
  }),
  example('layers', 'the server needs no tests', { 'server/app.ts': "import '../test/support/world.ts';" }, [
    'server/app.ts:1',
    "a test's file",
  ]),
  example('layers', 'tests see all', { 'server/values/a.test.ts': "import '../../test/support/world.ts';" }),
  example('layers', 'web sees contracts and values', {
    'web/a.tsx': `import '../${orders}/contract.ts';\nimport '../server/values/money.ts';`,
  }),
  example('layers', 'and no more', { 'web/a.tsx': `import '../${orders}/index.ts';` }, [
    'web/a.tsx:1',
    'web may import values and contract.ts only',
  ]),
  example('layers', 'the tracker stands alone', { 'tracker/t.ts': "import './other.ts';" }, [
    'tracker/t.ts:1',
    'imports nothing',
  ]),
  example('layers', 'bin runs before the install', { 'bin/run.mjs': "import '../server/main.ts';" }, [
    'bin/run.mjs:1',
    'before anything is installed',
  ]),
  example('packages', 'not even packages', { 'tracker/t.ts': "import 'zod';" }, ['tracker/t.ts:1', 'imports nothing']),
  example('packages', 'bin has Node alone', { 'bin/run.mjs': "import 'node:fs';\nimport 'zod';" }, [
    'bin/run.mjs:2',
    'zod',
  ]),
  example('places', 'every folder is a layer', { 'server/stuff/a.ts': '' }, ['server/stuff:0', 'no layer']),
  example('places', 'every module has its place', { 'server/modules/widgets/a.ts': '' }, [
    'server/modules/widgets:0',
    'no place',
  ]),
  example('doors', 'by the door', { [`${orders}/a.ts`]: "import '../programs/index.ts';\nimport './rules/b.ts';" }),
  example('doors', 'not by the window', { [`${orders}/a.ts`]: "import '../programs/queries.ts';" }, [
    `${orders}/a.ts:1`,
    'by queries.ts, not by index.ts',
  ]),
  example(
    'doors',
    'modules have no contract for each other',
    { [`${orders}/a.ts`]: "import '../programs/contract.ts';" },
    [`${orders}/a.ts:1`, 'not by index.ts'],
  ),
  example('doors', 'nothing later', { [`${programs}/a.ts`]: "import '../orders/index.ts';" }, [
    `${programs}/a.ts:1`,
    'later module orders',
  ]),
  example('doors', 'flows take the door or the contract', {
    'server/flows/a.ts': "import '../modules/orders/index.ts';\nimport '../modules/orders/contract.ts';",
  }),
  example('doors', 'and nothing else', { 'server/app.ts': "import './modules/orders/routes.ts';" }, [
    'server/app.ts:1',
    'by routes.ts',
  ]),
];

const purity: Example[] = [
  example('purity', 'a rule takes the time as an argument', {
    [`${orders}/rules/a.ts`]:
      "import { Temporal } from 'temporal-polyfill';\nimport type { T } from '../contract.ts';\nexport const f = (now: Date) => new Date(now);",
  }),
  ...[
    ['import 1', "import '../../../platform/db.ts';", 'imports ../../../platform/db.ts'],
    ['import 2', "import type { Q } from '../queries-refunds.ts';", 'imports ../queries-refunds.ts'],
    ['import 3', "import { randomUUID } from 'node:crypto';", 'imports node:crypto'],
    ['import 4', "import { sql } from 'kysely';", 'imports kysely'],
    ['clock 1', 'const a = Date.now();', 'Date.now'],
    ['clock 2', 'const a = Date . now;', 'Date.now'],
    ['clock 3', 'const a = new Date();', 'new Date'],
    ['clock 4', 'const a = new Date;', 'new Date'],
    ['clock 5', 'const a = Temporal.Now.instant();', 'Temporal.Now'],
    ['chance', 'const a = Math.random();', 'Math.random'],
    ['globals', 'const a = crypto;', 'uses crypto'],
    ['waiting', 'export async function f() {}', 'waits'],
  ].map(([says, text, piece]) =>
    example('purity', says!, { [`${orders}/rules/a.ts`]: text! }, [`${orders}/rules/a.ts:1`, piece!]),
  ),
  example('purity', 'names in comments and strings are no use of them', {
    'server/values/a.ts': "// Date.now() and crypto\nconst a = 'process';",
  }),
  example('purity', 'tests of rules may do as they like', {
    [`${orders}/rules/a.test.ts`]: "import 'node:test';\nconst a = Date.now();",
  }),
  example('clock', 'the clock may ask', { 'server/platform/clock.ts': 'const a = Date.now() + new Date().getTime();' }),
  example(
    'clock',
    'others may not',
    { 'server/flows/a.ts': 'const a = new Date(0);\nconst b = [Date.now(), performance.now()];' },
    ['server/flows/a.ts:2', 'Date.now'],
    ['server/flows/a.ts:2', 'performance.now'],
  ),
  example('clock', 'measuring may', { 'bench/a.ts': 'const a = performance.now();' }),
  example(
    'sql clock',
    'in a migration',
    { 'server/migrations/0001_a.sql': '-- now() is not for us\ncreate table tenant.a (at timestamptz default now());' },
    ['server/migrations/0001_a.sql:2', 'now()'],
  ),
  example(
    'sql clock',
    'in a query',
    { [`${orders}/queries.ts`]: `const a = ${sql('select ? where due_at <= CURRENT_TIMESTAMP')}; // now()` },
    [`${orders}/queries.ts:1`, 'CURRENT_TIMESTAMP'],
  ),
  example('sql clock', 'an instant comes in', {
    [`${orders}/queries.ts`]: `const a = ${sql('where due_at <= ?', 'now()')}; const b = 'now';`,
  }),
];

const declared = {
  [`${orders}/tables.ts`]: "export interface Tables { 'tenant.order': Order; 'tenant.order_line': Line }",
};

const tables: Example[] = [
  example('tables', 'queries of the owner', {
    ...declared,
    [`${orders}/queries-lines.ts`]: "db.selectFrom('tenant.order_line')",
  }),
  example(
    'tables',
    'actions do not hold SQL',
    { ...declared, [`${orders}/record-order.ts`]: "\ndb.selectFrom('tenant.order')" },
    [`${orders}/record-order.ts:2`, 'SQL stands in queries*.ts'],
  ),
  example(
    'tables',
    'a stranger',
    { ...declared, [`${programs}/queries.ts`]: sql('select * from tenant.order where ?') },
    [`${programs}/queries.ts:1`, `belongs to ${orders}/tables.ts`],
  ),
  example(
    'tables',
    'a stranger in quotation marks',
    { ...declared, 'server/flows/a.ts': 'sql`lock table tenant."order"`' },
    ['server/flows/a.ts:1', 'names tenant.order'],
  ),
  example('tables', 'a table of nobody', { ...declared, [`${orders}/queries.ts`]: "db.selectFrom('directory.host')" }, [
    `${orders}/queries.ts:1`,
    'no tables.ts declares',
  ]),
  example(
    'tables',
    'a table of two',
    { ...declared, [`${programs}/tables.ts`]: "export interface Tables { 'tenant.order': Order }" },
    [`${programs}/tables.ts:1`, 'belongs to'],
  ),
  example('tables', 'a partition is its table', {
    ...declared,
    [`${orders}/queries.ts`]: sql('copy tenant.order_? from stdin'),
  }),
  example('tables', 'a function is no table', {
    ...declared,
    'server/migrations/0001_a.sql': 'create function directory.find_host(text) returns text',
    [`${programs}/queries.ts`]: sql('select directory.find_host(?)'),
  }),
  example('tables', 'backup and tests see all', {
    ...declared,
    'server/platform/backup.ts': "const a = 'tenant.order';",
    'test/a.test.ts': "const a = 'tenant.order';",
  }),
  example('tables', 'comments may speak of them', { ...declared, 'server/flows/a.ts': '// tenant.order is kept' }),
  example('table names', 'with the schema', {
    ...declared,
    [`${orders}/queries.ts`]: sql('select 1 from tenant.order where exists (select ? from order.x)'),
    'server/cli.ts': "const a = 'see it come from order to order';",
  }),
  example(
    'table names',
    'or nobody can tell whose it is',
    {
      ...declared,
      'server/flows/a.ts': sql('insert into order select 1 from tenant.order'),
      'server/app.ts': sql('update order_line set ?'),
    },
    ['server/flows/a.ts:1', 'order without its schema'],
    ['server/app.ts:1', 'order_line without its schema'],
  ),
  example(
    'tables owned',
    'a table made for nobody',
    {
      ...declared,
      'server/migrations/0001_a.sql':
        'create table tenant.order ();\ncreate table if not exists tenant.due ();\n-- create table tenant.x\ncreate table tenant.p partition of tenant.order for values in (1);',
    },
    ['server/migrations/0001_a.sql:0', 'makes tenant.due'],
  ),
];

const sizes: Example[] = [
  example('file sizes', 'at the limit', {
    'server/a.ts': lines(300),
    'test/a.test.ts': lines(500),
    'docs/a.md': lines(900),
  }),
  example(
    'file sizes',
    'over it',
    { 'server/a.ts': lines(301), 'server/b.test.ts': lines(501) },
    ['server/a.ts:0', '301 lines'],
    ['server/b.test.ts:0', '501 lines'],
  ),
  example('function sizes', 'at the limit', { 'server/a.ts': oneFunction(60) }),
  example('function sizes', 'over it', { 'server/a.ts': `\n${oneFunction(61)}` }, [
    'server/a.ts:2',
    'work has 61 lines',
  ]),
  example('function sizes', 'arrows too', { 'web/a.ts': `const work = () => {\n${lines(60)}};` }, [
    'web/a.ts:1',
    'work has 62 lines',
  ]),
  example(
    'function sizes',
    'components are longer, and stop too',
    { 'web/a.tsx': `const Work = () => (\n${'<a>\n'.repeat(55)}${'</a>\n'.repeat(55)});` },
    ['web/a.tsx:1', 'Work has 112 lines'],
  ),
  example(
    'function sizes',
    'methods too',
    { 'server/a.ts': `class A {\n  work() {\n${'    this.work();\n'.repeat(60)}  }\n}` },
    ['server/a.ts:2', 'work has 62 lines'],
  ),
  example('function sizes', 'a group of tests may be long', {
    'test/a.test.ts': `describe('a', () => {\n${lines(70)}});`,
  }),
  example('function sizes', 'a test may not', { 'test/a.test.ts': `test('a', () => {\n${lines(70)}});` }, [
    'test/a.test.ts:1',
    '72 lines',
  ]),
];

const names: Example[] = [
  example('path names', 'as they should be', {
    'README.md': '',
    LICENSE: '',
    '.npmrc': '',
    '.github/a.yml': '',
    'docs/GLOSSARY.md': '',
    'docs/decisions/0001-record-decisions.md': '',
    'server/migrations/0001_create_accounts.sql': '',
    'web/ui/date-field.tsx': '',
    'server/values/split.test.ts': '',
    'wordpress/class-Tributary.php': '',
  }),
  example('path names', 'drawers', { 'server/platform/utils/a.ts': '' }, [
    'server/platform/utils:0',
    'no folder is called utils',
  ]),
  example(
    'path names',
    'camels',
    { 'server/values/splitBy.ts': '', 'web/Button.tsx': '' },
    ['server/values/splitBy.ts:0', 'this-one'],
    ['web/Button.tsx:0', 'this-one'],
  ),
  example('path names', 'folders', { 'server/modules/payout_runs/a.ts': '' }, [
    'server/modules/payout_runs:0',
    'kebab',
  ]),
  example('path names', 'migrations', { 'server/migrations/1-accounts.sql': '' }, [
    'server/migrations/1-accounts.sql:0',
    '0001_like_this',
  ]),
  example('path names', 'words', { 'web/affiliate-list.tsx': '' }, [
    'web/affiliate-list.tsx:0',
    'a word that is not ours',
  ]),
  example('words', 'in code', { 'server/a.ts': "const a = 'affiliate';\nfunction payAffiliate() {}" }, [
    'server/a.ts:2',
    'payAffiliate',
  ]),
  example(
    'words',
    'in the database',
    { 'server/migrations/0001_a.sql': '-- affiliates elsewhere\ncreate table tenant.affiliate ();' },
    ['server/migrations/0001_a.sql:2', 'affiliate'],
  ),
];

const manyScripts = Object.fromEntries(Array.from({ length: 13 }, (_, i) => [`s${i}`, '']));

const project: Example[] = [
  example('package', 'in order', {
    'package.json': '{"scripts":{"start":""},"dependencies":{"a":"1.0.0"}}',
    'wordpress/kit/package.json': '{}',
  }),
  example('package', 'two of them', { 'package.json': '{}', 'web/package.json': '{}' }, [
    'web/package.json:0',
    'one package.json',
  ]),
  example('package', 'too many scripts', { 'package.json': JSON.stringify({ scripts: manyScripts }) }, [
    'package.json:0',
    '13 scripts',
  ]),
  example('package', 'versions that drift', { 'package.json': '{"devDependencies":{"a":"^1.0.0"}}' }, [
    'package.json:0',
    'a has no exact version',
  ]),
  example('modules', 'in order', { [`${orders}/index.ts`]: '', [`${orders}/README.md`]: '' }),
  example(
    'modules',
    'no door and no word',
    { [`${orders}/queries.ts`]: '' },
    [`${orders}:0`, 'README.md'],
    [`${orders}:0`, 'index.ts'],
  ),
  example('migrations', 'in order', {
    'server/migrations/0001_a.sql': '-- Accounts come first.\ncreate',
    'server/migrations/0002_b.sql': '/* Orders next. */',
  }),
  example(
    'migrations',
    'a gap',
    { 'server/migrations/0001_a.sql': '-- Because of it.', 'server/migrations/0003_b.sql': '-- Because of it.' },
    ['server/migrations/0003_b.sql:0', 'number 0002'],
  ),
  example('migrations', 'no reason', { 'server/migrations/0001_a.sql': 'create table tenant.a ();\n-- late' }, [
    'server/migrations/0001_a.sql:1',
    'reason',
  ]),
  example('escapes', 'casts', { 'server/a.ts': 'const a = 1 as unknown;\nconst b = a as any;' }, [
    'server/a.ts:2',
    'casts to any',
  ]),
  example(
    'escapes',
    'silencers',
    { 'server/a.ts': `// @ts-${'ignore'}\n// biome-${'ignore-all'} lint: x` },
    ['server/a.ts:1', '@ts-'],
    ['server/a.ts:2', 'biome-'],
  ),
  example('escapes', 'tests left out', { 'test/a.test.ts': "test.only('a', () => {});" }, [
    'test/a.test.ts:1',
    'test.only',
  ]),
  example('machines', 'in order', {
    'docs/a.md': 'https://shop.example/home/sale, /rooted/x, ./data, http://127.0.0.1:3000, C: or D:',
  }),
  ...[
    ['', 'home', 'me', 'x'].join('/'),
    ['', 'Users', 'me'].join('/'),
    `C:${'\\'}code`,
    `https://${'registry'}.packages.example/a`,
    `_auth${'Token'}=x`,
  ].map((text) => example('machines', text, { 'docs/a.md': `\nsee ${text}` }, ['docs/a.md:2', 'names a machine'])),
  example('links', 'in order', {
    'README.md': '[a](docs/a.md#b) [b](https://a.example) [c](#c) [d](docs/)',
    'docs/a.md': '[up](../README.md)',
  }),
  example('links', 'to nowhere', { 'docs/a.md': '\n[a](b.md)' }, ['docs/a.md:2', 'b.md']),
  example('licences', 'one of two', lock('(MIT OR GPL-3.0)')),
  example('licences', 'not ours', lock('AGPL-3.0-or-later'), ['package-lock.json:0', 'AGPL']),
  example('licences', 'only half', lock('MIT AND GPL-2.0'), ['package-lock.json:0', 'GPL-2.0']),
  example('licences', 'none', lock(), ['package-lock.json:0', 'none named']),
  example('licences', 'an address', lock('MIT', { resolved: 'https://packages.example/a.tgz' }), [
    'package-lock.json:0',
    'where it came from',
  ]),
];

const pages: Example[] = [
  example('page words', 'by key', {
    'web/a.tsx': "export const A = () => <p title={t('a')} className=\"wide card\">{t('b')} · 1</p>;",
  }),
  example('page words', 'between tags', { 'web/a.tsx': '\nexport const A = () => <p>Hello</p>;' }, [
    'web/a.tsx:2',
    '"Hello" belongs',
  ]),
  example('page words', 'that are only heard', { 'web/a.tsx': 'export const A = () => <i aria-label="Close" />;' }, [
    'web/a.tsx:1',
    '"Close" belongs',
  ]),
  example(
    'page html',
    'in an attribute',
    { 'web/a.tsx': 'export const A = () => <p dangerouslySetInnerHTML={x} />;' },
    ['web/a.tsx:1', 'writes HTML'],
  ),
  example('page html', 'by hand', { 'web/a.ts': '\nnode.innerHTML = text;' }, ['web/a.ts:2', 'writes HTML']),
];

export const examples: readonly Example[] = [
  ...imports,
  ...purity,
  ...tables,
  ...sizes,
  ...names,
  ...project,
  ...pages,
];
