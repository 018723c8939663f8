import { type FormRulesRecord, type UseFormReturnType, useForm } from '@mantine/form';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { ApiProblem } from '../api/problem.ts';
import { type ActHeaders, useAct } from './use-act.ts';

interface ApiFormOptions<V, T> {
  readonly initial: V;
  /** What can be told without asking: a message by field. The server has the last word. */
  readonly check?: FormRulesRecord<V>;
  readonly run: (values: V, headers: ActHeaders) => Promise<T>;
  readonly done?: (answer: T, values: V) => void | Promise<void>;
  /** Fields of the request that are called otherwise here: `{ 'payout_method.email': 'email' }`. */
  readonly names?: Readonly<Record<string, string>>;
  /** Problems that are about one field, and name none: `{ slug_taken: 'slug' }`. */
  readonly codes?: Readonly<Record<string, string>>;
}

export interface ApiForm<V> {
  readonly fields: UseFormReturnType<V>;
  readonly values: V;
  /** Spread into an input: value, onChange, error. */
  readonly field: UseFormReturnType<V>['getInputProps'];
  readonly submit: (event?: FormEvent<HTMLFormElement>) => void;
  readonly busy: boolean;
  /** What no field of the form is about; show it with ErrorNote. */
  readonly error: unknown;
  /** Put it on the form element: the first field that is wrong gets the focus. */
  readonly ref: React.RefObject<HTMLFormElement | null>;
}

/**
 * A form that the server checks: what it finds wrong is said beside the field, what was typed stays, and pressing the
 * button twice sends it once.
 */
export function useApiForm<V extends Record<string, unknown>, T = unknown>(options: ApiFormOptions<V, T>): ApiForm<V> {
  const form = useForm<V>({ mode: 'controlled', initialValues: options.initial, validate: options.check ?? {} });
  const ref = useRef<HTMLFormElement>(null);
  const [refused, setRefused] = useState(0);
  const act = useAct<V, T>({
    run: options.run,
    ...(options.done ? { done: options.done } : {}),
    failed: (error) => {
      const found = error instanceof ApiProblem ? byField(error, form.getValues(), options) : null;
      if (!found) return false;
      form.setErrors(found);
      setRefused((times) => times + 1);
      return true;
    },
  });
  // Only when something was sent: a message that goes while one types must not take the focus to the next.
  useEffect(() => {
    if (refused > 0) ref.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [refused]);
  return {
    fields: form,
    values: form.values,
    field: (path, options) => {
      const props = form.getInputProps(path, options);
      // Not every input of the library says it by itself.
      return props.error ? { ...props, 'aria-invalid': true } : props;
    },
    submit: form.onSubmit(
      (values) => void act.start(values),
      () => setRefused((times) => times + 1),
    ),
    busy: act.busy,
    error: act.error,
    ref,
  };
}

/** Messages by the form's fields; null where the problem is about something that is not on the form. */
function byField(
  { problem }: ApiProblem,
  values: Record<string, unknown>,
  { names = {}, codes = {} }: Pick<ApiFormOptions<never, never>, 'names' | 'codes'>,
): Record<string, string> | null {
  const errors = problem.errors ?? [];
  const only = codes[problem.code];
  if (errors.length === 0 && only !== undefined) return { [only]: problem.detail };
  const found: Record<string, string> = {};
  for (const { path = '', message = '' } of errors) {
    const field = names[path] ?? path;
    if (!(field.split('.')[0]! in values)) return null;
    found[field] = [found[field], sentence(message)].filter(Boolean).join(' ');
  }
  return errors.length > 0 ? found : null;
}

/** "is 1 to 200 characters" reads "This is 1 to 200 characters."; "line 2, column 5: ..." only gets its capital letter. */
function sentence(message: string): string {
  const place = /^line \d/.test(message);
  const text = place ? `L${message.slice(1)}` : /^[a-z]/.test(message) ? `This ${message}` : message;
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
