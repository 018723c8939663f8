import { Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../api/client.ts';
import { ErrorNote } from '../../ui/notes.tsx';
import { useAct } from '../../ui/use-act.ts';
import { loadWords, useWords } from '../../ui/words.ts';
import { api, queryClient, signInGate, stepUpGate } from '../api.ts';
import { SignInSteps } from '../doors/sign-in-steps.tsx';
import { useOpen } from './gates.tsx';
import { meQuery } from './me.tsx';

const ABOVE_ALL = 400;

/** The dialogs themselves: fetched when one is first asked for. */
export default function GateDialogs() {
  return (
    <>
      <SignInAgain />
      <StepUp />
    </>
  );
}

function SignInAgain() {
  const t = useWords('frame');
  const opened = useOpen(signInGate);
  const words = useQuery({
    queryKey: ['words', 'doors'],
    queryFn: () => loadWords('doors').then(() => true),
    enabled: opened,
  });
  const before = queryClient.getQueryData(meQuery.queryKey)?.user;
  const done = async (): Promise<void> => {
    const now = await ask(api.GET('/v1/auth/me'));
    // Somebody else sees nothing of what was on the screen.
    if (before && now.user.id !== before.id) return location.assign('/');
    queryClient.setQueryData(meQuery.queryKey, now);
    signInGate.settle(true);
  };
  const leave = (): void => {
    signInGate.settle(false);
    location.assign('/sign-in');
  };
  return (
    <Modal
      opened={opened && words.isSuccess}
      onClose={leave}
      withCloseButton={false}
      title={t('again.title')}
      zIndex={ABOVE_ALL}
      closeOnClickOutside={false}
    >
      <Text size="sm" c="dimmed" mb="md">
        {t('again.text')}
      </Text>
      <SignInSteps email={before?.email ?? ''} done={() => void done()}>
        <Button variant="subtle" color="gray" onClick={leave}>
          {t('again.leave')}
        </Button>
      </SignInSteps>
    </Modal>
  );
}

function StepUp() {
  const t = useWords('frame');
  const opened = useOpen(stepUpGate);
  const [password, setPassword] = useState('');
  const act = useAct({
    run: (typed: string) => ask(api.POST('/v1/auth/step_up', { body: { password: typed } })),
    done: () => {
      setPassword('');
      stepUpGate.settle(true);
    },
  });
  const close = (): void => {
    setPassword('');
    act.clear();
    stepUpGate.settle(false);
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t('step_up.title')}
      zIndex={ABOVE_ALL}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void act.start(password);
        }}
      >
        <Stack>
          <Text size="sm" c="dimmed">
            {t('step_up.text')}
          </Text>
          <PasswordInput
            label={t('step_up.password')}
            autoComplete="current-password"
            required
            data-autofocus
            visibilityToggleButtonProps={{ 'aria-label': t('step_up.show') }}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <ErrorNote error={act.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {t('step_up.cancel')}
            </Button>
            <Button type="submit" loading={act.busy}>
              {t('step_up.confirm')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
