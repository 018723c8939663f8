import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { addDays, MINUTE } from '../../../values/instant.ts';
import {
  type Credit,
  type CreditQuestion,
  type CreditSettings,
  couponCredits,
  creditModes,
  nobodyReasons,
  selfReferrals,
} from './credit-question.ts';
import type { CandidateStep, CreditStep } from './credit-steps.ts';
import { type CreditDecision, decideCredit } from './decide-credit.ts';
import type { Touch } from './judge-touch.ts';
import { recomputeCredit } from './recompute-credit.ts';
import type { StoredReferrer } from './stored-referrer.ts';

/*
 * Every table below is a list of orders. A cell holds the letter of the partner whose touch or referrer it is, and:
 *   -   there is none                  ?   the order names one that we do not know
 *   A!  not approved at that time      A~  too long ago           A+  later than the order
 * `others` lists the visitor's other clicks, newest first. `away` lists the partners who are not approved at the order,
 * `self` those who are its customer. `sub` is "number of the payment:credit of the first". `stores` is the partner who
 * becomes the customer's referrer. Columns that a table leaves out are empty, and the settings are the defaults.
 */
type Row = Readonly<Record<string, string>>;

const defaults: Row = {
  credit: 'last',
  coupons: 'over_click',
  self_referral: 'refuse',
  click: '-',
  via: '-',
  coupon: '-',
  others: '-',
  first: '-',
  last: '-',
  away: '-',
  self: '-',
  sub: '-',
};
const orderAt = new Date('2026-03-01T12:00:00.000Z');

function readTable(text: string): Row[] {
  const [head = [], ...rows] = text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
  return rows.map((cells) => {
    assert.equal(cells.length, head.length, `a row of another length: ${cells.join(' ')}`);
    return Object.fromEntries(head.map((name, index) => [name, cells[index]!]));
  });
}

function touchOf(cell: string, kind: Touch['kind'], named: boolean, place: number): Touch {
  const mark = cell.slice(1);
  const daysAgo = mark === '~' ? 31 + place : 2 + place;
  const at = mark === '+' ? new Date(orderAt.getTime() + 11 * MINUTE) : addDays(orderAt, -daysAgo);
  const id = `${kind}_${named ? 'named' : place}`;
  return { id, kind, partner_id: `part_${cell[0]}`, at, named, approved_then: mark !== '!', click_window_days: 30 };
}

function referrerOf(cell: string): StoredReferrer | null {
  if (cell === '-') return null;
  const stored_at = addDays(orderAt, cell[1] === '~' ? -91 : cell[1] === '+' ? 1 : -6);
  const serves_until = addDays(stored_at, 90);
  return {
    partner_id: `part_${cell[0]}`,
    stored_at,
    renewed_at: null,
    lead_window_days: 90,
    serves_until,
    cause: 'lead',
    cause_id: null,
  };
}

function firstPayment(text: string): Credit | null {
  if (text === '?') return null;
  const [partner, reason] = text.split('/') as [string, Credit['reason']];
  return { partner_id: partner === '-' ? null : `part_${partner}`, reason };
}

function questionOf(sparse: Row): CreditQuestion {
  const row = { ...defaults, ...sparse } as Record<keyof typeof defaults, string>;
  const own = (name: string, kind: Touch['kind']): Touch[] =>
    row[name] === '-' || row[name] === '?' ? [] : [touchOf(row[name]!, kind, true, 0)];
  const others =
    row.others === '-' ? [] : row.others!.split(',').map((cell, i) => touchOf(cell, 'click', false, i + 1));
  const [number, first] = row.sub!.split(':') as [string, string];
  const letters = (cells: string): string[] => cells.split(',');
  return {
    occurred_at: orderAt,
    settings: {
      credit: row.credit,
      coupon_credit: row.coupons,
      self_referral: row.self_referral,
    } as CreditSettings,
    touches: [...own('click', 'click'), ...own('via', 'via'), ...own('coupon', 'coupon'), ...others],
    unknown: { click: row.click === '?', via: row.via === '?', coupon: row.coupon === '?' },
    referrers: { first: referrerOf(row.first!), last: referrerOf(row.last!) },
    subscription: number === '-' ? null : { payment_number: Number(number), first: firstPayment(first) },
    partners: Object.fromEntries(
      ['A', 'B', 'C', 'D'].map((letter) => [
        `part_${letter}`,
        { approved: !letters(row.away!).includes(letter), is_customer: letters(row.self!).includes(letter) },
      ]),
    ),
  };
}

const letterOf = (partner: string | null | undefined): string => partner?.slice('part_'.length) ?? '-';

/** The steps as they come back from the database, shuffled, and with every verdict and the decision taken out. */
function factsAlone(decision: CreditDecision): CreditStep[] {
  const kept = JSON.parse(JSON.stringify(decision.steps)) as CreditStep[];
  const blank = (step: CandidateStep): CandidateStep => {
    const known = step.touch !== undefined || step.referrer !== undefined || step.subscription !== undefined;
    return { ...step, position: 0, outcome: 'not_asked', finding: known ? 'valid' : step.finding };
  };
  return kept
    .filter((step) => step.step !== 'decision')
    .map((step) => (step.step === 'settings' ? step : blank(step)))
    .reverse();
}

function checkExplained(decision: CreditDecision): void {
  const { partner_id, reason, held } = decision;
  assert.deepEqual(recomputeCredit(factsAlone(decision)), { partner_id, reason, held });
}

function ordersOf(title: string, text: string): void {
  describe(title, () => {
    for (const row of readTable(text)) {
      test(
        Object.entries(row)
          .map(([name, cell]) => `${name} ${cell}`)
          .join(', '),
        () => {
          const decision = decideCredit(questionOf(row));
          const found = { credited: letterOf(decision.partner_id), reason: decision.reason as string };
          assert.deepEqual(found, { credited: row.credited, reason: row.reason });
          if (row.held !== undefined) assert.equal(decision.held ?? '-', row.held);
          if (row.stores !== undefined) assert.equal(letterOf(decision.store_touch?.partner_id), row.stores);
          checkExplained(decision);
        },
      );
    }
  });
}

ordersOf(
  'rule 8.2: by the setting',
  `
  credit           click  others  first  last  credited  reason
  last             A      B       C      D     A         click
  last             -      B       C      D     B         click
  last             -      -       C      D     D         last_referrer
  last             -      -       C      -     C         first_referrer
  last             A~     -       C      D     D         last_referrer
  last             A~     -       C      D~    C         first_referrer
  first            A      B       C      D     C         first_referrer
  first            A      B       -      D     A         click
  first            A      B       C~     D     A         click
  first            -      -       -      D     D         last_referrer
  last_touch_only  A      B       C      D     A         click
  last_touch_only  -      B       C      D     B         click
  last_touch_only  -      -       C      D     -         no_touch
`,
);

ordersOf(
  'rule 5: touches that are not valid are passed over and the next is tried',
  `
  click  coupon  others      away  credited  reason
  A~     -       B,C         -     B         click
  A!     -       B~,C        -     C         click
  A      -       B,C         A     B         click
  A+     -       B           -     B         click
  -      -       A+,B        -     B         click
  A~     -       B!,C+       -     -         partner_not_active
  A~     B!      A           -     A         click
`,
);

ordersOf(
  'rule 3: a via counts as the click that an order names',
  `
  coupons      via  coupon  others  credited  reason
  over_click   A    -       B       A         click
  over_click   A    B       -       B         coupon
  under_click  A    B       -       A         click
  under_click  ?    B       C       B         coupon
  over_click   ?    -       -       -         no_touch
`,
);

ordersOf(
  'rule 8.3: coupons',
  `
  credit           coupons      click  coupon  others  first  last  credited  reason
  last             over_click   A      B       -       C      D     B         coupon
  last             under_click  A      B       -       C      D     A         click
  last             under_click  A~     B       C       C      D     B         coupon
  last             under_click  -      B       C       -      D     B         coupon
  first            over_click   A      B       -       C      D     B         coupon
  first            under_click  A      B       -       C      D     C         first_referrer
  first            under_click  A      B       -       -      D     A         click
  first            under_click  -      B       -       -      D     B         coupon
  last_touch_only  over_click   A      B       -       C      D     B         coupon
  last_touch_only  under_click  A      B       -       C      D     A         click
  last_touch_only  under_click  -      B       -       C      D     B         coupon
  last             over_click   A      ?       -       C      D     A         click
  last             over_click   -      ?       -       -      -     -         no_touch
  last             over_click   A      B!      -       -      -     A         click
  last             over_click   -      B!      -       -      -     -         partner_not_active
`,
);

ordersOf(
  'rule 9: nobody, and the most telling reason',
  `
  credit           click  coupon  others  first  last  away  self  credited  reason
  last             -      -       -       -      -     -     -     -         no_touch
  last             ?      -       -       -      -     -     -     -         unknown_click
  last             A~     -       -       -      -     -     -     -         window_passed
  last             A!     -       -       -      -     -     -     -         partner_not_active
  last             -      -       -       -      C~    -     -     -         window_passed
  last             -      -       -       C      C     C     -     -         partner_not_active
  last             ?      -       A~      -      -     -     -     -         window_passed
  last             ?      B!      A~      -      -     -     -     -         partner_not_active
  last             ?      -       -       C~     -     -     -     -         window_passed
  last             A+     -       -       -      -     -     -     -         no_touch
  last             ?      -       A+      -      -     -     -     -         unknown_click
  last             A~     -       -       B!     -     B     -     -         partner_not_active
  last             A~     B       -       -      -     -     B     -         self_referral
  last_touch_only  -      -       -       C~     D     D     -     -         no_touch
`,
);

ordersOf(
  'rule 10: the customer is the partner',
  `
  credit  self_referral  click  coupon  first  last  away  self  credited  reason          held
  last    refuse         A      -       -      -     -     A     -         self_referral   -
  last    refuse         A      -       C      D     -     A     -         self_referral   -
  last    refuse         A      B       -      -     -     A     B         coupon          -
  last    refuse         A~     -       -      D     -     A     D         last_referrer   -
  last    refuse         A      -       -      D     A     A     D         last_referrer   -
  last    refuse         -      -       C      C     -     C     -         self_referral   -
  first   refuse         A      -       C      C     -     C     -         self_referral   -
  last    hold           A      -       C      D     -     A     A         click           self_referral
  last    hold           A      -       C      D     -     B     A         click           -
  last    hold           -      B       -      -     -     B     B         coupon          self_referral
  last    hold           -      -       C      -     -     C     C         first_referrer  self_referral
  last    allow          A      -       -      -     -     A     A         click           -
`,
);

ordersOf(
  'rule 8.1: payments of a subscription after the first',
  `
  sub              self_referral  click  coupon  last  away  self  credited  reason              held
  1:?              refuse         B      -       -     -     -     B         click               -
  1:A/click        refuse         B      -       -     -     -     B         click               -
  2:A/click        refuse         B      -       C     -     -     A         subscription        -
  9:A/coupon       refuse         B      C       C     -     -     A         subscription        -
  2:A/manual       refuse         -      -       -     -     -     A         subscription        -
  2:A/click        refuse         B      -       C     A     -     -         partner_not_active  -
  2:-/no_touch     refuse         B      -       C     -     -     -         no_touch            -
  2:-/window_passed  refuse       B      -       C     -     -     -         window_passed       -
  2:-/manual       refuse         B      -       C     -     -     -         manual              -
  2:?              refuse         B      -       C     -     -     B         click               -
  3:?              refuse         -      -       C     -     -     C         last_referrer       -
  3:?              refuse         -      -       -     -     -     -         no_touch            -
  2:A/click        refuse         -      -       -     -     A     -         self_referral       -
  2:A/click        hold           -      -       -     -     A     A         subscription        self_referral
`,
);

ordersOf(
  'rule 7: the own touch that is stored, whoever is credited',
  `
  credit           coupons      sub        click  coupon  others  first  last  self  credited  reason          stores
  last             over_click   -          A      -       -       -      -     -     A         click           A
  last             over_click   -          A      B       -       -      -     -     B         coupon          B
  last             under_click  -          A      B       -       -      -     -     A         click           A
  first            over_click   -          A      -       -       C      -     -     C         first_referrer  A
  first            under_click  -          -      B       D       C      -     -     C         first_referrer  B
  first            over_click   -          A~     -       D       C      -     -     C         first_referrer  D
  last             over_click   -          -      -       -       C      D     -     D         last_referrer   -
  last             over_click   -          A~     -       -       C      D     -     D         last_referrer   -
  last             over_click   2:A/click  B      -       -       -      -     -     A         subscription    B
  last             over_click   2:A/click  B      C       -       -      -     -     A         subscription    C
  last             under_click  2:-/no_touch  B   C       -       -      -     -     -         no_touch        B
  last             over_click   -          A      -       -       -      -     A     -         self_referral   A
`,
);

describe('the explanation', () => {
  const outcomes = (row: Row): string[] =>
    decideCredit(questionOf(row)).steps.map(({ position, step, outcome }) => `${position} ${step} ${outcome}`);

  test('names every candidate in the order in which they were asked', () => {
    assert.deepEqual(outcomes({ click: '?', coupon: '?', others: 'A~,B,C', first: 'D', away: 'C' }), [
      '1 settings applied',
      '2 coupon unknown_coupon',
      '3 named_click unknown_click',
      '4 visitor_click window_passed',
      '5 visitor_click won',
      '6 visitor_click partner_not_active',
      '7 last_referrer none_stored',
      '8 first_referrer not_needed',
      '9 decision click',
    ]);
  });

  test('says what a setting or a subscription left out', () => {
    assert.deepEqual(outcomes({ credit: 'last_touch_only', click: 'A', last: 'B' }).slice(1), [
      '2 named_click won',
      '3 last_referrer not_asked',
      '4 first_referrer not_asked',
      '5 decision click',
    ]);
    assert.deepEqual(outcomes({ sub: '2:-/no_touch', via: 'A', credit: 'first' }).slice(1), [
      '2 subscription first_to_nobody',
      '3 first_referrer not_asked',
      '4 via not_asked',
      '5 last_referrer not_asked',
      '6 decision no_touch',
    ]);
  });

  test('shows where a self-referral ended the search', () => {
    assert.deepEqual(outcomes({ click: 'A', self: 'A', last: 'B' }).slice(1, 4), [
      '2 named_click self_referral',
      '3 last_referrer not_needed',
      '4 first_referrer none_stored',
    ]);
  });

  test('holds the facts of a touch, its window and its partner', () => {
    const step = decideCredit(questionOf({ click: 'A' })).steps[1] as CandidateStep;
    assert.deepEqual(step.touch, {
      touch_id: 'click_named',
      at: '2026-02-27T12:00:00.000Z',
      click_window_days: 30,
      counts_until: '2026-03-29T12:00:00.000Z',
      approved_then: true,
    });
    assert.deepEqual([step.partner_id, step.approved_now, step.is_customer], ['part_A', true, false]);
  });
});

test('a question that says nothing of a partner is a mistake of the caller', () => {
  assert.throws(() => decideCredit({ ...questionOf({ click: 'A' }), partners: {} }), /part_A/);
});

const cell = fc.stringMatching(/^(-|[A-D][!~+]?)$/);
const anyRow = fc.record({
  credit: fc.constantFrom(...creditModes),
  coupons: fc.constantFrom(...couponCredits),
  self_referral: fc.constantFrom(...selfReferrals),
  click: fc.oneof(cell, fc.constant('?')),
  via: fc.oneof(cell, fc.constant('?')),
  coupon: fc.oneof(cell, fc.constant('?')),
  others: fc.array(fc.stringMatching(/^[A-D][!~+]?$/), { maxLength: 4 }).map((list) => list.join(',') || '-'),
  first: cell,
  last: cell,
  away: fc.subarray(['A', 'B', 'C', 'D']).map((list) => list.join(',')),
  self: fc.constantFrom('-', 'A', 'B'),
  sub: fc.constantFrom('-', '-', '-', '1:?', '2:?', '2:A/click', '3:B/coupon', '2:-/no_touch', '2:-/unknown_click'),
});
const eachQuestion = (check: (decision: CreditDecision, question: CreditQuestion) => void): void =>
  fc.assert(
    fc.property(anyRow, (row) => check(decideCredit(questionOf(row)), questionOf(row))),
    { numRuns: 2000 },
  );

test('from the facts in the steps alone the same credit follows', () => eachQuestion(checkExplained));

test('one partner is credited or none, by one step, and a reason says which', () => {
  eachQuestion(({ steps, partner_id, reason, held }) => {
    const won = steps.filter(({ outcome }) => outcome === 'won') as CandidateStep[];
    assert.deepEqual(
      won.map((step) => step.partner_id),
      partner_id === null ? [] : [partner_id],
    );
    assert.equal((nobodyReasons as readonly string[]).includes(reason), partner_id === null);
    if (held !== null) assert.ok(won[0]?.is_customer);
  });
});

test('nobody is credited who is not approved at the order, and no refused self-referral', () => {
  eachQuestion(({ partner_id }, { partners, settings }) => {
    if (partner_id === null) return;
    assert.ok(partners[partner_id]!.approved);
    if (settings.self_referral === 'refuse') assert.ok(!partners[partner_id]!.is_customer);
  });
});

test('a valid own touch is stored wherever there is one, and the one that wins if one wins', () => {
  eachQuestion(({ store_touch, via_touch, steps }, { touches }) => {
    if (via_touch !== null) assert.equal(store_touch, via_touch);
    const valid = (steps as CandidateStep[]).filter(({ touch, finding }) => touch && finding === 'valid');
    assert.equal(store_touch === null, valid.length === 0);
    if (store_touch !== null) assert.ok(touches.some(({ id }) => id === store_touch.id));
  });
});
