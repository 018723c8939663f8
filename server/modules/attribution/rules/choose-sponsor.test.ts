import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { addDays } from '../../../values/instant.ts';
import { chooseSponsor } from './choose-sponsor.ts';
import type { CreditSettings, PartnerNow } from './credit-question.ts';
import { decideLead } from './decide-lead.ts';
import type { Touch } from './judge-touch.ts';
import type { StoredReferrer } from './stored-referrer.ts';

const joining = new Date('2026-03-01T12:00:00.000Z');
const settings: CreditSettings = { credit: 'last', coupon_credit: 'over_click', self_referral: 'refuse' };
const touch = (partner_id: string, more: Partial<Touch> = {}): Touch => ({
  id: `clk_${partner_id}`,
  kind: 'click',
  partner_id,
  at: addDays(joining, -1),
  named: true,
  approved_then: true,
  click_window_days: 30,
  ...more,
});
const referrer = (partner_id: string): StoredReferrer => ({
  partner_id,
  stored_at: addDays(joining, -6),
  renewed_at: null,
  lead_window_days: null,
  serves_until: null,
  cause: 'lead',
  cause_id: null,
});
const now: PartnerNow = { approved: true, is_customer: false };
const question = {
  occurred_at: joining,
  settings,
  touches: [] as Touch[],
  unknown: { click: false, via: false, coupon: false },
  referrers: { first: null as StoredReferrer | null, last: null as StoredReferrer | null },
  partners: { part_a: now, part_b: now, part_c: now, part_new: now } as Record<string, PartnerNow>,
};
const chosen = (named: string | null, more: Partial<typeof question>): [string | null, string, string | null] => {
  const { sponsor_id, by, reason } = chooseSponsor('part_new', named, { ...question, ...more });
  return [sponsor_id, by, reason];
};

describe('rule 19: the sponsor of a new partner', () => {
  const known = { touches: [touch('part_a')], referrers: { first: referrer('part_b'), last: referrer('part_c') } };

  test('the one named by hand, whoever was clicked', () => {
    assert.deepEqual(chosen('part_b', known), ['part_b', 'hand', null]);
  });

  test('else the partner of the click or via of the application', () => {
    assert.deepEqual(chosen(null, known), ['part_a', 'credit', 'click']);
    assert.deepEqual(chosen(null, { touches: [touch('part_b', { kind: 'via', at: joining })] }), [
      'part_b',
      'credit',
      'click',
    ]);
  });

  test('else a stored referrer, by the setting', () => {
    assert.deepEqual(chosen(null, { ...known, touches: [] }), ['part_c', 'credit', 'last_referrer']);
    const first = { ...settings, credit: 'first' as const };
    assert.deepEqual(chosen(null, { ...known, settings: first }), ['part_b', 'credit', 'first_referrer']);
    const only = { ...settings, credit: 'last_touch_only' as const };
    assert.deepEqual(chosen(null, { ...known, touches: [], settings: only }), [null, 'nobody', 'no_touch']);
  });

  test('nobody where nobody would have been credited', () => {
    assert.deepEqual(chosen(null, {}), [null, 'nobody', 'no_touch']);
    assert.deepEqual(chosen(null, { touches: [touch('part_a', { at: addDays(joining, -31) })] }), [
      null,
      'nobody',
      'window_passed',
    ]);
    const partners = { ...question.partners, part_a: { ...now, approved: false } };
    assert.deepEqual(chosen(null, { touches: [touch('part_a')], partners }), [null, 'nobody', 'partner_not_active']);
  });

  test('never oneself, whatever the account makes of orders that partners place themselves', () => {
    for (const self_referral of ['refuse', 'hold', 'allow'] as const) {
      const partners = { ...question.partners, part_a: { ...now, is_customer: true } };
      const own = { settings: { ...settings, self_referral }, partners };
      assert.deepEqual(chosen(null, { ...own, touches: [touch('part_a')] }), [null, 'nobody', 'self_referral']);
      assert.equal(chosen(null, { ...own, touches: [touch('part_new')] })[0], null);
    }
  });
});

describe('rules 3 and 4: whose a lead is', () => {
  const lead = (touches: Touch[], more: Partial<typeof question> = {}): [string | null, string, string | null] => {
    const { partner_id, reason, store_touch } = decideLead({ ...question, ...more, touches });
    return [partner_id, reason, store_touch?.partner_id ?? null];
  };

  test('clicked A, did nothing, clicked B, opted in through that click: B', () => {
    const a = touch('part_a', { named: false, at: addDays(joining, -9) });
    assert.deepEqual(lead([touch('part_b'), a]), ['part_b', 'click', 'part_b']);
  });

  test('a touch that is not valid is passed over', () => {
    const old = touch('part_a', { at: addDays(joining, -31) });
    assert.deepEqual(lead([old, touch('part_b', { named: false })]), ['part_b', 'click', 'part_b']);
    assert.deepEqual(lead([old]), [null, 'window_passed', null]);
  });

  test("a stored referrer does not make the lead anybody's", () => {
    assert.deepEqual(lead([], { referrers: { first: referrer('part_b'), last: referrer('part_c') } }), [
      null,
      'no_touch',
      null,
    ]);
    assert.deepEqual(lead([], { unknown: { click: true, via: false, coupon: false } }), [null, 'unknown_click', null]);
  });
});
