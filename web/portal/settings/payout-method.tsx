import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { ask } from '../../api/client.ts';
import { Instant } from '../../ui/format.tsx';
import { ErrorNote } from '../../ui/notes.tsx';
import { emptyMethod, PayoutMethodFields, toMethod } from '../../ui/payout-method-fields.tsx';
import { Section } from '../../ui/section.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import { useApi, useMayChange, useMe } from '../center.ts';

/** How the partner is paid. A change is confirmed by mail, and protected by a time in which nothing is paid to it. */
export function PayoutMethodSection() {
  const t = useWords('settings');
  const ui = useWords('ui');
  const { payout_method: method, payout_method_waiting: waiting } = useMe();
  const mayChange = useMayChange();
  const [changing, setChanging] = useState(false);
  const change = mayChange && !changing && (
    <Button variant={method || waiting ? 'default' : 'filled'} onClick={() => setChanging(true)}>
      {method ? t('method.change') : t('method.add')}
    </Button>
  );
  return (
    <Section title={t('method.title')} text={t('method.text')} acts={change}>
      <Stack>
        <Text fw={560}>{method ? `${ui(`methods.${method.kind}`)} ${method.hint ?? ''}` : t('method.none')}</Text>
        {method?.waits_until && (
          <Alert color="yellow">
            {t('method.held')} <Instant at={method.waits_until} />
          </Alert>
        )}
        {waiting && <Waiting />}
        {changing && <ChangeForm close={() => setChanging(false)} />}
      </Stack>
    </Section>
  );
}

function Waiting() {
  const t = useWords('settings');
  const ui = useWords('ui');
  const api = useApi();
  const waiting = useMe().payout_method_waiting;
  const mayChange = useMayChange();
  const takeBack = useAct({ run: () => ask(api.DELETE('/v1/center/me/payout_method')) });
  if (!waiting) return null;
  return (
    <Alert color="blue" title={t('method.waiting')}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm">
          {ui(`methods.${waiting.kind}`)} {waiting.hint}
        </Text>
        <Text size="sm">
          {t('method.waiting_text')} <Instant at={waiting.until} />
        </Text>
        <ErrorNote error={takeBack.error} />
        {mayChange && (
          <Button size="xs" variant="default" loading={takeBack.busy} onClick={() => void takeBack.start()}>
            {t('method.take_back')}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

function ChangeForm({ close }: { close: () => void }) {
  const t = useWords('settings');
  const api = useApi();
  const { payout_methods: kinds } = useMe();
  const form = useApiForm({
    initial: { payout_method: { ...emptyMethod, kind: kinds[0] ?? '' } },
    check: { payout_method: (draft) => (toMethod(draft) ? null : t('method.missing')) },
    run: ({ payout_method }, headers) =>
      ask(api.PUT('/v1/center/me/payout_method', { body: { payout_method: toMethod(payout_method)! }, headers })),
    done: close,
  });
  return (
    <form ref={form.ref} onSubmit={form.submit}>
      <Stack>
        <PayoutMethodFields
          kinds={kinds}
          clearable={false}
          value={form.values.payout_method}
          onChange={(value) => form.fields.setFieldValue('payout_method', value)}
          errors={form.fields.errors}
        />
        <Text size="sm" c="dimmed">
          {t('method.change_text')}
        </Text>
        <ErrorNote error={form.error} />
        <Group gap="xs">
          <Button type="submit" loading={form.busy}>
            {t('method.do')}
          </Button>
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
