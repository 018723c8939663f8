import { Badge, Button, Group, PasswordInput, PinInput, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ask } from '../../api/client.ts';
import type { Answer } from '../../api/types.ts';
import { CopyField } from '../../ui/copy-field.tsx';
import { ErrorNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { QrCode } from '../../ui/qr-code.tsx';
import { Section } from '../../ui/section.tsx';
import { type ActHeaders, useAct } from '../../ui/use-act.ts';
import { useApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { meQuery, useMe } from '../frame/me.tsx';

type Started = Answer<'/v1/auth/two_factor/enable', 'post'>;
type Way = 'enable' | 'disable' | 'codes';

/** The second factor: set up with an app, new backup codes, turned off again. */
export function TwoFactor() {
  const t = useWords('profile');
  const { user } = useMe();
  const [way, setWay] = useState<Way | null>(null);
  const [started, setStarted] = useState<Started | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const back = (): void => setWay(null);
  const badge = (
    <Badge color={user.two_factor ? 'teal' : 'gray'}>{user.two_factor ? t('second.on') : t('second.off')}</Badge>
  );
  return (
    <Section title={t('second.title')} text={t('second.text')} acts={badge}>
      <Stack>
        {codes && <BackupCodes codes={codes} done={() => setCodes(null)} />}
        {started && (
          <ConfirmCode
            started={started}
            done={() => {
              setCodes(started.backup_codes);
              setStarted(null);
            }}
          />
        )}
        {way && <PasswordFor way={way} back={back} started={setStarted} codes={setCodes} />}
        {!way && !started && !codes && (
          <Group>
            {!user.two_factor && <Button onClick={() => setWay('enable')}>{t('second.set_up')}</Button>}
            {user.two_factor && (
              <>
                <Button variant="default" onClick={() => setWay('codes')}>
                  {t('second.new_codes')}
                </Button>
                <Button variant="default" onClick={() => setWay('disable')}>
                  {t('second.turn_off')}
                </Button>
              </>
            )}
          </Group>
        )}
      </Stack>
    </Section>
  );
}

interface PasswordForProps {
  readonly way: Way;
  readonly back: () => void;
  readonly started: (started: Started) => void;
  readonly codes: (codes: readonly string[]) => void;
}

/** Each of the three asks for the password first. */
function PasswordFor({ way, back, started, codes }: PasswordForProps) {
  const t = useWords('profile');
  const queries = useQueryClient();
  const run = async (body: { password: string }, headers: ActHeaders): Promise<void> => {
    if (way === 'enable') return started(await ask(api.POST('/v1/auth/two_factor/enable', { body, headers })));
    if (way === 'codes')
      return codes((await ask(api.POST('/v1/auth/two_factor/backup_codes', { body, headers }))).backup_codes);
    await ask(api.POST('/v1/auth/two_factor/disable', { body, headers }));
    await queries.invalidateQueries({ queryKey: meQuery.queryKey });
    notifyDone(t('second.turned_off'));
  };
  const form = useApiForm({ initial: { password: '' }, run, done: back });
  return (
    <form ref={form.ref} onSubmit={form.submit}>
      <Stack>
        {way === 'disable' && <Text size="sm">{t('second.off_text')}</Text>}
        <PasswordInput
          label={t('password.current')}
          autoComplete="current-password"
          required
          autoFocus
          visibilityToggleButtonProps={{ 'aria-label': t('password.show') }}
          {...form.field('password')}
        />
        <ErrorNote error={form.error} />
        <Group>
          <Button type="submit" loading={form.busy}>
            {t('second.go_on')}
          </Button>
          <Button variant="subtle" color="gray" onClick={back}>
            {t('second.back')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Step({ text, children }: { text: string; children: ReactNode }) {
  return (
    <div>
      <Text size="sm" mb="xs">
        {text}
      </Text>
      {children}
    </div>
  );
}

function ConfirmCode({ started, done }: { started: Started; done: () => void }) {
  const t = useWords('profile');
  const queries = useQueryClient();
  const [code, setCode] = useState('');
  const act = useAct({
    run: (typed: string) => ask(api.POST('/v1/auth/two_factor/confirm', { body: { code: typed } })),
    done: async () => {
      await queries.invalidateQueries({ queryKey: meQuery.queryKey });
      done();
    },
    failed: () => {
      setCode('');
      return false;
    },
  });
  return (
    <Stack>
      <Step text={t('second.scan')}>
        <QrCode text={started.totp_uri} label={t('second.qr')} />
      </Step>
      <CopyField label={t('second.secret')} value={started.secret} />
      <Step text={t('second.type')}>
        <PinInput
          length={6}
          type="number"
          oneTimeCode
          aria-label={t('second.code')}
          getInputProps={(index) => ({ 'aria-label': t('second.digit', { number: index + 1 }) })}
          value={code}
          onChange={setCode}
          onComplete={(typed) => void act.start(typed)}
          disabled={act.busy}
        />
      </Step>
      <ErrorNote error={act.error} />
    </Stack>
  );
}

function BackupCodes({ codes, done }: { codes: readonly string[]; done: () => void }) {
  const t = useWords('profile');
  return (
    <Stack>
      <Text size="sm">{t('second.codes_text')}</Text>
      <CopyField block label={t('second.codes')} value={codes.join('\n')} />
      <Group>
        <Button onClick={done}>{t('second.kept')}</Button>
      </Group>
    </Stack>
  );
}
