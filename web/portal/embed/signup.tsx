import { Button, Card, Checkbox, NumberInput, Select, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { ask, createApi } from '../../api/client.ts';
import { ApiProblem } from '../../api/problem.ts';
import type { Answer, Body } from '../../api/types.ts';
import { ErrorNote } from '../../ui/notes.tsx';
import { useWords } from '../../ui/words.ts';
import type { SignupPlace } from './show.tsx';
import classes from './signup.module.css';
import { Written } from './written.tsx';

type Form = Answer<'/v1/join/{account}/{program}'>;
type Question = Form['questions'][number];
type Given = string | number | boolean | null;

/** The sign-up form of a program, as the account made it. */
export function Signup(place: SignupPlace) {
  const t = useWords('signup');
  const { server, account, attributes } = place;
  const path = { account, program: attributes['form'] ?? '' };
  const [form, setForm] = useState<Form | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [sent, setSent] = useState(false);
  const api = apiOf(server);
  const load = (): void => {
    ask(api.GET('/v1/join/{account}/{program}', { params: { path } })).then(setForm, setError);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each form
  useEffect(load, [server, account, path.program]);
  if (error) return <ErrorNote error={error} />;
  if (!form) return <Text role="status">{t('loading')}</Text>;
  if (sent) return <Card>{t('sent')}</Card>;
  if (!form.open) return <Card>{t('closed')}</Card>;
  return (
    <Card component="section" aria-label={form.title}>
      <Stack>
        <Head form={form} />
        <Fields
          form={form}
          attributes={attributes}
          send={async (body) => {
            const proof = await proofOf(server, form).catch(() => null);
            await ask(api.POST('/v1/join/{account}/{program}', { params: { path }, body: { ...body, proof } }));
            setSent(true);
            place.joined();
          }}
          anew={load}
        />
      </Stack>
    </Card>
  );
}

function apiOf(server: string) {
  const never = async () => false;
  return createApi({ server, account: () => null, signInAgain: never, stepUp: never, heard: () => undefined });
}

/** The work that tells a browser from a machine that fills in forms by the thousand. */
async function proofOf(server: string, form: Form): Promise<string> {
  const script = (await import(/* @vite-ignore */ `${server}/join.js`)) as {
    solve: (challenge: unknown) => Promise<string>;
  };
  return script.solve(form.challenge);
}

function Head({ form }: { form: Form }) {
  return (
    <>
      <h2 className={classes.title} part="heading">
        {form.title}
      </h2>
      {form.text_html && <Written html={form.text_html} className={classes.text} />}
      {form.rates.length > 0 && (
        <ul className={classes.rates}>
          {form.rates.map(({ what, says }) => (
            <li key={what}>
              {what}: {says}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

interface FieldsProps {
  readonly form: Form;
  readonly attributes: SignupPlace['attributes'];
  readonly send: (body: Body<'/v1/join/{account}/{program}', 'post'>) => Promise<void>;
  readonly anew: () => void;
}

function Fields({ form, attributes, send, anew }: FieldsProps) {
  const t = useWords('signup');
  const [who, setWho] = useState({ name: attributes['name'] ?? '', email: attributes['email'] ?? '' });
  const [answers, setAnswers] = useState<Readonly<Record<string, Given>>>({});
  const [agreed, setAgreed] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const wrong = wrongOf(error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setError(null);
    const terms_version = agreed ? (form.terms?.version ?? null) : null;
    send({ ...who, answers, terms_version, started: form.started, website: '' })
      .catch((caught: unknown) => {
        setError(caught);
        if (caught instanceof ApiProblem && caught.problem.code === 'signup_unproved') anew();
      })
      .finally(() => setBusy(false));
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {(['name', 'email'] as const).map((name) => (
          <TextInput
            key={name}
            label={t(`who.${name}`)}
            type={name === 'email' ? 'email' : 'text'}
            name={name}
            autoComplete={name}
            required
            value={who[name]}
            error={wrong[name]}
            onChange={(event) => setWho({ ...who, [name]: event.currentTarget.value })}
          />
        ))}
        {form.questions.map((question) => (
          <Asked
            key={question.id}
            question={question}
            value={answers[question.id] ?? null}
            error={wrong[`answers.${question.id}`]}
            onChange={(value) => setAnswers({ ...answers, [question.id]: value })}
          />
        ))}
        {form.terms && (
          <>
            <Written html={form.terms.html} className={classes.terms} label={t('terms')} />
            <Checkbox
              label={t('agree')}
              required
              checked={agreed}
              error={wrong['terms_version']}
              onChange={(event) => setAgreed(event.currentTarget.checked)}
            />
          </>
        )}
        {error !== null && Object.keys(wrong).length === 0 && <ErrorNote error={error} />}
        <Button type="submit" loading={busy} style={{ alignSelf: 'flex-start' }}>
          {t('do')}
        </Button>
      </Stack>
    </form>
  );
}

function wrongOf(error: unknown): Record<string, string> {
  if (!(error instanceof ApiProblem)) return {};
  return Object.fromEntries((error.problem.errors ?? []).map(({ path = '', message = '' }) => [path, message]));
}

interface AskedProps {
  readonly question: Question;
  readonly value: Given;
  readonly error: string | undefined;
  readonly onChange: (value: Given) => void;
}

/** One of the account's own questions, by its kind. */
function Asked({ question, value, error, onChange }: AskedProps) {
  const { kind, label, help = '', required = false } = question;
  const plain = { label, description: help, required, error };
  if (kind === 'choice')
    return (
      <Select
        {...plain}
        data={question.options}
        value={typeof value === 'string' ? value : null}
        onChange={(chosen) => onChange(chosen)}
      />
    );
  if (kind === 'checkbox')
    return <Checkbox {...plain} checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />;
  if (kind === 'number')
    return (
      <NumberInput
        {...plain}
        hideControls
        value={typeof value === 'number' ? value : ''}
        onChange={(typed) => onChange(typeof typed === 'number' ? typed : null)}
      />
    );
  return (
    <TextInput
      {...plain}
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
