import { Button, Modal, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { ask } from '../../api/client.ts';
import { createGate } from '../../api/gate.ts';
import { loadWords, useWords } from '../../ui/words.ts';
import { meQuery, useCenter } from '../center.ts';
import { PasswordDoor } from '../doors/password-door.tsx';

/** Opened by a request that found the session over. */
export const againGate = createGate();

/** The session ended while something was on screen: it stays, and signing in goes on where one was. */
export function SignInAgain() {
  const t = useWords('frame');
  const center = useCenter();
  const opened = useSyncExternalStore(againGate.subscribe, againGate.isOpen);
  const words = useQuery({
    queryKey: ['words', 'doors'],
    queryFn: () => loadWords('doors').then(() => true),
    enabled: opened,
  });
  const key = meQuery(center).queryKey;
  const before = center.queries.getQueryData(key);
  const leave = (): void => {
    againGate.settle(false);
    location.reload();
  };
  const done = async (): Promise<void> => {
    const now = await ask(center.api.GET('/v1/center/me'));
    // Somebody else sees nothing of what was on the screen.
    if (before && now.id !== before.id) return leave();
    center.queries.setQueryData(key, now);
    againGate.settle(true);
  };
  return (
    <Modal
      opened={opened && words.isSuccess}
      onClose={leave}
      withCloseButton={false}
      title={t('again.title')}
      zIndex={400}
      closeOnClickOutside={false}
    >
      <Text size="sm" c="dimmed" mb="md">
        {t('again.text')}
      </Text>
      <PasswordDoor email={before?.email ?? ''} done={() => void done()} />
      <Button variant="subtle" color="gray" mt="xs" fullWidth onClick={leave}>
        {t('again.leave')}
      </Button>
    </Modal>
  );
}
