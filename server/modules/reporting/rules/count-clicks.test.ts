import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type ClickToCount, changeUniques } from './count-clicks.ts';
import { daysIn } from './find-days.ts';

const findDay = daysIn('UTC');
const midnight = Date.UTC(2026, 0, 2);

/** "hash h1 gives v1", "cookie v1", with what differs from the usual. */
function click(id: number, text: string, more: Partial<ClickToCount> = {}): ClickToCount {
  const [kind, name = '', , gives = `v-${id}`] = text.split(' ');
  const isHash = kind === 'hash';
  return {
    ...{ id: `clk_${id}`, ms: midnight + id, link_id: 'link', partner_id: 'part', counted: true, flood: false },
    ...{ visitor: isHash ? gives : name, visitor_kind: isHash ? 'hash' : 'cookie', day_hash: isHash ? name : 'other' },
    ...more,
  };
}

const uniques = (clicks: readonly ClickToCount[]): string[] =>
  changeUniques(clicks, [], findDay)
    .won.map((one) => one.id)
    .sort();

describe('unique is, per link and day', () => {
  const cases: [string, ClickToCount[], string[]][] = [
    [
      'one of many clicks without a cookie from one address and browser',
      [click(1, 'hash h'), click(2, 'hash h')],
      ['clk_1'],
    ],
    ['each cookie once', [click(1, 'cookie v'), click(2, 'cookie v'), click(3, 'cookie w')], ['clk_1', 'clk_3']],
    ['not the cookie that was given that day', [click(1, 'hash h gives v'), click(2, 'cookie v')], ['clk_1']],
    [
      'neither of two cookies that were given at one address',
      [click(1, 'hash h gives v'), click(2, 'hash h gives w'), click(3, 'cookie w'), click(4, 'cookie v')],
      ['clk_1'],
    ],
    [
      'that cookie on another link, and on another day',
      [
        click(1, 'hash h gives v'),
        click(2, 'cookie v', { link_id: 'other' }),
        click(3, 'cookie v', { ms: midnight - 1 }),
      ],
      ['clk_1', 'clk_2', 'clk_3'],
    ],
    [
      'no flood, and it gives no cookie',
      [click(1, 'hash h gives v', { flood: true }), click(2, 'cookie v')],
      ['clk_2'],
    ],
    ['nothing that was no visit', [click(1, 'cookie v', { counted: false })], []],
    [
      'each click without a cookie and without a hash',
      [1, 2].map((id) => click(id, 'hash x', { day_hash: null })),
      ['clk_1', 'clk_2'],
    ],
    [
      'a click without a link, by its partner',
      [click(1, 'cookie v', { link_id: null }), click(2, 'cookie v')],
      ['clk_1', 'clk_2'],
    ],
  ];
  for (const [says, clicks, expected] of cases) test(says, () => assert.deepEqual(uniques(clicks), expected));
});

test('a click that lands late takes the unique click of a later one', () => {
  const [first, second] = [click(1, 'hash h'), click(2, 'hash h')];
  const { won, lost } = changeUniques([first], [second], findDay);
  assert.deepEqual([won, lost], [[first], [second]]);
});

test('a click that lands late and gave a cookie takes its unique click away', () => {
  const [gave, came] = [click(1, 'hash h gives v'), click(2, 'cookie v')];
  const { won, lost } = changeUniques([gave], [came], findDay);
  assert.deepEqual([won, lost], [[gave], [came]]);
});

test('in whatever parts and order clicks arrive, the same ones are unique in the end', () => {
  const made = fc.record({
    kind: fc.constantFrom('hash h1', 'hash h2', 'hash h1 gives v1', 'hash h3 gives v2', 'cookie v1', 'cookie v2'),
    link_id: fc.constantFrom('a', 'b'),
    ms: fc.integer({ min: midnight - 3, max: midnight + 3 }),
    counted: fc.boolean(),
    flood: fc.boolean(),
    part: fc.nat(4),
  });
  fc.assert(
    fc.property(fc.array(made, { maxLength: 30 }), (list) => {
      const clicks = list.map(({ kind, part, ...more }, id) => ({ ...click(id, kind), ...more, part }));
      const unique = new Set<string>();
      const before: typeof clicks = [];
      for (let part = 0; part <= 4; part += 1) {
        const fresh = clicks.filter((one) => one.part === part);
        const { won, lost } = changeUniques(fresh, before, findDay);
        for (const { id } of lost) assert.ok(unique.delete(id), `${id} was not unique`);
        for (const { id } of won) assert.ok(!unique.has(id) && unique.add(id), `${id} was unique already`);
        before.push(...fresh);
      }
      assert.deepEqual([...unique].sort(), uniques(clicks));
    }),
    { numRuns: 500 },
  );
});
