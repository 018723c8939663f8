import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { classifyVisit, type Visit, type VisitReason, visitReasons } from './classify-visit.ts';

const visit: Visit = {
  method: 'GET',
  agent: 'person',
  purpose: undefined,
  secPurpose: undefined,
  moz: undefined,
  destination: undefined,
};

const cases: readonly (readonly [says: string, change: Partial<Visit>, reason: VisitReason | null])[] = [
  ['a browser that says nothing of its fetches', {}, null],
  ['a browser that loads a document', { destination: 'document' }, null],
  ['HEAD', { method: 'HEAD' }, 'head'],
  ['HEAD of a robot', { method: 'HEAD', agent: 'robot' }, 'head'],
  ['no user agent', { agent: 'none' }, 'no_user_agent'],
  ['no user agent, prefetching', { agent: 'none', secPurpose: 'prefetch' }, 'no_user_agent'],
  ['a prefetch', { secPurpose: 'prefetch' }, 'prefetch'],
  ['a prerender', { secPurpose: 'prefetch;prerender' }, 'prefetch'],
  ['a prefetch by an anonymous proxy', { secPurpose: 'prefetch;anonymous-client-ip' }, 'prefetch'],
  ['an old prefetch', { purpose: 'prefetch' }, 'prefetch'],
  ['a preview tile of an old browser', { purpose: 'preview' }, 'prefetch'],
  ["Firefox's old prefetch", { moz: 'prefetch' }, 'prefetch'],
  ['another purpose', { purpose: 'navigation' }, null],
  ['an image', { destination: 'image' }, 'not_a_document'],
  ['a script', { destination: 'script' }, 'not_a_document'],
  ['a frame', { destination: 'iframe' }, 'not_a_document'],
  ['an embedded object', { destination: 'embed' }, 'not_a_document'],
  ['a fetch by a script', { destination: 'empty' }, 'not_a_document'],
  ['an image asked for by a robot', { destination: 'image', agent: 'robot' }, 'not_a_document'],
  ['a preview', { agent: 'preview' }, 'preview'],
  ['a robot', { agent: 'robot' }, 'robot'],
];

describe('what is a visit, and what is not (rule 32)', () => {
  for (const [says, change, reason] of cases) {
    test(`${says}: ${reason ?? 'a visit'}`, () => assert.equal(classifyVisit({ ...visit, ...change }), reason));
  }
  test('every reason has a case', () => {
    assert.deepEqual(new Set(cases.map(([, , reason]) => reason)), new Set([null, ...visitReasons]));
  });
});
