import { Anchor, Button, PasswordInput, PinInput, Stack, Text, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { ask } from '../../api/client.ts';
import { ApiProblem } from '../../api/problem.ts';
import { ErrorNote } from '../../ui/notes.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';

interface SignInStepsProps {
  /** Known where somebody signs in again. */
  readonly email?: string;
  readonly done: () => void;
  /** Below the button of the first step. */
  readonly children?: ReactNode;
}

/** E-mail address and password; then, where it is set up, the code of the second factor. */
export function SignInSteps({ email = '', done, children }: SignInStepsProps) {
  const [asksCode, setAsksCode] = useState(false);
  if (asksCode) return <CodeStep done={done} back={() => setAsksCode(false)} />;
  return (
    <PasswordStep known={email} done={(needsCode) => (needsCode ? setAsksCode(true) : done())}>
      {children}
    </PasswordStep>
  );
}

interface PasswordStepProps {
  readonly known: string;
  readonly done: (needsCode: boolean) => void;
  readonly children: ReactNode;
}

function PasswordStep({ known, done, children }: PasswordStepProps) {
  const t = useWords('doors');
  const [email, setEmail] = useState(known);
  const [password, setPassword] = useState('');
  const act = useAct({
    run: (body: { email: string; password: string }) => ask(api.POST('/v1/auth/sign_in', { body })),
    done: ({ two_factor }) => done(two_factor),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void act.start({ email: email.trim(), password });
      }}
    >
      <Stack>
        <TextInput
          label={t('email')}
          type="email"
          name="email"
          autoComplete="username"
          required
          autoFocus={known === ''}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('password')}
          name="password"
          autoComplete="current-password"
          required
          autoFocus={known !== ''}
          visibilityToggleButtonProps={{ 'aria-label': t('show_password') }}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <ErrorNote error={act.error} />
        <Button type="submit" loading={act.busy} fullWidth>
          {t('sign_in.do')}
        </Button>
        {children}
      </Stack>
    </form>
  );
}

function CodeStep({ done, back }: { done: () => void; back: () => void }) {
  const t = useWords('doors');
  const [backup, setBackup] = useState(false);
  const [code, setCode] = useState('');
  const act = useAct({
    run: (typed: string) =>
      ask(api.POST('/v1/auth/two_factor', { body: backup ? { backup_code: typed.trim() } : { code: typed } })),
    done,
    failed: (error) => {
      setCode('');
      // The first step is over: its time ran out, or too many codes were wrong.
      const over = error instanceof ApiProblem && error.code === 'bad_sign_in';
      if (over) back();
      return over;
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void act.start(code);
      }}
    >
      <Stack>
        <Text size="sm" c="dimmed">
          {backup ? t('code.backup_text') : t('code.text')}
        </Text>
        <CodeField backup={backup} code={code} change={setCode} full={(typed) => void act.start(typed)} />
        <ErrorNote error={act.error} />
        <Button type="submit" loading={act.busy} fullWidth>
          {t('code.do')}
        </Button>
        <Anchor
          component="button"
          type="button"
          size="sm"
          onClick={() => {
            setBackup(!backup);
            setCode('');
            act.clear();
          }}
        >
          {backup ? t('code.use_app') : t('code.use_backup')}
        </Anchor>
      </Stack>
    </form>
  );
}

interface CodeFieldProps {
  readonly backup: boolean;
  readonly code: string;
  readonly change: (code: string) => void;
  /** All six digits are there. */
  readonly full: (code: string) => void;
}

function CodeField({ backup, code, change, full }: CodeFieldProps) {
  const t = useWords('doors');
  if (backup)
    return (
      <TextInput
        label={t('code.backup')}
        autoFocus
        required
        autoComplete="off"
        value={code}
        onChange={(event) => change(event.currentTarget.value)}
      />
    );
  return (
    <PinInput
      length={6}
      type="number"
      oneTimeCode
      autoFocus
      aria-label={t('code.label')}
      getInputProps={(index) => ({ 'aria-label': t('code.digit', { number: index + 1 }) })}
      value={code}
      onChange={change}
      onComplete={full}
    />
  );
}
