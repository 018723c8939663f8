import type { AnswerKept, Question } from '../contract.ts';

export type Given = Readonly<Record<string, string | number | boolean | null>>;

/** What is wrong with an answer, by the question's id. */
export interface AnswerFault {
  readonly question_id: string;
  readonly message: string;
}

/** Longer than anybody writes of themselves, and short enough to be read. */
const LONGEST = 2000;
/** Beyond this a number loses digits on its way. */
const LARGEST = 1e12;

/**
 * Holds what was answered against the questions: every answer with the question as it was asked, or all that is wrong. An
 * empty text is no answer; a box that was not ticked is a "no". Answers to what was not asked are refused.
 */
export function checkAnswers(
  questions: readonly Question[],
  given: Given,
): { readonly answers: readonly AnswerKept[] } | { readonly faults: readonly AnswerFault[] } {
  const known = new Set(questions.map(({ id }) => id));
  const faults: AnswerFault[] = Object.keys(given)
    .filter((id) => !known.has(id))
    .map((question_id) => ({ question_id, message: 'is no question of this form' }));
  const answers = questions.map((question) => {
    const raw = Object.hasOwn(given, question.id) ? given[question.id]! : null;
    const read = readAnswer(question, typeof raw === 'string' ? raw.trim() : raw);
    if ('wrong' in read) faults.push({ question_id: question.id, message: read.wrong });
    const value = 'wrong' in read ? null : read.value;
    return { question_id: question.id, label: question.label, kind: question.kind, value };
  });
  return faults.length > 0 ? { faults } : { answers };
}

type Read = { readonly value: AnswerKept['value'] } | { readonly wrong: string };

function readAnswer(question: Question, raw: Given[string]): Read {
  if (question.kind === 'checkbox') {
    if (raw !== null && typeof raw !== 'boolean') return { wrong: 'is true or false' };
    return question.required && raw !== true ? { wrong: 'must be ticked' } : { value: raw ?? false };
  }
  if (raw === null || raw === '') return question.required ? { wrong: 'is required' } : { value: null };
  if (question.kind === 'number') return readNumber(question, raw);
  if (typeof raw !== 'string') return { wrong: 'is a text' };
  if (raw.includes('\u0000') || !raw.isWellFormed()) return { wrong: 'holds a character that cannot be kept' };
  if (question.kind === 'choice')
    return question.options.includes(raw) ? { value: raw } : { wrong: 'is none of the options' };
  return raw.length > LONGEST ? { wrong: `has more than ${LONGEST} characters` } : { value: raw };
}

function readNumber({ min, max }: Extract<Question, { kind: 'number' }>, raw: string | number | boolean): Read {
  const isNumber = typeof raw === 'number' || (typeof raw === 'string' && /^-?\d{1,12}(?:\.\d{1,6})?$/.test(raw));
  const value = Number(raw);
  if (!isNumber || !Number.isFinite(value) || Math.abs(value) > LARGEST) return { wrong: 'is no number' };
  if (min !== null && value < min) return { wrong: `is ${min} or more` };
  return max !== null && value > max ? { wrong: `is ${max} or less` } : { value };
}
