import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Entry, nowhere } from './entries.ts';
import { gatherCells } from './gather-cells.ts';
import { chooseGrain, grains } from './grains.ts';

const entries = fc.record({
  day: fc.constantFrom('2026-01-31', '2026-02-01', '2026-02-02'),
  partner_id: fc.constantFrom('a', 'b'),
  sub: fc.constantFrom('', 'x', 'y'),
  country: fc.constantFrom('', 'DE'),
  clicks: fc.bigInt({ min: 0n, max: 5n }),
});

const entryOf = ({
  day,
  clicks,
  ...place
}: {
  day: string;
  clicks: bigint;
  partner_id: string;
  sub: string;
  country: string;
}): Entry => ({
  ...{ subject: 'facts', day, place: { ...nowhere, currency: 'USD', ...place }, amounts: { clicks } },
  source: { kind: 'click', id: 'clk', at: new Date(0) },
});

test('each grain holds all of it, by day and by month', () => {
  fc.assert(
    fc.property(fc.array(entries), fc.array(entries), (added, removed) => {
      const cells = gatherCells({ added: added.map(entryOf), removed: removed.map(entryOf) });
      const sum = (list: { clicks: bigint }[]): bigint => list.reduce((total, one) => total + one.clicks, 0n);
      const expected = sum(added) - sum(removed);
      for (const { name, subject, monthly } of grains.filter((grain) => grain.subject === 'facts')) {
        const own = (grain: string): bigint =>
          sum(cells.filter((cell) => cell.grain === grain).map((cell) => cell.amounts));
        assert.equal(own(name), expected, `${subject} ${name}`);
        assert.equal(own(`${name}/month`), monthly ? expected : 0n, name);
      }
    }),
  );
});

test('a month’s row stands at its first day, and what cancels out leaves none', () => {
  const one = entryOf({ day: '2026-02-02', partner_id: 'a', sub: '', country: '', clicks: 1n });
  const months = gatherCells({ added: [one], removed: [] }).filter((cell) => cell.grain === 'partner/month');
  assert.deepEqual(
    months.map((cell) => [cell.day, cell.place.partner_id, cell.amounts.clicks]),
    [['2026-02-01', 'a', 1n]],
  );
  assert.deepEqual(gatherCells({ added: [one], removed: [one] }), []);
});

test('a report reads the cheapest grain that is split by all that it asks for', () => {
  const name = (...asked: Parameters<typeof chooseGrain>[1] extends Iterable<infer D> ? D[] : never) =>
    chooseGrain('facts', asked)?.name;
  assert.equal(name(), 'program');
  assert.equal(name('partner_id', 'currency'), 'partner');
  assert.equal(name('country'), 'country');
  assert.equal(name('country', 'device'), 'origin');
  assert.equal(name('promo_tool_id', 'partner_id'), 'link');
  assert.equal(name('sub', 'country', 'link_id'), 'whole');
  assert.equal(chooseGrain('product', ['country']), null);
});
