import { Button, Group, Modal, Stack, Textarea } from '@mantine/core';
import { ask } from '../../api/client.ts';
import { ErrorNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { useApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import type { ClaimDialogProps } from './accept-dialog.tsx';

/** Says no, with a reason that the partner reads. */
export function DeclineDialog({ claim, opened, close }: ClaimDialogProps) {
  const t = useWords('claims');
  const form = useApiForm({
    initial: { reason: '', note: '' },
    check: { reason: (value) => (value.trim() === '' ? t('decline.reason_missing') : null) },
    run: ({ reason, note }, headers) =>
      ask(
        api.POST('/v1/claims/{id}/decline', {
          params: { path: { id: claim.id } },
          body: { reason: reason.trim(), note: note.trim() || null },
          headers,
        }),
      ),
    done: () => {
      notifyDone(t('decline.done'));
      close();
    },
  });
  return (
    <Modal opened={opened} onClose={close} title={t('decline.title')} closeButtonProps={{ 'aria-label': t('close') }}>
      <form onSubmit={form.submit} ref={form.ref} noValidate>
        <Stack>
          <Textarea
            label={t('decline.reason')}
            description={t('decline.reason_text')}
            required
            autosize
            minRows={3}
            maxLength={2000}
            data-autofocus
            {...form.field('reason')}
          />
          <Textarea
            label={t('decision.note')}
            description={t('decline.note_text')}
            autosize
            minRows={2}
            maxLength={2000}
            {...form.field('note')}
          />
          <ErrorNote error={form.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('cancel')}
            </Button>
            <Button type="submit" color="red" loading={form.busy}>
              {t('decline.label')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
