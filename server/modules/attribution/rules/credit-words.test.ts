import assert from 'node:assert/strict';
import { test } from 'node:test';
import { creditReasons, nobodyReasons } from './credit-question.ts';
import { candidateSteps, findings } from './credit-steps.ts';
import { detailOf, outcomeWords, reasonWords, stepWords } from './credit-words.ts';

const all = [reasonWords, outcomeWords, stepWords].flatMap((words) => Object.entries(words));

test('every word of the vocabulary has its sentences, and no other has', () => {
  assert.deepEqual(Object.keys(reasonWords).sort(), [...creditReasons, ...nobodyReasons].sort());
  assert.deepEqual(Object.keys(stepWords).sort(), ['settings', ...candidateSteps, 'decision'].sort());
  const outcomes = [
    'won',
    'self_referral',
    'not_needed',
    'not_asked',
    ...findings.filter((finding) => finding !== 'valid'),
  ];
  assert.deepEqual(Object.keys(outcomeWords).sort(), outcomes.sort());
});

test('what a partner reads speaks to them, and of no other partner', () => {
  for (const [word, { partner }] of all)
    assert.doesNotMatch(partner, /partners?\b(?! has)|your settings|e-mail/i, word);
});

test('reasons and outcomes are sentences, steps are headings, and no word of the code stands in them', () => {
  for (const [word, { owner, partner }] of all) assert.doesNotMatch(owner + partner, /_/, word);
  for (const { owner, partner } of [...Object.values(reasonWords), ...Object.values(outcomeWords)]) {
    assert.match(owner, /^[A-Z].*\.$/);
    assert.match(partner, /^[A-Z].*\.$/);
  }
  for (const { owner, partner } of Object.values(stepWords)) {
    assert.match(owner, /^[A-Z].*[a-z]$/);
    assert.match(partner, /^[A-Z].*[a-z]$/);
  }
});

test('a step in one sentence', () => {
  const decision = { position: 3, step: 'decision', outcome: 'click', partner_id: 'part_a' } as const;
  assert.match(detailOf({ ...decision, held: null }), /^The decision: .*led to the order\.$/);
  assert.match(detailOf({ ...decision, held: 'self_referral' }), /waits for a person/);
  const none = { partner_id: null, approved_now: null, is_customer: null };
  const coupon = {
    position: 2,
    step: 'coupon',
    outcome: 'unknown_coupon',
    finding: 'unknown_coupon',
    ...none,
  } as const;
  assert.equal(detailOf(coupon), "The order's coupon: The coupon is unknown, or no partner's. It changes nothing.");
});
