import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Question } from '../contract.ts';
import { checkAnswers, type Given } from './check-answers.ts';

const asked = { label: 'L', help: '', required: true };
const text: Question = { ...asked, id: 'text', kind: 'text' };
const choice: Question = { ...asked, id: 'choice', kind: 'choice', options: ['A', 'B'] };
const number: Question = { ...asked, id: 'number', kind: 'number', min: 0, max: 10 };
const box: Question = { ...asked, id: 'box', kind: 'checkbox' };
const free = (question: Question): Question => ({ ...question, required: false });

describe('an answer', () => {
  const good: [question: Question, given: Given, value: unknown][] = [
    [text, { text: '  hello ' }, 'hello'],
    [free(text), {}, null],
    [free(text), { text: '   ' }, null],
    [text, { text: '<script>' }, '<script>'],
    [choice, { choice: 'B' }, 'B'],
    [free(choice), { choice: '' }, null],
    [number, { number: 10 }, 10],
    [number, { number: ' 2.5 ' }, 2.5],
    [free(number), { number: null }, null],
    [box, { box: true }, true],
    [free(box), {}, false],
  ];
  for (const [question, given, value] of good)
    test(`to ${question.kind} ${JSON.stringify(given)} is kept as ${JSON.stringify(value)}`, () => {
      const checked = checkAnswers([question], given);
      assert.ok('answers' in checked);
      assert.deepEqual(checked.answers, [{ question_id: question.id, label: 'L', kind: question.kind, value }]);
    });
  const bad: [question: Question, given: Given, says: RegExp][] = [
    [text, {}, /required/],
    [text, { text: '  ' }, /required/],
    [text, { text: 'x'.repeat(2001) }, /2000/],
    [text, { text: 'a\u0000' }, /cannot be kept/],
    [text, { text: '\ud800' }, /cannot be kept/],
    [text, { text: 3 }, /is a text/],
    [choice, { choice: 'b' }, /none of the options/],
    [number, { number: 'many' }, /no number/],
    [number, { number: '0x1' }, /no number/],
    [number, { number: true }, /no number/],
    [number, { number: 1e300 }, /no number/],
    [number, { number: -1 }, /0 or more/],
    [number, { number: 10.1 }, /10 or less/],
    [box, { box: false }, /ticked/],
    [box, { box: 'yes' }, /true or false/],
    [text, { text: 'x', other: 'y' }, /no question/],
    [free(text), { constructor: 'x' }, /no question/],
  ];
  for (const [question, given, says] of bad)
    test(`to ${question.kind} ${JSON.stringify(given).slice(0, 40)} is refused: ${says.source}`, () => {
      const checked = checkAnswers([question], given);
      assert.ok('faults' in checked);
      assert.match(checked.faults[0]!.message, says);
    });
});
