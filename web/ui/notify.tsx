import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { ApiProblem } from '../api/problem.ts';
import { wordsOf } from './words.ts';

/** Says shortly that something was done; with `undo`, offers to take it back for ten seconds. */
export function notifyDone(text: string, undo?: () => Promise<unknown>): void {
  const t = wordsOf('ui');
  const id = crypto.randomUUID();
  const takeBack = async (): Promise<void> => {
    notifications.hide(id);
    try {
      await undo?.();
      notifyDone(t('act.undone'));
    } catch (error) {
      notifyFailed(error);
    }
  };
  notifications.show({
    id,
    autoClose: undo ? 10_000 : 4000,
    closeButtonProps: { 'aria-label': t('act.close') },
    message: (
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{text}</Text>
        {undo && (
          <Button size="compact-sm" variant="light" onClick={() => void takeBack()}>
            {t('act.undo')}
          </Button>
        )}
      </Group>
    ),
  });
}

/** For what failed outside of a form or dialog. */
export function notifyFailed(error: unknown): void {
  const t = wordsOf('ui');
  const message = error instanceof ApiProblem ? error.message : t('error.unknown');
  notifications.show({
    color: 'red',
    title: t('error.title'),
    message,
    autoClose: 12_000,
    closeButtonProps: { 'aria-label': t('act.close') },
  });
}
