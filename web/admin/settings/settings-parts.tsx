import { Button, Fieldset, Group, Radio, Skeleton, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { ErrorNote } from '../../ui/notes.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import type { ApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import { useMay } from '../frame/me.tsx';
import { hrefOf } from '../screens.ts';

interface AreaHeadProps {
  readonly title: string;
  readonly text?: string;
  readonly children?: ReactNode;
}

/** The head of a screen below the settings. */
export function AreaHead({ title, text, children }: AreaHeadProps) {
  const t = useWords('settings');
  return (
    <ScreenHead title={title} text={text} back={{ to: hrefOf('/settings'), label: t('index.title') }}>
      {children}
    </ScreenHead>
  );
}

interface SettingsFormProps<V> {
  readonly form: ApiForm<V>;
  readonly children: ReactNode;
  /** Beside the button. */
  readonly acts?: ReactNode;
}

/** A form of settings: whoever may not change them reads them. */
export function SettingsForm<V>({ form, children, acts }: SettingsFormProps<V>) {
  const t = useWords('settings');
  const may = useMay('settings');
  return (
    <form ref={form.ref} onSubmit={form.submit} noValidate>
      <Fieldset variant="unstyled" m={0} p={0} disabled={!may}>
        <Stack gap="lg">
          {children}
          <ErrorNote error={form.error} />
          {may ? (
            <Group>
              <Button type="submit" loading={form.busy}>
                {t('save')}
              </Button>
              {acts}
            </Group>
          ) : (
            <Text size="sm" c="dimmed">
              {t('read_only')}
            </Text>
          )}
        </Stack>
      </Fieldset>
    </form>
  );
}

interface ChoicesProps {
  readonly label: string;
  readonly text?: string;
  readonly choices: readonly { readonly value: string; readonly label: string; readonly text: string }[];
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error?: ReactNode;
}

/** One of a few ways, each with what it means. */
export function Choices({ label, text, choices, value, onChange, error }: ChoicesProps) {
  return (
    <Radio.Group label={label} description={text} value={value} onChange={onChange} error={error}>
      <Stack gap="sm" mt="xs">
        {choices.map((one) => (
          <Radio key={one.value} value={one.value} label={one.label} description={one.text} />
        ))}
      </Stack>
    </Radio.Group>
  );
}

/** What is wrong with a list, or with one of its entries. */
export function listError<V>(form: ApiForm<V>, field: string): ReactNode {
  const found = Object.entries(form.fields.errors).filter(([path]) => path === field || path.startsWith(`${field}.`));
  return found.length === 0 ? undefined : found.map(([, message]) => message).join(' ');
}

export function Waiting({ error, retry }: { error: unknown; retry: () => void }) {
  return error ? <ErrorNote error={error} retry={retry} /> : <Skeleton height={240} radius="md" />;
}
