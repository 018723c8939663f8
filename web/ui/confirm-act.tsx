import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { ErrorNote } from './notes.tsx';
import { type Act, type ActHeaders, useAct } from './use-act.ts';
import { useWords } from './words.ts';

interface ConfirmActProps<T> {
  /** The question: "Suspend Maria?" */
  readonly title: string;
  /** What it will do, and whether it can be undone. */
  readonly text: ReactNode;
  /** The word on the button that does it. */
  readonly label: string;
  readonly danger?: boolean;
  /** Whether a reason is asked for; it is handed to `run`. */
  readonly reason?: 'none' | 'optional' | 'required';
  readonly run: (reason: string, headers: ActHeaders) => Promise<T>;
  readonly done?: (answer: T) => void;
  /** What opens it: `(open) => <Button onClick={open}>Suspend</Button>`. */
  readonly children: (open: () => void) => ReactNode;
}

/** An act that says what it will do before it does it. Errors stay in the dialog, with what was typed. */
export function ConfirmAct<T>(props: ConfirmActProps<T>) {
  const { title, run, done, children } = props;
  const t = useWords('ui');
  const [opened, setOpened] = useState(false);
  const act = useAct({
    run: (typed: string, headers) => run(typed, headers),
    done: (answer) => {
      setOpened(false);
      done?.(answer);
    },
  });
  const close = (): void => {
    if (act.busy) return;
    setOpened(false);
    act.clear();
  };
  return (
    <>
      {children(() => setOpened(true))}
      <Modal opened={opened} onClose={close} title={title} closeButtonProps={{ 'aria-label': t('act.close') }}>
        <Question {...props} act={act} close={close} />
      </Modal>
    </>
  );
}

type QuestionProps<T> = ConfirmActProps<T> & { readonly act: Act<string>; readonly close: () => void };

function Question<T>({ text, label, danger = false, reason: asks = 'none', act, close }: QuestionProps<T>) {
  const t = useWords('ui');
  const [reason, setReason] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void act.start(reason.trim());
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text component="div" size="sm">
          {text}
        </Text>
        {asks !== 'none' && (
          <Textarea
            label={asks === 'required' ? t('act.reason') : t('act.reason_optional')}
            required={asks === 'required'}
            autosize
            minRows={2}
            maxLength={2000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        )}
        <ErrorNote error={act.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {t('act.cancel')}
          </Button>
          <Button
            type="submit"
            loading={act.busy}
            {...(danger ? { color: 'red' } : {})}
            data-autofocus={asks === 'none' || undefined}
          >
            {label}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
