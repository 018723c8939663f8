import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { addDays } from '../../../values/instant.ts';
import { applyByHand, applyLead, applyOrder } from './apply-touch.ts';
import {
  judgeReferrer,
  type ReferrerEntry,
  type Referrers,
  referrersAt,
  type StoredReferrer,
} from './stored-referrer.ts';

const start = new Date('2026-01-01T10:00:00.000Z');
const on = (day: number): Date => addDays(start, day);

/**
 * One event as text: the day it happened, what it was, whose own touch was valid ("-": none), and after a slash the lead
 * window of that partner's program in days (none: for good). `page` is an unverified lead. `first=A` and `last=-` are by hand.
 */
function happen(
  history: ReferrerEntry[],
  event: string,
  contact_is_new: boolean,
): { history: ReferrerEntry[]; changed: string } {
  const [day, what, whose = ''] = event.split(' ') as [string, string, string?];
  const at = on(Number(day));
  const [slot, by_hand] = what.split('=') as ['first' | 'last', string?];
  const [letter, days] = (by_hand ?? whose).split('/') as [string, string?];
  const partner_id = letter === '-' ? null : `part_${letter}`;
  const lead_window_days = days === undefined ? null : Number(days);
  const touch = partner_id === null ? null : { partner_id, lead_window_days };
  const source = { id: event, occurred_at: at, contact_is_new, touch };
  const applied =
    by_hand !== undefined
      ? applyByHand(history, { at, slot, partner_id, lead_window_days })
      : what === 'order'
        ? applyOrder(history, source)
        : applyLead(history, { ...source, verified: what === 'lead' });
  const after = applied.entry === null ? history : [...history, applied.entry];
  assert.deepEqual(applied.referrers, referrersAt(after, null));
  return { history: after, changed: applied.changed.join(' ') || '-' };
}

/** Events in the order in which they arrive; the first makes the contact. */
function play(events: readonly string[]): { history: ReferrerEntry[]; changed: string } {
  let last: { history: ReferrerEntry[]; changed: string } = { history: [], changed: '-' };
  for (const [index, event] of events.entries()) last = happen(last.history, event, index === 0);
  return last;
}

const letter = (referrer: StoredReferrer | null): string => referrer?.partner_id.slice('part_'.length) ?? '-';
const both = ({ first, last }: Referrers): string => `${letter(first)} ${letter(last)}`;

// What happened, in the order of arrival; first and last referrer after it; what the last event changed.
const stories: [string, string[], string, string][] = [
  ['new contact, valid touch: both', ['0 lead B'], 'B B', 'first_stored last_stored'],
  ['an order makes a contact, too', ['0 order B'], 'B B', 'first_stored last_stored'],
  ['new contact, no valid touch: nothing', ['0 lead -'], '- -', '-'],
  ['contact exists, valid touch: only the last', ['0 lead A', '1 lead B'], 'A B', 'last_stored'],
  ['even where the first is empty', ['0 order -', '1 lead B'], '- B', 'last_stored'],
  ['an order does the same', ['0 lead -', '1 order B'], '- B', 'last_stored'],
  ['contact exists, no valid touch: nothing', ['0 lead A', '1 lead -', '2 order -'], 'A A', '-'],
  ['an unverified lead may make a contact', ['0 page A'], 'A A', 'first_stored last_stored'],
  ['and changes nothing of an existing one', ['0 lead A', '1 page B'], 'A A', '-'],
  ['not even where nothing is stored', ['0 lead -', '1 page B'], '- -', '-'],
  ['nor does it renew', ['0 lead A/30', '1 page A/30'], 'A A', '-'],
  ['an older lead never replaces a newer one', ['5 lead A', '9 lead B', '7 lead C'], 'A B', '-'],
  ['a contact that a lead made keeps its first, whatever older lead follows', ['5 lead A', '3 lead B'], 'A A', '-'],
  [
    'the same partner again renews the first and is the last anew',
    ['0 lead A', '1 lead A'],
    'A A',
    'first_renewed last_stored',
  ],
  ['also after another was the last', ['0 lead A', '1 lead B', '2 order A'], 'A A', 'first_renewed last_stored'],
  ['by hand', ['0 lead A', '1 first=B'], 'B A', 'first_stored'],
  ['by hand, the last, which renews nothing', ['0 lead A', '1 last=B', '2 last=A'], 'A A', 'last_stored'],
  ['taken away by hand', ['0 lead A', '1 last=-'], 'A -', 'last_stored'],
  ['an older lead does not bring it back', ['0 lead A', '2 last=-', '1 lead B'], 'A -', '-'],
  ['a newer one does', ['0 lead A', '2 last=-', '3 lead B'], 'A B', 'last_stored'],
];

describe('rules 4 and 7: what leads and orders store', () => {
  for (const [title, events, wanted, changed] of stories) {
    test(`${title}: ${events.join(', ')}`, () => {
      const played = play(events);
      assert.deepEqual([both(referrersAt(played.history, null)), played.changed], [wanted, changed]);
    });
  }
});

/** "A B": who serves as first and as last on a day, both partners being approved. */
function serving(events: readonly string[], at: Date): string {
  const { first, last } = referrersAt(play(events).history, at);
  const show = (referrer: StoredReferrer | null): string =>
    referrer !== null && judgeReferrer(referrer, at, true) === 'valid' ? letter(referrer) : '-';
  return `${show(first)} ${show(last)}`;
}

// What happened; the day of an order; who serves it as first and last referrer.
const services: [string, string[], number, string][] = [
  ['opted in through a link, bought six days later', ['0 lead A/60'], 6, 'A A'],
  ['on the last day of 30', ['0 lead A/30'], 30, 'A A'],
  ['one day too late', ['0 lead A/30'], 31, '- -'],
  ['no window: for good', ['0 lead A'], 5000, 'A A'],
  ['each by the window of its own program', ['0 lead A/30', '10 lead B/90'], 40, '- B'],
  ['the same partner again starts both anew', ['0 lead A/30', '20 lead A/30'], 50, 'A A'],
  ['and again, after the time had run out', ['0 lead A/30', '40 order A/30'], 70, 'A A'],
  ['but not for an order in between that arrives late', ['0 lead A/30', '40 order A/30'], 35, '- -'],
  ['another partner renews nothing', ['0 lead A/30', '20 lead B/30'], 45, '- B'],
  ['an order without a valid touch renews nothing', ['0 lead A/30', '20 order -'], 45, '- -'],
  [
    'the first keeps the window it was stored with, the last has that of now',
    ['0 lead A/30', '20 lead A/90'],
    60,
    '- A',
  ],
  ['the same partner set by hand renews nothing of the first', ['0 lead A/30', '20 last=A/30'], 45, '- A'],
  ['an order that arrives late finds the last of its own time', ['0 lead A', '10 lead B', '20 lead C'], 15, 'A B'],
  ['and none before the first lead', ['10 lead A'], 9, '- -'],
];

describe('rule 6: how long a stored referrer serves', () => {
  for (const [title, events, day, wanted] of services) {
    test(`${title}: ${events.join(', ')}; day ${day}`, () => assert.equal(serving(events, on(day)), wanted));
  }

  test('to the second, inclusive', () => {
    assert.equal(serving(['0 lead A/30'], new Date(on(30).getTime() + 999)), 'A A');
    assert.equal(serving(['0 lead A/30'], new Date(on(30).getTime() + 1000)), '- -');
  });

  test('a lead and an order within one second are not told apart by how they write it', () => {
    const endOfSecond = { ...play(['0 lead A']).history[0]!, at: new Date(start.getTime() + 999) };
    const { last } = referrersAt([endOfSecond], start);
    assert.equal(judgeReferrer(last!, start, true), 'valid');
  });

  test('a partner who is not approved at the order does not serve, which tells more than a window', () => {
    const { last } = referrersAt(play(['0 lead A/30']).history, null);
    assert.equal(judgeReferrer(last!, on(1), false), 'partner_not_active');
    assert.equal(judgeReferrer(last!, on(31), false), 'partner_not_active');
    assert.equal(judgeReferrer(last!, on(31), true), 'window_passed');
    assert.equal(judgeReferrer(last!, on(-1), true), 'not_yet');
  });
});

describe('rule 11: an order judged anew', () => {
  test('what it stores takes the place of what it stored before', () => {
    const before = play(['0 lead A', '1 order C']).history;
    const { entry } = applyOrder(before, {
      id: '1 order C',
      occurred_at: on(1),
      contact_is_new: false,
      touch: { partner_id: 'part_B', lead_window_days: null },
    });
    assert.equal(both(referrersAt([...before, entry!], null)), 'A B');
  });

  test('also where it made the contact, and others came after it', () => {
    const before = play(['1 order C', '2 lead D']).history;
    const { entry, changed } = applyOrder(before, {
      id: '1 order C',
      occurred_at: on(1),
      contact_is_new: true,
      touch: { partner_id: 'part_B', lead_window_days: null },
    });
    assert.equal(both(referrersAt([...before, entry!], null)), 'B D');
    assert.deepEqual(changed, ['first_stored']);
  });
});

test('two contacts merged by hand keep both histories: the older first stays', () => {
  const merged = [...play(['5 lead A', '9 lead C']).history, ...play(['3 lead B', '7 order D']).history];
  assert.equal(both(referrersAt(merged, null)), 'B C');
});

const laterEvent = fc
  .tuple(fc.constantFrom('lead', 'order'), fc.constantFrom('A', 'B', 'C', '-'), fc.constantFrom('', '/5', '/30'))
  .map(([what, whose, window]) => `${what} ${whose}${window}`);

test('once the contact exists, the order in which leads and orders arrive changes nothing', () => {
  const story = fc
    .array(laterEvent, { maxLength: 8 })
    .map((events) => events.map((event, index) => `${index + 1} ${event}`));
  const bothWays = story.chain((events) =>
    fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })),
  );
  fc.assert(
    fc.property(bothWays, fc.integer({ min: 0, max: 60 }), ([events, shuffled], day) => {
      const [inOrder, late] = [events, shuffled].map((list) =>
        referrersAt(play(['0 lead A/30', ...list]).history, on(day)),
      );
      assert.deepEqual(late, inOrder);
    }),
  );
});

test('the last referrer is the newest valid touch, whatever came when', () => {
  const days = fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 90 }), fc.constantFrom('A', 'B', 'C')), {
    minLength: 1,
    selector: ([day]) => day,
  });
  fc.assert(
    fc.property(days, (leads) => {
      const { last } = referrersAt(
        play(['0 lead -', ...leads.map(([day, who]) => `${day} lead ${who}`)]).history,
        null,
      );
      const newest = leads.reduce((a, b) => (b[0] > a[0] ? b : a));
      assert.deepEqual([letter(last), last?.stored_at], [newest[1], on(newest[0])]);
    }),
  );
});
