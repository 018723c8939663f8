import { Alert, Button, Checkbox, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ask } from '../../api/client.ts';
import { CopyField } from '../../ui/copy-field.tsx';
import { ErrorNote } from '../../ui/notes.tsx';
import { useApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { listError } from './settings-parts.tsx';

const scopes = ['read', 'write', 'payouts', 'settings'] as const;

/** Makes a secret key, and shows it this once. */
export function NewKey({ close }: { close: () => void }) {
  const t = useWords('settings');
  const [secret, setSecret] = useState<string | null>(null);
  const form = useApiForm({
    initial: { name: '', scopes: ['read', 'write'] as (typeof scopes)[number][] },
    check: {
      name: (name) => (name.trim() === '' ? t('keys.no_name') : null),
      scopes: (chosen) => (chosen.length === 0 ? t('keys.no_scope') : null),
    },
    run: ({ name, scopes: chosen }, headers) =>
      ask(api.POST('/v1/keys', { body: { name: name.trim(), scopes: chosen }, headers })),
    // A repeat of a lost answer comes without the key: then this one is of no use, and another is made.
    done: (answer) => setSecret(answer.secret ?? ''),
  });
  if (secret !== null) return <Shown secret={secret} close={close} />;
  return (
    <form ref={form.ref} onSubmit={form.submit} noValidate>
      <Stack>
        <TextInput
          label={t('keys.name')}
          description={t('keys.name_text')}
          required
          maxLength={100}
          data-autofocus
          {...form.field('name')}
        />
        <Checkbox.Group label={t('keys.may')} {...form.field('scopes')} error={listError(form, 'scopes')}>
          <Stack gap="sm" mt="xs">
            {scopes.map((scope) => (
              <Checkbox
                key={scope}
                value={scope}
                label={t(`keys.scope.${scope}.label`)}
                description={t(`keys.scope.${scope}.text`)}
              />
            ))}
          </Stack>
        </Checkbox.Group>
        <ErrorNote error={form.error} />
        <Button type="submit" loading={form.busy}>
          {t('keys.do')}
        </Button>
      </Stack>
    </form>
  );
}

function Shown({ secret, close }: { secret: string; close: () => void }) {
  const t = useWords('settings');
  return (
    <Stack>
      <Alert role="status" color="yellow" title={secret ? t('keys.once') : t('keys.lost')}>
        {secret ? t('keys.once_text') : t('keys.lost_text')}
      </Alert>
      {secret && <CopyField block label={t('keys.secret')} value={secret} />}
      <Button onClick={close}>{secret ? t('keys.kept') : t('close')}</Button>
    </Stack>
  );
}
