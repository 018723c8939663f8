import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Approval } from '../contract.ts';
import { type Applicant, decideApplication } from './decide-application.ts';

const applicant: Applicant = {
  email: 'ann@mail.example.com',
  country: 'DE',
  answers: [
    { question_id: 'where', value: 'Blog' },
    { question_id: 'readers', value: 1200 },
    { question_id: 'adult', value: true },
    { question_id: 'empty', value: null },
  ],
  proved: true,
  again: false,
};
type Rule = Extract<Approval, { kind: 'rule' }>;
const rule = (more: Partial<Rule>): Rule => ({
  ...{ kind: 'rule', countries: null, email_domains: null, answers: [], otherwise: 'by_hand' },
  ...more,
});

describe('an application', () => {
  const cases: [says: string, approval: Approval, who: Partial<Applicant>, outcome: string, codes: string][] = [
    ['is approved by a form that approves everyone', { kind: 'automatic' }, {}, 'approve', 'form_approves'],
    ['waits at a form that approves nobody by itself', { kind: 'by_hand' }, {}, 'wait', 'form_waits'],
    ['waits without proof of work', { kind: 'automatic' }, { proved: false }, 'wait', 'no_proof_of_work'],
    ['waits where it is the second', { kind: 'automatic' }, { again: true }, 'wait', 'applied_again'],
    [
      'without proof is not even rejected by a rule',
      rule({ countries: ['FR'], otherwise: 'reject' }),
      { proved: false, again: true },
      'wait',
      'no_proof_of_work applied_again',
    ],
    ['fits by country', rule({ countries: ['AT', 'DE'] }), {}, 'approve', 'country_listed'],
    ['waits from elsewhere', rule({ countries: ['AT'] }), {}, 'wait', 'country_not_listed'],
    ['waits from nowhere', rule({ countries: ['AT'] }), { country: null }, 'wait', 'country_not_listed'],
    [
      'is rejected where the owner says so',
      rule({ countries: ['AT'], otherwise: 'reject' }),
      {},
      'reject',
      'country_not_listed',
    ],
    ['fits by domain', rule({ email_domains: ['mail.example.com'] }), {}, 'approve', 'domain_listed'],
    ['fits by the domain above', rule({ email_domains: ['example.com'] }), {}, 'approve', 'domain_listed'],
    ['does not fit by a part of a name', rule({ email_domains: ['ample.com'] }), {}, 'wait', 'domain_not_listed'],
    [
      'fits by an answer, whatever its case',
      rule({ answers: [{ question_id: 'where', equals: ' bLOG' }] }),
      {},
      'approve',
      'answer_fits',
    ],
    ['fits by a number', rule({ answers: [{ question_id: 'readers', equals: 1200 }] }), {}, 'approve', 'answer_fits'],
    ['fits by a tick', rule({ answers: [{ question_id: 'adult', equals: true }] }), {}, 'approve', 'answer_fits'],
    ['fits by no tick', rule({ answers: [{ question_id: 'empty', equals: false }] }), {}, 'approve', 'answer_fits'],
    [
      'fits by a part of an answer',
      rule({ answers: [{ question_id: 'where', contains: 'LO' }] }),
      {},
      'approve',
      'answer_fits',
    ],
    [
      'does not fit by no answer',
      rule({ answers: [{ question_id: 'empty', contains: 'x' }] }),
      {},
      'wait',
      'answer_does_not_fit',
    ],
    [
      'needs all that is asked',
      rule({
        countries: ['DE'],
        email_domains: ['other.example'],
        answers: [{ question_id: 'where', equals: 'Blog' }],
      }),
      {},
      'wait',
      'country_listed domain_not_listed answer_fits',
    ],
  ];
  for (const [says, approval, who, outcome, codes] of cases)
    test(says, () => {
      const decision = decideApplication(approval, { ...applicant, ...who });
      assert.deepEqual([decision.outcome, decision.reasons.map(({ code }) => code).join(' ')], [outcome, codes]);
    });
});
